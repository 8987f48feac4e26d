"""Beteiligte im Entwurf: one line for each Fachbereich, and what may still be chosen there (M-01)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef, Q

from motions.models import CoSignature, Paper, Participation, Unit
from motions.models.choices import ParticipationKind


@dataclass(frozen=True)
class Line:
    """Ein Fachbereich: how it is asked now, the kinds it may be asked in, and whether it has acted already."""

    unit: Unit
    asked: Participation | None
    kinds: tuple[str, ...]
    has_acted: bool = False


def lines(paper: Paper) -> list[Line]:
    """Every existing unit, and those asked before they were closed; a unit that has acted can be asked once more.

    Offices the matter itself demands are not chosen here (M-02, M-03).
    """
    acted = Exists(CoSignature.objects.filter(participation=OuterRef("pk")))
    rows = paper.participations.filter(office="").annotate(has_acted=acted).order_by("unit", "pk")
    asked = {unit: list(group) for unit, group in groupby(rows, key=lambda row: row.unit_id)}
    units = Unit.objects.filter(Q(is_active=True) | Q(pk__in=asked))
    return [line for unit in units for line in _of_unit(unit, asked.get(unit.pk, []))]


def _of_unit(unit: Unit, rows: Sequence[Participation]) -> Iterator[Line]:
    """One line with all kinds; two, each with its own, once a row has been acted on or both are asked for."""
    every = tuple(ParticipationKind.values)
    acted = [bool(getattr(row, "has_acted", False)) for row in rows]
    if not rows:
        yield Line(unit, None, every)
    elif len(rows) == 1 and not acted[0]:
        yield Line(unit, rows[0], every)
    else:
        for row, has_acted in zip(rows, acted, strict=True):
            yield Line(unit, row, (row.kind,), has_acted)
        left = tuple(kind for kind in every if kind not in [row.kind for row in rows])
        if left and unit.is_active:
            yield Line(unit, None, left)
