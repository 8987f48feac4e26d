"""Prüfung einer Sitzung: every E-rule as a finding; nothing here changes a row."""

from motions.models import Meeting

from .findings import Finding
from .transitions import Act


def for_invitation(act: Act[Meeting]) -> list[Finding]:
    """Everything an invitation needs before it goes out (E-01 to E-04, E-13)."""
    return []


def for_opening(act: Act[Meeting]) -> list[Finding]:
    """What must have happened before a meeting is opened (E-05, N-03)."""
    return []
