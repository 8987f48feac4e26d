"""Texte der Demo-Vorlagen: what a paper says, apart from its life."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from motions.models import Organization
from motions.models.choices import CouncilMatter, SecrecyGround
from motions.pdf.richtext import clean
from motions.rules.drafting import Draft, Invitation

_RICH = ("draft_resolution", "statement", "financial_impact", "climate_impact", "administration_comment")


@dataclass(frozen=True)
class Text:
    """Der Inhalt einer Vorlage; ``sequence`` names organs by short name with role and day."""

    dated_on: dt.date
    subject: str
    plain_words: str
    draft_resolution: str
    statement: str
    financial_impact: str = "<p>keine</p>"
    climate_impact: str = "<p>keine</p>"
    file_reference: str = ""
    council_matter: str = CouncilMatter.NONE
    secrecy_ground: str = SecrecyGround.NONE
    affects_positions: bool = False
    sequence: tuple[tuple[str, str, dt.date | None], ...] = ()
    rows: tuple[dict[str, Any], ...] = field(default=())

    @property
    def is_public(self) -> bool:
        """Without a ground a matter is public (P-02)."""
        return self.secrecy_ground == SecrecyGround.NONE

    def draft(self, organs: dict[str, Organization], *, invitations: list[Invitation] | None = None) -> Draft:
        """The same as the editor would send it."""
        names = (
            "dated_on",
            "subject",
            "plain_words",
            "draft_resolution",
            "statement",
            "financial_impact",
            "climate_impact",
            "file_reference",
            "council_matter",
            "secrecy_ground",
            "affects_positions",
            "is_public",
        )
        fields = {name: rich(getattr(self, name)) if name in _RICH else getattr(self, name) for name in names}
        consultations = [
            {
                "organization_id": organs[organ].pk,
                "role": role,
                "planned_on": day,
                "is_public": self.is_public,
            }
            for organ, role, day in self.sequence
        ]
        return Draft(fields, consultations, list(self.rows), invitations)


def rich(text: str) -> str:
    """Formatted text as the editor stores it: one line, sanitised."""
    return clean(" ".join(text.split()).replace("> <", "><"))


def amounts(
    year: int,
    expense: int,
    income: int,
    product: str,
    cost_center: str,
    *,
    budgeted: bool = True,
    extra: bool = False,
) -> dict[str, Any]:
    """One row of the financial table, in whole euro."""
    return {
        "year": year,
        "expense": Decimal(expense),
        "income": Decimal(income),
        "product": product,
        "cost_center": cost_center,
        "account": "",
        "is_budgeted": budgeted,
        "needs_supplementary_budget": extra,
    }
