"""Leseprotokoll (DS-09): read by the Ratsbüro, never changed, never shortened, and yet it ends."""

import datetime as dt
from collections.abc import Callable

import pgtrigger
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from motions import jobs
from motions.models import Bylaw, Paper, ReadRecord, User
from motions.models.event import LEAST_MONTHS_OF_LOG
from motions.rules import bylaw_values, retention
from motions.rules.clearance import clearance
from tests.conftest import Login
from tests.factories import make_paper
from tests.people import Town

NOW = dt.datetime(2026, 3, 31, 3, 27, tzinfo=dt.UTC)
KEY = "retention.reading_log_months"
GUARDS = ("motions.ReadRecord:read_record_frozen", "motions.ReadRecord:read_record_kept")


@pytest.fixture
def paper(town: Town) -> Paper:
    return make_paper(
        by=town.clerk, is_public=False, secrecy_ground="property", subject="Geheimes Grundstück"
    )


def reading(paper: Paper, by: User, *, at: dt.datetime, part: str = "Arbeitsseite") -> ReadRecord:
    with clearance("system"):
        return ReadRecord.objects.create(reader=by, paper=paper, part=part, read_at=at)


def kept() -> list[str]:
    with clearance("system"):
        return list(ReadRecord.objects.order_by("pk").values_list("part", flat=True))


# --- the page -----------------------------------------------------------------------------------------------


def test_ds09_the_ratsbuero_sees_who_read_what_when_newest_first(
    town: Town, paper: Paper, login: Login
) -> None:
    reading(paper, town.clerk, at=NOW, part="Editor")
    reading(paper, town.mayor, at=NOW + dt.timedelta(hours=1), part="Prüfseite")
    other = make_paper(by=town.clerk, is_public=False, secrecy_ground="property")
    reading(other, town.treasurer, at=NOW)
    client, address = login(town.office), f"/arbeit/vorlagen/{paper.pk}/leseprotokoll/"
    assert f'href="{address}"' in client.get(f"/arbeit/vorlagen/{paper.pk}/").content.decode()
    shown = client.get(address)
    assert [(row.reader.last_name, row.part) for row in shown.context["page"]] == [
        ("Sandstein", "Leseprotokoll"),
        ("Sandstein", "Arbeitsseite"),
        ("Schlossgarten", "Prüfseite"),
        ("Schiefer", "Editor"),
    ]
    assert "31.03.2026, 06:27 Uhr" in shown.content.decode()


def test_ds09_nobody_else_is_shown_the_way_there(town: Town, paper: Paper, login: Login) -> None:
    for person in (town.clerk, town.mayor):
        page = login(person).get(f"/arbeit/vorlagen/{paper.pk}/").content.decode()
        assert "leseprotokoll" not in page


def test_ds09_one_page_of_the_log_costs_the_same_for_1_and_for_100_rows(
    town: Town, paper: Paper, login: Login, django_assert_num_queries: Callable[..., object]
) -> None:
    client, address = login(town.office), f"/arbeit/vorlagen/{paper.pk}/leseprotokoll/"
    counts = []
    for rows in (0, 100):
        for number in range(rows):
            reading(paper, town.clerk, at=NOW + dt.timedelta(minutes=number))
        queries: list[str] = []

        def watch(execute: Callable[..., object], sql: str, *rest: object) -> object:
            queries.append(sql)  # noqa: B023
            return execute(sql, *rest)

        with connection.execute_wrapper(watch):
            page = client.get(address).context["page"]
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert (page.paginator.count, len(page.object_list)) == (102, 50)
    assert len(client.get(f"{address}?seite=3").context["page"].object_list) == 3


def test_ds09_the_database_shows_the_log_to_its_readers_and_to_the_ratsbuero(
    town: Town, paper: Paper
) -> None:
    reading(paper, town.clerk, at=NOW)
    seen = {}
    for name in ("clerk", "colleague", "mayor", "office", "council_member"):
        with clearance("user", getattr(town, name).pk):
            seen[name] = ReadRecord.objects.count()
    assert seen == {"clerk": 1, "colleague": 0, "mayor": 0, "office": 1, "council_member": 0}


# --- its end ------------------------------------------------------------------------------------------------


def months_ago(months: int, *, days: int = 0) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=months * 31 + days)


def test_ds09_the_nightly_job_ends_what_the_local_law_lets_go(town: Town, paper: Paper) -> None:
    for months, part in ((30, "alt"), (20, "jung")):
        reading(paper, town.clerk, at=months_ago(months), part=part)
    jobs.forget_readings(0)
    assert kept() == ["jung"]
    Bylaw.objects.filter(key=KEY).update(value=12)
    jobs.forget_readings(0)
    assert kept() == []


@pytest.mark.parametrize(("day", "deleted"), [("2024-03-30T12:00", 1), ("2024-04-01T12:00", 0)])
def test_ds09_the_period_ends_on_the_same_day_of_its_last_month(
    town: Town, paper: Paper, day: str, deleted: int
) -> None:
    reading(paper, town.clerk, at=dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC))
    with clearance("system"):
        assert retention.forget_readings(now=NOW) == deleted


def test_ds09_a_short_month_has_no_31st(town: Town, paper: Paper) -> None:
    Bylaw.objects.filter(key=KEY).update(value=13)
    for day in ("2025-02-27T12:00", "2025-03-01T12:00"):
        reading(paper, town.clerk, at=dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC), part=day)
    with clearance("system"):
        retention.forget_readings(now=NOW)
    assert kept() == ["2025-03-01T12:00"]


def test_ds09_without_a_period_nothing_is_deleted(town: Town, paper: Paper) -> None:
    reading(paper, town.clerk, at=months_ago(60))
    Bylaw.objects.filter(key=KEY).delete()
    jobs.forget_readings(0)
    assert kept() == ["Arbeitsseite"]


def test_ds09_the_local_law_cannot_ask_for_less_than_the_database_keeps() -> None:
    assert bylaw_values.objection(KEY, LEAST_MONTHS_OF_LOG) == ""
    sentence = "Geben Sie eine ganze Zahl von Monaten ab 12 ein, zum Beispiel 24."
    assert [bylaw_values.objection(KEY, value) for value in (11, 0, "24", 1201)] == [sentence] * 4


@pytest.mark.parametrize("level", ["system", "user"])
def test_ds09_nobody_changes_or_shortens_the_log(town: Town, paper: Paper, level: str) -> None:
    """Not even where triggers are ignored: row-level security opens no such row at any level."""
    reading(paper, town.clerk, at=months_ago(10))
    old = reading(paper, town.clerk, at=months_ago(30))
    with clearance(level, town.office.pk), pgtrigger.ignore(*GUARDS):  # type: ignore[arg-type]
        assert ReadRecord.objects.update(part="nichts") == 0
        assert ReadRecord.objects.exclude(pk=old.pk).delete()[0] == 0
        assert ReadRecord.objects.filter(pk=old.pk).delete()[0] == (level == "system")


@pytest.mark.usefixtures("system")
def test_ds09_the_triggers_hold_for_a_role_above_row_level_security(town: Town, paper: Paper) -> None:
    reading(paper, town.clerk, at=months_ago(10))
    old = reading(paper, town.clerk, at=months_ago(30))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE motions_readrecord NO FORCE ROW LEVEL SECURITY")
    rows = ReadRecord.objects.all()
    for change in (lambda: rows.update(part="nichts"), lambda: rows.exclude(pk=old.pk).delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert rows.filter(pk=old.pk).delete()[0] == 1
