"""Fixtures for all tests: a small town by role; each person is one fixture (see tests/people.py)."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from hypothesis import settings

from motions.models import User
from motions.rules.clearance import clearance
from tests.people import Town, make_town

# The same examples in each run: a red suite means a change of the code, never luck.
settings.register_profile("suite", derandomize=True)
settings.load_profile("suite")

# Argon2 as in life, at the least cost: how long a guess takes is no question of these tests.
Argon2PasswordHasher.time_cost = 1
Argon2PasswordHasher.memory_cost = 8
Argon2PasswordHasher.parallelism = 1


@pytest.fixture
def town(db: None) -> Town:
    """Units, organs, people and the local law."""
    return make_town()


@pytest.fixture
def system(db: None) -> Iterator[None]:
    """Look at everything, as jobs and commands do; without it a test sees what the public sees."""
    with clearance("system"):
        yield


@pytest.fixture
def clerk(town: Town) -> User:
    """Sachbearbeitung im FB II: writes papers."""
    return town.clerk


@pytest.fixture
def colleague(town: Town) -> User:
    """Another clerk of FB II."""
    return town.colleague


@pytest.fixture
def outsider(town: Town) -> User:
    """A clerk of FB III who has nothing to do with papers of FB II."""
    return town.outsider


@pytest.fixture
def unit_head(town: Town) -> User:
    """Fachbereichsleitung FB II."""
    return town.unit_head


@pytest.fixture
def treasurer(town: Town) -> User:
    """Kämmerin, head of FB I."""
    return town.treasurer


@pytest.fixture
def mayor(town: Town) -> User:
    """Bürgermeisterin."""
    return town.mayor


@pytest.fixture
def deputy(town: Town) -> User:
    """Allgemeiner Vertreter; releases only while a Substitution of the mayor holds."""
    return town.deputy


@pytest.fixture
def office(town: Town) -> User:
    """Ratsbüro."""
    return town.office


@pytest.fixture
def council_member(town: Town) -> User:
    """Ratsmitglied, also in the HFA."""
    return town.council_member


@pytest.fixture
def group_member(town: Town) -> User:
    """Ratsmitglied of the Fraktion Grünes Forum."""
    return town.group_member


@pytest.fixture
def expert_citizen(town: Town) -> User:
    """Sachkundige Bürgerin in the ASJF only."""
    return town.expert_citizen


@pytest.fixture
def administrator(town: Town) -> User:
    """Maintains reference data in the admin; no office, no mandate."""
    return town.administrator


@pytest.fixture
def citizen() -> AnonymousUser:
    """Anybody who is not logged in."""
    return AnonymousUser()


@pytest.fixture
def login(client: Client) -> "Login":
    """``login(clerk)`` gives the test client of that person."""
    return Login(client)


class Login:
    """Log somebody in without the login page."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def __call__(self, user: User) -> Client:
        self._client.force_login(user)
        return self._client
