"""Wiederholte Anträge: the same motion, rejected not long ago (Geschäftsordnung, O-05)."""

import datetime as dt

from django.utils import timezone

from motions.models import Paper, Treatment
from motions.models.choices import Behaviour, MeetingStatus, Outcome

from . import bylaws
from .findings import Finding, warn
from .retention import months_before


def findings(paper: Paper, *, now: dt.datetime) -> list[Finding]:
    """A motion of the same name that was rejected within the months of the Geschäftsordnung."""
    if not paper.is_of_members or paper.paper_type.behaviour != Behaviour.ASKS or not paper.subject.strip():
        return []
    months = bylaws.number("motion.repeat_months", on=timezone.localdate(now))
    rejected = Treatment.objects.filter(
        outcome=Outcome.REJECTED,
        item__meeting__status=MeetingStatus.CLOSED,
        item__meeting__starts_at__gte=months_before(now, months),
        item__consultation__paper__subject__iexact=paper.subject.strip(),
    ).exclude(item__consultation__paper=paper)
    row = rejected.select_related("item__meeting__organization").order_by("-item__meeting__starts_at").first()
    if row is None:
        return []
    text = (
        f"Ein Antrag mit diesem Betreff wurde am {row.item.meeting.held_on:%d.%m.%Y} abgelehnt "
        f"({row.item.meeting.organization}). Begründen Sie, was sich seitdem geändert hat."
    )
    return [warn("O-05", text, "subject")]
