"""Übergabe eines Entwurfs: a colleague of the unit goes on with it (docs/decisions/0022)."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from motions.models import Paper, User

from . import notices, offices, permissions
from .clearance import clearance
from .findings import NotPermitted, OutdatedState, Refused, block
from .history import record


def colleagues(paper: Paper, *, on: dt.date) -> QuerySet[User]:
    """Who may go on with the paper: everybody who works in its lead unit."""
    return offices.people_in_office(on=on, units=[paper.lead_unit_id])


def hand_over(paper: Paper, to: User, *, by: User, now: dt.datetime, note: str = "") -> Paper:
    """``to`` is the drafter from now on: in the work list, for questions, and if the paper is returned.

    Raises OutdatedState (it lies there already, or went on), NotPermitted, or Refused with what is missing.
    """
    on = timezone.localdate(now)
    with transaction.atomic():
        locked = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        if locked.drafter_id == to.pk:
            raise OutdatedState(f"Die Vorlage liegt schon bei {to}. Es ist nichts mehr zu tun.")
        if locked.status not in permissions.HANDED_OVER_IN:
            raise OutdatedState(
                f"Die Vorlage ist inzwischen „{locked.get_status_display()}“. Übergeben lässt sich nur ein Entwurf."
            )
        if not permissions.may_hand_over_paper(by, locked, on):
            raise NotPermitted("Übergeben kann die Vorlage, wer sie verfasst oder den Fachbereich leitet.")
        _check(locked, to, by, note, on)
        former = locked.drafter
        # The event first: whoever gives a paper away may not see it any more.
        record(locked, "hand_over", f"Übergeben an {to}", by=by, now=now, note=note.strip())
        locked.drafter, locked.status_since = to, now
        with clearance("system"):
            locked.save(update_fields=["drafter", "status_since"])
        notices.paper_handed_over(locked, former, by=by, now=now)
    return locked


def _check(paper: Paper, to: User, by: User, note: str, on: dt.date) -> None:
    if not colleagues(paper, on=on).filter(pk=to.pk).exists():
        text = f"{to} arbeitet nicht in {paper.lead_unit}. Wählen Sie eine andere Person."
        raise Refused([block("V-16", text, "colleague", absolute=True)])
    if paper.drafter_id != by.pk and not note.strip():
        text = f"Nennen Sie den Grund: Bisher arbeitet {paper.drafter} an der Vorlage."
        raise Refused([block("V-16", text, "note", absolute=True)])
