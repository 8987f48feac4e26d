"""Was in der Demo-Stadt steht: people and papers of the committed demo, looked up by what they are called."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from motions.models import AgendaItem, Meeting, Organization, Paper, User
from motions.rules import attendance
from motions.rules.clearance import clearance
from tests.factories import make_paper
from tests.meetings import announce, make_item, make_meeting, open_now

CLERK = "Selma Schiefer"
MAYOR = "Clara Schlossgarten"
TREASURER = "Marta Münzstein"
OFFICE = "Silas Sandstein"


def user(name: str) -> User:
    """An account by its full name."""
    first, last = name.split(" ", 1)
    return User.objects.get(first_name=first, last_name=last)


def paper(number: str) -> Paper:
    """A paper of the demo by its number, for example "4753" or "4764/1"; prefix and year follow from it."""
    plain, _, suffix = number.partition("/")
    with clearance("system"):
        rows = Paper.objects.select_related("paper_type")
        return rows.get(reference_number=int(plain), reference_suffix=int(suffix) if suffix else None)


def fresh(row: Paper) -> Paper:
    """The paper as it is stored now."""
    with clearance("system"):
        return Paper.objects.get(pk=row.pk)


def draft(by: str = CLERK, **fields: Any) -> Paper:
    """A complete draft nobody else works on."""
    return make_paper(by=user(by), **fields)


def editor(row: Paper) -> str:
    """The address of its editor."""
    return reverse("paper-edit", args=[row.pk])


def meeting(when: str) -> Meeting:
    """A meeting of the demo: one of its year by the day ("2023-09-26"), the present one by its organ ("HFA")."""
    with clearance("system"):
        rows = Meeting.objects.select_related("organization")
        if when[0].isdecimal():
            return rows.get(starts_at__date=when)
        recent = timezone.now() - dt.timedelta(days=30)
        return rows.filter(organization__short_name=when, starts_at__gt=recent).order_by("pk")[0]


def item(when: str, title: str) -> AgendaItem:
    """An item by the number of its paper or by its title, with what is recorded about it."""
    with clearance("system"):
        rows = meeting(when).items.select_related("treatment")
        if title.isdecimal():
            return rows.get(consultation__paper__reference_number=title)
        return rows.get(title=title)


def in_session(days: int, titles: tuple[str, ...]) -> Meeting:
    """A meeting of the Rat in session with these items, so many days from now; everybody is there."""
    with clearance("system"):
        organ = Organization.objects.get(short_name="Rat")
    row = make_meeting(organ, starts_at=timezone.now() + dt.timedelta(days=days))
    for title in titles:
        make_item(row, title)
    row = open_now(announce(row, by=user(OFFICE)), by=user(OFFICE))
    with clearance("system"):
        attendance.mark_present(row, absent=[], by=user(OFFICE), now=timezone.now())
    return row
