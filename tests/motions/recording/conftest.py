"""Für alle Tests der Aufzeichnung: the Ratsbüro at its desk, and a paper before the Rat in session."""

import pytest
from django.test import Client

from motions.models import AgendaItem
from tests.factories import consultation
from tests.people import Town
from tests.sittings import consultations, in_session


@pytest.fixture
def office(town: Town, client: Client) -> Client:
    """The Ratsbüro at its desk."""
    client.force_login(town.office)
    return client


@pytest.fixture
def item(town: Town) -> AgendaItem:
    """A paper the Rat decides on, in session."""
    rows = consultations(
        town, consultation(town.organs["HFA"], "advisory"), consultation(town.organs["Rat"], "deciding")
    )
    return in_session(town, "Rat", consultation=rows["Rat"])
