"""Worlds that many files begin with: the small council, a closed meeting, the desk of a member."""

import pytest
from pytest_django import DjangoDbBlocker

from tests.people import Town
from tests.resolutions import Resolutions
from tests.standing import Ground, Standing

from .closed_meeting import Scene, make_scene
from .council import Council
from .desk import Desk, make_desk


@pytest.fixture(scope="session")
def standing_council(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Standing[Council]:
    """Made once for each worker; only its rows are made again for each test."""
    with django_db_blocker.unblock():
        return Standing(Council)


@pytest.fixture
def council(standing_council: Standing[Council], db: None) -> Council:
    """Offices, organs and their people; papers are written in each test."""
    return standing_council.put_back()


@pytest.fixture(scope="session")
def standing_scene(ground: Ground) -> Standing[Scene]:
    """Made once for each worker."""
    return ground.build(make_scene)


@pytest.fixture
def closed_meeting(town: Town, standing_scene: Standing[Scene]) -> Scene:
    """A closed meeting of the HFA, its minutes begun: see closed_meeting.py."""
    return standing_scene.put_back()


@pytest.fixture(scope="session")
def standing_desk(ground: Ground) -> Standing[Desk]:
    """Made once for each worker."""
    return ground.build(make_desk)


@pytest.fixture
def desk(town: Town, standing_desk: Standing[Desk]) -> Desk:
    """A meeting of the HFA that was sent, with a public and a secret paper."""
    return standing_desk.put_back()


@pytest.fixture(scope="session")
def standing_resolutions(ground: Ground) -> Resolutions:
    """Each kind made once for each worker."""
    return Resolutions(ground)


@pytest.fixture
def resolved(town: Town, standing_resolutions: Resolutions) -> Resolutions:
    """What was decided in a closed meeting: see resolutions.py."""
    return standing_resolutions
