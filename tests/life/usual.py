"""Der gewöhnliche Gang: what comes next by the book, so that the invented acts meet every state."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from motions.models import ImplementationTask, Meeting, Minutes, Treatment
from motions.models.choices import MeetingStatus, MinutesStatus
from motions.models.task import TaskStatus
from motions.rules import attendance, minutes, outcomes
from motions.rules.ballots import Vote
from motions.rules.clearance import clearance
from motions.rules.meeting_workflow import CLOSE, INVITE, OPEN
from motions.rules.minutes_workflow import FINISH, MAKE_READY
from motions.rules.outcomes import Result
from motions.rules.task_workflow import CONFIRM, REPORT
from motions.rules.transitions import expected_findings, perform
from tests.factories import PDF

from .world import World

_OVER = (MeetingStatus.CLOSED, MeetingStatus.CANCELLED)
Act = tuple[str, Callable[[], object]]


class Usual(World):
    """The Ratsbüro, and the Fachbereich with its task, do what is next."""

    @rule(times=st.integers(1, 8))
    def the_usual_happens(self, times: int) -> None:
        for _ in range(times):
            with clearance("system"):
                found = self._next()
            if found is not None:
                by = self.town.clerk if found[0] == REPORT.name else self.town.office
                self.attempt(f"usual {found[0]}", found[1], by=by)

    def _next(self) -> Act | None:
        meetings = Meeting.objects.select_related("organization").exclude(status__in=_OVER)
        meeting = meetings.filter(items__isnull=False).order_by("starts_at", "pk").first()
        if meeting is None:
            row = Minutes.objects.exclude(status=MinutesStatus.SIGNED).order_by("pk").first()
            return self._of_minutes(row) if row else self._of_task()
        if meeting.status == MeetingStatus.PLANNED:
            return self._step(meeting, INVITE)
        return (
            self._step(meeting, OPEN)
            if meeting.status == MeetingStatus.INVITED
            else self._of_sitting(meeting)
        )

    def _of_sitting(self, meeting: Meeting) -> Act:
        given: dict[str, Any] = {"by": self.town.office}
        if not meeting.attendees.filter(intervals__isnull=False).exists():
            return "mark present", lambda: attendance.mark_present(meeting, absent=[], now=self.now, **given)
        rows = Treatment.objects.filter(item__meeting=meeting, outcome="").select_related("item__meeting")
        row = rows.order_by("pk").first()
        if row is None:
            return self._step(meeting, CLOSE)
        given["version"] = row.version
        if outcomes.is_voted(row.item):
            return "vote", lambda: outcomes.vote_and_settle(
                row.item, Vote(), now=self.now, note="Gut.", **given
            )
        return "note", lambda: outcomes.settle(row.item, Result("noted"), now=self.now, **given)

    def _of_minutes(self, row: Minutes) -> Act:
        given: dict[str, Any] = {"by": self.town.office}
        if row.status == MinutesStatus.DRAFT:
            return self._step(row, MAKE_READY)
        asked = next((one for one in minutes.signers(row) if one.signature is None), None)
        if asked is not None:
            given |= {"role": asked.role, "name": asked.name, "signed_on": self.now.date()}
            return "sign", lambda: minutes.sign(row, now=self.now, **given)
        kept = row.scans.values_list("edition", flat=True)
        part = next((one for one in minutes.parts(row.meeting) if one not in kept), "")
        if part:
            return "scan", lambda: minutes.add_scan(row, part, BytesIO(PDF), now=self.now, **given)
        return self._step(row, FINISH)

    def _of_task(self) -> Act | None:
        under_way = (TaskStatus.OPEN, TaskStatus.REPORTED)
        row = ImplementationTask.objects.filter(status__in=under_way).order_by("pk").first()
        return self._step(row, REPORT if row.status == TaskStatus.OPEN else CONFIRM) if row else None

    def _step(self, row: Any, step: Any) -> Act:
        by = self.town.clerk if step is REPORT else self.town.office

        def act() -> object:
            keys = [one.key for one in expected_findings(row, step, by=by, now=self.now)]
            return perform(row, step, by=by, now=self.now, note="Wie üblich.", let_pass=keys)

        return step.name, act
