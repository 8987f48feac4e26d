"""Übersicht des Sitzungsdienstes: every meeting by phase, with what is still missing in words (ux.md 8.3)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from motions.models import Meeting
from motions.models.choices import MeetingStatus, MinutesStatus, OrganizationType, PaperStatus
from motions.models.meeting import MeetingQuerySet

from . import bylaws, notice_period, public_notice
from .notice_period import NoticePeriod

EMPTY = "Die Tagesordnung ist leer"
NO_NOTICE = "Bekanntmachung fehlt"
_RECENT = dt.timedelta(days=60)
_PHASES = (
    ("In Vorbereitung", MeetingStatus.PLANNED),
    ("Eingeladen", MeetingStatus.INVITED),
    ("Sitzung läuft", MeetingStatus.IN_SESSION),
    ("Durchgeführt", MeetingStatus.CLOSED),
    ("Abgesagt", MeetingStatus.CANCELLED),
)


@dataclass(frozen=True)
class Standing:
    """Eine Sitzung mit dem, was ihr fehlt, und dem letzten Tag für die Einladung."""

    meeting: Meeting
    missing: tuple[str, ...]
    last_day: dt.date | None
    is_overdue: bool


@dataclass(frozen=True)
class Phase:
    """Alle Sitzungen eines Standes."""

    title: str
    standings: list[Standing]


def phases(meetings: MeetingQuerySet, *, now: dt.datetime) -> list[Phase]:
    """Meetings to come, of the last sixty days, or without signed minutes; as many queries for 1 as for 100."""
    unsigned = Q(minutes__status__in=[MinutesStatus.DRAFT, MinutesStatus.READY])
    rows = standings(meetings.filter(Q(starts_at__gte=now - _RECENT) | unsigned), now=now)
    found = [Phase(title, [row for row in rows if row.meeting.status == status]) for title, status in _PHASES]
    return [phase for phase in found if phase.standings]


def standings(meetings: MeetingQuerySet, *, now: dt.datetime) -> list[Standing]:
    """What each of these meetings lacks, by date."""
    laws = bylaws.history("invitation.days", "invitation.mode")
    return [_standing(row, laws, now) for row in _counted(meetings).by_date()]


def _counted(meetings: MeetingQuerySet) -> MeetingQuerySet:
    notices = public_notice.standing().filter(meeting=OuterRef("pk"))
    unnamed = Q(items__is_public=False, items__public_title="")
    return meetings.select_related("organization", "minutes").annotate(
        item_count=Count("items", distinct=True),
        unnamed_count=Count("items", filter=unnamed, distinct=True),
        new_count=Count("items", filter=Q(items__announced_at__isnull=True), distinct=True),
        replaced_count=Count(
            "items", filter=Q(items__consultation__paper__status=PaperStatus.SUPERSEDED), distinct=True
        ),
        has_notice=Exists(notices),
    )


def _standing(meeting: Meeting, laws: bylaws.History, now: dt.datetime) -> Standing:
    period = _period(meeting, laws)
    today = timezone.localdate(now)
    is_planned = meeting.status == MeetingStatus.PLANNED
    is_overdue = is_planned and period is not None and not period.is_kept(on=today)
    missing: list[str] = []
    if is_planned:
        missing = _before_invitation(meeting)
    elif meeting.status == MeetingStatus.INVITED:
        missing = _before_opening(meeting, now)
    elif meeting.status == MeetingStatus.CLOSED:
        missing = _of_minutes(meeting)
    if is_overdue:
        missing.insert(0, "Die Ladungsfrist ist verstrichen")
    return Standing(meeting, tuple(missing), period.last_day if is_planned and period else None, is_overdue)


def _period(meeting: Meeting, laws: bylaws.History) -> NoticePeriod | None:
    days, mode = (laws.get(key, meeting.held_on) for key in ("invitation.days", "invitation.mode"))
    if days is None or mode is None:
        return None
    return notice_period.count(meeting.held_on, wanted=int(days), mode=str(mode))


def _before_invitation(meeting: Meeting) -> list[str]:
    counts: dict[str, int] = vars(meeting)
    found = [] if counts["item_count"] else [EMPTY]
    if counts["unnamed_count"]:
        found.append(_many(counts["unnamed_count"], "ohne Titel für die Öffentlichkeit"))
    if meeting.minute_taker_id is None:
        found.append("Schriftführung fehlt")
    return found


def _before_opening(meeting: Meeting, now: dt.datetime) -> list[str]:
    counts: dict[str, int] = vars(meeting)
    found = []
    is_council = meeting.organization.organization_type == OrganizationType.COUNCIL
    if is_council and not counts["has_notice"]:
        found.append(NO_NOTICE)
    if counts["new_count"]:
        found.append(_many(counts["new_count"], "noch nicht mitgeteilt"))
    if counts["replaced_count"]:
        found.append(_many(counts["replaced_count"], "mit einer Neufassung"))
    if meeting.minute_taker_id is None:
        found.append("Schriftführung fehlt")
    if meeting.starts_at <= now:
        found.append("Die Sitzung ist noch nicht eröffnet")
    return found


def _many(number: int, what: str) -> str:
    return f"1 Punkt {what}" if number == 1 else f"{number} Punkte {what}"


def _of_minutes(meeting: Meeting) -> list[str]:
    minutes = getattr(meeting, "minutes", None)
    if minutes is None or minutes.status == MinutesStatus.SIGNED:
        return []
    return [f"Niederschrift: {minutes.get_status_display()}"]
