"""Rückzahlung wegen Vakanz: what is to be told to the giver of a grant, until when, what is already on file (K-04)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import dates

from motions.rules.german_numbers import euro
from staffing.models import FundingGrant, UsageReport
from staffing.models.choices import ReportKind
from staffing.models.struck import standing

from . import grant_vacancies
from .grant_vacancies import VacancyFlag

_NONE = Decimal("0.00")


@dataclass(frozen=True)
class Duty:
    """Was aus der Vakanz eines Jahres folgt: ``what`` is to go back or to be checked, ``until`` when it is told.

    ``is_answered`` says that the repayments on file reach what all posts of the grant owe for the year.
    """

    flag: VacancyFlag
    what: str
    until: str
    is_answered: bool


def with_parts(rows: QuerySet[FundingGrant]) -> QuerySet[FundingGrant]:
    """Grants with what duties() asks for; as many queries for one as for many."""
    return rows.prefetch_related("stages", "rates", "reports", "clawbacks", "positions")


def duties(grants: Sequence[FundingGrant], *, on: dt.date) -> dict[int, list[Duty]]:
    """By funded post what follows from its vacancies up to a day, oldest year first."""
    funded = [row for grant in grants for row in standing(grant.positions.all())]
    vacant = grant_vacancies.vacancies(funded, until=on)
    found: dict[int, list[Duty]] = {}
    for grant in grants:
        rates = standing(grant.rates.all())
        flags = {
            row.pk: grant_vacancies.flags(row, rates, vacant[row.pk])
            for row in standing(grant.positions.all())
        }
        for pk, each in flags.items():
            found[pk] = [_duty(grant, flag, flags.values(), on) for flag in each]
    return found


def open_years(grant: FundingGrant, known: dict[int, list[Duty]], *, on: dt.date) -> list[int]:
    """The years that are over and whose vacancies nobody has answered yet."""
    own = [duty for row in standing(grant.positions.all()) for duty in known[row.pk]]
    return sorted({duty.flag.year for duty in own if duty.flag.year < on.year and not duty.is_answered})


def _duty(
    grant: FundingGrant, flag: VacancyFlag, of_all: Iterable[Sequence[VacancyFlag]], on: dt.date
) -> Duty:
    filed = sum((row.amount for row in standing(grant.clawbacks.all()) if row.year == flag.year), _NONE)
    owed = sum((each.amount for flags in of_all for each in flags if each.year == flag.year), _NONE)
    return Duty(flag, _what(flag, on), _until(grant, flag.year, filed, on), filed >= owed)


def _what(flag: VacancyFlag, on: dt.date) -> str:
    number = len(flag.months)
    span = "1 Monat" if number == 1 else f"{number} Monate"
    so_far = "bisher " if flag.year == on.year else ""
    vacant = (
        f"{flag.year} war die Stelle {so_far}{span} nicht oder nicht ganz besetzt ({months(flag.months)})."
    )
    if flag.is_repayment:
        return f"{vacant} Zurückzuzahlen sind {euro(flag.amount)}, denn gefördert werden tatsächliche Kosten."
    return f"{vacant} Zu prüfen ist, ob davon {euro(flag.amount)} der Pauschale zurückzuzahlen sind."


def _until(grant: FundingGrant, year: int, filed: Decimal, on: dt.date) -> str:
    told = f"Unter „Rückzahlungen“ sind dafür {euro(filed)} eingetragen. " if filed else ""
    return told + _deadline(_usage_report(grant, year), year, on)


def _usage_report(grant: FundingGrant, year: int) -> UsageReport | None:
    own = (row for row in standing(grant.reports.all()) if row.kind == ReportKind.USAGE and row.year == year)
    return next(own, None)


def _deadline(report: UsageReport | None, year: int, on: dt.date) -> str:
    if report is None:
        return (
            f"Für den Verwendungsnachweis {year} ist noch keine Frist eingetragen; sie gehört zu „Nachweise und "
            "Berichte“."
        )
    if report.submitted_on is not None:
        day = f"{report.submitted_on:%d.%m.%Y}"
        return f"Der {report} liegt seit dem {day} vor. Fehlen die Monate darin, so sind sie nachzumelden."
    state = "überfällig seit dem" if report.due_on < on else "fällig am"
    return f"Anzugeben im {report}, {state} {report.due_on:%d.%m.%Y}."


def months(numbers: Sequence[int]) -> str:
    """Januar bis März, Mai for 1, 2, 3, 5."""
    names = (
        _name(first) if first == last else f"{_name(first)} bis {_name(last)}"
        for first, last in _spans(numbers)
    )
    return ", ".join(names)


def _spans(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield first, last
            first = number
        last = number
    yield first, last


def _name(month: int) -> str:
    return str(dates.MONTHS[month])
