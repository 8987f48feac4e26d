"""Aufbewahrung im Stellenplan: former holders are forgotten, figures reckoned with their months stay (DS-08, DS-10)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from motions.models import Bylaw
from motions.rules import bylaw_values
from motions.rules.clearance import clearance
from motions.rules.findings import OutdatedState
from staffing import jobs
from staffing.forms.assignment import OccupationForm
from staffing.models import FundingGrant, PayGrade, Position, PositionAssignment
from staffing.models.assignment import LEAST_MONTHS_OF_ASSIGNMENT
from staffing.rules import assignments, grant_ledger, retention
from tests.conftest import Login
from tests.staffing.world import Plans

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
LONG_AGO = dt.date(TODAY.year - 6, 12, 31)
GONE = ("", None, None, None)


def occupy(plans: Plans, *, number: int = 34, **fields: Any) -> PositionAssignment:
    known: dict[str, Any] = {
        "holder": "Zora Kennwort",
        "fte": 1,
        "starts_on": dt.date(2010, 1, 1),
        "ends_on": LONG_AGO,
        "step": 4,
    }
    return PositionAssignment.objects.create(
        position=Position.objects.get(number=number),
        grade=PayGrade.objects.get(code="E 9a"),
        recorded_by=plans.town.personnel,
        recorded_at=NOW,
        **known | fields,
    )


def remembered(row: PositionAssignment) -> list[str]:
    """The names the history of a row still holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT holder FROM staffing_positionassignmentevent WHERE pgh_obj_id = %s ORDER BY pgh_id",
            [row.pk],
        )
        return [holder for (holder,) in cursor.fetchall()]


def personal(row: PositionAssignment) -> tuple[Any, ...]:
    row.refresh_from_db()
    return row.holder, row.grade, row.step, row.contract_ends_on


@pytest.mark.usefixtures("system")
class TestForgetting:
    """What goes, what stays, and when."""

    def test_ds08_name_and_personal_data_go_from_row_and_history_and_the_months_stay(
        self, plans: Plans
    ) -> None:
        row = occupy(plans, absence="parental_leave", contract_ends_on=LONG_AGO)
        before = (row.position_id, row.starts_on, row.ends_on, row.fte)
        assert retention.forget_holders(now=NOW) == 1
        assert (personal(row), row.absence, row.forgotten_at) == (GONE, "away", NOW)
        assert (row.position_id, row.starts_on, row.ends_on, row.fte) == before
        assert remembered(row) == [""]
        assert str(row) == f"{row.position}: Name gelöscht"
        assert retention.forget_holders(now=NOW) == 0

    @pytest.mark.parametrize(("months", "forgotten"), [(60, 1), (84, 0)])
    def test_ds10_the_period_is_dated_local_law_and_counts_from_the_last_day(
        self, plans: Plans, months: int, forgotten: int
    ) -> None:
        occupy(plans)
        occupy(plans, number=35, ends_on=None)
        occupy(plans, number=36, ends_on=TODAY - dt.timedelta(days=5 * 365))
        Bylaw.objects.filter(key=retention.KEY).update(value=months)
        assert retention.forget_holders(now=NOW) == forgotten
        assert PositionAssignment.objects.filter(holder="").count() == forgotten

    def test_ds10_a_day_more_than_the_period_has_to_go_by(self, plans: Plans) -> None:
        row = occupy(plans, ends_on=dt.date(2020, 3, 31))
        on = [timezone.make_aware(dt.datetime(2025, *day, 4)) for day in ((3, 31), (4, 1))]
        assert [retention.forget_holders(now=now) for now in on] == [0, 1]
        assert row.position.assignments.get().forgotten_at == on[1]

    def test_ds10_without_a_value_nobody_is_forgotten(self, plans: Plans) -> None:
        row = occupy(plans)
        Bylaw.objects.filter(key=retention.KEY).update(ends_on=TODAY - dt.timedelta(days=1))
        assert retention.forget_holders(now=NOW) == 0
        assert personal(row)[0] == "Zora Kennwort"

    def test_k04_and_c03_keep_their_figures(self, plans: Plans) -> None:
        FundingGrant.objects.update(starts_on=dt.date(2022, 1, 1))
        grant = FundingGrant.objects.get()
        grant.positions.update(starts_on=dt.date(2022, 1, 1))
        grant.rates.update(starts_on=dt.date(2022, 1, 1))
        occupy(plans, number=33, starts_on=dt.date(2022, 3, 1), ends_on=dt.date(2022, 8, 31))
        occupy(plans, number=33, starts_on=dt.date(2022, 9, 1), ends_on=dt.date(2022, 9, 30), absence="leave")
        occupy(plans, number=33, holder="Bela Muster", starts_on=dt.date(2022, 10, 1), ends_on=None)

        def figures() -> tuple[Any, ...]:
            (row,) = grant_ledger.ledger(plans.town.personnel, on=dt.date(2022, 12, 31))
            duties = [duty.flag for duty in row.posts[0].duties]
            days = (dt.date(2022, 5, 1), dt.date(2022, 9, 15), dt.date(2022, 11, 1))
            return duties, [assignments.occupied_on(day) for day in days]

        before = figures()
        assert before[0][0].months == (1, 2, 9)
        assert retention.forget_holders(now=timezone.make_aware(dt.datetime(2027, 10, 1))) == 2
        assert figures() == before

    def test_ds08_the_job_forgets_every_night(self, plans: Plans) -> None:
        row = occupy(plans)
        with clearance("public"):
            jobs.forget_holders(0)
        assert (personal(row), remembered(row)) == (GONE, [""])


