"""Übernahme, wenn für das Jahr schon etwas in Arbeit ist: a second plan of a year needs consent (S-07)."""

from django.urls import reverse

from motions.rules.clearance import clearance
from staffing.importing.imported import ReadPlan, Weight
from staffing.importing.plan_rows import read_plan
from staffing.rules import plan_intake
from tests.conftest import Login
from tests.staffing.importing.sheets import post, workbook
from tests.staffing.test_plan_import_pages import uploaded
from tests.staffing.test_plan_intake import taken_in, told, understood
from tests.staffing.world import Plans

WARNING = (
    "Datei",
    "Für 2027 ist schon die Fassung „Übernommen“ mit anderen Stellen in Arbeit. Diese Datei ändert sie nicht: "
    "Es entsteht ein zweiter Stellenplan für dasselbe Jahr.",
)


def test_s07_a_draft_of_the_year_with_other_posts_asks_for_consent(plans: Plans) -> None:
    first = taken_in(plans, read_plan(workbook(post(500))), year=2027)
    found = understood(plans, post(501), year=2027)
    assert (found.in_work, WARNING in told(found, Weight.WARNING)) == ((first,), True)
    for year, number in ((2028, 501), (2027, 500)):  # another year, and the same posts once more
        other = understood(plans, post(number), year=year)
        assert (other.in_work, WARNING in told(other, Weight.WARNING)) == ((), False)


def test_the_report_leads_to_the_draft_of_the_year(plans: Plans, login: Login) -> None:
    first = taken_in(plans, read_plan(workbook(post(500))), year=2027)
    report = uploaded(login(plans.town.personnel), workbook(post(501))).content.decode()
    assert f'<a href="{reverse("plan-version", args=[first.pk])}">Übernommen</a>' in report


def test_s07_where_no_list_was_found_no_post_is_said_to_end(plans: Plans) -> None:
    with clearance("system"):
        found = plan_intake.understand(ReadPlan((), ()), 2024, by=plans.town.personnel)
    assert found.warnings == ()
