"""Umzug: ausgefertigte Dokumente aus einem Archivpaket; they come back as they were, with hash and signatures (SI-05).

Only to papers and meetings that come with them: what stands here already has documents of its own and keeps them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from motions.importing.issued import ReadIssued
from motions.importing.issued_rows import IssuedRow, MinutesRow, PaperDocumentRow
from motions.models import (
    Attachment,
    IssuedDocument,
    Meeting,
    MeetingDocument,
    MinutesScan,
    MinutesSignature,
    Paper,
    PublicDocument,
    Release,
    Signature,
)
from motions.models.choices import MeetingDocumentKind, MinutesStatus

from . import files, minutes, town_steps
from .town_work import Work
from .transitions import Act, Transition, perform

_PRINTED = ("content", "sha256", "size", "pages", "made_at")
_SIGNED = ("number", "field", "kind", "signer", "sha256", "size", "verdict", "signed_at")
_HAND = ("role", "name", "covers", "way", "signed_on", "refusal", "recorded_at")
_SCAN = ("edition", "media_type", "sha256", "size", "pages", "uploaded_at")
_STAYS = "Hier gibt es eine eigene Ausfertigung. Die des Archivpakets bleibt im Paket."
_NO_GROUND = "im Archivpaket nicht genannt"


def release_step(paper: str, work: Work) -> Transition[Paper]:
    """The step that releases a paper of the file; what comes with its documents has its own Freigaben."""
    rows = _of_paper(paper, work)
    return (
        replace(town_steps.RELEASE, effect=lambda act: _releases(act, work)) if rows else town_steps.RELEASE
    )


def has_agenda(meeting: str, work: Work) -> bool:
    """The agenda as it was sent comes with the meeting, so that it is not frozen anew."""
    rows = work.issued.meetings
    return any((row.meeting, row.kind) == (meeting, MeetingDocumentKind.AGENDA) for row in rows)


def address_of(paper: Paper, sha256: str, work: Work) -> uuid.UUID | None:
    """The address an annex had: the sealed lists name it. None where it is not known, or taken by another row."""
    known = work.ids.known("paper", paper.pk)
    found = [row.public_id for row in work.issued.annexes if (row.paper, row.sha256) == (known, sha256)]
    taken = Attachment.objects.filter(public_id__in=found).values_list("public_id", flat=True)
    return next((address for address in map(uuid.UUID, found) if address not in set(taken)), None)


def of_new_paper(paper: Paper, external: str, work: Work) -> None:
    """Every issued version of a paper that was just taken over."""
    releases = {row.revision: row for row in paper.releases.all()}
    for place, row in _of_paper(external, work):
        document = IssuedDocument(release=releases[row.revision], paper=paper, edition=row.edition)
        _bring_back(document, row, place, work)


def of_known_paper(external: str, work: Work) -> None:
    """The documents of a paper that stands here: told about, where they are others."""
    for place, row in _of_paper(external, work):
        _compare(IssuedDocument, row, place, work)


def of_known_meeting(external: str, work: Work) -> None:
    """The same of a meeting that was opened or called off here."""
    for number, row in enumerate(work.issued.meetings):
        if row.meeting == external:
            _compare(MeetingDocument, row, f"issued.meetings[{number}]", work)


def of_meeting(meeting: Meeting, external: str, work: Work) -> None:
    """What was issued of a meeting, as far as it has no such document here."""
    for number, row in enumerate(work.issued.meetings):
        if row.meeting != external:
            continue
        place, item = f"issued.meetings[{number}]", work.ids.find("item", row.item) if row.item else None
        if row.item and item is None:
            work.refuse(f"{place}.item", f"Die Kennung „{row.item}“ ist nicht bekannt.")
            continue
        same = {"kind": row.kind, "edition": row.edition, "revision": row.revision, "item": item}
        if MeetingDocument.objects.filter(meeting=meeting, **same).exists():
            _compare(MeetingDocument, row, place, work)
            continue
        document = MeetingDocument(
            meeting=meeting,
            kind=row.kind,
            edition=row.edition,
            revision=row.revision,
            item_id=item,
            issued_at=row.issued_at,
            published_at=row.published_at,
        )
        _bring_back(document, row, place, work)


def take_over_others(work: Work) -> None:
    """Documents of neither paper nor meeting, and the signatures below the minutes; at last what no row fits."""
    for number, row in enumerate(work.issued.others):
        place = f"issued.others[{number}]"
        found = [work.ids.find("paper", external) for external in row.papers]
        papers = [paper for paper in found if paper is not None]
        if PublicDocument.objects.filter(series=row.series, revision=row.revision).exists():
            _compare(PublicDocument, row, place, work)
        elif len(papers) < len(found):
            work.remark(place, f"„{row.title}“ folgt aus einer Vorlage, die hier fehlt, und bleibt im Paket.")
        else:
            facts = {name: getattr(row, name) for name in ("series", "revision", "title", "page", "as_of")}
            document = PublicDocument(**facts, papers=papers, issued_at=row.issued_at)
            _bring_back(document, row, place, work)
    for number, signed in enumerate(work.issued.minutes):
        _minutes(signed, f"issued.minutes[{number}]", work)
    work.errors.extend(_out_of_place(work))


def keep_files(read: ReadIssued) -> None:
    """Store the bytes of every version and every scan the tables know now."""
    known: set[str] = set()
    for model in (IssuedDocument, MeetingDocument, PublicDocument, Signature, MinutesScan):
        rows = model._default_manager.filter(sha256__in=list(read.bytes_of))
        known |= set(rows.values_list("sha256", flat=True))
    for digest in sorted(known):
        files.keep(read.bytes_of[digest].read())


def _of_paper(external: str, work: Work) -> list[tuple[str, PaperDocumentRow]]:
    """The documents of a paper of the file with their places, the oldest revision first."""
    rows = [
        (f"issued.papers[{number}]", row)
        for number, row in enumerate(work.issued.papers)
        if row.paper == external
    ]
    return sorted(rows, key=lambda found: found[1].revision)


def _releases(act: Act[Paper], work: Work) -> str:
    """The Freigabe of each version; the account that takes over answers for it, the document names who released it."""
    for _, row in _of_paper(work.ids.known("paper", act.row.pk), work):
        ground = row.substitution_ground or _NO_GROUND
        Release.objects.get_or_create(
            paper=act.row,
            revision=row.revision,
            defaults={
                "released_by": act.by,
                "office": row.office,
                "in_representation": row.in_representation,
                "substitution_ground": ground if row.in_representation else "",
                "released_at": row.released_at,
                "revised_by": act.by if row.revised_at else None,
                "revised_at": row.revised_at,
            },
        )
    return ""


def _bring_back(document: Any, row: IssuedRow, place: str, work: Work) -> None:
    """One document with its file, its address and every signature, each of the version before."""
    document.public_id = uuid.UUID(row.public_id)
    for name in _PRINTED:
        setattr(document, name, getattr(row, name))
    if not work.save(document, place):
        return
    work.report.created["document"] += 1
    before = row.sha256
    for signed in row.signatures:
        facts = {name: getattr(signed, name) for name in _SIGNED}
        signature = Signature(**{document.signed_as: document}, source_sha256=before, **facts)
        if not work.save(signature, place):
            return
        work.report.created["signature"] += 1
        before = signed.sha256


def _compare(model: type[Any], row: IssuedRow, place: str, work: Work) -> None:
    """The same document with the same signed versions, or another one that stays."""
    known = model._default_manager.filter(public_id=row.public_id, sha256=row.sha256).first()
    signed = {one.sha256 for one in row.signatures}
    if known and signed <= set(known.signatures.values_list("sha256", flat=True)):
        work.report.unchanged["document"] += 1
    else:
        work.keep(place, _STAYS)


def _minutes(row: MinutesRow, place: str, work: Work) -> None:
    """A Niederschrift that was closed is closed here, too, with its signatures and the paper they are on (N-01)."""
    meeting = Meeting.objects.filter(pk=work.ids.find("meeting", row.meeting) or 0).first()
    if meeting is None or row.signed_at > work.now:
        work.refuse(
            place, "Die Niederschrift gehört zu keiner Sitzung dieser Datei, oder sie ist aus der Zukunft."
        )
        return
    found = minutes.begin(meeting, now=row.signed_at)
    if found.status == MinutesStatus.SIGNED:
        work.report.unchanged["minutes"] += 1
        return
    if found.status != MinutesStatus.DRAFT or found.entries.exists():
        work.keep(place, "Die Niederschrift wird hier schon geschrieben und bleibt, wie sie ist.")
        return
    perform(found, town_steps.MINUTES_READY, by=work.by, now=row.signed_at)
    for signed in row.signatures:
        hand = {name: getattr(signed, name) for name in _HAND}
        work.save(MinutesSignature(minutes=found, recorded_by=work.by, **hand), place)
    for scan in row.scans:
        facts = {name: getattr(scan, name) for name in _SCAN}
        work.save(MinutesScan(minutes=found, uploaded_by=work.by, **facts), place)
    perform(found, town_steps.MINUTES_SIGNED, by=work.by, now=row.signed_at)
    work.report.created["minutes"] += 1


def _out_of_place(work: Work) -> Iterator[str]:
    """Rows whose paper or meeting the file does not hold, and moments that have not come yet."""
    for name, kind in (("papers", "paper"), ("meetings", "meeting")):
        for number, row in enumerate(getattr(work.issued, name)):
            if work.ids.find(kind, getattr(row, kind)) is None:
                yield f"issued.{name}[{number}]: Die Kennung „{getattr(row, kind)}“ ist nicht bekannt."
    for row in (*work.issued.papers, *work.issued.meetings, *work.issued.others):
        moments: list[dt.datetime | None] = [row.made_at, *(one.signed_at for one in row.signatures)]
        moments += [
            getattr(row, name, None) for name in ("issued_at", "published_at", "released_at", "revised_at")
        ]
        if any(moment and moment > work.now for moment in moments):
            yield f"issued: Die Ausfertigung {row.public_id} ist aus der Zukunft. Prüfen Sie die Uhr des Servers."
