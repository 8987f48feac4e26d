"""Was aus Beschlüssen wird und was nicht warten konnte: tasks, urgent decisions, Tischvorlagen, Bekanntgaben."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from motions.models import (
    AgendaItem,
    Consultation,
    ImplementationTask,
    Organization,
    Paper,
    Treatment,
    Unit,
    UrgentDecision,
)
from motions.models.choices import MeetingStatus, PaperStatus, SecrecyGround
from motions.models.public_summary import SummaryWaiver
from motions.models.urgent import UrgencyLevel
from motions.rules import agenda, exclusions, public_summaries, tasks, urgent
from motions.rules.clearance import clearance
from motions.rules.counting import Counts
from motions.rules.exclusions import Exclusion
from motions.rules.task_workflow import ALL_TASK_STEPS, REPORT
from motions.rules.transitions import Transition, perform
from tests.people import person_of

from .sittings import Sittings
from .world import MARK, ages, fits, numbers, often, people, rarely


class Afterwards(Sittings):
    """Acts with results, and those that stand in for a meeting."""

    @fits(MeetingStatus.CLOSED)
    @rule(
        number=numbers,
        step=st.sampled_from([*ALL_TASK_STEPS, REPORT]),
        who=people,
        age=ages,
        note=often,
        twice=rarely,
    )
    def task_goes_on(
        self,
        number: int,
        step: Transition[ImplementationTask],
        who: str,
        age: int,
        note: bool,
        twice: bool,
    ) -> None:
        row = self._task(number, *step.sources)
        if row is None:
            return
        by = self.somebody(who, self.town.clerk if step is REPORT else self.town.office)
        given: dict[str, Any] = {"note": f"{MARK} ist gebaut." if note else "", "version": row.version - age}
        act = lambda: perform(row, step, by=by, now=self.now, **given)  # noqa: E731
        self.attempt(f"task: {step.name}", act, by=by, twice=twice)

    @fits(MeetingStatus.CLOSED)
    @rule(
        number=numbers,
        what=st.sampled_from(["create", "change", "progress"]),
        unit=st.sampled_from(["FB I", "FB II", "FB III"]),
        days=st.integers(-5, 60),
        note=often,
        who=people,
        age=ages,
        twice=rarely,
    )
    def task_is_kept(
        self,
        number: int,
        what: str,
        unit: str,
        days: int,
        note: bool,
        who: str,
        age: int,
        twice: bool,
    ) -> None:
        row, result = self._task(number, "open"), self._result(number)
        if result is None or (row is None and what != "create"):
            return
        by = self.somebody(who, self.town.clerk if what == "progress" else self.town.office)
        given: dict[str, Any] = {"by": by, "now": self.now}
        if row is not None and what != "create":
            given["version"] = row.version - age
        order: dict[str, Any] = {
            "unit": Unit.objects.get(code=unit),
            "due_on": self.now.date() + dt.timedelta(days=days),
        }
        words = f"{MARK} wächst." if note else ""
        acts = {
            "create": lambda: tasks.create(result, **order, **given),
            "change": lambda: tasks.change(row, note=words, **order, **given),  # type: ignore[arg-type]
            "progress": lambda: tasks.report_progress(row, text=words, **given),  # type: ignore[arg-type]
        }
        self.attempt(f"task: {what}", acts[what], by=by, twice=twice)

    @rule(
        number=numbers,
        organ=st.sampled_from(["Rat", "HFA", "GF"]),
        level=st.sampled_from(UrgencyLevel.values),
        days=st.integers(-4, 1),
        note=often,
        who=people,
        twice=rarely,
    )
    def decision_is_taken_urgently(
        self,
        number: int,
        organ: str,
        level: str,
        days: int,
        note: bool,
        who: str,
        twice: bool,
    ) -> None:
        paper = self.pick(Paper.objects.all(), number, status=PaperStatus.RELEASED)
        if paper is None:
            return
        by, day = self.somebody(who, self.town.office), self.now.date() + dt.timedelta(days=days)
        two: dict[str, Any] = {}
        if level == UrgencyLevel.MAYOR:
            two = {"decided_by": self.town.mayor, "second_person": person_of(self.town.council_member)}
            two |= {"signed_on": day, "second_signed_on": day}

        def act() -> object:
            decision = UrgentDecision(
                paper=paper,
                level=level,
                organ=Organization.objects.get(short_name=organ),
                decided_on=day,
                needed_by=day + dt.timedelta(days=2),
                why_no_meeting=f"{MARK} wartet nicht.",
                disadvantage="Die Frist läuft ab.",
                **two,
            )
            words = "Geprüft." if note else ""
            return urgent.record_decision(decision, note=words, by=by, now=self.now)

        self.attempt("decide urgently", act, by=by, twice=twice)

    @fits(MeetingStatus.INVITED)
    @rule(number=numbers, paper=numbers, who=people, age=ages, twice=rarely)
    def paper_is_handed_out(self, number: int, paper: int, who: str, age: int, twice: bool) -> None:
        rows = AgendaItem.objects.select_related("meeting__organization")
        item = self.pick(rows, number, meeting__status=MeetingStatus.INVITED, consultation=None)
        text = self.pick(
            Consultation.objects.select_related("paper", "organization"),
            paper,
            organization=item.meeting.organization_id if item else None,
        )
        if item is None or text is None:
            return
        by = self.somebody(who, self.town.office)
        given: dict[str, Any] = {"by": by, "now": self.now, "version": item.meeting.version - age}
        act = lambda: agenda.hand_out_paper(item, text, **given)  # noqa: E731
        self.attempt("hand out paper", act, by=by, twice=twice)

    @fits(MeetingStatus.IN_SESSION)
    @rule(number=numbers, passes=often, ground=st.sampled_from(["", *SecrecyGround.values]), who=people)
    def public_is_excluded(self, number: int, passes: bool, ground: str, who: str) -> None:
        item = self._item(number)
        if item is None:
            return
        by, voters = self.somebody(who, self.town.office), self._voters(item)
        exclusion = Exclusion(
            moved_by="Ada Ahornblatt",
            ground=ground,
            public_title="Grundstücksangelegenheit",
            debate=f"{MARK} soll niemand hören.",
            counts=None if passes else Counts(0, voters),
        )
        given: dict[str, Any] = {"by": by, "version": self._version(item)}
        act = lambda: exclusions.move(item, exclusion, now=self.now, **given)  # noqa: E731
        self.attempt("exclude the public", act, by=by)

    @fits(MeetingStatus.CLOSED)
    @rule(number=numbers, waiver=st.sampled_from(["", "", *SummaryWaiver.values]), who=people, twice=rarely)
    def content_is_told(self, number: int, waiver: str, who: str, twice: bool) -> None:
        with clearance("system"):
            rows = list(public_summaries.undecided())
        if not rows:
            return
        by = self.somebody(who, self.town.office)
        given: dict[str, Any] = {"text": "" if waiver else "Die Stadt verkauft.", "waiver": waiver}
        row = rows[number % len(rows)]
        act = lambda: public_summaries.decide(row, version=0, by=by, now=self.now, **given)  # noqa: E731
        self.attempt("tell the content", act, by=by, twice=twice)

    def _task(self, number: int, *statuses: str) -> ImplementationTask | None:
        rows = ImplementationTask.objects.select_related("treatment__item__meeting", "unit")
        return self.pick(rows, number, status__in=statuses)

    def _result(self, number: int) -> Treatment | None:
        rows = Treatment.objects.select_related("item__meeting__organization", "item__consultation__paper")
        return self.pick(rows, number, outcome="adopted", item__meeting__status=MeetingStatus.CLOSED)
