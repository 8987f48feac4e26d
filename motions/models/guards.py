"""Sperren in der Datenbank: what holds even for a plain UPDATE past all rules (I3, SI-04).

The way of a paper is written down a second time here, on purpose: tests compare it with rules/workflow.py.
"""

from __future__ import annotations

import pgtrigger
from django.db import models

from .choices import EDITABLE, PaperStatus
from .triggers import known_steps, never_deleted, only_where

STEPS: frozenset[tuple[str, str]] = frozenset(
    {
        (PaperStatus.DRAFT, PaperStatus.CO_SIGNING),
        (PaperStatus.RETURNED, PaperStatus.CO_SIGNING),
        (PaperStatus.DRAFT, PaperStatus.SUBMITTED),
        (PaperStatus.CO_SIGNING, PaperStatus.SUBMITTED),
        (PaperStatus.RETURNED, PaperStatus.SUBMITTED),
        (PaperStatus.SUBMITTED, PaperStatus.RELEASED),
        (PaperStatus.SUBMITTED, PaperStatus.RETURNED),
        (PaperStatus.CO_SIGNING, PaperStatus.RETURNED),
        (PaperStatus.RELEASED, PaperStatus.DRAFT),
        (PaperStatus.RELEASED, PaperStatus.SUPERSEDED),
        (PaperStatus.SUPERSEDED, PaperStatus.RELEASED),
        (PaperStatus.DRAFT, PaperStatus.WITHDRAWN),
        (PaperStatus.CO_SIGNING, PaperStatus.WITHDRAWN),
        (PaperStatus.RETURNED, PaperStatus.WITHDRAWN),
        (PaperStatus.SUBMITTED, PaperStatus.WITHDRAWN),
        (PaperStatus.RELEASED, PaperStatus.WITHDRAWN),
    }
)
_REFERENCE = ("reference_prefix", "reference_number", "reference_year", "reference_suffix", "slug")
_MOVING = {"status", "status_since", "version", "changed_at"}
_EDITABLE = ", ".join(f"'{status}'" for status in sorted(EDITABLE))


class _Settled(pgtrigger.Condition):
    """The paper is past its drafting, and a column that says something would change."""

    def __init__(self) -> None:
        super().__init__("true")

    def resolve(self, model: type[models.Model]) -> str:
        columns = [row.column for row in model._meta.concrete_fields if row.name not in _MOVING]
        changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)
        return f"OLD.status NOT IN ({_EDITABLE}) AND ({changed})"


def of_a_paper() -> list[pgtrigger.Trigger]:
    """Everything that guards the row of a paper."""
    return [
        never_deleted("paper_never_deleted"),
        _frozen_reference(),
        _frozen_text(),
        known_steps("paper_known_steps", STEPS),
        _released_by_somebody(),
    ]


def _frozen_reference() -> pgtrigger.Trigger:
    """A number once given stays (V-01)."""
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _REFERENCE)
    return pgtrigger.Protect(
        name="paper_reference_frozen",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(f"OLD.reference_number IS NOT NULL AND ({changed})"),
    )


def _frozen_text() -> pgtrigger.Trigger:
    """Once submitted, a paper keeps its text, publicity and dates; only its status moves on (V-15)."""
    return pgtrigger.Protect(name="paper_text_frozen", operation=pgtrigger.Update, condition=_Settled())


def _released_by_somebody() -> pgtrigger.Trigger:
    """A submitted paper becomes public only together with the row that says who released it (I8)."""
    return pgtrigger.Trigger(
        name="paper_released_by_somebody",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Condition(
            f"OLD.status = '{PaperStatus.SUBMITTED}' AND NEW.status = '{PaperStatus.RELEASED}'"
        ),
        func=(
            "IF NOT EXISTS (SELECT FROM motions_release r"
            " WHERE r.paper_id = NEW.id AND r.released_at >= OLD.status_since)"
            " THEN RAISE EXCEPTION 'a paper is released by somebody'; END IF; RETURN NEW;"
        ),
    )


def frozen_with_its_paper(name: str) -> pgtrigger.Trigger:
    """A part of a paper comes, changes and goes only while the paper may be edited (V-15)."""
    condition = (
        f"EXISTS (SELECT FROM motions_paper p WHERE p.id = {{row}}.paper_id AND p.status IN ({_EDITABLE}))"
    )
    return only_where(name, condition, "the paper is frozen")


def only_growing_after_release(name: str) -> pgtrigger.Trigger:
    """The Beratungsfolge of a released paper may grow (B-07): its rows keep everything but their place."""
    is_in = "EXISTS (SELECT FROM motions_paper p WHERE p.id = {row}.paper_id AND p.status IN ({states}))"
    released = f"'{PaperStatus.RELEASED}'"
    grows = is_in.format(row="NEW", states=f"{_EDITABLE}, {released}")
    moves = (
        f"{is_in.format(row='OLD', states=released)} AND"
        " (OLD.paper_id, OLD.organization_id, OLD.planned_on, OLD.is_public, OLD.role) IS NOT DISTINCT FROM"
        " (NEW.paper_id, NEW.organization_id, NEW.planned_on, NEW.is_public, NEW.role)"
    )
    before, after = (is_in.format(row=row, states=_EDITABLE) for row in ("OLD", "NEW"))
    refuse = "RAISE EXCEPTION 'the paper is frozen'"
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func=(
            f"IF TG_OP = 'INSERT' THEN IF NOT {grows} THEN {refuse}; END IF; RETURN NEW; END IF;"
            f" IF TG_OP = 'DELETE' THEN IF NOT {before} THEN {refuse}; END IF; RETURN OLD; END IF;"
            f" IF NOT ({moves} OR ({before} AND {after})) THEN {refuse}; END IF;"
            " RETURN NEW;"
        ),
    )
