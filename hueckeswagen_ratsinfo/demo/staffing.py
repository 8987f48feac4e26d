"""Der Stellenplan der Demo-Stadt: 2022, 2023 and what the paper about the Case-Management adds (domain.md 7.5)."""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal

from motions.models import Paper, User
from staffing.models import (
    CostCenter,
    ExternalCapacity,
    PayGrade,
    Position,
    Product,
    ProductArea,
    StaffingPlan,
    TemporaryStaff,
    TraineeGroup,
)
from staffing.models.choices import HearingBody, NoteKind, NoteTrigger, PlanKind
from staffing.rules import assessments, council, drafting, hearings, pay_data, plan_filling
from staffing.rules.assessments import Answers
from staffing.rules.listing import Listing, Note

from .funding import CASE_MANAGEMENT, KEEPER, fund_case_management
from .posts import AREAS, POSTS, TEMPORARY, TRAINEES, Post
from .stage import Stage, at

_DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")


def load_staffing(stage: Stage) -> None:
    """Pay data, the plans of 2022 and 2023 as adopted before this system, and the grant of the Case-Management."""
    pay_data.load()
    _load_budget_structure()
    reserved = Position.objects.create(number=CASE_MANAGEMENT)
    by, codes = stage.accounts[KEEPER], _Codes()
    former = _plan(2022, by, dt.date(2021, 12, 14))
    rows = [(post.number, _listing(stage, codes, post, post.previous)) for post in POSTS if post.previous]
    _fill(former, rows, by=by)
    _freeze(former, by, at(2021, 12, 15))
    plan = _plan(2023, by, dt.date(2022, 12, 13), dt.date(2022, 6, 30))
    rows = [
        (post.number, _listing(stage, codes, post, post.fte, occupied=post.occupied))
        for post in POSTS
        if post.number != CASE_MANAGEMENT
    ]
    _fill(plan, rows, by=by)
    for name, pay, planned in TRAINEES:
        TraineeGroup.objects.create(plan=plan, name=name, pay=pay, planned=planned, employed=planned)
    for name, budget, months in TEMPORARY:
        TemporaryStaff.objects.create(plan=plan, name=name, budget=budget, months=months)
    _freeze(plan, by, at(2022, 12, 14))
    fund_case_management(stage, by, reserved)


class _Codes:
    """What the list names by its code."""

    def __init__(self) -> None:
        self.grades = {grade.code: grade for grade in PayGrade.objects.all()}
        self.products = {product.code: product for product in Product.objects.all()}
        self.cost_centers = {center.code: center for center in CostCenter.objects.all()}


def _listing(
    stage: Stage,
    codes: _Codes,
    post: Post,
    fte: Decimal,
    *,
    occupied: Decimal = Decimal("0.00"),
    reason: str = "",
) -> Listing:
    """A post of the list with its products, notes and occupation."""
    share = Decimal(100) / len(post.products)
    return Listing(
        unit=stage.units[post.unit],
        title=post.title,
        grade=codes.grades[post.grade],
        fte=fte,
        cost_center=codes.cost_centers[post.cost_center],
        shares=[(codes.products[code], share) for code in post.products],
        notes=_notes(stage, codes, post.note),
        reason=reason,
        is_elected=post.note.startswith("Wahlbeamt"),
        occupied_fte=occupied,
    )


def _fill(plan: StaffingPlan, rows: Sequence[plan_filling.Numbered], *, by: User) -> None:
    plan_filling.fill(plan, plan.year, plan.title, rows, by=by, now=plan.created_at)
    plan.refresh_from_db()


def _plan(year: int, by: User, decided_on: dt.date, occupied_on: dt.date | None = None) -> StaffingPlan:
    now = at(year - 1, 11, 2)
    return StaffingPlan.objects.create(
        year=year,
        number=1,
        kind=PlanKind.BUDGET,
        title=f"Stellenplan {year}",
        decided_on=decided_on,
        decided_source=f"Niederschrift des Rates vom {decided_on:%d.%m.%Y}",
        decided_reason="Beschlossen, bevor die Stadt dieses System eingeführt hat.",
        effective_on=dt.date(year, 1, 1),
        occupied_on=occupied_on,
        created_by=by,
        created_at=now,
    )


