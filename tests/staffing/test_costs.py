"""Personalkosten: the worked examples of domain.md 3.3, month by month over a change of the tariff (L-01 to L-03)."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from staffing.models import CostParameter, PayGrade, PayRaise, PayTable
from staffing.rules import costs, pay_data
from staffing.rules.costs import YearCost
from staffing.rules.pay_book import PayBook, PayUnknown
from staffing.rules.post_months import Post, step_on
from staffing.rules.rounding import rounded
from tests.people import Town

pytestmark = pytest.mark.django_db
FULL = Decimal("1.00")


@pytest.fixture(autouse=True)
def _loaded(paid_town: Town) -> None:
    return


def grade(code: str) -> PayGrade:
    return PayGrade.objects.get(code=code)


def cost(code: str, year: int, *, since: dt.date, step: int = 1, fte: Decimal = FULL) -> YearCost:
    return costs.year_cost(PayBook.read(), Post(grade(code), fte, step, since), year)


def without_one_offs(row: YearCost) -> Decimal:
    return sum((line.amount for line in row.lines if line.label != "Einmalzahlung"), Decimal(0))


@pytest.mark.parametrize(("code", "euro"), [("S 11b", 57_754), ("S 12", 58_532)])
def test_the_worked_example_of_2023(code: str, euro: int) -> None:
    """Annualised without the single payments of that year, as in domain.md 3.3."""
    row = cost(code, 2023, since=dt.date(2023, 1, 1))
    assert round(without_one_offs(row)) == euro


@pytest.mark.parametrize(("year", "euro"), [(2024, 64_567), (2025, 71_188), (2026, 73_929)])
def test_l01_the_worked_examples_over_three_changes_of_the_tariff(year: int, euro: int) -> None:
    row = cost("S 12", year, since=dt.date(2024, 1, 1))
    assert round(row.gross) == euro


def test_l01_two_months_of_the_old_table_and_ten_of_the_new() -> None:
    row = cost("S 12", 2024, since=dt.date(2024, 1, 1))
    paid = [(line.label, line.amount) for line in row.lines if line.label.startswith("Tabellenentgelt")]
    assert paid == [
        ("Tabellenentgelt 01 bis 02/2024", Decimal("6703.48")),
        ("Tabellenentgelt 03 bis 12/2024", Decimal("37470.90")),
    ]


def test_the_gross_is_the_sum_of_its_lines() -> None:
    row = cost("S 12", 2025, since=dt.date(2024, 1, 1), fte=Decimal("0.65"))
    assert row.gross == sum(line.amount for line in row.lines)
    assert all(line.source and line.formula for line in row.lines)


@pytest.mark.parametrize("code", ["S 12", "E 9b", "A 10"])
@pytest.mark.parametrize(("since", "months"), [((2023, 1, 1), range(1, 13)), ((2023, 5, 1), range(5, 13))])
def test_l01_the_months_add_up_to_the_year(code: str, since: tuple[int, int, int], months: range) -> None:
    row = cost(code, 2023, since=dt.date(*since), step=3, fte=Decimal("0.65"))
    assert [month for month, _ in row.by_month] == list(months)
    assert row.gross_of(range(1, 13)) == row.gross > 0
    assert row.gross_of([]) == row.gross_of(range(1, months[0])) == 0


def test_l01_a_month_costs_what_its_table_says_with_its_part_of_bonus_and_contributions() -> None:
    """2024: 3,351.74 euro until February, 3,747.09 from March; the bonus is a twelfth for each month."""
    row = cost("S 12", 2024, since=dt.date(2024, 1, 1))
    amounts = {line.label: line.amount for line in row.lines}
    allowance = Decimal(180)
    earned = 2 * (Decimal("3351.74") + allowance) + 10 * (Decimal("3747.09") + allowance)
    liable = earned + amounts["Leistungsentgelt"] + amounts["Jahressonderzahlung"]
    rate = (amounts["Sozialversicherung"] + amounts["Zusatzversorgung"]) / liable
    february = (Decimal("3351.74") + allowance) * (1 + amounts["Leistungsentgelt"] / earned)
    february = (february + amounts["Jahressonderzahlung"] / 12) * (1 + rate) + amounts["Einmalzahlung"] / 2
    assert row.gross_of([2]) == rounded(february)
    assert row.gross_of([1]) == row.gross_of([2]) < row.gross_of([3]) == row.gross_of([12])


def test_a_single_payment_costs_only_in_its_months() -> None:
    row = cost("S 12", 2023, since=dt.date(2023, 1, 1))
    (paid,) = [
        line.amount for line in row.lines if line.label == "Einmalzahlung" and line.formula.startswith("1 ×")
    ]
    assert row.gross_of([6]) - row.gross_of([5]) == paid


def test_a_post_that_begins_in_october_costs_three_months() -> None:
    row = cost("S 12", 2023, since=dt.date(2023, 10, 1))
    assert (row.months, row.workplace) == (3, Decimal("2425.00"))
    bonus = next(line for line in row.lines if line.label == "Jahressonderzahlung")
    assert bonus.amount == Decimal("620.53")
    assert cost("S 12", 2022, since=dt.date(2023, 10, 1)).gross == 0


def test_who_leaves_before_december_gets_no_bonus() -> None:
    post = Post(grade("S 12"), FULL, 1, dt.date(2023, 1, 1), until=dt.date(2023, 11, 30))
    row = costs.year_cost(PayBook.read(), post, 2023)
    assert [line.label for line in row.lines if line.label == "Jahressonderzahlung"] == []


def test_l02_what_is_projected_says_so_and_nothing_is_taken_from_the_last_table() -> None:
    row = cost("S 12", 2026, since=dt.date(2024, 1, 1))
    assert "fortgeschrieben mit 2,8\xa0% ab 01.05.2026" in row.remarks
    PayRaise.objects.filter(tariff="social").delete()
    with pytest.raises(PayUnknown, match=r"endet am 30\.04\.2026"):
        cost("S 12", 2026, since=dt.date(2024, 1, 1))


def test_l02_of_projections_on_projections_the_last_says_all() -> None:
    row = cost("S 12", 2027, since=dt.date(2024, 1, 1))
    assert row.remarks == ("fortgeschrieben mit 2,8\xa0% ab 01.05.2026, 2,5\xa0% ab 01.05.2027",)


def test_l02_before_the_first_table_nothing_is_guessed() -> None:
    with pytest.raises(PayUnknown, match="keine Tabelle"):
        cost("E 8", 2021, since=dt.date(2021, 1, 1))
    with pytest.raises(PayUnknown, match="kein Wert hinterlegt"):
        cost("E 2", 2025, since=dt.date(2025, 1, 1))


def test_l02_a_missing_parameter_is_not_zero() -> None:
    CostParameter.objects.filter(key="social_insurance").delete()
    with pytest.raises(PayUnknown, match="Sozialversicherung"):
        cost("S 12", 2025, since=dt.date(2025, 1, 1))


def test_l02_calculated_tables_are_marked() -> None:
    assert cost("S 12", 2023, since=dt.date(2023, 1, 1)).remarks == ("Tabelle berechnet, nicht amtlich",)
    assert PayTable.objects.filter(is_official=True).count() == 3


def test_l03_a_vacant_post_is_planned_with_the_planning_step_and_says_so() -> None:
    book = PayBook.read()
    post = costs.planned_post(book, grade("S 12"), FULL, since=dt.date(2023, 1, 1))
    row = costs.year_cost(book, post, 2025)
    assert (post.step, "gerechnet mit der Planungsstufe 3" in row.remarks) == (3, True)
    assert {line.formula.split(":")[0] for line in row.lines[:2]} == {"S 12, Stufe 3"}


@pytest.mark.parametrize(
    ("since", "on", "step"),
    [
        (dt.date(2024, 1, 1), dt.date(2024, 12, 1), 1),
        (dt.date(2024, 1, 1), dt.date(2025, 1, 1), 2),
        (dt.date(2024, 1, 1), dt.date(2026, 12, 1), 2),
        (dt.date(2024, 1, 1), dt.date(2027, 1, 1), 3),
        (dt.date(2020, 1, 1), dt.date(2023, 12, 1), 2),
        (dt.date(2020, 1, 1), dt.date(2024, 1, 1), 3),
    ],
)
def test_steps_follow_the_rule_of_their_time(since: dt.date, on: dt.date, step: int) -> None:
    assert step_on(PayBook.read(), Post(grade("S 12"), FULL, 1, since), on) == step


def test_both_figures_are_told() -> None:
    row = cost("S 12", 2025, since=dt.date(2024, 1, 1))
    assert (row.budget_effect, row.full_cost) == (
        row.gross + Decimal("9700.00"),
        row.gross + Decimal("9700.00") + row.overhead,
    )
    assert row.overhead == (row.gross * Decimal("0.2")).quantize(Decimal("0.01"))
    first = costs.year_cost(
        PayBook.read(), Post(grade("S 12"), FULL, 1, dt.date(2025, 1, 1)), 2025, with_equipment=True
    )
    assert first.equipment == Decimal("5700.00")


def test_a_civil_servant_costs_pension_and_health_aid_and_no_insurance() -> None:
    book = PayBook.read()
    post = costs.planned_post(book, grade("A 10"), FULL, since=dt.date(2023, 1, 1))
    row = costs.year_cost(book, post, 2023)
    assert [(line.label, line.amount) for line in row.lines] == [
        ("Tabellenentgelt 01 bis 12/2023", Decimal("38245.80")),
        ("Versorgung", Decimal("17210.61")),
        ("Beihilfe", Decimal("3000.00")),
    ]


def test_loading_twice_changes_nothing() -> None:
    assert pay_data.load() == 0


def test_what_somebody_has_edited_is_kept() -> None:
    CostParameter.objects.filter(key="overhead").update(value="0.15")
    call_command("load_pay_data")
    assert [str(row.value) for row in CostParameter.objects.filter(key="overhead")] == ["0.1500"]


def test_parameters_are_edited_as_reference_data(client: Client, paid_town: Town) -> None:
    client.force_login(paid_town.administrator)
    for name in ("paytable", "costparameter", "payraise", "stepduration", "product", "costcenter"):
        assert client.get(reverse(f"admin:staffing_{name}_changelist")).status_code == 200
    table = PayTable.objects.get(tariff="social", starts_on="2024-03-01")
    page = client.get(reverse("admin:staffing_paytable_change", args=[table.pk])).content.decode()
    assert "3747.09" in page or "3747,09" in page


def amounts_of(row: YearCost, label: str) -> list[tuple[str, Decimal]]:
    return [(line.label, line.amount) for line in row.lines if line.label.startswith(label)]


def test_l01_a_rate_that_changes_in_july_is_taken_for_the_months_it_holds() -> None:
    """The bonus is paid, and contributions on it are due, in November."""
    rows = CostParameter.objects.filter(key="social_insurance", starts_on="2025-01-01")
    rows.update(ends_on="2025-06-30")
    later = {"starts_on": "2025-07-01", "ends_on": "2025-12-31", "source": "Probe"}
    CostParameter.objects.create(key="social_insurance", tariffs=["social"], value="0.22", **later)
    row = cost("S 12", 2025, since=dt.date(2025, 1, 1))
    year = {line.label: line.amount for line in row.lines}
    earned = 3 * (Decimal("3747.09") + 180) + 9 * (Decimal("3859.50") + 180)
    first = (3 * (Decimal("3747.09") + 180) + 3 * (Decimal("3859.50") + 180)) / earned
    paid = earned + year["Leistungsentgelt"]
    assert amounts_of(row, "Sozialversicherung") == [
        ("Sozialversicherung 01 bis 06/2025", rounded(paid * first * Decimal("0.2095"))),
        (
            "Sozialversicherung 07 bis 12/2025",
            rounded((paid * (1 - first) + year["Jahressonderzahlung"]) * Decimal("0.22")),
        ),
    ]
    assert row.gross == row.gross_of(range(1, 13)) == sum(line.amount for line in row.lines)
    assert row.gross_of([5]) < row.gross_of([7]) == row.gross_of([12])


def regraded(first: str, then: str, on: dt.date) -> Post:
    book, begin = PayBook.read(), dt.date(on.year, 1, 1)
    later = costs.planned_post(book, grade(then), FULL, since=on)
    return replace(costs.planned_post(book, grade(first), FULL, since=begin), then=later)


@pytest.mark.parametrize(("month", "rate", "higher"), [(7, "0.7028", 3), (9, "0.7028", 1), (10, "0.8451", 0)])
def test_l01_a_post_that_changes_its_grade_is_paid_by_month_and_its_bonus_is_that_of_september(
    month: int, rate: str, higher: int
) -> None:
    post = regraded("E 8", "E 9a", dt.date(2025, month, 1))
    row = costs.year_cost(PayBook.read(), post, 2025)
    base = ((3 - higher) * Decimal("3738.68") + higher * Decimal("3986.06")) / 3
    assert amounts_of(row, "Jahressonderzahlung") == [("Jahressonderzahlung", rounded(base * Decimal(rate)))]
    spans = [label for label, _ in amounts_of(row, "Tabellenentgelt")]
    assert spans[-1] == f"Tabellenentgelt {month:02} bis 12/2025"
    assert row.gross == row.gross_of(range(1, 13)) == sum(line.amount for line in row.lines)


def test_l01_an_employee_who_becomes_a_civil_servant_has_each_month_its_own_contributions() -> None:
    row = costs.year_cost(PayBook.read(), regraded("E 9b", "A 10", dt.date(2023, 7, 1)), 2023)
    labels = [line.label for line in row.lines]
    assert labels == [
        "Tabellenentgelt 01 bis 06/2023",
        "Tabellenentgelt 07 bis 12/2023",
        "Leistungsentgelt",
        "Versorgung",
        "Sozialversicherung",
        "Zusatzversorgung",
        "Beihilfe",
        "Einmalzahlung",
    ]
    assert amounts_of(row, "Beihilfe") == [("Beihilfe", Decimal("1500.00"))]
    assert row.gross == row.gross_of(range(1, 13)) == sum(line.amount for line in row.lines)
