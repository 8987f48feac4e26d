"""Umzugsformat "ratsinfo-town/1": one class for each list of the file, described in docs/handbook/datenuebernahme.md.

Names follow OParl and the glossary; an id is the one of the other system. Both ways use these classes: the import
reads them from the file, the export from the tables, and they are compared to see what changed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from motions.importing.town_fields import (
    amount,
    below,
    cells,
    count,
    day,
    flag,
    grid,
    ident,
    lines,
    moment,
    numbers,
    ref,
    rich,
    text,
    word,
)
from motions.importing.town_meeting_rows import AttendeeRow, ItemRow, MeetingRow

SCHEMA = "ratsinfo-town/1"


@dataclass(frozen=True)
class UnitRow:
    """Fachbereich oder Stabsstelle."""

    id: str = ident()
    code: str = text(20, needed=True)
    name: str = text(200, needed=True)
    phone: str = text(50)
    email: str = text(254)
    is_active: bool = flag(True)


@dataclass(frozen=True)
class TermRow:
    """Wahlperiode (OParl LegislativeTerm)."""

    id: str = ident()
    name: str = text(50, needed=True)
    starts_on: dt.date = day(needed=True)
    ends_on: dt.date | None = day()


@dataclass(frozen=True)
class SeatingRow:
    """Gesetzliche Mitgliederzahl in einer Wahlperiode."""

    term: str = ref("term", needed=True)
    statutory_member_count: int = count(needed=True)


@dataclass(frozen=True)
class OrganizationRow:
    """Gremium oder Fraktion (OParl Organization)."""

    id: str = ident()
    name: str = text(200, needed=True)
    short_name: str = text(20, needed=True)
    slug: str = text(100, yields=True)
    organization_type: str = word("OrganizationType", needed=True)
    committee_kind: str = word("CommitteeKind")
    article: str = word("Article", default="der")
    is_active: bool = flag(True)
    seatings: tuple[SeatingRow, ...] = below(SeatingRow)


@dataclass(frozen=True)
class PersonRow:
    """Person mit Mandat (OParl Person)."""

    id: str = ident()
    title: str = text(50)
    first_name: str = text(100, needed=True)
    last_name: str = text(100, needed=True)
    wants_post: bool = flag()


@dataclass(frozen=True)
class MembershipRow:
    """Mitgliedschaft (OParl Membership)."""

    id: str = ident()
    person: str = ref("person", needed=True)
    organization: str = ref("organization", needed=True)
    role: str = word("MembershipRole", default="member")
    has_vote: bool = flag(True)
    rank: int | None = count()
    starts_on: dt.date = day(needed=True)
    ends_on: dt.date | None = day()


@dataclass(frozen=True)
class SubstituteRow:
    """Stellvertretung im Ausschuss."""

    id: str = ident()
    organization: str = ref("organization", needed=True)
    person: str = ref("person", needed=True)
    parliamentary_group: str = ref("organization", needed=True)
    position: int = count(needed=True)
    starts_on: dt.date = day(needed=True)
    ends_on: dt.date | None = day()


@dataclass(frozen=True)
class InterestRow:
    """Angabe nach der Ehrenordnung; read by the person and the Ratsbüro alone (R-08)."""

    id: str = ident()
    person: str = ref("person", needed=True)
    kind: str = word("InterestKind", needed=True)
    body: str = text(200, needed=True)
    starts_on: dt.date = day(needed=True)
    ends_on: dt.date | None = day()
    recorded_at: dt.datetime = moment(needed=True)


@dataclass(frozen=True)
class PaperTypeRow:
    """Vorlagenart."""

    id: str = ident()
    code: str = text(50, needed=True)
    name: str = text(100, needed=True)
    behaviour: str = word("Behaviour", needed=True)
    author: str = word("Author", default="administration")
    is_active: bool = flag(True)


@dataclass(frozen=True)
class FinancialRow:
    """Finanzielle Auswirkung eines Jahres."""

    year: int = count(needed=True)
    expense: Decimal = amount()
    income: Decimal = amount()
    product: str = text(30)
    cost_center: str = text(30)
    account: str = text(30)
    is_budgeted: bool = flag()
    needs_supplementary_budget: bool = flag()


@dataclass(frozen=True)
class ImpactTableRow:
    """Gerechnete Tabelle einer Vorlage, for example what a resolution changes in the Stellenplan (K-03)."""

    caption: str = text(200, needed=True)
    head: tuple[str, ...] = cells()
    rows: tuple[tuple[str, ...], ...] = grid()
    numeric: tuple[int, ...] = numbers()
    note: str = text(1000)


@dataclass(frozen=True)
class ConsultationRow:
    """Beratung (OParl Consultation); the list is the Beratungsfolge in its order."""

    id: str = ident()
    organization: str = ref("organization", needed=True)
    planned_on: dt.date | None = day()
    is_public: bool = flag(True)
    role: str = word("ConsultationRole", needed=True)


@dataclass(frozen=True)
class AnnexRow:
    """Anlage (OParl File); ``file`` leads to its bytes inside the folder, ``sha256`` says which bytes they are."""

    title: str = text(200, needed=True)
    is_public: bool = flag(True)
    file_name: str = text(200)
    file: str = text(500, needed=True, compare=False)
    sha256: str = text(64)


@dataclass(frozen=True)
class PaperRow:
    """Vorlage, Antrag oder Anfrage (OParl Paper), once it has been released."""

    id: str = ident()
    paper_type: str = ref("paper_type", needed=True)
    status: str = word("IssuedStatus", default="released")
    reference_prefix: str = text(20, needed=True)
    reference_number: int = count(most=99_999, needed=True)
    reference_year: int = count(needed=True)
    reference_suffix: int | None = count(most=999)
    former_reference: str = text(60)
    dated_on: dt.date = day(needed=True)
    received_on: dt.date | None = day()
    released_at: dt.datetime = moment(needed=True)
    lead_unit: str = ref("unit", needed=True)
    author_group: str = ref("organization")
    author_person: str = ref("person")
    file_reference: str = text(60)
    signatory: str = text(200)
    original: str = ref("paper")
    successor_kind: str = word("SuccessorKind")
    amends: str = ref("paper")
    subject: str = text(500, needed=True)
    plain_words: str = lines(600)
    draft_resolution: str = rich()
    has_own_wording: bool = flag()
    statement: str = rich()
    financial_impact: str = rich()
    climate_impact: str = rich()
    administration_comment: str = rich()
    is_public: bool = flag(True)
    secrecy_ground: str = word("SecrecyGround")
    council_matter: str = word("CouncilMatter", default="none")
    affects_positions: bool = flag()
    financial_rows: tuple[FinancialRow, ...] = below(FinancialRow)
    impact_tables: tuple[ImpactTableRow, ...] = below(ImpactTableRow)
    consultations: tuple[ConsultationRow, ...] = below(ConsultationRow)
    attachments: tuple[AnnexRow, ...] = below(AnnexRow)


@dataclass(frozen=True)
class TownFile:
    """Die ganze Datei: its lists in the order in which they are taken over."""

    units: tuple[UnitRow, ...] = below(UnitRow)
    legislative_terms: tuple[TermRow, ...] = below(TermRow)
    organizations: tuple[OrganizationRow, ...] = below(OrganizationRow)
    persons: tuple[PersonRow, ...] = below(PersonRow)
    memberships: tuple[MembershipRow, ...] = below(MembershipRow)
    substitutes: tuple[SubstituteRow, ...] = below(SubstituteRow)
    interests: tuple[InterestRow, ...] = below(InterestRow)
    paper_types: tuple[PaperTypeRow, ...] = below(PaperTypeRow)
    papers: tuple[PaperRow, ...] = below(PaperRow)
    meetings: tuple[MeetingRow, ...] = below(MeetingRow)


# The kinds of external ids; each id is once among the rows of its kind.
KINDS: dict[type[Any], str] = {
    UnitRow: "unit",
    TermRow: "term",
    OrganizationRow: "organization",
    PersonRow: "person",
    MembershipRow: "membership",
    SubstituteRow: "substitute",
    InterestRow: "interest",
    PaperTypeRow: "paper_type",
    PaperRow: "paper",
    ConsultationRow: "consultation",
    MeetingRow: "meeting",
    ItemRow: "item",
    AttendeeRow: "attendee",
}
