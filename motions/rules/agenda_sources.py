"""Was auf die Tagesordnung gehört: released papers by their Beratungsfolge, and what speaks against some of them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from motions.models import AgendaItem, Consultation, Meeting, MeetingDemand, Membership, Paper
from motions.models.choices import (
    Author,
    ConsultationRole,
    MeetingStatus,
    Outcome,
    PaperStatus,
    SuccessorKind,
)
from motions.models.period import holds_on

from . import bylaws, families
from .decisions import POSTPONED
from .findings import Finding, warn

# Who is to decide and asks another organ first has not decided: the paper comes back to it (O-01).
_COMES_BACK = Q(treatment__outcome__in=POSTPONED) | Q(
    treatment__outcome=Outcome.REFERRED, consultation__role=ConsultationRole.DECIDING
)

_LONGEST_TITLE = 500


@dataclass(frozen=True)
class Proposal:
    """Eine offene Beratung mit allem, was vor der Aufnahme zu bedenken ist (E-07, E-08) oder fehlt (B-03)."""

    consultation: Consultation
    reservations: tuple[Finding, ...]
    unprepared: tuple[Consultation, ...]


@dataclass(frozen=True)
class Subject:
    """Ein Beratungsgegenstand ohne Vorlage, der auf die Tagesordnung gehört; ``key`` names it, ``origin`` says why."""

    key: str
    title: str
    origin: str
    is_public: bool = True
    secrecy_ground: str = ""
    public_title: str = ""


def subjects(meeting: Meeting) -> list[Subject]:
    """What has no paper and waits for this meeting: what was demanded, then what organs have handed on."""
    return [*demanded(meeting), *handed_on(meeting)]


def demanded(meeting: Meeting) -> list[Subject]:
    """Subjects somebody demanded a meeting for that stand on its agenda under no such title yet (E-15).

    Of demands this meeting was convened for, and of those that still wait for one of this organ.
    """
    there = set(meeting.items.values_list("title", flat=True))
    waiting = Q(meeting=None, received_on__lt=meeting.held_on)
    rows = MeetingDemand.objects.filter(Q(meeting=meeting.pk) | waiting, organ=meeting.organization_id)
    return [
        Subject(f"{row.pk}-{number}", title, f"{row.demanded_by}, {row.received_on:%d.%m.%Y}")
        for row in rows.select_related("group").order_by("received_on", "pk")
        for number, line in enumerate(row.subjects.splitlines(), start=1)
        if (title := line.strip()[:_LONGEST_TITLE]) and title not in there
    ]


def handed_on(meeting: Meeting) -> list[Subject]:
    """Items without a paper that this organ put off, or another one referred to it (O-01, O-02).

    An item of the same title in a later meeting of this organ has taken it up.
    """
    taken_up = AgendaItem.objects.filter(
        title=OuterRef("title"),
        meeting__organization=meeting.organization_id,
        meeting__starts_at__gt=OuterRef("meeting__starts_at"),
    ).exclude(meeting__status=MeetingStatus.CANCELLED)
    put_off = Q(treatment__outcome=Outcome.DEFERRED, meeting__organization=meeting.organization_id)
    rows = AgendaItem.objects.filter(
        put_off | Q(treatment__referred_to=meeting.organization_id),
        ~Exists(taken_up),
        consultation=None,
        meeting__status=MeetingStatus.CLOSED,
        meeting__starts_at__lt=meeting.starts_at,
    )
    return [
        Subject(
            f"punkt-{row.pk}",
            row.title,
            f"{row.treatment.get_outcome_display()}: {row.meeting}, {row.label}",
            row.is_public,
            row.secrecy_ground,
            row.public_title,
        )
        for row in rows.select_related("treatment", "meeting__organization").order_by(
            "meeting__starts_at", "position"
        )
    ]


def proposals(meeting: Meeting) -> list[Proposal]:
    """What this organ could treat: in the order of the planned dates, then of the numbers."""
    rows = list(open_consultations(meeting))
    small = _small_groups({row.paper.author_group_id for row in rows}, meeting.held_on)
    missing = unprepared(rows)
    return [Proposal(row, tuple(_reservations(row, meeting, small)), tuple(missing[row.pk])) for row in rows]


def open_consultations(meeting: Meeting) -> QuerySet[Consultation]:
    """Consultations of released papers in this organ that stand on no agenda yet, or were put off there.

    An organ that has an earlier text of the same matter on its agenda, or has said what it thinks of it, is not asked
    again, unless the Neufassung is planned for a later day (V-15).
    """
    put_off = ~Q(meeting=meeting.pk) & _COMES_BACK
    standing = AgendaItem.objects.exclude(Q(meeting__status=MeetingStatus.CANCELLED) | put_off)
    placed = standing.filter(consultation=OuterRef("pk"))
    of_matter = Q(consultation__paper=OuterRef("root")) | Q(
        consultation__paper__original=OuterRef("root"),
        consultation__paper__successor_kind=SuccessorKind.REPLACEMENT,
    )
    treated = (
        standing.filter(of_matter, meeting__organization=meeting.organization_id)
        .exclude(consultation__paper=OuterRef("paper"))
        .filter(
            ~Q(meeting__status=MeetingStatus.CLOSED)
            | Q(meeting__starts_at__date__gte=Coalesce(OuterRef("planned_on"), Value(dt.date.min)))
        )
    )
    root = Case(
        When(paper__successor_kind=SuccessorKind.REPLACEMENT, then="paper__original"), default="paper"
    )
    rows = Consultation.objects.annotate(root=root).filter(
        ~Exists(placed),
        ~Exists(treated),
        organization=meeting.organization_id,
        paper__status=PaperStatus.RELEASED,
    )
    return (
        rows.select_related(
            "organization",
            "paper__paper_type",
            "paper__author_group",
            "paper__author_person",
            "paper__original",
        )
        .prefetch_related("paper__consultations__organization")
        .order_by(F("planned_on").asc(nulls_last=True), "paper__reference_number", "paper", "position")
    )


def reservations(consultations: Iterable[Consultation], meeting: Meeting) -> list[Finding]:
    """E-07, E-08: what the Bürgermeister takes up of his or her own will only, and says so."""
    rows = list(consultations)
    small = _small_groups({row.paper.author_group_id for row in rows}, meeting.held_on)
    return [found for row in rows for found in _reservations(row, meeting, small)]


def unprepared(consultations: Iterable[Consultation]) -> dict[int, list[Consultation]]:
    """B-03: earlier organs that were to prepare the matter and have not, by consultation; one query for all.

    What an organ said about an earlier text of the same matter is its preparation, too (V-15).
    """
    rows = list(consultations)
    done = _done(row.paper for row in rows)
    return {row.pk: [before for before in _preparing(row) if not _is_done(before, row, done)] for row in rows}


def _preparing(consultation: Consultation) -> list[Consultation]:
    return [
        row
        for row in consultation.paper.consultations.all()
        if row.position < consultation.position
        and row.role in (ConsultationRole.ADVISORY, ConsultationRole.HEARING)
    ]


def _done(papers: Iterable[Paper]) -> list[Consultation]:
    """Where something was said about any text of these matters."""
    items = AgendaItem.objects.filter(consultation=OuterRef("pk"), treatment__isnull=False).exclude(
        treatment__outcome__in=("", *POSTPONED)
    )
    rows = Consultation.objects.filter(Exists(items), paper__in=families.texts_of(papers).values("pk"))
    return list(rows.select_related("paper"))


def _is_done(before: Consultation, consultation: Consultation, done: Iterable[Consultation]) -> bool:
    root = families.root(consultation.paper)
    return any(
        row.pk == before.pk
        or (
            row.paper_id != consultation.paper_id
            and row.organization_id == before.organization_id
            and families.root(row.paper) == root
        )
        for row in done
    )


def _reservations(row: Consultation, meeting: Meeting, small: set[int]) -> list[Finding]:
    paper, found = row.paper, []
    if paper.paper_type.author != Author.GROUP:
        return []
    last = meeting.held_on - dt.timedelta(days=bylaws.number("agenda.motion_days", on=meeting.held_on))
    received = _received_as(paper).came_in_on
    if received > last:
        text = (
            f"{paper.reference} ging am {received:%d.%m.%Y} ein, nach dem Antragsschluss am {last:%d.%m.%Y}. "
            "Der Punkt gehört auf die nächste Tagesordnung; wird er freiwillig aufgenommen, vermerken Sie das."
        )
        found.append(warn("E-07", text, "accepted_note"))
    if paper.author_group_id in small:
        text = (
            f"{paper.reference}: {paper.author_group} hat nicht die Stärke einer Fraktion und keinen Anspruch auf "
            "einen Punkt (§ 48 Abs. 1 GO NRW). Wird er freiwillig aufgenommen, vermerken Sie das."
        )
        found.append(warn("E-08", text, "accepted_note"))
    if paper.author_person is not None and not _may_everybody_ask(meeting.held_on):
        text = (
            f"{paper.reference}: {paper.author_person} hat den Antrag ohne Fraktion gestellt und keinen Anspruch auf "
            "einen Punkt (§ 48 Abs. 1 GO NRW). Wird er freiwillig aufgenommen, vermerken Sie das."
        )
        found.append(warn("E-08", text, "accepted_note"))
    return found


def _may_everybody_ask(on: dt.date) -> bool:
    """The Geschäftsordnung gives each single member the right to an item (E-08)."""
    return bylaws.is_on("agenda.single_member_motions", on=on)


def _received_as(paper: Paper) -> Paper:
    """A Neufassung of a motion came in with the motion: a better wording costs no place on the agenda (E-07)."""
    original = paper.original if families.is_replacement(paper) else None
    return original or paper


def _small_groups(groups: set[int | None], on: dt.date) -> set[int]:
    """Groups without the right to an item, unless the Geschäftsordnung gives it to everybody (E-08)."""
    named = {group for group in groups if group is not None}
    if not named or _may_everybody_ask(on):
        return set()
    rows = Membership.objects.filter(holds_on(on), organization__in=named)
    sizes = dict(rows.values_list("organization").annotate(Count("pk")))
    least = bylaws.number("group.minimum_size", on=on)
    return {group for group in named if sizes.get(group, 0) < least}
