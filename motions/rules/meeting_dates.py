"""Sitzungstermine für die Beratungsfolge: real meetings with their Redaktionsschluss instead of guessed days."""

import datetime as dt
from collections.abc import Iterable

from motions.models import Consultation, Meeting, Organization

from .findings import Finding, warn

_SHOWN = 40


def offered(*, on: dt.date, organs: Iterable[Organization] | None = None) -> list[Meeting]:
    """The next planned meetings to which papers can still go, in the order of their days."""
    rows = Meeting.objects.to_come(on).not_cancelled()
    if organs is not None:
        rows = rows.filter(organization__in=organs)
    return list(rows.select_related("organization").by_date()[:_SHOWN])


def missed_deadlines(sequence: list[Consultation], *, on: dt.date) -> list[Finding]:
    """B-02: a paper handed in after the Redaktionsschluss comes as a Nachtrag or to a later meeting."""
    wanted = {
        (row.organization_id, row.planned_on) for row in sequence if row.planned_on and row.planned_on >= on
    }
    if not wanted:
        return []
    rows = Meeting.objects.to_come(on).not_cancelled().filter(editorial_deadline_on__lt=on)
    rows = rows.filter(organization__in={organ for organ, _ in wanted}).select_related("organization")
    return [
        warn(
            "B-02",
            f"{row.organization} am {row.held_on:%d.%m.%Y}: Der Redaktionsschluss war am "
            f"{row.editorial_deadline_on:%d.%m.%Y}. Wählen Sie eine spätere Sitzung oder bitten Sie den Sitzungsdienst "
            "um eine Nachtragsvorlage.",
            "consultations",
        )
        for row in rows.by_date()
        if (row.organization_id, row.held_on) in wanted
    ]
