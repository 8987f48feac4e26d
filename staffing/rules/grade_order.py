"""Rangfolge der Gruppen: which of two is higher, also across the two tables of the TVöD (S-10).

Within a tariff the order of the groups says it. Between the general table and that of the Sozial- und Erziehungsdienst
a group is higher if it pays more in every step of the day. Besoldung and Entgelt have no common order: what a Beamter
costs besides is another matter.
"""

import datetime as dt
from decimal import Decimal

from staffing.models import PayGrade
from staffing.models.choices import StaffCategory

from .pay_book import PayBook, PayUnknown

_STEPS = range(1, 7)


def is_higher(grade: PayGrade, than: PayGrade, *, on: dt.date) -> bool:
    """The first group is certainly above the second; where nothing can be compared it is not."""
    if grade.tariff == than.tariff:
        return grade.rank < than.rank
    if StaffCategory.CIVIL_SERVANT in (grade.category, than.category):
        return False
    book = PayBook.read()
    paid, listed = _monthly(book, grade, on), _monthly(book, than, on)
    common = paid.keys() & listed.keys()
    return bool(common) and all(paid[step] > listed[step] for step in common)


def _monthly(book: PayBook, grade: PayGrade, on: dt.date) -> dict[int, Decimal]:
    """What is known of a group on a day, euro by step."""
    found = {}
    for step in _STEPS:
        try:
            found[step] = book.pay(grade, step, on).monthly
        except PayUnknown:
            continue
    return found
