"""Fixtures for all tests: a small town by role; each person is one fixture (see tests/people.py)."""

import fcntl
import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from hypothesis import settings
from pytest_django import DjangoDbBlocker
from xdist.scheduler import LoadScopeScheduling

from motions.models import User
from motions.rules.clearance import clearance
from tests import planting
from tests.demo_town import DemoTown
from tests.emptying import empty_shared_tables
from tests.people import Town, make_town
from tests.standing import Ground, Standing

# The same examples in each run: a red suite means a change of the code, never luck.
settings.register_profile("suite", derandomize=True)
settings.load_profile("suite")

# Argon2 as in life, at the least cost: how long a guess takes is no question of these tests.
Argon2PasswordHasher.time_cost = 1
Argon2PasswordHasher.memory_cost = 8
Argon2PasswordHasher.parallelism = 1

# Classes, templates and migrations live as long as the run: looking for garbage among them took a twelfth of it.
gc.set_threshold(50_000, 20, 50)

# What takes long begins first, and what is made once (the demo town, printed papers) stays with one worker.
_LONGEST = ("tests/browser", "tests/motions/pdf", "tests/test_demo.py", "tests/test_run.py")
_MIGRATED = "migrated"


class OneWorkerForEachFile(LoadScopeScheduling):  # type: ignore[misc]
    """Each file goes to one worker, those that share something go together (pytest 9 hides the groups of xdist)."""

    def _split_scope(self, nodeid: str) -> str:
        return _group_of(nodeid.split("::")[0])


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> OneWorkerForEachFile:
    """Who runs what."""
    return OneWorkerForEachFile(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest first, then by name."""
    items.sort(key=lambda item: _place_of(item.path.relative_to(config.rootpath).as_posix()))


def _group_of(file: str) -> str:
    return next((start for start in _LONGEST if file.startswith(start)), file)


def _place_of(file: str) -> tuple[int, str]:
    group = _group_of(file)
    return (_LONGEST.index(group) if group in _LONGEST else len(_LONGEST), file)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """The private server of a run migrates once; each worker gets a copy."""
    if "RATSINFO_TEST_LOCK" not in os.environ:
        return
    with open(os.environ["RATSINFO_TEST_LOCK"], "a+") as lock, django_db_blocker.unblock():
        fcntl.flock(lock, fcntl.LOCK_EX)
        ours = connection.settings_dict
        name, test = ours["NAME"], ours["TEST"]
        if not Path(lock.name).stat().st_size:
            ours["TEST"] = test | {"NAME": _MIGRATED}
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            connection.close()
            connection.close_pool()  # type: ignore[attr-defined]
            lock.write(_MIGRATED)
        ours["NAME"], ours["TEST"] = name, test | {"TEMPLATE": _MIGRATED}


@pytest.fixture(scope="session")
def standing_town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Standing[Town]:
    """The town, built once for each worker; only its rows are made again for each test."""
    with django_db_blocker.unblock():
        return Standing(make_town)


@pytest.fixture(scope="session")
def demo_town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[DemoTown]:
    """The demo town, loaded once for all workers; see ``copied``."""
    with django_db_blocker.unblock():
        town = DemoTown()
    yield town
    with django_db_blocker.unblock():
        town.close()


@pytest.fixture
def planted_town(demo_town: DemoTown, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A copy of the demo town that nobody else has, with a row of every model that holds text."""
    with django_db_blocker.unblock(), demo_town.copied():
        planting.fill_gaps()
        yield


@pytest.fixture(scope="session")
def ground(standing_town: Standing[Town], django_db_blocker: DjangoDbBlocker) -> Ground:
    """Where a file builds once what all of its tests begin with."""
    return Ground(standing_town, django_db_blocker)


@pytest.fixture
def town(standing_town: Standing[Town], db: None) -> Town:
    """Units, organs, people and the local law."""
    return standing_town.put_back()


@pytest.fixture
def transactional_db(transactional_db: None) -> Iterator[None]:
    """The database for tests that commit; the flush after them empties the tables of models, this the others."""
    yield
    empty_shared_tables()


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
