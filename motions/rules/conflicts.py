"""Zwei schreiben zugleich: what is said to the one whose text has not been stored."""

import datetime as dt

from django.utils import timezone

from motions.models import Paper, User

from .history import Change, last_change

# Whoever writes saves in passing; a quarter of an hour without is a closed window.
_STILL_THERE = dt.timedelta(minutes=15)
_NOTHING_LOST = "Ihre Eingaben sind nicht verloren. Vergleichen Sie beide Fassungen."


def overtaken(paper: Paper, *, by: User, now: dt.datetime) -> str:
    """Who was faster, when, and what to do next."""
    return f"{_who_and_when(last_change(paper), by, now)} {_NOTHING_LOST}"


def at_work(paper: Paper, *, by: User, now: dt.datetime) -> str:
    """Who else has saved in the last minutes and may still be writing, "" for nobody (ux.md 3.4)."""
    last = last_change(paper)
    if last.by in (None, by) or last.is_step or now - last.at > _STILL_THERE:
        return ""
    return f"{_who_and_when(last, by, now)} Sprechen Sie sich ab: Wer später speichert, vergleicht beide Fassungen."


def _who_and_when(last: Change, by: User, now: dt.datetime) -> str:
    if last.by is None:
        return "Die Vorlage wurde inzwischen geändert oder weitergegeben."
    there = timezone.localtime(last.at)
    is_today = timezone.localdate(last.at) == timezone.localdate(now)
    when = f"um {there:%H:%M} Uhr" if is_today else f"am {there:%d.%m.%Y} um {there:%H:%M} Uhr"
    what = "weitergegeben" if last.is_step else "gespeichert"
    if last.by == by:
        return f"Sie selbst haben die Vorlage {when} {what}, vielleicht in einem anderen Fenster."
    return f"{last.by.get_full_name()} hat die Vorlage {when} {what}."
