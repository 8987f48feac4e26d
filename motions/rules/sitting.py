"""Die Sitzung auf einen Blick: the agenda with its state, the item at hand and everything recorded about it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from motions.models import AgendaItem, Attendee, Ballot, Meeting, Organization, Paper, Recusal, Treatment
from motions.models.choices import BallotKind

from . import (
    attendance,
    ballots,
    bylaws,
    counting,
    elections,
    group_votes,
    organs,
    quorum,
    recording_checks,
    recusals,
    voted_text,
)
from .attendance import Roll
from .findings import Finding
from .quorum import Quorum
from .voted_text import Texts

_ITEM = (
    "item__meeting__organization",
    "item__consultation__organization",
    "item__consultation__paper__paper_type",
    "item__consultation__paper__author_group",
    "item__consultation__paper__author_person",
    "chaired_by",
    "referred_to",
    "deferred_to",
    "debated_with",
)


@dataclass(frozen=True)
class Told:
    """Eine Abstimmung mit ihrem Wortlaut: the counts and what they are called."""

    ballot: Ballot
    label: str

    @property
    def key(self) -> str:
        """The ballot as the value of a button."""
        return str(self.ballot.pk)


@dataclass(frozen=True)
class Amendment:
    """Ein Änderungsantrag, über den noch nicht abgestimmt ist: how its vote is called, and its text (A-15)."""

    paper: Paper
    subject: str


@dataclass(frozen=True)
class Sheet:
    """Der Punkt, der gerade aufgezeichnet wird."""

    treatment: Treatment
    texts: Texts
    told: list[Told]
    voters: int
    is_without_mayor: bool
    is_by_group: bool
    quorum: Quorum
    findings: list[Finding]
    recusals: list[Recusal]
    proposals: list[Recusal]
    amendments: list[Amendment]

    @property
    def item(self) -> AgendaItem:
        """The item itself."""
        return self.treatment.item


def agenda(meeting: Meeting) -> list[AgendaItem]:
    """The announced items in their order, each with its treatment; before the opening with an empty one."""
    items = list(meeting.items.announced().in_order().select_related("treatment"))
    for item in items:
        if not hasattr(item, "treatment"):
            item.treatment = Treatment(item=item)
    return items


def chosen(items: list[AgendaItem], asked: int | None) -> AgendaItem | None:
    """The item asked for, else the one being treated, else the first that is open."""
    running = [row for row in items if row.treatment.started_at and not row.treatment.is_done]
    left = [row for row in items if not row.treatment.is_done]
    named = [row for row in items if row.pk == asked]
    return next(iter([*named, *running, *left, *items[-1:]]), None)


def following(items: list[AgendaItem], item: AgendaItem) -> AgendaItem | None:
    """The next item in the order that is not done, from the top again after the last one."""
    place = [row.pk for row in items].index(item.pk)
    return next((row for row in [*items[place + 1 :], *items[:place]] if not row.treatment.is_done), None)


def treatment_of(item: AgendaItem) -> Treatment:
    """What is recorded about an item, with everything the page tells of it."""
    return Treatment.objects.select_related(*_ITEM).get(item=item)


def sheet(meeting: Meeting, item: AgendaItem, roll: Roll, *, at: dt.datetime) -> Sheet:
    """Everything recorded about one item and what a vote on it would be checked against."""
    row = treatment_of(item)
    at = row.ended_at or at
    quorate = quorum.of_item(meeting, row.item, roll, statutory=quorum.statutory_count(meeting), at=at)
    without_mayor = ballots.excludes_mayor(row.item)
    return Sheet(
        treatment=row,
        texts=voted_text.texts(row),
        told=told(row, on=meeting.held_on),
        is_without_mayor=without_mayor,
        is_by_group=group_votes.is_asked(on=meeting.held_on),
        voters=len(roll.voters(row.item, at, without_mayor=without_mayor)),
        quorum=quorate,
        findings=[*quorum.findings(quorate, row), *recording_checks.preparation_missing(row.item)],
        recusals=recusals.of_item(row.item),
        proposals=recusals.proposals(row.item, roll),
        amendments=[
            Amendment(paper, ballots.amendment_subject(paper)) for paper in ballots.open_amendments(row)
        ],
    )


def told(row: Treatment, *, on: dt.date) -> list[Told]:
    """The ballots of an item in their order, each with its label (A-04 is local law)."""
    leaves = bylaws.is_on("ballot.unanimous_with_abstentions", on=on)
    rows = list(
        row.ballots.order_by("position").prefetch_related("candidates", "group_votes", "named_votes__person")
    )
    return [
        Told(
            ballot,
            elections.label(ballot, rows)
            if ballot.kind == BallotKind.ELECTION
            else counting.label(ballot, abstentions_leave_unanimous=leaves),
        )
        for ballot in rows
    ]


def unfinished_election(row: Treatment) -> str:
    """The election that goes into its second round; "" if there is none (A-14)."""
    last = row.ballots.filter(kind=BallotKind.ELECTION).order_by("-position").first()
    return "" if last is None or elections.is_decided(row) else last.subject


def electorate(meeting: Meeting, item: AgendaItem, *, at: dt.datetime) -> list[Attendee]:
    """Who has to be in a list by name (A-11)."""
    roll, row = attendance.roll(meeting), treatment_of(item)
    excluded = ballots.excludes_mayor(row.item)
    return roll.voters(row.item, row.ended_at or at, without_mayor=excluded)


def later_meetings(meeting: Meeting) -> QuerySet[Meeting]:
    """Where an item can be deferred to (O-02)."""
    rows = Meeting.objects.not_cancelled().filter(organization=meeting.organization_id)
    return rows.filter(starts_at__gt=meeting.starts_at).select_related("organization").by_date()


def other_organs(meeting: Meeting) -> QuerySet[Organization]:
    """Where an item can be referred to (O-01)."""
    return organs.deliberating_organs().exclude(pk=meeting.organization_id)


def authors(group: int | None) -> QuerySet[Organization]:
    """Whose motion it is: nobody else withdraws it (O-03)."""
    return Organization.objects.filter(pk__in=[group] if group else [])
