"""Beteiligte im Entwurf: one line for each Fachbereich and each Amt, and what may still be chosen there (M-01)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef, Q

from motions.models import Appointment, CoSignature, Paper, Participation, Unit
from motions.models.choices import Office, ParticipationKind
from motions.models.period import holds_on

from . import permissions

# Who may be asked for a statement beside the units; the others write, release or organise.
ASKED_OFFICES = (
    Office.TREASURER,
    Office.PERSONNEL,
    Office.EQUALITY,
    Office.STAFF_COUNCIL,
    Office.DATA_PROTECTION,
)


@dataclass(frozen=True)
class Line:
    """Ein Fachbereich oder ein Amt: how it is asked now, the kinds it may be asked in, and whether it has acted."""

    unit: Unit | None
    asked: Participation | None
    kinds: tuple[str, ...]
    has_acted: bool = False
    office: str = ""
    is_there: bool = True

    @property
    def name(self) -> str:
        """The whole name, for the label of the line."""
        return str(self.unit) if self.unit else str(Office(self.office).label)

    @property
    def short_name(self) -> str:
        """The code of the unit, or the office."""
        return self.unit.code if self.unit else self.name

    @property
    def mark(self) -> str:
        """What tells the line apart in a form."""
        return str(self.unit.pk) if self.unit else self.office


def lines(paper: Paper) -> list[Line]:
    """Every existing unit, and those asked before they were closed; then each office that somebody holds.

    Who has acted can be asked once more. What the matter itself demands is not chosen here (M-02, M-03).
    """
    acted = Exists(CoSignature.objects.filter(participation=OuterRef("pk")))
    rows = list(paper.participations.annotate(has_acted=acted).order_by("unit", "office", "pk"))
    found = {key: list(group) for key, group in groupby(rows, key=lambda row: (row.unit_id, row.office))}
    units = Unit.objects.filter(Q(is_active=True) | Q(pk__in=[row.unit_id for row in rows]))
    of_units = [
        line for unit in units for line in _lines(unit, "", unit.is_active, found.get((unit.pk, ""), []))
    ]
    held = set(Appointment.objects.filter(holds_on(permissions.today())).values_list("office", flat=True))
    of_offices = [
        line
        for office in ASKED_OFFICES
        for line in _lines(None, office, office in held, found.get((None, office), []))
    ]
    return [*of_units, *of_offices]


def _lines(unit: Unit | None, office: str, is_there: bool, rows: Sequence[Participation]) -> Iterator[Line]:
    """One line with all kinds; two, each with its own, once a row has been acted on or both are asked for."""
    demanded = [row.kind for row in rows if row.required_by]
    every = tuple(kind for kind in ParticipationKind.values if kind not in demanded)
    chosen = [row for row in rows if not row.required_by]
    acted = [bool(getattr(row, "has_acted", False)) for row in chosen]
    if not chosen:
        if is_there and every:
            yield Line(unit, None, every, office=office)
    elif len(chosen) == 1 and not acted[0]:
        yield Line(unit, chosen[0], every, office=office, is_there=is_there)
    else:
        for row, has_acted in zip(chosen, acted, strict=True):
            yield Line(unit, row, (row.kind,), has_acted, office, is_there)
        left = tuple(kind for kind in every if kind not in [row.kind for row in chosen])
        if left and is_there:
            yield Line(unit, None, left, office=office)
