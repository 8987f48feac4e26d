"""A closed meeting with everything issued, built once for each worker."""

import pytest

from tests.people import Town
from tests.standing import Ground, Standing

from .scene import Scene, make_scene


@pytest.fixture(scope="session")
def standing_archive(ground: Ground) -> Standing[Scene]:
    """Made once for each worker."""
    return ground.build(make_scene)


@pytest.fixture
def scene(town: Town, standing_archive: Standing[Scene], system: None) -> Scene:
    """See scene.py."""
    return standing_archive.put_back()
