"""Abschnitte des Editors: where each field stands, and what each section still lacks (ux.md 8.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from motions.rules.findings import Finding

_FIRST = "betreff"
_SECTIONS = (
    (
        _FIRST,
        "Worum geht es?",
        ("subject", "plain_words", "dated_on", "signatory", "is_public", "secrecy_ground"),
    ),
    ("beschlussentwurf", "Beschlussentwurf", ("draft_resolution", "has_own_wording", "council_matter")),
    ("beratungsfolge", "Beratungsfolge", ("consultations",)),
    ("sachverhalt", "Sachverhalt", ("statement", "administration_comment")),
    ("auswirkungen", "Auswirkungen", ("financial_impact", "climate_impact", "affects_positions")),
    ("beteiligte", "Beteiligte Fachbereiche", ("participations",)),
    ("anlagen", "Anlagen", ("anlagen",)),
)


@dataclass(frozen=True)
class Section:
    """Abschnitt mit dem, was ihm vor der Freigabe fehlt."""

    anchor: str
    title: str
    must: int
    should: int

    @property
    def state(self) -> str:
        """In words: what is open, first what stands in the way."""
        if self.must:
            return "1 Punkt fehlt" if self.must == 1 else f"{self.must} Punkte fehlen"
        if self.should:
            return "1 Hinweis" if self.should == 1 else f"{self.should} Hinweise"
        return "in Ordnung"

    @property
    def kind(self) -> str:
        """Colour of the badge, never alone: the words say the same."""
        return "danger" if self.must else "warning" if self.should else "success"


def sections(findings: Iterable[Finding]) -> list[Section]:
    """All sections in reading order; a finding without a field counts in the first."""
    found = list(findings)
    return [
        Section(
            anchor,
            title,
            must=sum(finding.blocks and anchor_of(finding.field) == anchor for finding in found),
            should=sum(finding.warns and anchor_of(finding.field) == anchor for finding in found),
        )
        for anchor, title, _ in _SECTIONS
    ]


def located(findings: Iterable[Finding]) -> list[tuple[Finding, str]]:
    """Each finding with the section to change; "" where it speaks of no field."""
    return [(finding, finding.field and anchor_of(finding.field)) for finding in findings]


def anchor_of(field: str) -> str:
    """The section in which a field stands."""
    return next((anchor for anchor, _, fields in _SECTIONS if field in fields), _FIRST)
