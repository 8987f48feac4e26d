"""Spätere Arbeit: a job is written in the transaction of the act, so it exists exactly if the act does."""

from procrastinate.contrib.django import app


def later(task: str, *, of: str = "motions", **arguments: int) -> None:
    """Enqueue a task of an app's jobs.py by name; arguments are ids, never texts."""
    app.configure_task(f"{of}.jobs.{task}", allow_unknown=True).defer(**arguments)
