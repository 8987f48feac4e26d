"""Übernommene Vorlage: what an import yields, plain data with remarks, no table behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class ImportRefused(ValueError):
    """Abgelehnte Datei: the message is a German sentence for the person who chose the file."""


class Line(NamedTuple):
    """Zeile der Datei, counted from 1 so that a remark can point at it."""

    number: int
    text: str


@dataclass(frozen=True)
class Remark:
    """Hinweis: a sentence for people and, word for word, the text it speaks of."""

    line: int | None
    text: str
    source: str


@dataclass(frozen=True)
class ImportedConsultation:
    """Eine Zeile der Beratungsfolge; the role is "" where the file does not name it."""

    organization: str
    date: date | None
    is_public: bool | None
    role: str


@dataclass(frozen=True)
class ImportedAcknowledgement:
    """Beteiligter Fachbereich with the text of its act; ``kind`` names the act, or is "" if the file does not."""

    unit: str
    text: str
    kind: str = ""


@dataclass(frozen=True)
class ImportedAmount:
    """Beträge eines Haushaltsjahrs in Euro."""

    year: int
    expense: Decimal
    income: Decimal
    product: str = ""
    cost_center: str = ""
    account: str = ""
    is_budgeted: bool = False
    needs_supplementary_budget: bool = False


@dataclass(frozen=True)
class ImportedPaper:
    """Vorlage, wie sie in der Datei steht."""

    type_name: str
    reference: str
    reference_prefix: str
    reference_number: int | None
    reference_year: int | None
    reference_suffix: int | None
    dated_on: date | None
    subject: str
    file_reference: str
    draft_resolution: str
    plain_words: str
    consultations: tuple[ImportedConsultation, ...]
    statement: str
    financial_impact: str
    climate_impact: str
    participations: tuple[ImportedAcknowledgement, ...]
    attachments: tuple[str, ...]
    signatory_label: str
    signatory: str
    is_public: bool | None
    remarks: tuple[Remark, ...]
    # The words that name the Fraktion of an Antrag or an Anfrage.
    group: str = ""
    amounts: tuple[ImportedAmount, ...] = ()
