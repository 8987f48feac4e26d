"""Sitzungen, Punkte, Vorlagen und Dateien als OParl-Objekte (3.7 to 3.11).

Every function says what it is told and asks for nothing: what may be shown is decided by the caller.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from motions.models import AgendaItem, Consultation, Meeting, Paper, Treatment
from motions.models.choices import ConsultationRole, MeetingStatus

from .addresses import Addresses
from .values import Json, Stamp, day, embedded, made, moment, plain

Files = Sequence[Json]
_BACK = ("meeting", "agendaItem", "paper")


@dataclass(frozen=True)
class FileFacts:
    """Was über eine Datei zu sagen ist; ``path`` is its place inside a package."""

    public_id: uuid.UUID
    name: str
    file_name: str
    media_type: str
    size: int
    sha512: str
    date: dt.date
    access_path: str
    stamp: Stamp
    path: str = ""


@dataclass(frozen=True)
class PaperFiles:
    """Die Dateien einer Vorlage: the newest text, then annexes and older versions."""

    main: Json | None = None
    auxiliary: Files = ()


@dataclass(frozen=True)
class MeetingFiles:
    """Die Dateien einer Sitzung."""

    invitation: Json | None = None
    minutes: Json | None = None
    auxiliary: Files = ()


@dataclass(frozen=True)
class Links:
    """Was genannt werden darf, because it is shown itself: papers, stations, the item and the followers of each."""

    papers: frozenset[int] = frozenset()
    stations: frozenset[int] = frozenset()
    items: Mapping[int, AgendaItem] = field(default_factory=dict)
    below: Mapping[int, Sequence[int]] = field(default_factory=dict)


def file(at: Addresses, facts: FileFacts, **back: str) -> Json:
    """A file (3.11); ``back`` names the object it belongs to."""
    url = at.page(facts.access_path)
    obj = made(
        "File",
        at.of_file(facts.public_id),
        facts.stamp,
        name=facts.name,
        fileName=facts.file_name,
        mimeType=facts.media_type,
        date=day(facts.date),
        size=facts.size,
        sha512Checksum=facts.sha512,
        accessUrl=url,
        **{name: [address] for name, address in back.items()},
    )
    return obj | ({"ris:path": facts.path} if facts.path else {})


def meeting(
    at: Addresses,
    row: Meeting,
    end: dt.datetime | None,
    items: Sequence[Json],
    files: MeetingFiles,
    place: Json,
    stamp: Stamp,
) -> Json:
    """A meeting (3.7) with its agenda, until its end for these readers; who was present is told nobody (V-03)."""
    return made(
        "Meeting",
        at.of("meeting", row.pk),
        stamp,
        name=str(row),
        meetingState=_state(row, files),
        cancelled=row.status == MeetingStatus.CANCELLED,
        start=moment(row.opened_at or row.starts_at),
        end=moment(end),
        location=place,
        organization=[at.of("organization", row.organization_id)],
        invitation=_inside(files.invitation),
        resultsProtocol=_inside(files.minutes),
        auxiliaryFile=_all_inside(files.auxiliary),
        agendaItem=[embedded(item, "meeting") for item in items],
        web=at.page(f"/sitzungen/{row.slug}/"),
    )


def _state(row: Meeting, files: MeetingFiles) -> str:
    if row.status == MeetingStatus.CLOSED and files.minutes:
        return "durchgeführt"
    return "eingeladen" if files.invitation else "terminiert"


def agenda_item(
    at: Addresses,
    row: AgendaItem,
    order: int,
    treatment: Treatment | None,
    files: Files,
    links: Links,
    stamp: Stamp,
) -> Json:
    """An item (3.8); ``order`` counts those shown, ``files`` are its Beschlussauszüge, the newest first."""
    station = row.consultation_id if row.consultation_id in links.stations else None
    return made(
        "AgendaItem",
        at.of("item", row.pk),
        stamp,
        meeting=at.of("meeting", row.meeting_id),
        number=row.label,
        order=order,
        name=row.title,
        public=row.is_public,
        consultation=at.of("consultation", station) if station else None,
        result=treatment.get_outcome_display() if treatment and treatment.outcome else None,
        resolutionText=plain(treatment.final_text) if treatment else None,
        resolutionFile=_inside(files[0]) if files else None,
        auxiliaryFile=_all_inside(files[1:]),
    )


def paper(
    at: Addresses, row: Paper, consultations: Sequence[Json], files: PaperFiles, links: Links, stamp: Stamp
) -> Json:
    """A Vorlage (3.9) with its Beratungsfolge."""
    above = [pk for pk in (row.original_id, row.amends_id) if pk in links.papers]
    return made(
        "Paper",
        at.of("paper", row.pk),
        stamp,
        body=at.of("body", 1),
        name=row.subject,
        reference=row.reference,
        date=day(row.dated_on),
        paperType=row.paper_type.name,
        superordinatedPaper=[at.of("paper", pk) for pk in above if pk],
        subordinatedPaper=[at.of("paper", pk) for pk in links.below.get(row.pk, ())],
        mainFile=_inside(files.main),
        auxiliaryFile=_all_inside(files.auxiliary),
        underDirectionOf=[at.of("unit", row.lead_unit_id)],
        originatorOrganization=[at.of("organization", row.author_group_id)] if row.author_group_id else [],
        originatorPerson=[at.of("person", row.author_person_id)] if row.author_person_id else [],
        consultation=[embedded(one, "paper") for one in consultations],
        web=at.page(f"/vorlagen/{row.slug}/"),
    )


def consultation(at: Addresses, row: Consultation, links: Links, stamp: Stamp) -> Json:
    """A station of the Beratungsfolge (3.10); a planned one has no meeting yet."""
    item = links.items.get(row.pk)
    return made(
        "Consultation",
        at.of("consultation", row.pk),
        stamp,
        paper=at.of("paper", row.paper_id),
        agendaItem=at.of("item", item.pk) if item else None,
        meeting=at.of("meeting", item.meeting_id) if item else None,
        organization=[at.of("organization", row.organization_id)],
        authoritative=row.role == ConsultationRole.DECIDING,
        role=row.get_role_display(),
    )


def _inside(obj: Json | None) -> Json | None:
    """A file inside its object."""
    return {name: value for name, value in obj.items() if name not in _BACK} if obj else None


def _all_inside(files: Files) -> list[Json | None]:
    return [_inside(one) for one in files]
