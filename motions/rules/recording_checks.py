"""Prüfung des Sitzungsverlaufs: every Q-, R-, A- and O-rule as a finding; nothing here changes a row."""

from motions.models import Meeting

from .findings import Finding
from .transitions import Act


def for_closing(act: Act[Meeting]) -> list[Finding]:
    """What has to be recorded before a meeting is closed (A-06, A-16, B-05, O-01)."""
    return []


def for_reopening(act: Act[Meeting]) -> list[Finding]:
    """Signed minutes close the record for good (N-04)."""
    return []
