"""Feststellungen: the vocabulary of refusal; each names its rule, its weight and what to do next."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from motions.models.event import FINDING_KEY_LENGTH

_MARK = 32


class Severity(StrEnum):
    """Gewicht einer Feststellung (domain.md 0)."""

    BLOCK = "block"
    WARN = "warn"
    INFO = "info"


@dataclass(frozen=True)
class Finding:
    """Feststellung zu einer Vorlage.

    ``rule`` is the id of domain.md, ``text`` a German sentence that says what to do, ``field`` the form field
    it speaks of, ``about`` the one of several things there. ``is_absolute`` marks what not even the Ratsbüro may
    let pass.
    """

    rule: str
    severity: Severity
    text: str
    field: str = ""
    is_absolute: bool = False
    about: str = ""

    @property
    def key(self) -> str:
        """What an exception covers: this finding, not every one of its rule; long ones are told apart by their hash."""
        whole = f"{self.rule}:{self.field}:{self.about}"
        if len(whole) <= FINDING_KEY_LENGTH:
            return whole
        mark = f"#{sha256(whole.encode()).hexdigest()[:_MARK]}"
        return whole[: FINDING_KEY_LENGTH - len(mark)] + mark

    @property
    def blocks(self) -> bool:
        """The act is refused."""
        return self.severity is Severity.BLOCK

    @property
    def warns(self) -> bool:
        """The act demands a note."""
        return self.severity is Severity.WARN

    @property
    def asks(self) -> bool:
        """The act demands a decision about this one thing, next to the note about all of them."""
        return self.warns and bool(self.about)


def block(rule: str, text: str, field: str = "", *, absolute: bool = False, about: str = "") -> Finding:
    """A finding that refuses the act."""
    return Finding(rule, Severity.BLOCK, text, field, absolute, about)


def warn(rule: str, text: str, field: str = "", *, about: str = "") -> Finding:
    """A finding that demands a note; with ``about`` also a decision of its own."""
    return Finding(rule, Severity.WARN, text, field, about=about)


def info(rule: str, text: str, field: str = "") -> Finding:
    """A finding that only tells."""
    return Finding(rule, Severity.INFO, text, field)


class Refused(Exception):
    """Eine Handlung wurde abgelehnt; carries the findings for page, message and test."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(" ".join(finding.text for finding in self.findings))


class NotPermitted(Exception):
    """Die Person darf das nicht; the reader sees the row, but may not do this act (403)."""


class OutdatedState(Exception):
    """Der Stand hat sich inzwischen geändert (409): a double click, a stale tab, a second person."""