def propose_case_management(stage: Stage, paper: Paper) -> StaffingPlan:
    """The new post hangs on paper 4753: it holds since the Rat has resolved it, not since the HFA."""
    by, position = stage.accounts[KEEPER], Position.objects.get(number=CASE_MANAGEMENT)
    post = next(post for post in POSTS if post.number == CASE_MANAGEMENT)
    plan = drafting.begin(
        PlanKind.AMENDMENT, 2023, "Case-Management im KIM: zusätzliche Stelle", by=by, now=at(2023, 7, 24)
    )
    reason = "Begleitung neu zugewanderter Menschen; der Träger führt die Aufgabe nicht fort."
    listing = _listing(stage, _Codes(), post, post.fte, reason=reason)
    drafting.put(plan, position, listing, version=plan.version, by=by)
    reason = (
        "Die Förderung deckt die Personalkosten fast ganz; der Rest ist im Budget des Fachbereichs gedeckt."
    )
    assessments.record(plan, Answers(reason=reason, is_budgeted=True), by=by)
    hearings.record(
        plan,
        HearingBody.STAFF_COUNCIL,
        dt.date(2023, 7, 20),
        "Schreiben vom 20.07.2023",
        "Keine Einwände",
        by=by,
        now=at(2023, 7, 26),
    )
    plan.paper = paper
    plan.save(update_fields=["paper"])
    if paper.is_editable:
        council.renew_figures(plan, by=by, now=at(2023, 7, 26))
    else:
        _freeze(plan, by, at(2023, 8, 2))
    ExternalCapacity.objects.create(
        employer="Freier Träger im Kreis",
        title="Case-Management im KIM",
        fte=Decimal("1.00"),
        share_here=Decimal(50),
        elsewhere="50 % in einer Nachbarstadt",
        starts_on=dt.date(2022, 1, 1),
        ends_on=dt.date(2023, 6, 30),
        followed_by=position,
    )
    return plan


def _freeze(plan: StaffingPlan, by: User, now: dt.datetime) -> None:
    drafting.freeze(plan, by=by, now=now)
    plan.refresh_from_db()


def _load_budget_structure() -> None:
    areas = {number: ProductArea.objects.create(number=number, name=name) for number, name in AREAS.items()}
    products = sorted({code for post in POSTS for code in post.products})
    Product.objects.bulk_create(Product(code=code, area=areas[code.split(".")[1]]) for code in products)
    centers = sorted({post.cost_center for post in POSTS})
    CostCenter.objects.bulk_create(CostCenter(code=code) for code in centers)


def _notes(stage: Stage, codes: _Codes, text: str) -> list[Note]:
    """The notes of the list; what is financed by others is a note of its own."""
    found = []
    for part in [part.strip() for part in text.split(";") if part.strip()]:
        day = _DAY.search(part)
        on = dt.date(int(day[3]), int(day[2]), int(day[1])) if day else None
        if part.startswith("kw"):
            found.append(Note(NoteKind.PHASE_OUT, _trigger(part, on), on))
        elif part.startswith("ku"):
            found.append(Note(NoteKind.CONVERSION, NoteTrigger.VACANCY, None, codes.grades["E 10"]))
        elif part.startswith("Sperrvermerk"):
            found.append(Note(NoteKind.RELEASE_BLOCK, released_by=stage.organs["HFA"]))
        elif "örderung" in part:
            found.append(Note(NoteKind.REFINANCED, text=part))
    return found


def _trigger(part: str, on: dt.date | None) -> str:
    if on is not None:
        return NoteTrigger.DATE
    return NoteTrigger.END_OF_GRANT if "Wegfall" in part else NoteTrigger.VACANCY
