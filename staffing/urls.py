"""Adressen des Stellenplans."""

from django.urls import path

from staffing.views import (
    compare,
    cost,
    council,
    day,
    draft,
    entry,
    grant,
    grant_act,
    intake,
    lists,
    plan,
    position,
    proposal,
)

urlpatterns = [
    path("stellenplan/", plan.staffing_plans, name="staffing-plans"),
    path("stellenplan/<int:year>/", plan.staffing_plan, name="staffing-plan"),
    path("stellenplan/<int:year>/stellenplan.csv", plan.staffing_plan_file, name="staffing-plan-file"),
    path(
        "stellenplan/<int:year>/stellenplan.xlsx", plan.staffing_plan_workbook, name="staffing-plan-workbook"
    ),
    path(
        "stellenplan/<int:year>/stellenplan.pdf", plan.staffing_plan_document, name="staffing-plan-document"
    ),
    path(
        "stellenplan/<int:year>/fassung/<int:number>/",
        proposal.staffing_plan_version,
        name="staffing-plan-version",
    ),
    path(
        "stellenplan/<int:year>/fassung/<int:number>/entwurf.xlsx",
        proposal.staffing_plan_version_workbook,
        name="staffing-plan-version-workbook",
    ),
    path(
        "stellenplan/<int:year>/fassung/<int:number>/entwurf.pdf",
        proposal.staffing_plan_version_document,
        name="staffing-plan-version-document",
    ),
    path("arbeit/stellenplan/", draft.plan_list, name="plan-list"),
    path("arbeit/stellenplan/neu/", draft.plan_new, name="plan-new"),
    path("arbeit/stellenplan/uebernehmen/", intake.plan_import, name="plan-import"),
    path("arbeit/stellenplan/stand/", day.plan_day, name="plan-day"),
    path("arbeit/stellenplan/vergleich/", compare.plan_compare, name="plan-compare"),
    path("arbeit/stellenplan/<int:pk>/", draft.plan_version, name="plan-version"),
    path("arbeit/stellenplan/<int:pk>/stellen.xlsx", intake.plan_posts, name="plan-posts"),
    path("arbeit/stellenplan/<int:pk>/festschreiben/", draft.plan_freeze, name="plan-freeze"),
    path("arbeit/stellenplan/<int:pk>/fassung/", draft.plan_stage, name="plan-stage"),
    path("arbeit/stellenplan/<int:pk>/vorlage/", council.plan_paper, name="plan-paper"),
    path("arbeit/stellenplan/<int:pk>/zahlen/", council.plan_figures, name="plan-figures"),
    path("arbeit/stellenplan/<int:pk>/anhoerung/", council.hearing_new, name="hearing-new"),
    path("arbeit/stellenplan/<int:pk>/listen/", lists.plan_lists_edit, name="plan-lists"),
    path("arbeit/stellenplan/<int:pk>/besetzung/", lists.plan_occupied, name="plan-occupied"),
    path("arbeit/stellenplan/<int:pk>/stellen/neu/", entry.entry_new, name="entry-new"),
    path("arbeit/stellenplan/<int:pk>/stellen/<int:number>/", entry.entry_edit, name="entry-edit"),
    path("arbeit/stellenplan/<int:pk>/stellen/<int:number>/zeile/", entry.entry_row, name="entry-row"),
    path("arbeit/stellenplan/<int:pk>/stellen/<int:number>/wegfall/", entry.entry_drop, name="entry-drop"),
    path(
        "arbeit/stellenplan/<int:pk>/stellen/<int:number>/zuruecknehmen/",
        entry.entry_take_back,
        name="entry-take-back",
    ),
    path("arbeit/stellen/<int:number>/", position.position_detail, name="position-detail"),
    path("arbeit/stellen/<int:number>/besetzung/neu/", position.assignment_new, name="assignment-new"),
    path("arbeit/stellen/<int:number>/bewertung/", position.evaluation_new, name="evaluation-new"),
    path("arbeit/stellen/<int:number>/freigabe/", position.release_new, name="release-new"),
    path("arbeit/besetzungen/<int:pk>/", position.assignment_change, name="assignment-change"),
    path("arbeit/besetzungen/<int:pk>/ende/", position.assignment_end, name="assignment-end"),
    path("arbeit/traeger/", lists.external_list, name="external-list"),
    path("arbeit/traeger/neu/", lists.external_edit, name="external-new"),
    path("arbeit/traeger/<int:pk>/", lists.external_edit, name="external-edit"),
    path("arbeit/foerderungen/", grant.grant_list, name="grant-list"),
    path("arbeit/foerderungen/neu/", grant_act.grant_new, name="grant-new"),
    path("arbeit/foerderungen/<int:pk>/", grant.grant_detail, name="grant-detail"),
    path("arbeit/foerderungen/<int:pk>/aendern/", grant_act.grant_edit, name="grant-edit"),
    path("arbeit/foerderungen/<int:pk>/vorlage/<slug:kind>/", grant_act.grant_paper, name="grant-paper"),
    path("arbeit/foerderungen/<int:pk>/<slug:part>/neu/", grant_act.grant_part_new, name="grant-part-new"),
    path(
        "arbeit/foerderungen/<int:pk>/<slug:part>/<int:part_pk>/",
        grant_act.grant_part_edit,
        name="grant-part-edit",
    ),
    path(
        "arbeit/foerderungen/<int:pk>/<slug:part>/<int:part_pk>/streichen/",
        grant_act.grant_part_strike,
        name="grant-part-strike",
    ),
    path("arbeit/stellen/<int:number>/kosten/<int:year>/", cost.position_cost, name="position-cost"),
]
