"""Der Stand eines Tages bei der Personalstelle: switch of day and version, changes with their word (S-07, S-08)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motions.rules.clearance import clearance
from tests.conftest import Login
from tests.staffing.test_versions import resolve
from tests.staffing.world import Plans

PAGE = "/arbeit/stellenplan/stand/"


@pytest.fixture
def resolved(plans: Plans) -> Plans:
    """The Rat has resolved the amendment on 26 September 2023."""
    with clearance("system"):
        resolve(plans)
    return plans


@pytest.mark.parametrize(
    ("asked", "posts", "new"),
    [
        ({"stichtag": "2023-09-25"}, 80, 0),
        ({"stichtag": "2023-09-26"}, 81, 1),
        ({"stichtag": "2023-12-31", "vergleich": "2023-10-01"}, 81, 0),
        ({"stichtag": "2022-06-30"}, 79, 0),
        ({"stichtag": "2021-06-30"}, 0, 0),
    ],
)
def test_s07_the_table_of_a_day_says_what_held_then_and_what_is_new_since(
    resolved: Plans, login: Login, asked: dict[str, str], posts: int, new: int
) -> None:
    answer = login(resolved.town.personnel).get(PAGE, asked)
    page = answer.context["page"]
    assert (answer.status_code, page.paginator.count) == (200, posts)
    assert answer.context["count"].new >= new
    changed = login(resolved.town.personnel).get(PAGE, asked | {"stand": "neu"})
    numbers = [row.entry.position.number for row in changed.context["rows"]]
    assert (33 in numbers) == bool(new)
    assert ("badge--success" in changed.content.decode()) == bool(numbers)


@pytest.mark.parametrize("asked", ["", "gestern", "0001-01-01", "2023-02-30", "9999-12-31", "2023-09-26'--"])
def test_what_is_no_day_is_today(resolved: Plans, login: Login, asked: str) -> None:
    answer = login(resolved.town.personnel).get(PAGE, {"stichtag": asked, "vergleich": asked})
    assert (answer.status_code, answer.context["page"].paginator.count) == (200, 81)


def test_a_version_is_chosen_from_any_other(resolved: Plans, login: Login) -> None:
    client = login(resolved.town.personnel)
    page = client.get(reverse("plan-version", args=[resolved.amendment.pk]))
    options = dict(page.context["switch"].fields["fassung"].choices)
    assert set(options) == {
        "",
        *(str(plan.pk) for plan in (resolved.former, resolved.budget, resolved.amendment)),
    }
    answer = client.get(PAGE, {"fassung": resolved.budget.pk})
    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("plan-version", args=[resolved.budget.pk]),
    )
    assert client.get(PAGE, {"fassung": "4711"}).status_code == 200


def test_the_table_of_a_day_costs_the_same_for_one_post_and_for_fifty(resolved: Plans, login: Login) -> None:
    client, counts = login(resolved.town.personnel), []
    for asked in ({}, {}, {"q": "33"}):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(PAGE, {"stichtag": "2023-12-31"} | asked)
        counts.append((len(answer.context["rows"]), len(queries)))
    assert [rows for rows, _ in counts] == [50, 50, 1]
    assert counts[1][1] == counts[2][1]
