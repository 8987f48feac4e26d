"""Die Ladungsfrist, counted day by day in each mode of the Geschäftsordnung (E-01)."""

import datetime as dt

import pytest

from motions.rules import bylaw_values, notice_period


def last_day(meeting_on: dt.date, wanted: int, mode: str) -> dt.date:
    return notice_period.count(meeting_on, wanted=wanted, mode=mode).last_day


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("full_days", dt.date(2023, 9, 18)),
        ("calendar_days", dt.date(2023, 9, 19)),
        ("working_days", dt.date(2023, 9, 14)),
    ],
)
def test_e01_seven_days_before_the_rat_of_the_26th(mode: str, expected: dt.date) -> None:
    assert last_day(dt.date(2023, 9, 26), 7, mode) == expected


def test_e01_sent_on_the_19th_is_a_day_too_late() -> None:
    period = notice_period.count(dt.date(2023, 9, 26), wanted=7, mode="full_days")
    assert (period.is_kept(on=dt.date(2023, 9, 18)), period.is_kept(on=dt.date(2023, 9, 19))) == (True, False)


def test_e01_holidays_of_nrw_are_no_working_days() -> None:
    """Allerheiligen (Wednesday, 1 November 2023) is a holiday in Nordrhein-Westfalen, not in every Land."""
    assert last_day(dt.date(2023, 11, 3), 3, "working_days") == dt.date(2023, 10, 29)
    assert last_day(dt.date(2023, 11, 3), 3, "full_days") == dt.date(2023, 10, 30)


def test_e01_the_count_can_be_followed_day_by_day() -> None:
    period = notice_period.count(dt.date(2023, 11, 3), wanted=3, mode="working_days")
    assert [(row.on.day, row.name, row.counts) for row in period.days] == [
        (2, "Donnerstag", True),
        (1, "Mittwoch (Allerheiligen)", False),
        (31, "Dienstag", True),
        (30, "Montag", True),
    ]


def test_e01_the_count_crosses_the_year() -> None:
    assert last_day(dt.date(2024, 1, 4), 3, "working_days") == dt.date(2023, 12, 28)


def test_only_known_modes_and_kinds_are_local_law() -> None:
    assert bylaw_values.objection("invitation.mode", "full_days") == ""
    assert bylaw_values.objection("invitation.mode", "weeks") != ""
    assert bylaw_values.objection("agenda.standard_items", [["opening", "Eröffnung"]]) == ""
    for wrong in ("opening", ["opening"], [["paper", "Vorlage"]], [["opening", " "]], [["opening"]]):
        assert bylaw_values.objection("agenda.standard_items", wrong) != ""
