"""Zuordnung eines Entwurfs: its lead unit and its kind, both open until the number is drawn (V-04)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from motions.models import Paper, PaperType, Unit, User
from motions.models.choices import Author, Behaviour

from . import offices, permissions
from .clearance import clearance
from .findings import Refused, block


def lead_units(paper: Paper, *, by: User, on: dt.date) -> QuerySet[Unit]:
    """The units among which the person may choose, always with the present one."""
    may_move = permissions.may_place_paper(by, paper) and not _is_secret_copy(paper)
    mine = offices.unit_ids(by, on) if may_move else set()
    return Unit.objects.filter(Q(pk__in=mine, is_active=True) | Q(pk=paper.lead_unit_id))


def paper_types(paper: Paper, *, by: User) -> QuerySet[PaperType]:
    """The kinds among which the person may choose, always with the present one.

    What members have written keeps its behaviour, and with it the protection of its wording (V-17); nothing else
    becomes their word.
    """
    offered = Q(is_active=True) if permissions.may_place_paper(by, paper) else Q(pk__in=[])
    if paper.is_of_members:
        offered &= Q(behaviour=paper.paper_type.behaviour, author=Author.GROUP)
    else:
        offered &= ~Q(author=Author.GROUP) & ~Q(behaviour=Behaviour.AMENDS)
    return PaperType.objects.filter(offered | Q(pk=paper.paper_type_id))


def _is_secret_copy(paper: Paper) -> bool:
    """Its words come from something non-public and stay with those who may read that (P-08)."""
    if paper.copied_from_id is None:
        return False
    with clearance("system"):
        return not Paper.objects.get(pk=paper.copied_from_id).is_public


def guard(paper: Paper, changes: Mapping[str, Any], *, by: User, on: dt.date) -> None:
    """Refuse a unit or kind that cannot be chosen, whatever form it came from."""
    unit, kind = changes.get("lead_unit"), changes.get("paper_type")
    if unit is not None and not lead_units(paper, by=by, on=on).filter(pk=unit.pk).exists():
        text = "Diesen Fachbereich können Sie nicht wählen. Lassen Sie den bisherigen stehen."
        raise Refused([block("V-04", text, "lead_unit", absolute=True)])
    if kind is not None and not paper_types(paper, by=by).filter(pk=kind.pk).exists():
        text = "Diese Vorlagenart können Sie nicht wählen. Lassen Sie die bisherige stehen."
        raise Refused([block("V-04", text, "paper_type", absolute=True)])
