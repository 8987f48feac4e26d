"""Eine Sitzung auf der Bühne: short forms of the rules from the calendar to the signed minutes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from io import BytesIO
from typing import TypedDict

from django.utils import timezone

from motions.models import AgendaItem, Meeting, Person, User
from motions.models.choices import BallotKind, VotedText
from motions.models.meeting import AgendaItemQuerySet
from motions.rules import (
    agenda,
    agenda_sources,
    attendance,
    ballots,
    extracts,
    minutes,
    outcomes,
    planning,
    public_notice,
    recording,
    recusals,
)
from motions.rules.agenda_checks import Entry
from motions.rules.ballots import Vote
from motions.rules.counting import Counts
from motions.rules.meeting_workflow import CLOSE, INVITE, OPEN
from motions.rules.minutes_workflow import FINISH, MAKE_READY
from motions.rules.outcomes import Result
from motions.rules.planning_checks import Plan
from motions.rules.transitions import Row, Transition, expected_findings, perform

from .annexes import signed_page
from .stage import Stage
from .text import rich

CLERK = "Silas Sandstein"
_FIRST_ITEM = dt.timedelta(minutes=5)
_A_MINUTE = dt.timedelta(minutes=7)


class _Act(TypedDict):
    by: User
    now: dt.datetime


@dataclass
class Sitting:
    """Eine Sitzung und die Uhr, die in ihr läuft; every act is one of the Ratsbüro."""

    stage: Stage
    meeting: Meeting
    clock: dt.datetime = field(init=False)

    def __post_init__(self) -> None:
        self.clock = self.meeting.starts_at

    @property
    def _by(self) -> _Act:
        return {"by": self.stage.accounts[CLERK], "now": self.clock}

    # --- before -------------------------------------------------------------------------------------------

    def arrange(self, *papers: int, now: dt.datetime, reports: tuple[str, ...] = ()) -> None:
        """Standard items, then the papers by their numbers, then reports without a paper."""
        by = self.stage.accounts[CLERK]
        agenda.add_standard_items(self.meeting, by=by, now=now, version=self._version())
        open_ones = list(agenda_sources.open_consultations(self.meeting))
        for number in papers:
            next_one = [row for row in open_ones if row.paper.reference_number == number][:1]
            agenda.add_papers(
                self.meeting,
                next_one,
                by=by,
                now=now,
                version=self._version(),
                accepted_note="Von der Bürgermeisterin aufgenommen.",
            )
        for title in reports:
            entry = Entry(title, kind="report")
            agenda.add_item(self.meeting, entry, by=by, now=now, version=self._version())

    def invite(self, now: dt.datetime, *, notice: bool = False) -> None:
        """Send the invitation; for the Rat the agenda is made known on the same day (E-05)."""
        self._take(INVITE, now)
        if notice:
            public_notice.record_notice(
                self.meeting,
                form=public_notice.usual_form(self.meeting),
                published_on=timezone.localdate(now),
                by=self.stage.accounts[CLERK],
                now=now,
                version=self._version(),
            )

    # --- in the meeting -----------------------------------------------------------------------------------

    def open(self, *absent: str) -> None:
        """Open it, everybody there but for those named; substitutes come for them where the Fraktion has one."""
        self._take(OPEN, self.clock)
        away = [row for row in self.meeting.attendees.all() if row.name in absent]
        for row in away:
            attendance.excuse(row, **self._by)
        attendance.mark_present(self.meeting, absent=away, **self._by)
        self.clock += _FIRST_ITEM

    def substitute(self, member: str) -> None:
        """The first substitute of the Fraktion who is free takes the vote."""
        row = self.meeting.attendees.get(name=member)
        seated = set(self.meeting.attendees.values_list("person", flat=True))
        deputy = next(
            found
            for found in attendance.deputies(self.meeting)
            if found.parliamentary_group.name == row.group and found.person_id not in seated
        )
        attendance.substitute(row, deputy, at=self.clock, **self._by)

    def pass_through(self) -> None:
        """Items without a matter to decide are called and done."""
        for item in self._items().filter(consultation=None, treatment__ended_at=None):
            self._finish(item)

    def vote(self, number: int, yes: int, no: int = 0, abstention: int = 0) -> None:
        """The main text of a paper is voted; the outcome follows (A-01)."""
        item = self._called(number)
        vote = Vote(counts=Counts(yes, no, abstention))
        outcomes.vote_and_settle(item, vote, version=self._of(item), note="Demo", **self._by)

    def amend(self, number: int, yes: int, no: int = 0, abstention: int = 0) -> None:
        """The Änderungsantrag to a paper is voted before the main text (A-15)."""
        item = self._called(number)
        (amendment,) = ballots.open_amendments(item.treatment)
        subject = ballots.amendment_subject(amendment)
        vote = Vote(kind=BallotKind.AMENDMENT, subject=subject, counts=Counts(yes, no, abstention))
        ballots.take(item, vote, version=self._of(item), **self._by)

    def word(self, number: int, text: str = "") -> None:
        """Choose the wording that is voted: an own one, or the recommendation of the organ before (B-04, A-16)."""
        item = self._called(number)
        outcomes.save_text(
            item,
            choice=VotedText.OWN if text else VotedText.RECOMMENDATION,
            own=rich(text),
            reason="",
            version=self._of(item),
            **self._by,
        )

    def settle(self, number: int, outcome: str, reason: str = "", *, refer_to: str = "") -> None:
        """An outcome without a vote, or a unanimous referral (O-01)."""
        item = self._called(number)
        organ = self.stage.organs[refer_to] if refer_to else None
        result = Result(outcome, reason, referred_to=organ, is_unanimously_referred=organ is not None)
        outcomes.settle(item, result, version=self._of(item), **self._by)

    def recuse(self, number: int, name: str, ground: str) -> None:
        """Somebody is befangen and leaves the room (R-01)."""
        person = Person.objects.get(user=self.stage.accounts[name])
        recusals.declare(self._item(number), person, ground=ground, **self._by)

    def close(self) -> None:
        """Everything left is done, the meeting ends."""
        self.pass_through()
        self.clock += _A_MINUTE
        self._take(CLOSE, self.clock)

    # --- afterwards ---------------------------------------------------------------------------------------

    def tell(self, number: int, text: str) -> None:
        """What the Niederschrift tells about a paper."""
        item = self._item(number)
        minutes.save_entry(item, rich(text), version=0, **self._by)

    def sign(self, now: dt.datetime) -> None:
        """Print the minutes, have them signed and keep the scans (N-01)."""
        self.clock = now
        row = minutes.begin(self.meeting, now=now)
        self._take_row(row, MAKE_READY, now)
        for signer in minutes.signers(row):
            minutes.sign(
                row, role=signer.role, name=signer.name, signed_on=timezone.localdate(now), **self._by
            )
        for part in minutes.parts(self.meeting):
            minutes.add_scan(row, part, BytesIO(signed_page()), **self._by)
        self._take_row(row, FINISH, now)
        extracts.issue_all(self.meeting, **self._by)

    # --- small things -------------------------------------------------------------------------------------

    def _item(self, number: int) -> AgendaItem:
        return self._items().get(consultation__paper__reference_number=number)

    def _items(self) -> AgendaItemQuerySet:
        return self.meeting.items.in_order()

    def _called(self, number: int) -> AgendaItem:
        item = self._item(number)
        if item.treatment.started_at is None:
            self._pass_until(item)
            self._call(item)
        return item

    def _pass_until(self, item: AgendaItem) -> None:
        """What stands before it on the agenda and has no paper is called and done first."""
        rows = list(self._items())
        for before in rows[: rows.index(item)]:
            if before.consultation_id is None and before.treatment.ended_at is None:
                self._finish(before)

    def _finish(self, item: AgendaItem) -> None:
        self._call(item)
        recording.finish(item, version=self._of(item), **self._by)

    def _call(self, item: AgendaItem) -> None:
        self.clock += _A_MINUTE
        recording.call(item, version=self._of(item), **self._by)

    def _of(self, item: AgendaItem) -> int:
        item.treatment.refresh_from_db(fields=["version"])
        return item.treatment.version

    def _version(self) -> int:
        self.meeting.refresh_from_db()
        return self.meeting.version

    def _take(self, step: Transition[Meeting], now: dt.datetime) -> None:
        self.meeting.refresh_from_db()
        self._take_row(self.meeting, step, now)
        self.meeting.refresh_from_db()

    def _take_row(self, row: Row, step: Transition[Row], now: dt.datetime) -> None:
        """What is in the way is let pass with a note: the demo is told, not judged."""
        by = self.stage.accounts[CLERK]
        passed = [found.key for found in expected_findings(row, step, by=by, now=now)]
        perform(row, step, by=by, now=now, note="Geprüft." if passed else "", let_pass=passed)


def plan(stage: Stage, organ: str, starts_at: dt.datetime, *, now: dt.datetime) -> Sitting:
    """Put a meeting into the calendar."""
    in_council = organ in ("Rat", "HFA")
    details = Plan(
        starts_at=starts_at,
        place="Kultur-Haus Zach" if in_council else "Rathaus",
        room="Großer Saal" if in_council else "Sitzungssaal, 1. Obergeschoss",
        access_note="Stufenloser Zugang vom Hof, Aufzug, Höranlage.",
        minute_taker=stage.accounts[CLERK],
    )
    by = stage.accounts[CLERK]
    meeting = planning.plan_meeting(stage.organs[organ], details, by=by, now=now, note="Demo", override=True)
    return Sitting(stage, meeting)
