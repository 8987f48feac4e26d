"""Vorlagen im erfundenen Leben: written, handed in, released, given back, replaced, led to further organs."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from motions.models import Organization, Paper
from motions.models.choices import ConsultationRole, PaperStatus, SuccessorKind
from motions.rules import co_signing, further_organs, successors
from motions.rules.clearance import clearance
from motions.rules.further_organs import FurtherOrgan
from motions.rules.transitions import expected_findings, perform
from motions.rules.workflow import PAPER_STEPS, RELEASE, RESET
from tests.factories import make_paper

from .world import MARK, World, ages, numbers, often, people, rarely

_FITTING = {step.name: step.sources for step in PAPER_STEPS}


class Papers(World):
    """Acts of the administration with its papers."""

    written = 0

    @precondition(lambda self: self.written < 3)
    @rule(is_public=st.booleans())
    def paper_is_written(self, is_public: bool) -> None:
        secret: dict[str, Any] = {} if is_public else {"is_public": False, "secrecy_ground": "property"}
        subject = "Ein Spielplatz" if is_public else f"{MARK} zieht um"
        by = self.town.clerk
        self.written += 1
        self.attempt("write", lambda: make_paper(by=by, now=self.now, subject=subject, **secret), by=by)

    @rule(step=st.sampled_from(PAPER_STEPS), number=numbers, who=people, age=ages, note=often, twice=rarely)
    def paper_goes_on(self, step: object, number: int, who: str, age: int, note: bool, twice: bool) -> None:
        assert step in PAPER_STEPS
        paper = self.pick(Paper.objects.all(), number, status__in=_FITTING[step.name])
        if paper is None:
            return
        right = self.town.mayor if step is RELEASE else self.town.office if step is RESET else self.town.clerk
        by = self.somebody(who, right)
        version, words = paper.version - age, f"Geprüft, {MARK}." if note else ""

        def act() -> object:
            keys = [one.key for one in expected_findings(paper, step, by=by, now=self.now) if one.asks]
            return perform(paper, step, by=by, now=self.now, note=words, let_pass=keys, version=version)

        self.attempt(step.name, act, by=by, twice=twice)

    @rule(
        number=numbers, decision=st.sampled_from(["signed", "signed", "refused", "reserved", "acknowledged"])
    )
    def paper_is_co_signed(self, number: int, decision: str) -> None:
        paper = self.pick(Paper.objects.all(), number, status=PaperStatus.CO_SIGNING)
        with clearance("system"):
            asked = paper.participations.first() if paper else None
        if asked is None:
            return
        by = self.town.unit_head
        self.attempt(
            "co-sign",
            lambda: co_signing.sign(asked, decision=decision, by=by, now=self.now, note="Siehe Vermerk."),
            by=by,
        )

    @rule(number=numbers, kind=st.sampled_from(SuccessorKind.values), who=people, twice=rarely)
    def paper_is_followed(self, number: int, kind: str, who: str, twice: bool) -> None:
        paper = self.pick(Paper.objects.all(), number, status=PaperStatus.RELEASED)
        if paper is None:
            return
        by = self.somebody(who, self.town.clerk)
        act = lambda: successors.create_successor(paper, kind, by=by, now=self.now)  # noqa: E731
        self.attempt("follow", act, by=by, twice=twice)

    @rule(
        number=numbers,
        organ=st.sampled_from(["Rat", "HFA", "ASJF", "GF"]),
        role=st.sampled_from(ConsultationRole.values),
        is_public=st.booleans(),
        who=people,
        age=ages,
        override=st.booleans(),
        twice=rarely,
    )
    def paper_gets_an_organ(
        self,
        number: int,
        organ: str,
        role: str,
        is_public: bool,
        who: str,
        age: int,
        override: bool,
        twice: bool,
    ) -> None:
        paper = self.pick(Paper.objects.all(), number, status=PaperStatus.RELEASED)
        if paper is None:
            return
        by = self.somebody(who, self.town.office)
        further = FurtherOrgan(
            Organization.objects.get(short_name=organ), role, is_public, before=number % 3 or None
        )
        given: dict[str, Any] = {
            "by": by,
            "version": paper.version - age,
            "note": "Auf Wunsch.",
            "override": override,
        }
        act = lambda: further_organs.add_organ(paper, further, now=self.now, **given)  # noqa: E731
        self.attempt("add organ", act, by=by, twice=twice)