@pytest.mark.usefixtures("system")
class TestDatabase:
    """What nobody does, whatever the local law says."""

    @pytest.mark.parametrize("ends_on", [None, TODAY - dt.timedelta(days=300)])
    def test_ds10_nobody_is_forgotten_within_a_year(self, plans: Plans, ends_on: dt.date | None) -> None:
        row = occupy(plans, ends_on=ends_on)
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            PositionAssignment.objects.filter(pk=row.pk).update(
                forgotten_at=NOW, holder="", grade=None, step=None
            )

    @pytest.mark.parametrize(
        "kept", [{"holder": "Zora"}, {"step": 4}, {"contract_ends_on": TODAY}, {"absence": "leave"}]
    )
    def test_ds08_who_is_forgotten_is_forgotten_whole(self, plans: Plans, kept: dict[str, Any]) -> None:
        row = occupy(plans)
        gone: dict[str, Any] = {"forgotten_at": NOW, "holder": "", "grade": None, "step": None}
        with pytest.raises(IntegrityError, match="assignment_of_somebody"), transaction.atomic():
            PositionAssignment.objects.filter(pk=row.pk).update(**gone | kept)

    def test_an_assignment_without_a_name_is_refused(self, plans: Plans) -> None:
        with pytest.raises(IntegrityError, match="assignment_of_somebody"), transaction.atomic():
            occupy(plans, holder="")

    def test_ds08_what_is_forgotten_never_changes_again(self, plans: Plans) -> None:
        row = occupy(plans)
        retention.forget_holders(now=NOW)
        row.refresh_from_db()
        with pytest.raises(OutdatedState):
            assignments.end(row, on=TODAY, version=row.version, by=plans.town.personnel)
        for change in (
            {"fte": Decimal("0.50")},
            {"ends_on": TODAY},
            {"holder": "Zora", "forgotten_at": None},
        ):
            with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
                PositionAssignment.objects.filter(pk=row.pk).update(**change)

    def test_the_history_of_who_is_not_forgotten_is_never_shortened(self, plans: Plans) -> None:
        row = occupy(plans)
        statement = "DELETE FROM staffing_positionassignmentevent WHERE pgh_obj_id = %s"
        with (
            pytest.raises(DatabaseError, match="stays until"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [row.pk])
        assert remembered(row) == ["Zora Kennwort"]
        with clearance("user", plans.town.personnel.pk), connection.cursor() as cursor:
            cursor.execute(statement, [row.pk])
            assert cursor.rowcount == 0

    def test_ds10_the_local_law_asks_for_no_less_than_the_database_keeps(self) -> None:
        assert bylaw_values.objection(retention.KEY, LEAST_MONTHS_OF_ASSIGNMENT) == ""
        assert bylaw_values.objection(retention.KEY, LEAST_MONTHS_OF_ASSIGNMENT - 1) != ""


def test_a_page_says_that_a_name_was_deleted(plans: Plans, login: Login) -> None:
    with clearance("system"):
        occupy(plans, absence="parental_leave")
        retention.forget_holders(now=NOW)
    page = login(plans.town.personnel).get(reverse("position-detail", args=[34])).content.decode()
    assert (f"Name gelöscht am {TODAY:%d.%m.%Y}" in page, "abwesend" in page, "Elternzeit" in page) == (
        True,
        True,
        False,
    )


def test_nobody_chooses_the_absence_that_is_left_of_a_forgotten_one(paid_town: object) -> None:
    assert "away" not in dict(OccupationForm().fields["absence"].choices)  # type: ignore[attr-defined]
