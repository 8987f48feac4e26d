"""Seiten rund um Sitzungen: where they are in the demo and who they are made for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from motions.models import ImplementationTask
from motions.rules.clearance import clearance

from .town import item, meeting, user

MEMBER = "Ada Ahornblatt"
Arguments = Callable[[], list[object]]


def nothing() -> list[object]:
    """The address of a list."""
    return []


def seen(when: str, title: str = "") -> Arguments:
    """A meeting, or an item in it, as citizens and members address it."""
    return lambda: [meeting(when).slug, *([item(when, title).address] if title else [])]


def kept(when: str, title: str = "") -> Arguments:
    """A meeting, or an item in it, as the Ratsbüro addresses it."""
    return lambda: [meeting(when).pk, *([item(when, title).pk] if title else [])]


def result(when: str, title: str) -> Arguments:
    """What was recorded about an item."""
    return lambda: [item(when, title).treatment.pk]


def task() -> list[object]:
    """The task that follows from the Rat's resolution on 4753."""
    with clearance("system"):
        return [ImplementationTask.objects.get(treatment=item("2023-09-26", "4753").treatment).pk]


def statement() -> list[object]:
    """What a member was paid for in September 2023."""
    return [2023, 9, user(MEMBER).person_id]


@dataclass(frozen=True)
class Place:
    """Eine Seite: the view's name, who looks, what its address needs, a query; ``state`` tells apart the same view."""

    view: str
    who: str = ""
    arguments: Arguments = nothing
    query: str = ""
    state: str = ""

    def address(self) -> str:
        """Where it is."""
        return reverse(self.view, args=self.arguments()) + self.query

    def __str__(self) -> str:
        return " ".join(filter(None, [self.view, self.query, self.state]))
