"""Nach der Sitzung im erfundenen Leben: minutes written, signed, scanned, closed; objections to them and to results."""

import datetime as dt
from io import BytesIO
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from motions.models import AgendaItem, Minutes, MinutesEntry, ResolutionObjection, Treatment
from motions.models.choices import Edition, MeetingStatus, MinutesStatus, SignerRole
from motions.models.objection import ObjectionKind, ObjectionResult
from motions.rules import minutes, objections
from motions.rules.clearance import clearance
from motions.rules.minutes_workflow import MINUTES_STEPS
from motions.rules.transitions import Transition, expected_findings, perform
from tests.factories import PDF
from tests.people import person_of

from .world import MARK, World, ages, fits, numbers, often, people, rarely


class MinutesOfMeetings(World):
    """Acts of the Ratsbüro with a Niederschrift, and against what was decided."""

    @fits(MeetingStatus.CLOSED)
    @rule(number=numbers, who=people, age=ages, twice=rarely)
    def entry_is_saved(self, number: int, who: str, age: int, twice: bool) -> None:
        rows = AgendaItem.objects.select_related("meeting__organization")
        item = self.pick(rows, number, meeting__status=MeetingStatus.CLOSED)
        if item is None:
            return
        by = self.somebody(who, self.town.office)
        with clearance("system"):
            entry = MinutesEntry.objects.filter(item=item).first()
        text = "<p>Er sagt ja.</p>" if item.is_public else f"<p>{MARK} sagt ja.</p>"
        version = (entry.version if entry else 0) + age
        act = lambda: minutes.save_entry(item, text, version=version, by=by, now=self.now)  # noqa: E731
        self.attempt("save entry", act, by=by, twice=twice)

    @fits(MeetingStatus.CLOSED)
    @rule(
        number=numbers,
        step=st.sampled_from(MINUTES_STEPS),
        who=people,
        age=ages,
        passes=often,
        note=often,
        twice=rarely,
    )
    def minutes_go_on(
        self,
        number: int,
        step: Transition[Minutes],
        who: str,
        age: int,
        passes: bool,
        note: bool,
        twice: bool,
    ) -> None:
        row = self._minutes(number, *step.sources)
        if row is None:
            return
        by, version, words = self.somebody(who, self.town.office), row.version - age, "Gut." if note else ""

        def act() -> object:
            found = expected_findings(row, step, by=by, now=self.now) if passes else []
            keys = [one.key for one in found]
            return perform(row, step, by=by, now=self.now, note=words, let_pass=keys, version=version)

        self.attempt(step.name, act, by=by, twice=twice)

    @fits(MeetingStatus.CLOSED)
    @rule(
        number=numbers,
        what=st.sampled_from(
            ["taker", "sign", "sign", "sign", "stranger", "scan", "scan", "broken", "object"]
        ),
        part=st.sampled_from(Edition.values),
        signs=often,
        who=people,
        twice=rarely,
    )
    def minutes_are_signed(
        self, number: int, what: str, part: str, signs: bool, who: str, twice: bool
    ) -> None:
        wanted = {"taker": MinutesStatus.DRAFT, "object": MinutesStatus.SIGNED}
        row = self._minutes(number, wanted.get(what, MinutesStatus.READY))
        if row is None:
            return
        by = self.somebody(who, self.town.office)
        with clearance("system"):
            open_ = [one for one in minutes.signers(row) if one.signature is None]
        given: dict[str, Any] = {"by": by, "now": self.now}
        signature = (
            {"signed_on": self.now.date()} if signs else {"refusal": "" if number % 2 else "Will nicht."}
        )
        role, name = (open_[0].role, open_[0].name) if open_ else (SignerRole.CHAIR, "Karima Lindenduft")
        data = PDF if what == "scan" else b"kein Bild"
        acts = {
            "taker": lambda: minutes.set_minute_taker(row, self.town.office, **given),
            "sign": lambda: minutes.sign(row, role=role, name=name, **signature, **given),
            "stranger": lambda: minutes.sign(row, role=role, name="Niemand", **signature, **given),
            "scan": lambda: minutes.add_scan(row, part, BytesIO(data), **given),
            "broken": lambda: minutes.add_scan(row, part, BytesIO(data), **given),
            "object": lambda: minutes.object_to(
                row,
                person=person_of(self.town.council_member),
                text=f"{MARK} war anders." if signs else " ",
                raised_on=self.now.date(),
                edition=Edition.INTERNAL,
                **given,
            ),
        }
        self.attempt(f"minutes: {what}", acts[what], by=by, twice=twice)

    @fits(MeetingStatus.CLOSED)
    @rule(
        number=numbers,
        kind=st.sampled_from(ObjectionKind.values),
        days=st.integers(-1, 5),
        reasons=often,
        count=st.sampled_from([None, None, 0, 2]),
        who=people,
        twice=rarely,
    )
    def objection_is_raised(
        self, number: int, kind: str, days: int, reasons: bool, count: int | None, who: str, twice: bool
    ) -> None:
        rows = Treatment.objects.select_related("item__meeting__organization", "item__consultation")
        row = self.pick(rows, number, outcome="adopted", item__meeting__status=MeetingStatus.CLOSED)
        if row is None:
            return
        by = self.somebody(who, self.town.office)

        def act() -> object:
            objection = ResolutionObjection(
                treatment=row,
                kind=kind,
                raised_on=row.item.meeting.held_on + dt.timedelta(days=days),
                supporter_count=count,
                reasons=f"{MARK}: Das ist zu teuer." if reasons else "",
            )
            return objections.raise_objection(objection, by=by, now=self.now)

        self.attempt("raise objection", act, by=by, twice=twice)

    @fits(MeetingStatus.CLOSED)
    @rule(
        number=numbers,
        result=st.sampled_from(ObjectionResult.values),
        days=st.integers(-1, 9),
        who=people,
        twice=rarely,
    )
    def objection_is_resolved(self, number: int, result: str, days: int, who: str, twice: bool) -> None:
        row = self.pick(ResolutionObjection.objects.all(), number, result="")
        if row is None:
            return
        by, day = self.somebody(who, self.town.office), row.raised_on + dt.timedelta(days=days)
        given: dict[str, Any] = {"result": result, "resolved_on": day, "note": "Erledigt.", "by": by}
        seen = row.insisted_on
        act = lambda: objections.resolve(row, insisted_on=seen, now=self.now, **given)  # noqa: E731
        self.attempt("resolve objection", act, by=by, twice=twice)

    def _minutes(self, number: int, *statuses: str) -> Minutes | None:
        return self.pick(Minutes.objects.select_related("meeting__organization"), number, status__in=statuses)
