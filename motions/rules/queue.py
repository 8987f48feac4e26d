"""Spätere Arbeit: a job is written in the transaction of the act, so it exists exactly if the act does."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from procrastinate.contrib.django import app

# From then on what a job should have done is called late, and asked for once more.
LATE_AFTER = dt.timedelta(minutes=10)
_LONGEST_SENTENCE = 500


def later(task: str, *, of: str = "motions", **arguments: int) -> None:
    """Enqueue a task of an app's jobs.py by name; arguments are ids, never texts."""
    app.configure_task(f"{of}.jobs.{task}", allow_unknown=True).defer(**arguments)


def hindrance(failure: Exception | str) -> str:
    """What is kept of a failure for people to read, as much as its field holds."""
    return str(failure)[:_LONGEST_SENTENCE]


def each_later(task: str, argument: str, rows: QuerySet[Any]) -> int:
    """Enqueue a task once for each row, its id as this argument; returns how many."""
    found = list(rows.values_list("pk", flat=True))
    for pk in found:
        later(task, **{argument: pk})
    return len(found)
