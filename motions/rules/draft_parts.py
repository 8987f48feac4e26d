"""Teile eines Entwurfs: Beratungsfolge, amounts and invitations as they are edited, compared and written."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from motions.models import Consultation, FinancialRow, Paper, Participation, Unit
from motions.models.choices import Office

from . import impact_tables

# Unit, office and kind: who is asked for what.
Asked = tuple[int | None, str, str]


@dataclass(frozen=True)
class Invitation:
    """Wer beteiligt werden soll: a unit or an office with kind, duty and deadline."""

    unit: Unit | None
    kind: str
    is_mandatory: bool = False
    due_on: dt.date | None = None
    office: str = ""

    @property
    def asked(self) -> str:
        """The unit with its whole name, or the office."""
        return str(self.unit) if self.unit else str(Office(self.office).label)

    @property
    def key(self) -> Asked:
        """What there is once in a paper."""
        return (self.unit.pk if self.unit else None, self.office, self.kind)


@dataclass(frozen=True)
class Draft:
    """Der bearbeitete Inhalt eines Entwurfs; ``None`` leaves a part as it is."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    consultations: Sequence[Mapping[str, Any]] | None = None
    financial_rows: Sequence[Mapping[str, Any]] | None = None
    invitations: Sequence[Invitation] | None = None


CONSULTATION_FIELDS = ("organization_id", "planned_on", "is_public", "role")
FINANCIAL_FIELDS = (
    "year",
    "expense",
    "income",
    "product",
    "cost_center",
    "account",
    "is_budgeted",
    "needs_supplementary_budget",
)


def differ(paper: Paper, draft: Draft) -> bool:
    """Something in these parts is not stored yet."""
    return bool(differing(paper, draft))


def differing(paper: Paper, draft: Draft) -> list[str]:
    """The parts of which something is not stored yet, as people call them."""
    found = []
    rows, amounts, invitations = draft.consultations, draft.financial_rows, draft.invitations
    stations, stored = paper.consultations.order_by("position"), paper.financial_rows.order_by("position")
    if rows is not None and _rows_differ(list(stations), CONSULTATION_FIELDS, rows):
        found.append("Beratungsfolge")
    if amounts is not None and _rows_differ(list(stored), FINANCIAL_FIELDS, amounts):
        found.append("Beträge je Haushaltsjahr")
    if invitations is not None and _invitations_differ(paper, invitations):
        found.append("Beteiligte Fachbereiche")
    return found


def _rows_differ(
    stored: Sequence[Consultation | FinancialRow], names: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> bool:
    return len(stored) != len(rows) or any(
        _changed(row, names, values) for row, values in zip(stored, rows, strict=True)
    )


def _invitations_differ(paper: Paper, invitations: Sequence[Invitation]) -> bool:
    wanted = {key: said for key, (_, said) in _wanted(paper, invitations).items()}
    asked = paper.participations.all()
    stored = {_key(row): (row.is_mandatory, row.due_on) for row in asked}
    gone = any(_key(row) not in wanted for row in _removable(paper))
    return gone or any(stored.get(key) != values for key, values in wanted.items())


def replace_consultations(paper: Paper, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the ordered rows; untouched ones cause no history."""
    kept = {row.position: row for row in paper.consultations.all()}
    for position, values in enumerate(rows, start=1):
        row = kept.pop(position, None) or Consultation(paper=paper, position=position)
        _write(row, CONSULTATION_FIELDS, values)
    for row in kept.values():
        row.delete()


def replace_rows(paper: Paper, rows: Sequence[Mapping[str, Any]]) -> None:
    kept = {row.position: row for row in paper.financial_rows.all()}
    for position, values in enumerate(rows, start=1):
        row = kept.pop(position, None) or FinancialRow(paper=paper, position=position)
        _write(row, FINANCIAL_FIELDS, values)
    for row in kept.values():
        row.delete()


def copy(source: Paper, target: Paper) -> None:
    """Beratungsfolge and amounts of one paper for another; the signatures of the source say nothing here."""
    copy_consultations(source, target)
    replace_rows(target, list(source.financial_rows.values(*FINANCIAL_FIELDS)))
    impact_tables.copy(source, target)


def copy_consultations(source: Paper, target: Paper, **other: Any) -> None:
    """The Beratungsfolge of one paper for another; ``other`` replaces values of every row."""
    rows = source.consultations.order_by("position").values(*CONSULTATION_FIELDS)
    replace_consultations(target, [{**row, **other} for row in rows])


def _write(row: Consultation | FinancialRow, names: Sequence[str], values: Mapping[str, Any]) -> None:
    changed = _changed(row, names, values)
    for name, value in changed.items():
        setattr(row, name, value)
    if changed or row.pk is None:
        row.save()


def replace_invitations(paper: Paper, invitations: Sequence[Invitation]) -> None:
    """Who is no longer named goes, unless there is a signature; those the matter demands stay (M-02, M-03).

    Untouched rows cause no history. Whoever has acted on a duty keeps it: nobody gets rid of an outdated signature by
    making it voluntary (M-04).
    """
    wanted = _wanted(paper, invitations)
    for row in _removable(paper):
        if _key(row) not in wanted:
            row.delete()
    stored = {_key(row): row for row in paper.participations.all()}
    for key, (invitation, said) in wanted.items():
        row = stored.get(key) or Participation(
            paper=paper, kind=invitation.kind, unit=invitation.unit, office=invitation.office
        )
        if row.pk is None or (row.is_mandatory, row.due_on) != said:
            row.is_mandatory, row.due_on = said
            row.save()


def _wanted(
    paper: Paper, invitations: Sequence[Invitation]
) -> dict[Asked, tuple[Invitation, tuple[bool, dt.date | None]]]:
    """Each invitation with the duty and deadline it will have.

    A duty stays one that somebody has acted on (M-04), or that the matter itself demands meanwhile (M-02).
    """
    duties = paper.participations.filter(is_mandatory=True)
    bound = duties.filter(Q(signatures__isnull=False) | ~Q(required_by=""))
    keys = {_key(row) for row in bound}
    return {row.key: (row, (row.is_mandatory or row.key in keys, row.due_on)) for row in invitations}


def _key(row: Participation) -> Asked:
    return (row.unit_id, row.office, row.kind)


def _removable(paper: Paper) -> QuerySet[Participation]:
    return paper.participations.filter(required_by="", signatures__isnull=True)


def _changed(
    row: Consultation | FinancialRow, names: Sequence[str], values: Mapping[str, Any]
) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values and getattr(row, name) != values[name]}
