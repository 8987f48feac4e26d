"""Prüfungen einer Vorlage zum Stellenplan, added to those of every Vorlage (S-01, S-03, S-09, S-13, K-13, M-03)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from motions.models import Paper
from motions.rules import impact_tables
from motions.rules.clearance import clearance
from motions.rules.findings import Finding, block, info, warn
from motions.rules.impact_tables import Table
from motions.rules.permissions import Visitor
from motions.rules.transitions import Act
from staffing.models import BudgetAssessment, GrantPosition, Hearing, PlanEntry, StaffingPlan
from staffing.models.choices import HearingBody, PlanKind, PlanStage
from staffing.models.struck import STANDING

from . import assessments, council, hearings, permissions, post_end
from .impact import POSTS


def at_submission(act: Act[Paper]) -> list[Finding]:
    """What the drafter answers for; nothing where no version of the plan belongs to the paper."""
    with clearance("system"):
        plan = _proposed_by(act.row)
        if plan is None:
            return []
        assessment = BudgetAssessment.objects.filter(plan=plan).first()
        return [
            *_outdated_changes(act.row, plan),
            *assessments.findings(assessment),
            *_lasting_post_on_ending_grant(plan),
            *_hearing(plan),
        ]


def at_release(act: Act[Paper]) -> list[Finding]:
    """K-13: the amounts in the paper are not those of today's grants and pay tables."""
    with clearance("system"):
        plan = _proposed_by(act.row)
        return [] if plan is None else drift(act.row, plan)


def drift(paper: Paper, plan: StaffingPlan) -> list[Finding]:
    """K-13, also after the release: what the paper says about money is no longer what would be reckoned."""
    if _figures(paper) == _figures(paper, council.figures_of(plan)):
        return []
    text = (
        "Die Beträge in der Vorlage weichen von der Förderung und der Kostenrechnung ab, wie sie jetzt "
        "eingetragen sind. Übernehmen Sie die Zahlen neu oder begründen Sie die Abweichung."
    )
    return [warn("K-13", text, "financial_impact")]


def drift_known_to(user: Visitor, paper: Paper, plans: Sequence[StaffingPlan]) -> list[Finding]:
    """The same on the page of the paper, for those who know grants before they are public.

    What the Rat has changed differs from the printed tables on purpose.
    """
    proposed = [plan for plan in plans if plan.stage == PlanStage.ADMINISTRATION]
    if not proposed or not permissions.sees_drafts(user) or not paper.impact_tables.exists():
        return []
    return drift(paper, proposed[-1])


@dataclass(frozen=True)
class Way:
    """Was auf dem Weg in den Rat noch zu tun ist: figures that drifted, who was heard, and what is optional."""

    drift: list[Finding]
    hearings: list[tuple[str, list[Hearing]]]
    optional: list[Finding]


def way(plan: StaffingPlan) -> Way:
    """For the desk of those who know drafts."""
    is_printed = plan.paper is not None and plan.paper.impact_tables.exists()
    is_proposed = is_printed and plan.stage == PlanStage.ADMINISTRATION
    drifted = drift(plan.paper, plan) if plan.paper is not None and is_proposed else []
    return Way(drifted, hearings.checklist(plan), _told_to_the_authority(plan))


def _told_to_the_authority(plan: StaffingPlan) -> list[Finding]:
    """S-09: the duty to report a change stands in repealed law, so it is an optional task."""
    if plan.kind != PlanKind.AMENDMENT:
        return []
    text = (
        "Freiwillig: Eine Pflicht, die Änderung nach dem Beschluss der Aufsichtsbehörde mitzuteilen, stand nur in "
        "einer aufgehobenen Vorschrift von 1995. Teilen Sie sie mit, wenn Ihre Aufsicht das wünscht."
    )
    return [info("S-09", text)]


def _proposed_by(paper: Paper) -> StaffingPlan | None:
    """The version the paper is about; written down early or not, it is checked."""
    rows = StaffingPlan.objects.filter(paper=paper, stage=PlanStage.ADMINISTRATION)
    return rows.select_related("created_by").order_by("-number").first()


def _outdated_changes(paper: Paper, plan: StaffingPlan) -> list[Finding]:
    """The Rat must not decide upon another table than the one that takes effect."""
    if _posts(paper) == _posts(paper, council.figures_of(plan)):
        return []
    text = (
        "Die Änderungen im Stellenplan sind andere als in der Tabelle der Vorlage. Die Personalstelle muss die "
        "Zahlen neu übernehmen."
    )
    return [block("S-01", text, "financial_impact", absolute=True)]


def _posts(paper: Paper, fresh: Sequence[Table] | None = None) -> list[tuple[str, ...]]:
    """What the table of changes says beside money."""
    tables = _alike(paper, fresh)
    if not tables:
        return []
    places = [place for place, label in enumerate(tables[0].head) if label in POSTS]
    return [tuple(row[place] for place in places) for row in tables[0].rows]


def _figures(paper: Paper, fresh: Sequence[Table] | None = None) -> list[tuple[Any, ...]]:
    """All tables cell by cell; the words below the table of changes explain its columns, they are no figure."""
    tables = _alike(paper, fresh)
    return [(row.caption, row.head, row.rows, row.note * bool(place)) for place, row in enumerate(tables)]


def _alike(paper: Paper, fresh: Sequence[Table] | None) -> list[Table]:
    """The tables of a paper, or those of today with the columns the paper has: later ones are no change."""
    printed = impact_tables.stored(paper)
    if fresh is None:
        return printed
    return [
        _with_columns(table, printed[place].head) if place < len(printed) else table
        for place, table in enumerate(fresh)
    ]


def _with_columns(table: Table, wanted: Sequence[str]) -> Table:
    places = [place for place, label in enumerate(table.head) if label in wanted]
    head, *rows = ([row[place] for place in places] for row in (table.head, *table.rows))
    return replace(table, head=tuple(head), rows=tuple(map(tuple, rows)))


def _lasting_post_on_ending_grant(plan: StaffingPlan) -> list[Finding]:
    """S-13: a post without end, paid for a time or from year to year."""
    entries = PlanEntry.objects.filter(plan=plan, is_dropped=False).exclude(notes__kind__in=post_end.ENDING)
    if not GrantPosition.objects.filter(STANDING, position__in=entries.values("position")).exists():
        return []
    text = (
        "Eine unbefristete Stelle wird aus einer Förderung bezahlt, die befristet ist oder jährlich neu bewilligt "
        "wird. Prüfen Sie einen Vermerk „kw bei Wegfall der Förderung“ oder begründen Sie, warum er fehlt."
    )
    return [warn("S-13", text, "statement")]


def _hearing(plan: StaffingPlan) -> list[Finding]:
    """M-03: whether the Personalrat was heard is a line with day and document."""
    if Hearing.objects.filter(plan=plan, body=HearingBody.STAFF_COUNCIL).exists():
        return []
    text = "Die Anhörung des Personalrats ist nicht eingetragen (§ 75 LPVG NRW). Tragen Sie Tag und Schreiben ein."
    return [warn("M-03", text, "affects_positions")]
