"""Umzug: Vorlagen mit Beratungsfolge, Beträgen und Anlagen; they come as released, with the number they bear.

What is released is frozen: a later file that says something else is told about, and changes nothing but the end of a
paper (replaced, withdrawn). The number series goes on behind the highest number, for the operator of the
installation takes over (docs/decisions/0005).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from motions.importing.town_rows import AnnexRow, PaperRow, TownFile
from motions.models import Attachment, Consultation, FinancialRow, Paper
from motions.models.choices import PaperStatus

from . import attachments, bylaws, files, impact_tables, numbering, town_describe, town_issued, town_steps
from .findings import Refused
from .history import record
from .town_work import Work
from .transitions import perform

_ELSEWHERE = ("status", "released_at")
_NUMBER = ("reference_prefix", "reference_number", "reference_year", "reference_suffix")


def take_over(town: TownFile, work: Work, annexes: Mapping[str, Path]) -> None:
    """Every paper, those first that others replace, answer or amend."""
    rows = dict(enumerate(town.papers))
    waiting = {row.id for row in rows.values()}
    while rows:
        ready = [number for number, row in rows.items() if not {row.original, row.amends} & waiting]
        if not ready:
            places = ", ".join(f"papers[{number}]" for number in rows)
            work.refuse(places, "Diese Vorlagen verweisen im Kreis aufeinander.")
            return
        for number in ready:
            row = rows.pop(number)
            waiting.discard(row.id)
            _paper(row, work, f"papers[{number}]", annexes)


def _paper(row: PaperRow, work: Work, place: str, annexes: Mapping[str, Path]) -> None:
    known_errors = len(work.errors)
    row = work.tidy(row, place)
    row = replace(
        row,
        consultations=tuple(
            work.tidy(found, f"{place}.consultations[{number}]")
            for number, found in enumerate(row.consultations)
        ),
    )
    if len(work.errors) > known_errors:
        return
    paper = work.standing(row, Paper, place)
    if paper is not None:
        _compare(paper, row, work, place)
    elif _fits(row, work, place):
        _make(row, work, place, annexes)


def _fits(row: PaperRow, work: Work, place: str) -> bool:
    """What the database would only say in its own words."""
    before = len(work.errors)
    if not numbering.is_free(row.reference_number, row.reference_suffix):
        work.refuse(place, f"Die Nummer {row.reference_number} ist schon vergeben (V-01).")
    if row.is_public == bool(row.secrecy_ground):
        work.refuse(
            f"{place}.secrecy_ground",
            "Einen Grund hat eine Vorlage genau dann, wenn sie nichtöffentlich ist.",
        )
    if row.released_at > work.now:
        work.refuse(f"{place}.released_at", "Die Freigabe liegt in der Zukunft.")
    if not bylaws.known("release.label", on=timezone.localdate(row.released_at)):
        work.refuse(
            f"{place}.released_at",
            "Für diesen Tag ist kein Ortsrecht „release.label“ hinterlegt. Ergänzen Sie es zuerst.",
        )
    if not row.consultations:
        work.remark(place, "Die Vorlage hat keine Beratungsfolge.")
    return len(work.errors) == before


def _make(row: PaperRow, work: Work, place: str, annexes: Mapping[str, Path]) -> None:
    at = row.released_at
    values = {name: value for name, value in work.values(row).items() if name not in (*_ELSEWHERE, *_NUMBER)}
    paper = Paper(drafter=work.by, status_since=at, created_at=at, changed_at=at, **values)
    if not work.make(row, paper, place):
        return
    try:
        with transaction.atomic():
            numbering.adopt(
                paper,
                prefix=row.reference_prefix,
                number=row.reference_number,
                year=row.reference_year,
                suffix=row.reference_suffix,
            )
    except DatabaseError:
        work.refuse(place, f"Die Nummer {row.reference_number} ist schon vergeben (V-01).")
        return
    record(
        paper,
        "import",
        "Aus einem anderen System übernommen",
        by=work.by,
        now=at,
        note=f"Übernommen am {timezone.localtime(work.now):%d.%m.%Y}.",
        to_status=PaperStatus.DRAFT,
    )
    before = len(work.errors)
    _parts(paper, row, work, place)
    for number, annex in enumerate(row.attachments):
        _annex(paper, annex, number, work, f"{place}.attachments[{number}]", annexes)
    if len(work.errors) == before:
        perform(paper, town_steps.SUBMIT, by=work.by, now=at)
        perform(paper, town_issued.release_step(row.id, work), by=work.by, now=at)
        town_issued.of_new_paper(paper, row.id, work)
        _end(paper, row, work, at=at)


def _parts(paper: Paper, row: PaperRow, work: Work, place: str) -> None:
    for number, amounts in enumerate(row.financial_rows):
        found: dict[str, Any] = work.values(work.tidy(amounts, place))
        work.save(
            FinancialRow(paper=paper, position=number + 1, **found), f"{place}.financial_rows[{number}]"
        )
    impact_tables.replace(
        paper, [_table(row, number, work, place) for number in range(len(row.impact_tables))]
    )
    for number, consultation in enumerate(row.consultations):
        obj = Consultation(paper=paper, position=number + 1, **work.values(consultation))
        work.make(consultation, obj, f"{place}.consultations[{number}]")


def _table(row: PaperRow, number: int, work: Work, place: str) -> impact_tables.Table:
    """A table as it was reckoned; every line has a cell for each column, else nobody could print it (K-03)."""
    place = f"{place}.impact_tables[{number}]"
    found = work.tidy(row.impact_tables[number], place)
    width = len(found.head)
    if not width or any(len(line) != width for line in found.rows):
        work.refuse(place, "Jede Zeile der Tabelle braucht so viele Zellen, wie „head“ Spalten nennt.")
    if any(column >= width for column in found.numeric):
        work.refuse(f"{place}.numeric", "Diese Spalte hat die Tabelle nicht. Gezählt wird ab 0.")
    return impact_tables.Table(found.caption, found.head, found.rows, found.numeric, found.note)


def _annex(
    paper: Paper, row: AnnexRow, number: int, work: Work, place: str, annexes: Mapping[str, Path]
) -> None:
    """Examined like an upload; its bytes are kept at the very end, when nothing can fail any more."""
    row = work.tidy(row, place)
    try:
        with annexes[row.sha256].open("rb") as stream:
            found = attachments.examine(
                paper, stream, file_name=row.file_name, on=timezone.localdate(work.now)
            )
    except Refused as refusal:
        work.refuse(place, str(refusal))
        return
    if found.sha256 != row.sha256:
        work.refuse(place, "Die Datei hat sich während der Übernahme geändert.")
        return
    found.title, found.is_public, found.position = row.title, row.is_public, number + 1
    found.uploaded_by, found.uploaded_at = work.by, paper.created_at
    if address := town_issued.address_of(paper, row.sha256, work):
        found.public_id = address
    work.save(found, place, exclude=["public_id"])


def keep_files(annexes: Mapping[str, Path]) -> None:
    """Store the bytes of the annexes the tables know now."""
    for digest in (
        Attachment.objects.filter(sha256__in=list(annexes)).values_list("sha256", flat=True).distinct()
    ):
        with annexes[digest].open("rb") as stream:
            files.keep_stream(stream)


def _end(paper: Paper, row: PaperRow, work: Work, *, at: dt.datetime) -> bool:
    """Lead a released paper to the end the file names."""
    step = town_steps.ENDINGS.get(PaperStatus(row.status))
    if step is not None:
        perform(paper, step, by=work.by, now=at)
    return step is not None


def _compare(paper: Paper, row: PaperRow, work: Work, place: str) -> None:
    """A paper taken over before stays; only replaced or withdrawn it can still become."""
    if not paper.releases.exists():
        work.keep(place, "Die Vorlage ist hier wieder im Entwurf und bleibt, wie sie ist.")
        return
    present = town_describe.paper(paper, work.ids.known)
    differing = work.differing(row, present)
    ends = (
        row.status != present.status
        and present.status == PaperStatus.RELEASED
        and _end(paper, row, work, at=work.now)
    )
    differing += [
        name
        for name in ("financial_rows", "impact_tables", "consultations", "attachments")
        if _bare(getattr(row, name)) != _bare(getattr(present, name))
    ]
    for name in differing:
        if not (name == "status" and ends):
            work.keep(f"{place}.{name}", "Die Vorlage ist freigegeben. Die Angabe bleibt, wie sie ist.")
    town_issued.of_known_paper(row.id, work)
    (work.report.changed if ends else work.report.unchanged)["paper"] += 1


def _bare(rows: tuple[Any, ...]) -> list[Any]:
    """Rows without what the store made of them: a file is the same whatever it was called."""
    return [replace(row, file_name="") if isinstance(row, AnnexRow) else row for row in rows]
