"""Prüfung des Sitzungsverlaufs: every Q-, R-, A- and O-rule as a finding; nothing here changes a row."""

from motions.models import Meeting

from . import minutes
from .findings import Finding, block
from .transitions import Act


def for_closing(act: Act[Meeting]) -> list[Finding]:
    """What has to be recorded before a meeting is closed (A-06, A-16, B-05, O-01)."""
    return []


def for_reopening(act: Act[Meeting]) -> list[Finding]:
    """Minutes printed for the signatures close the record (N-04)."""
    if minutes.is_final(act.row):
        text = (
            "Die Niederschrift ist schon zur Unterschrift bereitgestellt oder unterschrieben. "
            "Setzen Sie sie zuerst zurück; eine unterschriebene ändert nur noch eine Einwendung."
        )
        return [block("N-04", text, absolute=True)]
    return []
