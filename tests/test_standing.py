"""The standing town is the town itself: the same rows, with their history, and room for rows made later."""

import pytest
from django.db import connection, transaction

from motions.models import Appointment, Bylaw, Membership, Organization, PaperType, Seating, Unit, User
from motions.rules.clearance import clearance
from tests.people import Town, make_town
from tests.standing import Standing

TABLES = (Appointment, Bylaw, Membership, Organization, PaperType, Seating, Unit, User)


def numbers() -> list[int]:
    return [model._default_manager.count() for model in TABLES]


def remembered() -> int:
    """How many changes of rights the history holds."""
    with clearance("system"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM motions_appointmentevent")
        return int(cursor.fetchone()[0])


def test_what_is_put_back_is_what_was_built(standing_town: Standing[Town], db: None) -> None:
    assert numbers() == [0] * len(TABLES)
    with transaction.atomic():
        make_town()
        built = numbers(), remembered()
        transaction.set_rollback(True)
    town = standing_town.put_back()
    assert (numbers(), remembered()) == built
    assert User.objects.get(pk=town.clerk.pk).email == town.clerk.email == "selma.schiefer@example.org"
    assert Organization.objects.get(short_name="HFA") == town.organs["HFA"]


def test_rows_made_later_have_numbers_of_their_own(town: Town) -> None:
    assert Unit.objects.create(code="FB IV", name="Kultur") not in town.units.values()
    assert Unit.objects.count() == len(town.units) + 1


@pytest.mark.parametrize("name", ["first", "second"])
def test_nobody_else_holds_the_objects(town: Town, name: str) -> None:
    assert town.clerk.function == "Sachbearbeitung Soziales"
    town.clerk.function = name
