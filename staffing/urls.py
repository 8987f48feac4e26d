"""Adressen des Stellenplans."""

from django.urls import path

from staffing.views import compare, council, draft, entry, grant, lists, plan, position

urlpatterns = [
    path("stellenplan/", plan.staffing_plans, name="staffing-plans"),
    path("stellenplan/<int:year>/", plan.staffing_plan, name="staffing-plan"),
    path("stellenplan/<int:year>/stellenplan.csv", plan.staffing_plan_file, name="staffing-plan-file"),
    path("arbeit/stellenplan/", draft.plan_list, name="plan-list"),
    path("arbeit/stellenplan/neu/", draft.plan_new, name="plan-new"),
    path("arbeit/stellenplan/vergleich/", compare.plan_compare, name="plan-compare"),
    path("arbeit/stellenplan/<int:pk>/", draft.plan_version, name="plan-version"),
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
]
