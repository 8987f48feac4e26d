"""Ausgang: mails leave one by one, each claimed first, so that two workers never send the same one.

No program can send a mail and write down that it did in one step. Where the worker dies in between, the row stays
claimed; after a quarter of an hour it is free again and the mail goes out once more, under the same Message-ID. A
lost Einladung would be worse than a second one. A mail service that is down costs nothing but time: the row waits,
longer after each try, up to a day.
"""

import datetime as dt
import logging
import uuid
from smtplib import SMTPException

from django.utils import timezone

from motions.models import Delivery, Notification
from motions.models.notification import NotificationKind, NotificationQuerySet

from . import notification_mail
from .clearance import clearance

_CLAIM_ENDS = dt.timedelta(minutes=15)
_FIRST_WAIT = dt.timedelta(minutes=5)
_LONGEST_WAIT = dt.timedelta(days=1)
_OVERDUE = dt.timedelta(days=2)

_OF_INVITATIONS = (
    NotificationKind.MEETING_INVITED,
    NotificationKind.AGENDA_SUPPLEMENTED,
    NotificationKind.MEETING_MOVED,
)

log = logging.getLogger(__name__)


def send_due(*, now: dt.datetime) -> int:
    """Send everything that is due, one mail for each person; how many left. Call it outside of a transaction."""
    sent = 0
    while (mail := _claim(now=now)) is not None:
        sent += _send(mail, now=now)
    return sent


def overdue(*, now: dt.datetime) -> list[Notification]:
    """What should have left long ago (I13)."""
    rows = Notification.objects.unsent().filter(created_at__lt=now - _OVERDUE)
    return list(rows.select_related("recipient"))


def _claim(*, now: dt.datetime) -> uuid.UUID | None:
    """Take the oldest waiting row with all others of its person, or those that went into the same mail before.

    None if nothing waits, or if another worker is just taking it: that one goes on with the rest.
    """
    with clearance("system"):
        waiting = Notification.objects.waiting(now, given_up_before=now - _CLAIM_ENDS)
        first = waiting.order_by("due_at", "pk").first()
        if first is None:
            return None
        together = waiting.filter(recipient=first.recipient_id, mail=first.mail)
        if first.mail is None:
            together = waiting.filter(recipient=first.recipient_id, mail__isnull=True)
        taken = list(together.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True))
        if not taken:
            return None
        mail = first.mail or uuid.uuid4()
        Notification.objects.filter(pk__in=taken).update(mail=mail, claimed_at=now)
        return mail


def _send(mail: uuid.UUID, *, now: dt.datetime) -> bool:
    with clearance("system"):
        rows = list(_of(mail).select_related("recipient", "paper", "meeting__organization"))
        message = notification_mail.compose(mail, rows, on=timezone.localdate(now))
    try:
        message.send()
    except (SMTPException, OSError) as failure:
        _postpone(mail, rows, failure, now=now)
        return False
    with clearance("system"):
        _of(mail).update(sent_at=now, failure="")
        _note_delivery(rows, now=now)
    return True


def _postpone(mail: uuid.UUID, rows: list[Notification], failure: Exception, *, now: dt.datetime) -> None:
    attempts = rows[0].attempts + 1
    wait = min(_FIRST_WAIT * 2 ** min(attempts - 1, 10), _LONGEST_WAIT)
    name = type(failure).__name__
    log.warning("A mail could not be sent (%s); next try in %s.", name, wait)
    text = f"Die E-Mail konnte nicht gesendet werden ({name}). Prüfen Sie Adresse und Maildienst."
    with clearance("system"):
        _of(mail).update(claimed_at=None, due_at=now + wait, attempts=attempts, failure=text)


def _note_delivery(rows: list[Notification], *, now: dt.datetime) -> None:
    """When an Einladung, a Nachtrag or another time was told is part of its proof (E-03)."""
    for row in rows:
        if row.kind in _OF_INVITATIONS and row.recipient.person_id is not None:
            told = Delivery.objects.filter(invitation__meeting=row.meeting_id, notified_at__isnull=True)
            told = told.filter(person=row.recipient.person_id, provided_at__lte=row.created_at)
            told.update(notified_at=now)


def _of(mail: uuid.UUID) -> NotificationQuerySet:
    return Notification.objects.filter(mail=mail, sent_at__isnull=True)
