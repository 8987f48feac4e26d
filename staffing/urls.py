"""Adressen des Stellenplans."""

from django.urls import path

from staffing.views import grant, plan

urlpatterns = [
    path("stellenplan/", plan.staffing_plans, name="staffing-plans"),
    path("stellenplan/<int:year>/", plan.staffing_plan, name="staffing-plan"),
    path("stellenplan/<int:year>/stellenplan.csv", plan.staffing_plan_file, name="staffing-plan-file"),
    path("arbeit/foerderungen/", grant.grant_list, name="grant-list"),
]
