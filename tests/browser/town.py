"""Was in der Demo-Stadt steht: people and papers of the committed demo, looked up by what they are called."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from motions.models import Paper, User
from motions.rules.clearance import clearance
from tests.factories import make_paper

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
