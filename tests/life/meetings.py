"""Sitzungen im erfundenen Leben: planned, moved, their agenda arranged, invited to, opened, closed, cancelled."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from motions.models import AgendaItem, Meeting, Organization
from motions.models.choices import ItemKind, MeetingStatus
from motions.rules import agenda, agenda_sources, planning, public_notice, replies
from motions.rules.agenda_checks import Entry
from motions.rules.clearance import clearance
from motions.rules.meeting_workflow import MEETING_STEPS, SUPPLEMENT
from motions.rules.planning_checks import Plan
from motions.rules.transitions import Transition, expected_findings, perform

from .world import MARK, World, ages, fits, numbers, often, people, rarely

_STEPS = (*MEETING_STEPS, SUPPLEMENT)
_EDITED = (MeetingStatus.PLANNED, MeetingStatus.INVITED)
_ENTRIES = st.sampled_from(["open", "open", "secret", "secret", "bare", "below", "tabled"])


class Meetings(World):
    """Acts of the Ratsbüro with its calendar and agendas."""

    @rule(
        organ=st.sampled_from(["Rat", "HFA", "GF"]),
        days=st.integers(-2, 40),
        who=people,
        hybrid=rarely,
        twice=rarely,
    )
    def meeting_is_planned(self, organ: str, days: int, who: str, hybrid: bool, twice: bool) -> None:
        by, where = self.somebody(who, self.town.office), Organization.objects.get(short_name=organ)
        plan = Plan(self._evening(days), "Heimatmuseum", is_hybrid=hybrid, link="https://example.org/x")
        given: dict[str, Any] = {"by": by, "now": self.now, "note": "Nach Kalender.", "override": hybrid}
        self.attempt("plan", lambda: planning.plan_meeting(where, plan, **given), by=by, twice=twice)

    @fits(*_EDITED)
    @rule(
        number=numbers, days=st.integers(-2, 40), who=people, age=ages, reason=often, override=st.booleans()
    )
    def meeting_is_moved(
        self, number: int, days: int, who: str, age: int, reason: bool, override: bool
    ) -> None:
        meeting = self.meeting(number, *_EDITED)
        if meeting is None:
            return
        by, plan = self.somebody(who, self.town.office), Plan(self._evening(days), "Schloss")
        given: dict[str, Any] = {
            "by": by,
            "version": meeting.version - age,
            "override": override,
            "note": "Gut.",
        }
        words = "Die Heizung ist kaputt." if reason else ""
        self.attempt(
            "move", lambda: planning.change_meeting(meeting, plan, now=self.now, reason=words, **given), by=by
        )

    @rule(
        step=st.sampled_from(_STEPS),
        number=numbers,
        who=people,
        age=ages,
        note=often,
        passes=often,
        twice=rarely,
    )
    def meeting_goes_on(
        self,
        step: Transition[Meeting],
        number: int,
        who: str,
        age: int,
        note: bool,
        passes: bool,
        twice: bool,
    ) -> None:
        meeting = self.meeting(number, *step.sources)
        if meeting is None:
            return
        by, version = self.somebody(who, self.town.office), meeting.version - age
        words = "So beschlossen." if note else ""

        def act() -> object:
            found = expected_findings(meeting, step, by=by, now=self.now) if passes else []
            keys = [one.key for one in found]
            return perform(meeting, step, by=by, now=self.now, note=words, let_pass=keys, version=version)

        self.attempt(step.name, act, by=by, twice=twice)

    @fits(*_EDITED)
    @rule(number=numbers, kind=_ENTRIES, who=people, age=ages, twice=rarely)
    def item_is_added(self, number: int, kind: str, who: str, age: int, twice: bool) -> None:
        meeting = self.meeting(number, *_EDITED)
        if meeting is None:
            return
        by, version = self.somebody(who, self.town.office), meeting.version - age
        entry = self._entry(meeting, kind, number)
        act = lambda: agenda.add_item(meeting, entry, by=by, now=self.now, version=version)  # noqa: E731
        self.attempt("add item", act, by=by, twice=twice)

    @fits(*_EDITED)
    @rule(number=numbers, who=people, age=ages, standard=rarely, twice=rarely)
    def papers_are_added(self, number: int, who: str, age: int, standard: bool, twice: bool) -> None:
        meeting = self.meeting(number, *_EDITED)
        if meeting is None:
            return
        by = self.somebody(who, self.town.office)
        given: dict[str, Any] = {"by": by, "now": self.now, "version": meeting.version - age}
        with clearance("system"):
            rows = list(agenda_sources.open_consultations(meeting))
        act = lambda: agenda.add_papers(meeting, rows, **given)  # noqa: E731
        if standard or not rows:
            act = lambda: agenda.add_standard_items(meeting, **given)  # noqa: E731
        self.attempt("add papers", act, by=by, twice=twice)

    @fits(*_EDITED)
    @rule(
        number=numbers,
        what=st.sampled_from(["change", "move", "table", "remove"]),
        kind=_ENTRIES,
        to=st.integers(0, 9),
        who=people,
        age=ages,
        twice=rarely,
    )
    def item_is_arranged(
        self, number: int, what: str, kind: str, to: int, who: str, age: int, twice: bool
    ) -> None:
        item = self.pick(
            AgendaItem.objects.select_related("meeting__organization"), number, meeting__status__in=_EDITED
        )
        if item is None:
            return
        by, entry = self.somebody(who, self.town.office), self._entry(item.meeting, kind, number)
        given: dict[str, Any] = {"by": by, "now": self.now, "version": item.meeting.version - age}
        acts = {
            "change": lambda: agenda.change_item(item, entry, **given),
            "move": lambda: agenda.move_item(item, to, **given),
            "table": lambda: agenda.mark_tabled(item, is_tabled=to % 2 == 0, **given),
            "remove": lambda: agenda.remove_item(item, **given),
        }
        self.attempt(f"{what} item", acts[what], by=by, twice=twice)

    @fits(*_EDITED)
    @rule(number=numbers, days=st.integers(-3, 1), who=people, age=ages, twice=rarely)
    def notice_is_recorded(self, number: int, days: int, who: str, age: int, twice: bool) -> None:
        meeting = self.meeting(number, MeetingStatus.INVITED)
        if meeting is None:
            return
        by, day = self.somebody(who, self.town.office), self.now.date() + dt.timedelta(days=days)
        given: dict[str, Any] = {"by": by, "version": meeting.version - age, "form": "Aushang"}
        act = lambda: public_notice.record_notice(meeting, published_on=day, now=self.now, **given)  # noqa: E731
        self.attempt("notice", act, by=by, twice=twice)

    @fits(*_EDITED)
    @rule(
        number=numbers,
        who=st.sampled_from(["council_member", "group_member", "outsider"]),
        comes=st.booleans(),
    )
    def member_replies(self, number: int, who: str, comes: bool) -> None:
        meeting, by = self.meeting(number, *_EDITED), self.somebody(who, self.town.office)
        if meeting is not None:
            act = lambda: replies.answer(meeting, is_coming=comes, by=by, now=self.now)  # noqa: E731
            self.attempt("reply", act, by=by)

    def _evening(self, days: int) -> dt.datetime:
        return self.now.replace(hour=17, minute=0, second=0, microsecond=0) + dt.timedelta(days=days)

    def _entry(self, meeting: Meeting, kind: str, number: int) -> Entry:
        """An item as it is typed: fitting or not."""
        with clearance("system"):
            rows = list(meeting.items.order_by("pk"))
        above = rows[number % len(rows)] if rows and kind == "below" else None
        if kind == "secret" or (above is not None and not above.is_public):
            secret = {
                "is_public": False,
                "secrecy_ground": "property",
                "public_title": "Grundstücksangelegenheit",
            }
            return Entry(f"{MARK} pachtet", parent=above, **secret)  # type: ignore[arg-type]
        if kind == "bare":
            return Entry(
                f"{MARK} ohne Grund", is_public=False, secrecy_ground="property" if number % 2 else ""
            )
        return Entry("Bericht", ItemKind.REPORT, parent=above, is_tabled=kind == "tabled")
