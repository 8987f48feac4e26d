"""Prüfung einer Planung: what stands against a day (E-01, E-07, E-14, H-02); nothing here changes a row."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils import timezone

from motions.models import Meeting, Organization, User
from motions.models.choices import OrganizationType

from . import bylaws, notice_period, organs
from .findings import Finding, block, warn
from .transitions import Act

_MOST_MONTHS = 2


@dataclass(frozen=True)
class Plan:
    """Zeit, Ort und Umstände einer Sitzung; without an editorial deadline the local law says it."""

    starts_at: dt.datetime
    place: str
    room: str = ""
    access_note: str = ""
    planned_end_at: dt.datetime | None = None
    editorial_deadline_on: dt.date | None = None
    is_hybrid: bool = False
    link: str = ""
    minute_taker: User | None = None


def foreseen(
    organ: Organization,
    plans: Sequence[Plan],
    *,
    now: dt.datetime,
    meeting: Meeting | None = None,
    reason: str = "",
) -> list[Finding]:
    """What stands against these plans; the meeting that is being changed does not count against itself."""
    found: list[Finding] = []
    if not organs.deliberating_organs().filter(pk=organ.pk).exists():
        found.append(block("E-14", f"{organ} tagt nicht (mehr). Wählen Sie ein anderes Gremium."))
    if any(plan.is_hybrid for plan in plans):
        found += _hybrid(organ, plans)
    found += [late for plan in plans if (late := _late_deadline(plan))]
    if meeting is None or plans[0].starts_at != meeting.starts_at:
        found += _gaps(organ, plans, meeting)
        found += [] if meeting is None else _moving(meeting, plans[0], now, reason)
    return found


def _hybrid(organ: Organization, plans: Sequence[Plan]) -> list[Finding]:
    """H-02: hybrid meetings are for committees, and only if the Hauptsatzung provides for them (§ 58a GO NRW)."""
    if organ.organization_type == OrganizationType.COUNCIL:
        text = (
            "Der Rat tagt nicht hybrid, außer in einer Notlage (§ 47a GO NRW). Nehmen Sie das Häkchen heraus."
        )
        return [block("H-02", text, "is_hybrid")]
    if not all(
        bylaws.is_on("meeting.hybrid_committees", on=timezone.localdate(plan.starts_at)) for plan in plans
    ):
        text = "Die Hauptsatzung sieht keine hybriden Sitzungen vor (§ 58a GO NRW). Nehmen Sie das Häkchen heraus."
        return [block("H-02", text, "is_hybrid")]
    return []


def _late_deadline(plan: Plan) -> Finding | None:
    """What is handed in after the meeting is not for it (E-07)."""
    if plan.editorial_deadline_on is None or plan.editorial_deadline_on < timezone.localdate(plan.starts_at):
        return None
    text = (
        f"Der Redaktionsschluss ({plan.editorial_deadline_on:%d.%m.%Y}) liegt nicht vor dem Tag der Sitzung. "
        "Wählen Sie einen früheren Tag oder lassen Sie ihn leer."
    )
    return block("E-07", text, "editorial_deadline_on", absolute=True)


def _gaps(organ: Organization, plans: Sequence[Plan], but: Meeting | None) -> list[Finding]:
    """E-14: the Rat should meet at least every two months."""
    if organ.organization_type != OrganizationType.COUNCIL:
        return []
    new = {timezone.localdate(plan.starts_at) for plan in plans}
    days = sorted({*_held(organ, but), *new})
    left = {but.held_on} - set(days) if but else set()
    return [
        warn(
            "E-14",
            f"Zwischen den Sitzungen des Rates am {earlier:%d.%m.%Y} und am {later:%d.%m.%Y} liegen mehr als zwei "
            "Monate. Planen Sie eine Sitzung dazwischen oder begründen Sie es.",
            "starts_at",
        )
        for earlier, later in pairwise(days)
        if later > _two_months_after(earlier)
        and ({earlier, later} & new or any(earlier < day < later for day in left))
    ]


def _held(organ: Organization, but: Meeting | None) -> set[dt.date]:
    rows = organ.meetings.not_cancelled().exclude(pk=but.pk if but else 0)
    return {row.held_on for row in rows}


def for_cancelling(act: Act[Meeting]) -> list[Finding]:
    """E-14: what the calendar of the Rat looks like without this meeting; the reason of the act answers it."""
    return _gaps(act.row.organization, [], act.row)


def _two_months_after(day: dt.date) -> dt.date:
    first = (day.replace(day=1) + dt.timedelta(days=31 * _MOST_MONTHS)).replace(day=1)
    end = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return first.replace(day=min(day.day, end.day))


def _moving(meeting: Meeting, plan: Plan, now: dt.datetime, reason: str) -> list[Finding]:
    """A moved meeting says why; members who were invited get the whole Ladungsfrist once more (E-01)."""
    found = []
    if not reason.strip():
        found.append(
            block(
                "E-01",
                "Nennen Sie den Grund der Verlegung; er wird allen mitgeteilt.",
                "reason",
                absolute=True,
            )
        )
    if plan.starts_at <= now:
        text = "Die neue Zeit liegt in der Vergangenheit. Wählen Sie einen späteren Beginn."
        found.append(block("E-01", text, "starts_at", absolute=True))
    elif meeting.is_announced:
        # The same meeting at another time, to be asked about; it is never saved.
        moved = Meeting(organization=meeting.organization, starts_at=plan.starts_at)
        period = notice_period.of_meeting(moved)
        if not period.is_kept(on=timezone.localdate(now)):
            text = (
                f"Die Mitglieder sind schon eingeladen. Für den {moved.held_on:%d.%m.%Y} hätte die Einladung bis zum "
                f"{period.last_day:%d.%m.%Y} versandt sein müssen. Wählen Sie einen späteren Termin."
            )
            found.append(block("E-01", text, "starts_at"))
    return found
