"""Ob entschieden ist: items whose deciding organ has spoken for good (§ 52 GO NRW, V-03)."""

from django.db.models import QuerySet

from motions.models import AgendaItem, Meeting, Paper
from motions.models.choices import ConsultationRole, MeetingStatus, Outcome

from .clearance import clearance

# Nothing was said about these; they wait for another meeting. What goes on without the public has an item of its own.
POSTPONED = (Outcome.DEFERRED, Outcome.REMOVED_FROM_AGENDA, Outcome.CONTINUED)
_GOES_ON = ("", Outcome.REFERRED, *POSTPONED)
_OPEN_AGAIN = (Outcome.WITHDRAWN, Outcome.ANNULLED)


def final(items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """Those of some items on which a deciding organ has spoken for good."""
    decided = items.filter(consultation__role=ConsultationRole.DECIDING, treatment__isnull=False)
    return decided.exclude(treatment__outcome__in=_GOES_ON)


def decided_in(paper: Paper) -> Meeting | None:
    """The closed meeting whose decision on a paper stands; a withdrawal told there is none."""
    with clearance("system"):
        items = AgendaItem.objects.filter(consultation__paper=paper, meeting__status=MeetingStatus.CLOSED)
        rows = final(items).exclude(treatment__outcome__in=_OPEN_AGAIN)
        row = rows.select_related("meeting__organization").order_by("meeting__starts_at").first()
    return row.meeting if row else None
