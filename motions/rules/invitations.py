"""Einladung: numbers are drawn, the agenda is frozen, each member gets it on his or her way (§ 47 GO NRW, E-03)."""

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from motions.models import AgendaItem, Delivery, Invitation, Meeting, Person, User
from motions.models.choices import Edition, MeetingDocumentKind, MeetingStatus, PaperStatus

from . import (
    agenda_numbers,
    agenda_texts,
    meeting_documents,
    meeting_permissions,
    notice_period,
    notices,
    recipients,
    second_summons,
)
from .findings import NotPermitted, OutdatedState, Refused, block
from .history import record
from .queue import later
from .recipients import Recipient
from .transitions import Act


class Tell(Protocol):
    """Eine Benachrichtigung aller Eingeladenen (rules/notices.py)."""

    def __call__(self, meeting: Meeting, people: Iterable[Person], *, by: User, now: dt.datetime) -> None: ...


def send(act: Act[Meeting]) -> str:
    """Send the invitation, or a supplement with what is new, to everybody concerned; the effect of both steps.

    Sent later than the Ladungsfrist allows, it says why: the note of the act is the reason of the urgency (E-02).
    A Neufassung takes the place of what it replaced (V-15).
    """
    taken = agenda_texts.take_over(act.row)
    items = act.row.items.select_related("consultation__paper")
    act.row.second_summons = bool(second_summons.items_put_off(act.row, items))
    announce_items(act.row, now=act.now)
    tell = notices.agenda_supplemented if act.row.invitations.exists() else notices.meeting_invited
    send_again(act.row, by=act.by, now=act.now, reason=act.note, tell=tell)
    if taken:
        words = agenda_texts.told(taken)
        record(act.row, "take_text", "Neufassung übernommen", by=act.by, now=act.now, note=words)
    return ""


def send_again(meeting: Meeting, *, by: User, now: dt.datetime, reason: str, tell: Tell) -> Invitation:
    """One more revision of what was announced, for example because the meeting was moved; ``tell`` says why."""
    is_short = not notice_period.of_meeting(meeting).is_kept(on=timezone.localdate(now))
    invitation = Invitation.objects.create(
        meeting=meeting,
        revision=meeting.invitations.count() + 1,
        sent_by=by,
        sent_at=now,
        is_short_notice=is_short,
        urgency_reason=reason if is_short else "",
    )
    rows = recipients.of_meeting(meeting)
    _deliver(invitation, rows, at=now)
    _freeze(invitation)
    later("write_manifests", invitation_id=invitation.pk)
    tell(meeting, [row.person for row in rows], by=by, now=now)
    return invitation


def is_supplement_due(meeting: Meeting) -> bool:
    """Something stands on the agenda that members were not sent yet: an item, or the Neufassung of a paper (V-15)."""
    unsent = Q(announced_at=None) | Q(consultation__paper__status=PaperStatus.SUPERSEDED)
    return meeting.items.filter(unsent).exists()


def announce_items(meeting: Meeting, *, now: dt.datetime) -> None:
    """Give each item not sent yet its number, counted in its part; what was sent keeps its own (E-12)."""
    items = list(meeting.items.all())
    numbers = agenda_numbers.drawn(items)
    for item in items:
        if item.pk in numbers:
            item.number, item.announced_at = numbers[item.pk], now
    fresh = [item for item in items if item.pk in numbers]
    AgendaItem.objects.bulk_update(fresh, ["number", "announced_at"])


def invite_late(meeting: Meeting, *, by: User, now: dt.datetime, version: int) -> list[Recipient]:
    """Nachladen: whoever came into the organ after the invitation gets the newest agenda, too (E-03, E-04).

    Raises OutdatedState (somebody was faster, or the meeting is opened), NotPermitted, or Refused if nobody is left
    who can be reached.
    """
    with transaction.atomic():
        locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if locked.version != version or locked.status != MeetingStatus.INVITED:
            raise OutdatedState("Die Sitzung wurde inzwischen geändert. Prüfen Sie, wer noch einzuladen ist.")
        if not meeting_permissions.may_manage_meeting(by, locked, timezone.localdate(now)):
            raise NotPermitted("Zu Sitzungen lädt das Ratsbüro ein.")
        rows = [row for row in recipients.uninvited(locked) if row.channel]
        if not rows:
            text = "Alle, die einen Weg für die Einladung haben, sind eingeladen. Prüfen Sie die übrigen."
            raise Refused([block("E-03", text, absolute=True)])
        _deliver(locked.invitations.order_by("-revision")[0], rows, at=now)
        locked.version += 1
        locked.save(update_fields=["version"])
        notices.meeting_invited(locked, [row.person for row in rows], by=by, now=now)
        names = ", ".join(str(row.person) for row in rows)
        record(locked, "invite_late", "Nachgeladen", by=by, now=now, note=names)
    return rows


def _deliver(invitation: Invitation, rows: Iterable[Recipient], *, at: dt.datetime) -> None:
    """E-03: when, on which way, for whom it was provided; who has no way was let pass in the act."""
    Delivery.objects.bulk_create(
        Delivery(
            invitation=invitation,
            person=row.person,
            channel=row.channel,
            is_substitute=row.is_substitute,
            provided_at=at,
        )
        for row in rows
        if row.channel
    )


def _freeze(invitation: Invitation) -> None:
    """SI-04: the agenda as it is sent, for members and for everybody, readable from now on."""
    for edition in (Edition.PUBLIC, Edition.INTERNAL):
        content = meeting_documents.agenda_content(
            invitation.meeting,
            edition=edition,
            revision=invitation.revision,
            now=invitation.sent_at,
            urgency_reason=invitation.urgency_reason,
        )
        meeting_documents.freeze(
            invitation.meeting,
            MeetingDocumentKind.AGENDA,
            edition=edition,
            content=content,
            now=invitation.sent_at,
            revision=invitation.revision,
            published_at=invitation.sent_at,
        )
