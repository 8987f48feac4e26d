"""Was die Personalstelle der Demo-Stadt führt: who occupies the posts, evaluations, and a plan in work.

All names are invented: stones and plants.
"""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from django.utils import timezone

from motions.models import User
from staffing.models import PayGrade, Position, StaffingPlan
from staffing.models.choices import Absence, PlanKind
from staffing.rules import assignments, drafting, position_records, versions
from staffing.rules.assignments import Occupation
from staffing.rules.listing import listing_of

from .funding import CASE_MANAGEMENT, KEEPER
from .stage import Stage, at

_FIRST = ("Ahorn", "Birke", "Buche", "Distel", "Efeu", "Erle", "Esche", "Farn", "Flieder", "Ginster")
_LAST = ("Basalt", "Bernstein", "Feldspat", "Gneis", "Kalkstein", "Marmor", "Quarz", "Tuff")
_SINCE = dt.date(2022, 1, 1)
_ON_LEAVE = 34
_SHARED = 39
_BLOCKED = 46


def load_personnel(stage: Stage) -> None:
    """The holders of all posts that are occupied, an evaluation, and the plan of next year with three changes."""
    by = stage.accounts[KEEPER]
    _occupy(by)
    _evaluate(by)
    _begin_next_plan(by)


def _occupy(by: User) -> None:
    for place, entry in enumerate(versions.entries(versions.plan_of_day(by, dt.date(2023, 1, 1)))):
        if not entry.occupied_fte or entry.position.number == _BLOCKED:
            continue
        name = f"{_FIRST[place % 10]} {_LAST[place // 10]}"
        holder = Occupation(name, entry.grade, min(entry.occupied_fte, Decimal(1)), _SINCE, step=4)
        if entry.position.number == _SHARED:
            holder = replace(holder, contract_ends_on=dt.date(2027, 12, 31))
        row = assignments.begin(entry.position, holder, by=by, now=at(2022, 1, 3))
        if entry.position.number == _ON_LEAVE:
            away = replace(holder, starts_on=dt.date(2025, 9, 1), absence=Absence.PARENTAL_LEAVE)
            assignments.change(row, away, version=row.version, by=by, now=at(2025, 8, 20))
            helper = Occupation("Holunder Tuff", entry.grade, Decimal("0.80"), dt.date(2025, 9, 15), step=2)
            assignments.begin(entry.position, helper, by=by, now=at(2025, 9, 10))
    new = Position.objects.get(number=CASE_MANAGEMENT)
    manager = Occupation(
        "Linde Schieferbruch", PayGrade.objects.get(code="S 12"), Decimal("1.00"), dt.date(2024, 1, 1), step=1
    )
    assignments.begin(new, manager, by=by, now=at(2023, 12, 18))


def _evaluate(by: User) -> None:
    position_records.evaluate(
        Position.objects.get(number=CASE_MANAGEMENT),
        evaluated_on=dt.date(2023, 7, 10),
        method="summarische Bewertung nach Tätigkeitsmerkmalen",
        grade=PayGrade.objects.get(code="S 12"),
        document="PA 23-07",
        by=by,
        now=at(2023, 7, 12),
    )


def _begin_next_plan(by: User) -> None:
    """In work: a post grows, one is re-graded, the posts whose kw note has taken effect are left out by the rule."""
    year = timezone.localdate().year + 1
    plan = drafting.begin(PlanKind.BUDGET, year, f"Stellenplan {year}", by=by, now=timezone.now())
    for number, reason, change in (
        (41, "Mehr Anträge nach der Rentenreform.", {"fte": Decimal("0.75")}),
        (15, "Neu bewertet.", {"grade": PayGrade.objects.get(code="E 9a")}),
    ):
        _revise(plan, number, by, reason=reason, **change)


def _revise(plan: StaffingPlan, number: int, by: User, **changes: object) -> None:
    entry = versions.with_parts(plan.entries.filter(position__number=number)).get()
    listing = replace(listing_of(entry), **changes)  # type: ignore[arg-type]
    drafting.put(plan, entry.position, listing, version=None, by=by)
