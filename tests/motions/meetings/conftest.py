"""Fixtures for the tests of planning."""

import pytest

from motions.models import Meeting
from tests.meetings import make_meeting
from tests.people import Town


@pytest.fixture
def meeting(town: Town, system: None) -> Meeting:
    """A planned meeting of the HFA, looked at with the eyes of the system."""
    return make_meeting(town.organs["HFA"])
