"""Die Sitzung selbst im erfundenen Leben: who is there, what is called, voted, settled, corrected."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from motions.models import (
    AgendaItem,
    Attendee,
    Consultation,
    Recusal,
    Treatment,
)
from motions.models.choices import (
    MeetingStatus,
    SeatKind,
)
from motions.rules import attendance, extensions, recording, recusals
from motions.rules.clearance import clearance
from motions.rules.counting import Counts
from motions.rules.extensions import Extension

from .world import MARK, World, ages, fits, numbers, often, people, rarely

_GUESTS = st.sampled_from([SeatKind.LISTENER, SeatKind.ADMINISTRATION, SeatKind.GUEST])


class Sittings(World):
    """Acts of the Ratsbüro while a meeting is in session, and of members about themselves."""

    @fits(MeetingStatus.IN_SESSION)
    @rule(number=numbers, absent=numbers, who=people, twice=rarely)
    def attendance_is_stated(self, number: int, absent: int, who: str, twice: bool) -> None:
        meeting = self.meeting(number, MeetingStatus.IN_SESSION)
        if meeting is None:
            return
        by = self.somebody(who, self.town.office)
        with clearance("system"):
            missing = list(meeting.attendees.order_by("pk")[: absent % 3])
        act = lambda: attendance.mark_present(meeting, absent=missing, by=by, now=self.now)  # noqa: E731
        self.attempt("mark present", act, by=by, twice=twice)

    @fits(MeetingStatus.IN_SESSION)
    @rule(
        number=numbers,
        what=st.sampled_from(["arrive", "leave", "leave", "excuse", "substitute", "guest"]),
        ago=st.integers(-3, 30),
        seat=_GUESTS,
        who=people,
        twice=rarely,
    )
    def somebody_comes_or_goes(
        self, number: int, what: str, ago: int, seat: str, who: str, twice: bool
    ) -> None:
        rows = Attendee.objects.select_related("meeting__organization")
        row = self.pick(rows, number, meeting__status=MeetingStatus.IN_SESSION)
        if row is None:
            return
        by, at = self.somebody(who, self.town.office), self.now - dt.timedelta(minutes=ago)
        with clearance("system"):
            deputy = attendance.deputies(row.meeting).first()
        if what == "substitute" and deputy is None:
            return
        given: dict[str, Any] = {"at": at, "by": by}
        acts = {
            "arrive": lambda: attendance.arrive(row, now=self.now, **given),
            "leave": lambda: attendance.leave(row, now=self.now, **given),
            "excuse": lambda: attendance.excuse(row, by=by, now=self.now),
            "substitute": lambda: attendance.substitute(row, deputy, now=self.now, note="Urlaub", **given),  # type: ignore[arg-type]
            "guest": lambda: attendance.add_guest(
                row.meeting, name="Gast", function="", seat=seat, now=self.now, **given
            ),
        }
        self.attempt(what, acts[what], by=by, twice=twice)

    @fits(MeetingStatus.IN_SESSION)
    @rule(
        number=numbers,
        what=st.sampled_from(["declare", "declare", "withdraw"]),
        person=numbers,
        who=st.sampled_from(["", "", "council_member", "group_member", "outsider"]),
        twice=rarely,
    )
    def recusal_is_declared(self, number: int, what: str, person: int, who: str, twice: bool) -> None:
        by = self.somebody(who, self.town.office)
        if what == "withdraw":
            recusal = self.pick(Recusal.objects.select_related("item__meeting", "person"), number)
            if recusal is not None:
                taken: dict[str, Any] = {"by": by, "now": self.now}
                self.attempt(
                    "withdraw recusal", lambda: recusals.withdraw(recusal, **taken), by=by, twice=twice
                )
            return
        rows = AgendaItem.objects.select_related("meeting__organization")
        item = self.pick(rows, number, meeting__status__in=[MeetingStatus.INVITED, MeetingStatus.IN_SESSION])
        with clearance("system"):
            listed = list(attendance.people(item.meeting).order_by("pk")) if item else []
        whose = by.person or (listed[person % len(listed)] if listed else None)
        if item is not None and whose is not None:
            given: dict[str, Any] = {"ground": "board", "by": by}
            act = lambda: recusals.declare(item, whose, now=self.now, **given)  # noqa: E731
            self.attempt("declare recusal", act, by=by, twice=twice)

    @fits(MeetingStatus.IN_SESSION)
    @rule(
        number=numbers,
        what=st.sampled_from(
            ["call", "call", "finish", "lacking", "quorate", "tabled", "interrupt", "resume"]
        ),
        who=people,
        age=ages,
        twice=rarely,
    )
    def item_is_led(self, number: int, what: str, who: str, age: int, twice: bool) -> None:
        item = self._item(number)
        if item is None:
            return
        by, meeting = self.somebody(who, self.town.office), item.meeting
        given: dict[str, Any] = {"by": by, "version": self._version(item) - age}
        lack = recording.state_lack_of_quorum
        acts = {
            "call": lambda: recording.call(item, now=self.now, **given),
            "finish": lambda: recording.finish(item, now=self.now, **given),
            "lacking": lambda: lack(item, is_lacking=True, now=self.now, **given),
            "quorate": lambda: lack(item, is_lacking=False, now=self.now, **given),
            "tabled": lambda: extensions.hand_out(item, is_tabled=True, now=self.now, **given),
            "interrupt": lambda: recording.interrupt(meeting, is_over=False, by=by, now=self.now),
            "resume": lambda: recording.interrupt(meeting, is_over=True, by=by, now=self.now),
        }
        self.attempt(what, acts[what], by=by, twice=twice)

    @fits(MeetingStatus.IN_SESSION)
    @rule(number=numbers, paper=numbers, reason=often, against=rarely, who=people, twice=rarely)
    def agenda_is_extended(
        self, number: int, paper: int, reason: bool, against: bool, who: str, twice: bool
    ) -> None:
        item = self._item(number)
        if item is None:
            return
        by = self.somebody(who, self.town.office)
        voters = self._voters(item)
        extension = Extension(
            title="Eilig" if item.is_public else f"{MARK} eilt",
            reason="Die Frist läuft ab." if reason else "",
            after=item,
            consultation=self.pick(Consultation.objects.all(), paper, is_public=item.is_public)
            if paper % 2
            else None,
            public_title="" if item.is_public else "Grundstücksangelegenheit",
            secrecy_ground="" if item.is_public else "property",
            counts=Counts(0, voters) if against else None,
        )
        act = lambda: extensions.extend(item.meeting, extension, by=by, now=self.now)  # noqa: E731
        self.attempt("extend", act, by=by, twice=twice)

    def _item(self, number: int) -> AgendaItem | None:
        rows = AgendaItem.objects.select_related("meeting__organization", "consultation__paper__paper_type")
        rows = rows.filter(treatment__isnull=False)
        return self.pick(rows, number, meeting__status=MeetingStatus.IN_SESSION)

    def _version(self, item: AgendaItem) -> int:
        with clearance("system"):
            return Treatment.objects.get(item=item).version

    def _voters(self, item: AgendaItem, *, without_mayor: bool = False) -> int:
        with clearance("system"):
            row, roll = Treatment.objects.get(item=item), attendance.roll(item.meeting)
            at = row.ended_at or self.now + dt.timedelta(minutes=1)
            return len(roll.voters(item, at, without_mayor=without_mayor))

    def _words(self, item: AgendaItem, words: str) -> str:
        return f"<p>{words}</p>" if item.is_public else f"<p>{MARK}: {words}</p>"
