"""Erweiterung der Tagesordnung in der Sitzung (§ 48 Abs. 1 Satz 5 GO NRW, E-09) and Tischvorlagen (E-11)."""

import datetime as dt
from dataclasses import dataclass
from string import ascii_lowercase

from django.db import transaction
from django.db.models import F, QuerySet

from motions.models import AgendaItem, Consultation, Meeting, Treatment, User
from motions.models.choices import BallotKind, ItemKind

from . import agenda_checks, agenda_numbers, agenda_sources, ballots, counting
from .ballots import Vote
from .counting import Counts
from .findings import Finding, Refused, block
from .history import record
from .in_session import locked_meeting, locked_treatment


@dataclass(frozen=True)
class Extension:
    """Ein Punkt mehr: what, why it cannot wait, and the votes for it (None: einstimmig)."""

    title: str
    reason: str
    after: AgendaItem
    consultation: Consultation | None = None
    public_title: str = ""
    secrecy_ground: str = ""
    counts: Counts | None = None


def extend(meeting: Meeting, extension: Extension, *, by: User, now: dt.datetime) -> AgendaItem:
    """Add an item by resolution with its reason; its number is that of the item before with a letter (E-12).

    Raises Refused if the reason is missing or the resolution was not carried, OutdatedState or NotPermitted.
    """
    with transaction.atomic():
        meeting = locked_meeting(meeting, by=by, now=now)
        _refuse_if_necessary(meeting, extension)
        item = _insert(meeting, extension, now)
        row = Treatment.objects.create(item=item)
        row.item = item
        vote = Vote(BallotKind.PROCEDURE, "Erweiterung der Tagesordnung", counts=extension.counts)
        ballot = ballots.add(row, vote, by=by, now=now, note="", override=False)
        if not counting.is_carried(ballot):
            text = "Die Erweiterung hat keine Mehrheit gefunden. Der Punkt kommt nicht auf die Tagesordnung."
            raise Refused([block("E-09", text, "yes", absolute=True)])
        words = f"Tagesordnung erweitert: {item.label}"
        record(meeting, "extend_agenda", words, by=by, now=now, note=extension.reason.strip())
    return item


def hand_out(item: AgendaItem, *, is_tabled: bool, version: int, by: User, now: dt.datetime) -> AgendaItem:
    """Tischvorlage: marks an item that stands on the agenda already; handing out a paper makes no item (E-11)."""
    with transaction.atomic():
        row = locked_treatment(item, version=version, by=by, now=now)
        row.item.is_tabled = is_tabled
        row.item.save(update_fields=["is_tabled"])
        row.save(update_fields=["version"])
    return row.item


def candidates(meeting: Meeting) -> QuerySet[Consultation]:
    """Consultations of released papers in this organ that wait for an agenda; nothing that is settled or placed."""
    return agenda_sources.open_consultations(meeting)


def _refuse_if_necessary(meeting: Meeting, extension: Extension) -> None:
    found = []
    if not extension.reason.strip():
        text = "Begründen Sie, warum die Sache nicht warten kann oder äußerst dringlich ist."
        found.append(block("E-09", text, "reason", absolute=True))
    if extension.after.meeting_id != meeting.pk or not extension.after.number:
        text = "Wählen Sie, nach welchem Punkt der neue behandelt wird."
        found.append(block("E-12", text, "after", absolute=True))
    if not extension.after.is_public and not (extension.public_title.strip() and extension.secrecy_ground):
        text = "Ein nichtöffentlicher Punkt braucht einen öffentlichen Titel und den Grund."
        found.append(block("E-13", text, "public_title", absolute=True))
    if extension.consultation and extension.consultation.is_public is not extension.after.is_public:
        text = "Die Vorlage gehört in den anderen Teil der Tagesordnung. Wählen Sie einen Punkt dort."
        found.append(block("E-09", text, "after", absolute=True))
    if extension.consultation and not candidates(meeting).filter(pk=extension.consultation.pk).exists():
        text = "Diese Vorlage steht schon auf einer Tagesordnung, oder das Gremium berät sie nicht."
        found.append(block("E-09", text, "consultation", absolute=True))
    if found or (found := _misplaced(extension)):
        raise Refused(found)


def _misplaced(extension: Extension) -> list[Finding]:
    """What holds for every item holds for this one: the budget in public, a secret never (P-04, P-06)."""
    entry = agenda_checks.Entry(
        extension.title,
        is_public=extension.after.is_public,
        secrecy_ground=extension.secrecy_ground,
        consultation=extension.consultation,
    )
    return agenda_checks.check_entry(entry)


def _insert(meeting: Meeting, extension: Extension, now: dt.datetime) -> AgendaItem:
    before = extension.after.parent or extension.after
    is_public = before.is_public
    part = meeting.items.filter(parent=None, is_public=is_public)
    number, place = _next(list(part), before)
    part.filter(position__gt=place).update(position=F("position") + 1)
    return AgendaItem.objects.create(
        meeting=meeting,
        position=place + 1,
        kind=ItemKind.PAPER if extension.consultation else ItemKind.OTHER,
        title=extension.title.strip(),
        public_title="" if is_public else extension.public_title.strip(),
        is_public=is_public,
        secrecy_ground="" if is_public else extension.secrecy_ground,
        consultation=extension.consultation,
        is_tabled=extension.consultation is not None,
        number=number,
        announced_at=now,
        extension_reason=extension.reason.strip(),
    )


def _next(part: list[AgendaItem], before: AgendaItem) -> tuple[str, int]:
    """12, then 12a, 12b …: what was sent keeps its number (E-12); and the place after the last of them."""
    stem = before.number.rstrip(ascii_lowercase)
    family = [row for row in part if row.number.rstrip(ascii_lowercase) == stem]
    number = agenda_numbers.lettered_after(stem, {row.number for row in family})
    return number, max(row.position for row in family)
