"""Für alle Tests der Aufzeichnung: the Ratsbüro at its desk, and a paper before the Rat in session."""

import pytest
from django.test import Client

from motions.models import AgendaItem
from tests.factories import consultation
from tests.people import Town
from tests.sittings import consultations, in_session
from tests.standing import Ground, Standing


@pytest.fixture
def office(town: Town, client: Client) -> Client:
    """The Ratsbüro at its desk."""
    client.force_login(town.office)
    return client


def make_item_in_session(town: Town) -> AgendaItem:
    """A paper the Rat decides on, in session."""
    rows = consultations(
        town, consultation(town.organs["HFA"], "advisory"), consultation(town.organs["Rat"], "deciding")
    )
    return in_session(town, "Rat", consultation=rows["Rat"])


@pytest.fixture(scope="session")
def standing_item(ground: Ground) -> Standing[AgendaItem]:
    """Made once for each worker."""
    return ground.build(make_item_in_session)


@pytest.fixture
def item(town: Town, standing_item: Standing[AgendaItem]) -> AgendaItem:
    """A paper the Rat decides on, in session."""
    return standing_item.put_back()
