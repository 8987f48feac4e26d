"""Sitzungsverlauf: opening, attendance, treatment of each item, closing (§§ 49, 50 GO NRW)."""

from motions.models import Meeting

from .transitions import Act


def open_meeting(act: Act[Meeting]) -> str:
    """Die Sitzung wird eröffnet."""
    act.row.opened_at = act.now
    return ""


def close_meeting(act: Act[Meeting]) -> str:
    """Die Sitzung wird geschlossen; from now on its results are told."""
    act.row.closed_at = act.now
    return ""


def reopen_meeting(act: Act[Meeting]) -> str:
    """The record of a closed meeting is corrected."""
    act.row.closed_at = None
    return ""
