"""Befangenheit (§§ 31, 50 Abs. 6 GO NRW, R-01 to R-03): declared, no Enthaltung; its reason is never kept."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from motions.models import AgendaItem, Person, Recusal, User
from motions.models.choices import MeetingStatus

from . import meeting_permissions
from .findings import NotPermitted, OutdatedState
from .history import record

_OPEN = (MeetingStatus.INVITED, MeetingStatus.IN_SESSION)


def declare(
    item: AgendaItem,
    person: Person,
    *,
    ground: str,
    by: User,
    now: dt.datetime,
    stays_in_audience: bool = False,
) -> Recusal:
    """Befangenheit anzeigen: the member ahead of the meeting, or the Ratsbüro while it records.

    From then on the person is in no vote of the item (R-01), and a non-public item is closed to her or him (P-10).
    Raises OutdatedState if it is declared already or the meeting is over, or NotPermitted.
    """
    if item.meeting.status not in _OPEN:
        raise OutdatedState("Eine Befangenheit wird vor oder in der Sitzung angezeigt. Diese ist vorbei.")
    if not may_declare(by, item, person, on=timezone.localdate(now)):
        raise NotPermitted("Eine Befangenheit zeigt das Mitglied selbst an oder trägt das Ratsbüro ein.")
    try:
        with transaction.atomic():
            row = Recusal.objects.create(
                item=item,
                person=person,
                ground=ground,
                stays_in_audience=stays_in_audience,
                declared_by=by,
                declared_at=now,
            )
            words = f"{item.label}: Befangenheit angezeigt"
            record(item.meeting, "declare_recusal", words, by=by, now=now)
    except IntegrityError:
        raise OutdatedState("Diese Befangenheit ist schon eingetragen.") from None
    return row


def may_declare(by: User, item: AgendaItem, person: Person, *, on: dt.date) -> bool:
    """The member for himself or herself, the Ratsbüro for everybody."""
    is_own = by.is_active and by.person_id == person.pk
    return is_own or meeting_permissions.may_manage_meeting(by, item.meeting, on)
