"""Nach der Sitzung: what follows when a meeting is closed, minutes, tasks and word to the authors (§ 52 GO NRW)."""

from django.db.models import QuerySet

from motions.models import Meeting, Paper

from . import decisions, extracts, minutes, notices, tasks
from .transitions import Act


def follow_up(act: Act[Meeting]) -> None:
    """The Niederschrift begins (N-01), resolutions become tasks (N-09), authors hear what was decided.

    Safe to come here again after a correction: nobody is told twice, and outdated extracts are issued anew (N-08).
    """
    meeting = act.row
    minutes.begin(meeting, now=act.now)
    tasks.create_from(meeting, by=act.by, now=act.now)
    extracts.renew(meeting, by=act.by, now=act.now)
    if not meeting.events.filter(to_status=meeting.status).exists():
        for paper in decided_papers(meeting):
            notices.paper_decided(paper, by=act.by, now=act.now)


def decided_papers(meeting: Meeting) -> QuerySet[Paper]:
    """Papers on which their deciding organ has spoken for good in this meeting."""
    return Paper.objects.filter(consultations__items__in=decisions.final(meeting.items.all())).distinct()
