"""Was im Hintergrund stockt: orders that wait for a person or a worker, and documents that got no PDF (SI-04).

The page "Aufträge im Hintergrund" tells what hinders each; here it is only counted, as far as the person may read it.
"""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from motions.models import User

from . import (
    documents,
    meeting_documents,
    meeting_permissions,
    permissions,
    public_documents,
    signing,
    signing_page,
    stamp_ends,
)
from .duty import Duty
from .german_numbers import many
from .queue import LATE_AFTER

_SEVERAL_TRIES = 2


def duties(user: User, *, now: dt.datetime) -> list[Duty]:
    """What somebody in the Ratsbüro should look at; for anybody else nothing."""
    if not meeting_permissions.may_plan_meetings(user):
        return []
    found = []
    if stuck := stuck_orders(user, now=now):
        text = many(stuck, "Signaturauftrag kommt", "Signaturaufträge kommen")
        found.append(Duty("SI-04", f"{text} nicht voran", "background-work"))
    if end := signing.setup().list_ending(now=now):
        text = f"Eine Sperrliste für Signaturen gilt nur bis {timezone.localtime(end):%d.%m.%Y, %H:%M} Uhr"
        found.append(Duty("SI-04", f"{text}; die Betreuung muss sie erneuern", "background-work"))
    if ending := stamp_ends.ending(now=now).count():
        text = many(ending, "signierten Dokument endet", "signierten Dokumenten endet")
        words = f"Bei {text} bald der Archivzeitstempel; die Betreuung muss den Zeitstempeldienst prüfen"
        found.append(Duty("SI-04", words, "background-work"))
    if missing := documents_without_file(user, now=now):
        text = many(missing, "ausgefertigtes Dokument hat", "ausgefertigte Dokumente haben")
        found.append(Duty("SI-04", f"{text} noch kein PDF", "background-work"))
    return found


def stuck_orders(user: User, *, now: dt.datetime) -> int:
    """Signing orders that wait for a person, that failed again and again, or that no worker has touched."""
    stuck = Q(is_held=True) | Q(tries__gte=_SEVERAL_TRIES) & ~Q(failure="")
    untouched = Q(failure="", asked_at__lt=now - LATE_AFTER)
    return signing_page.waiting_orders(user).filter(stuck | untouched).count()


def documents_without_file(user: User, *, now: dt.datetime) -> int:
    """Documents whose PDF failed or is late: those that asking again tries."""
    issued = permissions.visible_documents(user).filter(pk__in=documents.overdue(now=now).values("pk"))
    of_meetings = meeting_permissions.visible_meeting_documents(user).filter(
        pk__in=meeting_documents.overdue(now=now).values("pk")
    )
    further = public_documents.visible().filter(pk__in=public_documents.overdue(now=now).values("pk"))
    return issued.count() + of_meetings.count() + further.count()
