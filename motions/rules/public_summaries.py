"""Bekanntgabe nichtöffentlicher Beschlüsse: their essential content, or why not (§ 52 Abs. 2 GO NRW, P-07)."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from motions.models import Meeting, PublicSummary, Treatment, User
from motions.models.choices import MeetingStatus, Outcome
from motions.models.public_summary import SummaryWaiver

from . import meeting_permissions, register_permissions
from .findings import NotPermitted, OutdatedState, Refused, block
from .history import record
from .permissions import Visitor

_RESOLVED = (
    Outcome.ADOPTED,
    Outcome.ADOPTED_AMENDED,
    Outcome.REJECTED,
    Outcome.ELECTED,
    Outcome.APPROVED,
    Outcome.ANNULLED,
)


def undecided() -> QuerySet[Treatment]:
    """Non-public resolutions of closed meetings about which nobody has decided yet, the oldest first (P-07)."""
    rows = Treatment.objects.filter(
        item__is_public=False,
        item__meeting__status=MeetingStatus.CLOSED,
        outcome__in=_RESOLVED,
        public_summary=None,
    )
    return rows.select_related("item__meeting__organization").order_by("item__meeting__starts_at", "position")


def decided(user: Visitor) -> QuerySet[PublicSummary]:
    """What was decided, as far as the person may know, the newest first."""
    rows = register_permissions.visible_summaries(user).select_related(
        "treatment__item__meeting__organization", "decided_by"
    )
    return rows.order_by("-decided_at", "-pk")


def published_of(meeting: Meeting) -> list[PublicSummary]:
    """What everybody may read about the non-public part of a meeting."""
    return list(PublicSummary.objects.filter(meeting=meeting).exclude(text="").order_by("pk"))


def decide(
    treatment: Treatment, *, text: str, waiver: str, version: int, by: User, now: dt.datetime
) -> PublicSummary:
    """Publish the essential content, or say why it stays closed; ``version`` is what the person saw, 0 for nothing.

    Raises NotPermitted, OutdatedState if somebody was faster, or Refused.
    """
    item = treatment.item
    if not meeting_permissions.may_manage_meeting(by, item.meeting, timezone.localdate(now)):
        raise NotPermitted("Über die Bekanntgabe entscheidet das Ratsbüro nach dem Beschluss des Gremiums.")
    text = text.strip()
    if bool(text) == bool(waiver):
        sentence = "Schreiben Sie entweder den öffentlichen Wortlaut, oder wählen Sie, warum er unterbleibt."
        raise Refused([block("P-07", sentence, "text", absolute=True)])
    with transaction.atomic():
        locked = Treatment.objects.select_for_update(of=("self",)).get(pk=treatment.pk)
        if item.is_public or locked.outcome not in _RESOLVED:
            sentence = "Bekanntgegeben wird nur ein nichtöffentlicher Beschluss."
            raise Refused([block("P-07", sentence, absolute=True)])
        row = PublicSummary.objects.filter(treatment=locked).first()
        if (row.version if row else 0) != version:
            raise OutdatedState("Über die Bekanntgabe ist inzwischen entschieden. Prüfen Sie den Wortlaut.")
        row = row or PublicSummary(treatment=locked, meeting=item.meeting)
        row.text, row.waiver, row.version = text, waiver, version + 1
        row.decided_by, row.decided_at = by, now
        row.save()
        words = "Wesentlicher Inhalt bekanntgegeben" if text else SummaryWaiver(waiver).label
        record(item.meeting, "publish_summary", f"{item.label}: {words}", by=by, now=now)
    return row
