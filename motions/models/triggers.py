"""Auslöser in der Datenbank: the shapes that the guards of several tables share."""

from collections.abc import Collection

import pgtrigger


def frozen_row(name: str) -> pgtrigger.Trigger:
    """Written once: neither changed nor deleted."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


def never_deleted(name: str) -> pgtrigger.Trigger:
    """What was there once stays."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Delete)


def known_steps(name: str, steps: Collection[tuple[str, str]]) -> pgtrigger.Trigger:
    """No status but by a step of the life cycle."""
    listed = ", ".join(f"('{source}', '{target}')" for source, target in sorted(steps))
    return pgtrigger.Protect(
        name=name,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            f"OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN ({listed})"
        ),
    )


def only_where(name: str, condition: str, message: str) -> pgtrigger.Trigger:
    """A row comes, changes and goes only where the condition holds for ``{row}``, before and after."""
    before, after = (condition.format(row=row) for row in ("OLD", "NEW"))
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func=(
            f"IF TG_OP <> 'INSERT' AND NOT {before} THEN RAISE EXCEPTION '{message}'; END IF;"
            " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;"
            f" IF NOT {after} THEN RAISE EXCEPTION '{message}'; END IF;"
            " RETURN NEW;"
        ),
    )
