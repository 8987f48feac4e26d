"""The small council, for the files that read and import papers."""

import pytest
from pytest_django import DjangoDbBlocker

from tests.standing import Standing

from .council import Council


@pytest.fixture(scope="session")
def standing_council(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Standing[Council]:
    """Made once for each worker; only its rows are made again for each test."""
    with django_db_blocker.unblock():
        return Standing(Council)


@pytest.fixture
def council(standing_council: Standing[Council], db: None) -> Council:
    """Offices, organs and their people; papers are written in each test."""
    return standing_council.put_back()
