"""Übernahme einer Vorlage aus einer Textdatei: what was understood, and the draft made of it.

Nothing disappears: whatever finds no place in the draft is a remark with the words of the file, shown before
saving and kept in the event of the draft's timeline.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from motions.importing.imported import ImportedPaper, Remark
from motions.models import Appointment, Organization, Paper, PaperType, Person, Unit, User
from motions.models.choices import Author, Behaviour, ConsultationRole, Office
from motions.models.period import holds_on
from motions.pdf.richtext import RichTextTooLarge, clean, plain
from motions.pdf.sources import unprintable

from . import bylaws, drafting, intake_kinds, intake_matching, numbering, permissions
from .clearance import clearance
from .findings import Refused, block
from .intake_matching import Notes
from .permissions import today

_RICH = ("draft_resolution", "statement", "financial_impact", "climate_impact")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
# A running number beyond this is a file number or a typing error; the counter would never come back from it.
_HIGHEST_NUMBER = 99_999


@dataclass(frozen=True)
class Number:
    """Vorlagennummer, wie sie auf der gedruckten Vorlage steht."""

    prefix: str
    number: int
    year: int
    suffix: int | None

    @property
    def reference(self) -> str:
        """As Paper.reference prints it."""
        parts = [self.prefix, self.number, self.year, self.suffix]
        return "/".join(str(part) for part in parts if part is not None)


@dataclass(frozen=True)
class Understanding:
    """Was aus der Datei wurde: the draft to be, its number, and all that people should look at."""

    paper_type: PaperType
    draft: drafting.Draft
    number: Number | None
    author_group: Organization | None
    remarks: tuple[Remark, ...]

    @property
    def is_of_group(self) -> bool:
        """Whether a Fraktion has to be named before saving (V-17)."""
        return self.paper_type.author == Author.GROUP


def understand(
    imported: ImportedPaper, *, by: User, now: dt.datetime, may_lead_on: bool = False
) -> Understanding:
    """Match an imported paper with the town's organs, units and types; changes nothing.

    ``may_lead_on`` lets its number lead the series on whoever the drafter is. Raises Refused if the text cannot
    become a draft at all.
    """
    _refuse_unprintable(imported)
    notes = Notes(list(imported.remarks))
    paper_type = intake_kinds.paper_type(imported, notes)
    author_group = intake_kinds.author_group(imported, paper_type, notes)
    number = _number(imported, notes, may_lead_on=may_lead_on or _may_lead_on(by))
    sequence = intake_matching.consultations(imported, paper_type, notes)
    fields = _texts(imported, now, notes)
    fields |= intake_matching.publicity(imported, notes)
    if paper_type.author != Author.ADMINISTRATION:
        fields["received_on"] = min(fields["dated_on"], timezone.localdate(now))
        notes.add("Als Tag des Eingangs ist das Datum des Antrags eingetragen. Prüfen Sie ihn.", "")
    if paper_type.behaviour == Behaviour.DECIDES:
        fields |= intake_matching.council_matter(imported, notes)
    if number and paper_type.author == Author.GROUP:
        number = _number_of_group(number, imported, fields, notes)
    fields["has_own_wording"] = intake_matching.names_organs(plain(fields["draft_resolution"]), sequence)
    if imported.reference and (number is None or number.reference != imported.reference):
        fields["former_reference"] = notes.fitting("former_reference", imported.reference)
    draft = drafting.Draft(
        fields=fields,
        consultations=[row.values for row in sequence],
        financial_rows=[asdict(row) for row in imported.amounts] or None,
        invitations=intake_matching.invitations(imported, notes),
    )
    label = bylaws.text("release.label", on=timezone.localdate(now))
    intake_matching.leftovers(imported, notes, release_label=label)
    return Understanding(paper_type, draft, number, author_group, tuple(notes.remarks))


def shown(understood: Understanding) -> list[dict[str, Any]]:
    """The Beratungsfolge as people read it before saving."""
    rows = understood.draft.consultations or []
    names = dict(
        Organization.objects.filter(pk__in=[row["organization_id"] for row in rows]).values_list("pk", "name")
    )
    return [
        {
            **row,
            "organization": names[row["organization_id"]],
            "role_label": ConsultationRole(row["role"]).label,
        }
        for row in rows
    ]


def take_in(
    imported: ImportedPaper,
    *,
    by: User,
    lead_unit: Unit,
    now: dt.datetime,
    author_group: Organization | None = None,
    author_person: Person | None = None,
    may_lead_on: bool = False,
) -> tuple[Paper, list[Remark]]:
    """Make a draft of an imported paper; returns it with everything people should look at.

    ``author_group``, ``author_person``: whose Antrag it is, as somebody has chosen (V-17). ``may_lead_on``: the
    operator of the installation imports, see ``understand``. Raises NotPermitted or Refused.
    """
    understood = understand(imported, by=by, now=now, may_lead_on=may_lead_on)
    with transaction.atomic():
        paper = drafting.create_paper(
            by=by,
            now=now,
            lead_unit=lead_unit,
            paper_type=understood.paper_type,
            author_group=author_group,
            author_person=author_person,
            label="Aus Textdatei übernommen",
            note=_listed(understood.remarks),
        )
        # First the words, then the number: with it the wording belongs to the Fraktion (V-17).
        paper = drafting.save_draft(paper, understood.draft, version=paper.version, by=by, now=now)
        remarks = list(understood.remarks)
        if understood.number and not _adopted(paper, understood.number):
            remarks.append(_taken(imported.reference))
            paper.former_reference = imported.reference[:60]
            paper.save(update_fields=["former_reference"])
    return paper, remarks


def fitting_unit(imported: ImportedPaper, units: set[int]) -> int | None:
    """The unit the printed number begins with, if it is among these."""
    return (
        Unit.objects.filter(pk__in=units, code=imported.reference_prefix).values_list("pk", flat=True).first()
    )


def usual_drafter(unit: Unit) -> User | None:
    """Who writes for a unit if nobody is named: the first Sachbearbeitung, else anybody there."""
    held = Appointment.objects.filter(holds_on(today()), unit=unit, user__is_active=True).select_related(
        "user"
    )
    rows = sorted(held.order_by("user__last_name", "pk"), key=lambda row: row.office != Office.CLERK)
    return rows[0].user if rows else None


def _refuse_unprintable(imported: ImportedPaper) -> None:
    texts = [imported.subject, imported.plain_words, imported.signatory, imported.file_reference]
    texts += [plain(getattr(imported, name)) for name in _RICH]
    texts += [text for row in imported.amounts for text in (row.product, row.account, row.cost_center)]
    missing = sorted(set().union(*(unprintable(text) for text in texts)))
    if missing:
        named = " ".join(missing[:8])
        text = f"Diese Zeichen können nicht gedruckt werden: {named}. Ersetzen Sie sie in der Datei."
        raise Refused([block("D-03", text, "file", absolute=True)])


def _texts(imported: ImportedPaper, now: dt.datetime, notes: Notes) -> dict[str, Any]:
    fields: dict[str, Any] = {name: _cleaned(getattr(imported, name)) for name in _RICH}
    for name in ("subject", "plain_words", "file_reference", "signatory"):
        fields[name] = notes.fitting(name, getattr(imported, name))
    day = imported.dated_on
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        notes.add(
            "Ein gültiges Datum der Vorlage fehlt. Eingetragen ist das Datum von heute.", str(day or "")
        )
        day = today()
    elif not bylaws.covers_papers(on=day):
        text = "Für das Datum der Vorlage ist kein Ortsrecht hinterlegt. Eingetragen ist das Datum von heute."
        notes.add(text, f"{day:%d.%m.%Y}")
        day = today()
    fields["dated_on"] = day
    return fields


def _cleaned(text: str) -> str:
    try:
        return clean(text)
    except RichTextTooLarge as refusal:
        raise Refused([block("D-03", str(refusal), "file", absolute=True)]) from None


def _may_lead_on(by: User) -> bool:
    """The first import begins the series; afterwards only the Ratsbüro leads it on (docs/decisions/0005)."""
    return permissions.is_meeting_office(by) or not numbering.has_begun()


def _number(imported: ImportedPaper, notes: Notes, *, may_lead_on: bool) -> Number | None:
    """The printed number, if it is whole, plausible, free and does not leap ahead of the series."""
    if not imported.reference:
        return None
    prefix, number, year = imported.reference_prefix, imported.reference_number, imported.reference_year
    if not prefix or len(prefix) > 20 or number is None or year is None:
        notes.add(
            "Die Nummer hat nicht die Form „FB II/4753/2023“. Bei der Registrierung entsteht eine neue.",
            imported.reference,
        )
        return None
    if (
        not 1 <= number <= _HIGHEST_NUMBER
        or not _FIRST_YEAR <= year <= _LAST_YEAR
        or not _is_suffix(imported)
    ):
        notes.add(
            "Die Nummer ist nicht plausibel. Bei der Registrierung entsteht eine neue.", imported.reference
        )
        return None
    if number > numbering.last_drawn() and not may_lead_on:
        notes.add(
            "Die Nummer liegt über der laufenden Nummernfolge. Nur das Ratsbüro kann sie übernehmen. "
            "Bei der Registrierung entsteht eine neue; die alte bleibt vermerkt.",
            imported.reference,
        )
        return None
    with clearance("system"):
        free = numbering.is_free(number, imported.reference_suffix)
    if not free:
        notes.remarks.append(_taken(imported.reference))
        return None
    return Number(prefix, number, year, imported.reference_suffix)


def _number_of_group(
    number: Number, imported: ImportedPaper, fields: dict[str, Any], notes: Notes
) -> Number | None:
    """With its number a motion is handed in: nobody alters its wording any more, so it must be whole (V-17)."""
    texts = (fields["subject"], plain(fields["draft_resolution"]))
    if all(texts) and fields["is_public"] and not imported.attachments:
        notes.add(
            "Mit dieser Nummer gilt der Antrag als eingereicht: Nach dem Speichern ändert niemand mehr den Wortlaut. "
            "Prüfen Sie ihn jetzt.",
            number.reference,
        )
        return number
    notes.add(
        "An diesem Antrag ist noch etwas zu ergänzen. Deshalb entsteht bei der Registrierung eine neue Nummer; "
        "die alte bleibt vermerkt.",
        number.reference,
    )
    return None


def _is_suffix(imported: ImportedPaper) -> bool:
    return imported.reference_suffix is None or 1 <= imported.reference_suffix <= 999


def _adopted(paper: Paper, number: Number) -> bool:
    """Take the number; False if somebody was faster since it was looked at."""
    try:
        with transaction.atomic():
            numbering.adopt(
                paper, prefix=number.prefix, number=number.number, year=number.year, suffix=number.suffix
            )
    except IntegrityError:
        paper.refresh_from_db()
        return False
    return True


def _taken(reference: str) -> Remark:
    text = (
        "Die Nummer ist schon vergeben. Bei der Registrierung entsteht eine neue; die alte bleibt vermerkt."
    )
    return Remark(None, text, reference)


def _listed(remarks: Sequence[Remark]) -> str:
    """The remarks as lines for the timeline."""
    return "\n".join(
        f"{remark.text} „{remark.source}“" if remark.source else remark.text for remark in remarks
    )
