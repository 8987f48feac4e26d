"""Abstimmungen und Ergebnisse im erfundenen Leben: voted rightly and wrongly, taken back, settled, corrected."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from motions.models import AgendaItem, Ballot, Meeting, Organization, Treatment
from motions.models.choices import BallotKind, BallotMode, Choice, Majority, MeetingStatus, Outcome, VotedText
from motions.rules import attendance, ballots, outcomes
from motions.rules.ballots import Vote
from motions.rules.clearance import clearance
from motions.rules.counting import Counts
from motions.rules.elections import Election, Nominee
from motions.rules.outcomes import Result

from .sittings import Sittings
from .world import ages, fits, numbers, often, people, rarely

_MODES = st.sampled_from([*BallotMode.values, "unanimous", "unanimous"])


class Votes(Sittings):
    """Acts of the Ratsbüro with what the organ says."""

    @fits(MeetingStatus.IN_SESSION)
    @rule(
        number=numbers,
        mode=_MODES,
        kind=st.sampled_from([*BallotKind.values, BallotKind.MAIN, BallotKind.MAIN]),
        majority=st.sampled_from(["", "", *Majority.values]),
        split=st.integers(0, 99),
        wrong=st.sampled_from([0, 0, 0, 1, -1, 200]),
        settles=st.booleans(),
        who=people,
        age=ages,
        note=often,
        without=rarely,
        twice=rarely,
    )
    def vote_is_taken(self, number: int, mode: str, kind: str, majority: str, split: int, wrong: int, settles: bool, who: str, age: int, note: bool, without: bool, twice: bool) -> None:  # fmt: skip  # noqa: E501
        item = self._item(number)
        if item is None:
            return
        by = self.somebody(who, self.town.office)
        vote = self._vote(item, mode, kind, majority, split, wrong, without)
        given: dict[str, Any] = {
            "by": by,
            "version": self._version(item) - age,
            "note": "Vermerk." if note else "",
        }
        take = outcomes.vote_and_settle if settles else ballots.take
        act = lambda: take(item, vote, now=self.now, override=note, **given)  # noqa: E731
        self.attempt(f"{kind} vote", act, by=by, twice=twice)

    @fits(MeetingStatus.IN_SESSION)
    @rule(number=numbers, who=people, age=ages, twice=rarely)
    def vote_is_taken_back(self, number: int, who: str, age: int, twice: bool) -> None:
        rows = Ballot.objects.select_related("treatment__item__meeting")
        ballot = self.pick(rows, number, treatment__item__meeting__status=MeetingStatus.IN_SESSION)
        if ballot is None:
            return
        by, version = self.somebody(who, self.town.office), ballot.treatment.version - age
        act = lambda: ballots.take_back(ballot, version=version, by=by, now=self.now)  # noqa: E731
        self.attempt("take back", act, by=by, twice=twice)

    @fits(MeetingStatus.IN_SESSION)
    @rule(
        number=numbers,
        outcome=st.sampled_from(["", "nonsense", *Outcome.values, *["adopted", "deferred", "referred"] * 2]),
        reason=often,
        aim=numbers,
        unanimously=st.booleans(),
        who=people,
        age=ages,
        twice=rarely,
    )
    def item_is_settled(
        self,
        number: int,
        outcome: str,
        reason: bool,
        aim: int,
        unanimously: bool,
        who: str,
        age: int,
        twice: bool,
    ) -> None:
        item = self._item(number)
        if item is None:
            return
        by = self.somebody(who, self.town.office)
        later = self.pick(Meeting.objects.filter(organization=item.meeting.organization_id), aim)
        organ = self.pick(Organization.objects.all(), aim)
        result = Result(
            outcome,
            self._words(item, "So beschlossen.") if reason else "",
            deferred_to=later if outcome == "deferred" or not aim else None,
            referred_to=organ if outcome == "referred" or not aim else None,
            is_unanimously_referred=unanimously and outcome == "referred",
        )
        given: dict[str, Any] = {"by": by, "version": self._version(item) - age}
        act = lambda: outcomes.settle(item, result, now=self.now, **given)  # noqa: E731
        self.attempt("settle", act, by=by, twice=twice)

    @fits(MeetingStatus.IN_SESSION)
    @rule(number=numbers, choice=st.sampled_from(["", *VotedText.values]), own=often, who=people, age=ages)
    def text_is_chosen(self, number: int, choice: str, own: bool, who: str, age: int) -> None:
        item = self._item(number)
        if item is None:
            return
        by, words = self.somebody(who, self.town.office), self._words(item, "Anders.") if own else ""
        given: dict[str, Any] = {
            "by": by,
            "version": self._version(item) - age,
            "choice": choice,
            "own": words,
        }
        act = lambda: outcomes.save_text(item, reason="", now=self.now, **given)  # noqa: E731
        self.attempt("choose text", act, by=by)

    def _vote(
        self, item: AgendaItem, mode: str, kind: str, majority: str, split: int, wrong: int, without: bool
    ) -> Vote:
        """What the clerk types: mostly as many votes as people, now and then some too many."""
        with clearance("system"):
            row, roll = Treatment.objects.get(item=item), attendance.roll(item.meeting)
            there = roll.voters(item, row.ended_at or self.now + dt.timedelta(minutes=1))
        total = max(len(there) + wrong, 0)
        yes = total - split % (total + 1) if split > 30 else total
        counts = None if mode == "unanimous" else Counts(yes, total - yes)
        named = election = None
        if mode == BallotMode.BY_NAME:
            named = dict.fromkeys(there if not wrong else there[1:], Choice.YES if split > 50 else Choice.NO)
        if kind == BallotKind.ELECTION:
            nominees = [Nominee("Ada", yes // 2), Nominee("Ben", yes - yes // 2)]
            election = Election(nominees, no=total - yes, lot="Ada" if split % 2 else "")
        return Vote(
            kind=kind,
            subject=self._words(item, "Teil 1")[3:-4] if split % 5 else "",
            mode=BallotMode.OPEN if mode == "unanimous" else mode,
            majority=majority,
            counts=counts,
            named=named,
            election=election,
            without=there[0] if without and there else None,
        )
