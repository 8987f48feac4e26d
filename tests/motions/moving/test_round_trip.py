"""Whatever a town says comes out as it went in, and moves on to the next installation without a loss."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from motions.importing.town import read_town
from motions.importing.town_rows import TownFile
from motions.rules.town_words import WORDS

from .sample import Json, empty_installation, exported, take_over, write
from .towns import towns


@contextmanager
def installation() -> Iterator[Any]:
    """An empty installation that is gone afterwards."""
    with transaction.atomic():
        yield empty_installation()
        transaction.set_rollback(True)


def said(file: Path) -> TownFile:
    """What a file says, whatever the order of its lists; without the unit of the installation itself."""
    read = read_town(file, words=WORDS)
    assert (read.errors, read.remarks) == ([], [])
    lists = {name: tuple(sorted(rows, key=lambda row: row.id)) for name, rows in vars(read.town).items()}
    town = TownFile(**lists)
    return replace(town, units=tuple(row for row in town.units if row.code != "BM"))


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(data=towns())
def test_a_town_moves_twice_and_stays_the_same(data: Json, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("umzug")
    given_file = write(folder / "alt", data)
    with installation() as by:
        assert take_over(given_file, by).kept == []
        first = exported(folder / "neu")
        again = take_over(given_file, by)
        assert (again.changed_nothing, again.kept) == (True, [])
    assert said(folder / "neu" / "town.json") == said(given_file)
    with installation() as by:
        take_over(folder / "neu" / "town.json", by)
        assert exported(folder / "neuer") == first
