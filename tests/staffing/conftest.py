"""Was viele Tests des Stellenplans brauchen."""

import pytest

from staffing.rules import pay_data
from tests.people import Town
from tests.staffing.world import Plans, make_plans
from tests.standing import Ground, Standing


def _with_pay_data(town: Town) -> Town:
    pay_data.load()
    return town


@pytest.fixture(scope="session")
def standing_pay_data(ground: Ground) -> Standing[Town]:
    """The town with its pay data, loaded once for each process."""
    return ground.build(_with_pay_data)


@pytest.fixture
def paid_town(standing_pay_data: Standing[Town], db: None) -> Town:
    """The town, its grades, tables and parameters."""
    return standing_pay_data.put_back()


@pytest.fixture(scope="session")
def standing_plans(ground: Ground) -> Standing[Plans]:
    """The 81 posts and their plans, loaded once for each process."""
    return ground.build(make_plans)


@pytest.fixture
def plans(town: Town, standing_plans: Standing[Plans]) -> Plans:
    """The plans of 2022 and 2023; about the amendment of 2023 nobody has resolved yet."""
    return standing_plans.put_back()
