"""Die Naht zur Vorlage: a change of the plan becomes a Vorlage that the Rat decides upon (S-01, K-13).

The Vorlage holds the tables as text. While it is drafted they are written anew on demand; from its submission on
plan and tables stand still, at its release the version is frozen with it.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from motions.models import Consultation, Paper, PaperTemplate, Unit, User
from motions.models.choices import ConsultationRole, CouncilMatter, SuccessorKind
from motions.models.period import months_after
from motions.rules import drafting as papers
from motions.rules import impact_tables, reckoned
from motions.rules.clearance import clearance
from motions.rules.draft_parts import Draft
from motions.rules.findings import NotPermitted, OutdatedState, Refused, block
from motions.rules.transitions import Act
from staffing.models import BudgetAssessment, PlanEntry, StaffingPlan
from staffing.models.choices import PlanKind, PlanStage

from . import assessments, drafting, impact, permissions, plan_board, proposal
from .assessments import Answers
from .changes import Change
from .impact import Impact


@dataclass(frozen=True)
class Order:
    """Was in die Vorlage soll: the chosen posts by number, from when on, written by which unit."""

    positions: Collection[int]
    since: dt.date
    lead_unit: Unit
    answers: Answers


def changes_of(plan: StaffingPlan, *, by: User) -> list[Change]:
    """What a version changes, post by post (S-08)."""
    return plan_board.changes_of(plan_board.board(plan, by=by))


def create_paper(plan: StaffingPlan, order: Order, *, by: User, now: dt.datetime) -> Paper:
    """Begin the Vorlage of a version; changes that were not chosen wait in a version of their own.

    Raises NotPermitted, OutdatedState (there is one already), or Refused (nothing chosen, no card, S-01, S-03).
    """
    with transaction.atomic():
        locked = drafting.touch(plan, version=None, by=by)
        if locked.paper_id is not None:
            raise OutdatedState("Zu dieser Fassung gibt es schon eine Vorlage. Öffnen Sie sie.")
        _leave_out(locked, order.positions, by=by, now=now)
        changes = _needed(changes_of(locked, by=by))
        assessment = assessments.record(locked, order.answers, by=by)
        paper = papers.create_paper(
            by=by,
            now=now,
            lead_unit=order.lead_unit,
            template=_card(),
            label="Aus dem Stellenplan angelegt",
        )
        locked.paper, locked.effective_on = paper, order.since
        locked.save(update_fields=["paper", "effective_on"])
        found = impact.impact(changes, since=order.since)
        fields = {
            "subject": proposal.subject(locked),
            "draft_resolution": proposal.resolution(locked, changes),
            "statement": proposal.statement(changes, found),
            "financial_impact": proposal.financial_impact(found, assessment, on=timezone.localdate(now)),
            "council_matter": CouncilMatter.STAFFING_PLAN,
            "affects_positions": True,
        }
        return _write(paper, fields, changes, found, assessment, by=by, now=now)


def renew_figures(plan: StaffingPlan, *, by: User, now: dt.datetime) -> Paper:
    """Write tables and amounts of the Vorlage anew; its words stay as they are edited.

    Raises NotPermitted, OutdatedState where there is no Vorlage in work, or Refused where nothing changes any more.
    """
    if not permissions.keeps_plan(by):
        raise NotPermitted("Den Stellenplan führt die Personalstelle.")
    paper = plan.paper
    if paper is None or not paper.is_editable:
        raise OutdatedState("Zu dieser Fassung wird gerade keine Vorlage geschrieben.")
    with transaction.atomic():
        changes = _needed(changes_of(plan, by=by))
        found = impact.impact(changes, since=reckoned_from(plan))
        return _write(paper, {}, changes, found, _assessment(plan), by=by, now=now)


def figures_of(plan: StaffingPlan) -> list[impact_tables.Table]:
    """The tables as they would be written now; reckoned without regard to who asks, for checks that tell no amount."""
    with clearance("system"):
        changes = changes_of(plan, by=plan.created_by)
        return impact.tables(impact.impact(changes, since=reckoned_from(plan)))


def begin_for_successor(source: Paper, successor: Paper, by: User, now: dt.datetime) -> None:
    """A Neufassung takes the version of its original along; never offered, a consequence."""
    with clearance("system"):
        plan = StaffingPlan.objects.filter(paper=source).order_by("-number").first()
        if plan is not None and successor.successor_kind == SuccessorKind.REPLACEMENT:
            drafting.copy_for(plan, successor, by=by, now=now)


def freeze_at_release(act: Act[Paper]) -> None:
    """What is released with a Vorlage never changes again (S-07); never offered, a consequence."""
    with clearance("system"):
        rows = StaffingPlan.objects.filter(
            paper=act.row, stage=PlanStage.ADMINISTRATION, frozen_at__isnull=True
        )
        rows.update(frozen_at=act.now, frozen_by=act.by)


def _write(
    paper: Paper,
    fields: dict[str, Any],
    changes: Sequence[Change],
    found: Impact,
    assessment: BudgetAssessment | None,
    *,
    by: User,
    now: dt.datetime,
) -> Paper:
    if fields:
        paper = papers.save_draft(paper, Draft(fields=fields), version=paper.version, by=by, now=now)
    amounts = _amounts(changes, found, assessment)
    return reckoned.write(paper, impact.tables(found), amounts, by=by, now=now)


def _amounts(
    changes: Sequence[Change], found: Impact, assessment: BudgetAssessment | None
) -> list[dict[str, Any]]:
    """A row for each year in which money is spent; where several products or cost centres share it, none is named."""
    centers = {change.entry.cost_center.code for change in changes}
    products = ", ".join(
        sorted({row.product.code for change in changes for row in change.entry.shares.all()})
    )
    told = {
        "product": products if len(products) <= 30 else "",
        "cost_center": centers.pop() if len(centers) == 1 else "",
        "account": "",
        "is_budgeted": assessment is not None and assessment.is_budgeted,
        "needs_supplementary_budget": assessment is not None and assessment.needs_supplementary_budget,
    }
    return [
        {"year": row.year, "expense": row.cost, "income": max(row.grant, Decimal(0)), **told}
        for row in found.years
        if row.cost > 0
    ]


def _leave_out(plan: StaffingPlan, chosen: Collection[int], *, by: User, now: dt.datetime) -> None:
    """Changes that were not chosen move to a further amendment; of a budget plan nothing can be left out."""
    others = PlanEntry.objects.filter(plan=plan).exclude(position__number__in=chosen)
    if plan.kind == PlanKind.BUDGET or not others.exists():
        return
    if not PlanEntry.objects.filter(plan=plan, position__number__in=chosen).exists():
        return
    title = f"{plan.title}: weitere Änderungen"[:200]
    rest = drafting.begin(PlanKind.AMENDMENT, plan.year, title, by=by, now=now)
    others.update(plan=rest)


def _needed(changes: list[Change]) -> list[Change]:
    if not changes:
        text = "Wählen Sie mindestens eine Änderung aus, über die entschieden werden soll."
        raise Refused([block("S-01", text, "positions", absolute=True)])
    return changes


def _card() -> PaperTemplate:
    found = PaperTemplate.objects.filter(
        council_matter=CouncilMatter.STAFFING_PLAN, paper_type__is_active=True
    ).first()
    if found is None:
        text = "Es gibt keine Vorlagenkarte zum Stellenplan. Ergänzen Sie sie in den Stammdaten."
        raise Refused([block("S-01", text, absolute=True)])
    return found


def _assessment(plan: StaffingPlan) -> BudgetAssessment | None:
    return BudgetAssessment.objects.filter(plan=plan).first()


def reckoned_from(plan: StaffingPlan) -> dt.date:
    """From when on costs are reckoned: the day the version names, else the month after the Rat has it."""
    if plan.effective_on is not None:
        return plan.effective_on
    decided = Consultation.objects.filter(
        paper=plan.paper, role=ConsultationRole.DECIDING, planned_on__isnull=False
    )
    last = decided.order_by("-planned_on").values_list("planned_on", flat=True).first()
    return months_after(last.replace(day=1), 1) if last else dt.date(plan.year, 1, 1)
