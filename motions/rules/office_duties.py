"""Was im Ratsbüro ansteht: one line for each register that waits for an act, with the rule it comes from."""

import datetime as dt

from django.utils import timezone

from motions.models import User

from . import (
    audio_recordings,
    background_trouble,
    demands,
    file_inspections,
    meeting_permissions,
    objection_checks,
    public_summaries,
    urgent,
)
from .duty import Duty
from .german_numbers import many


def on_desk(user: User, *, now: dt.datetime) -> list[Duty]:
    """What stalls in the background comes first, then the duties of the day."""
    return [*background_trouble.duties(user, now=now), *of(user, on=timezone.localdate(now))]


def of(user: User, *, on: dt.date) -> list[Duty]:
    """The duties of somebody in the Ratsbüro; of anybody else none. As many queries for one as for many."""
    if not meeting_permissions.may_plan_meetings(user):
        return []
    found: list[Duty] = []
    waiting = demands.waiting(on=on)
    if waiting:
        late = sum(row.is_overdue for row in waiting)
        text = many(len(waiting), "Einberufungsverlangen wartet", "Einberufungsverlangen warten")
        words = f"{text} auf eine Sitzung" + (f", davon {late} überfällig" if late else "")
        found.append(Duty("E-15", words, "demand-list"))
    open_summaries = public_summaries.undecided().count()
    if open_summaries:
        text = many(open_summaries, "nichtöffentlicher Beschluss ist", "nichtöffentliche Beschlüsse sind")
        found.append(Duty("P-07", f"{text} nicht bekanntgegeben", "summary-list"))
    if late_decisions := sum(row.is_overdue for row in urgent.awaited(user)):
        text = many(late_decisions, "dringliche Entscheidung wartet", "dringliche Entscheidungen warten")
        found.append(Duty("U-03", f"{text} überfällig auf die Genehmigung", "urgent-decision-list"))
    if resting := objection_checks.visible_objections(user).filter(result="").count():
        text = many(resting, "Beschluss ruht", "Beschlüsse ruhen")
        found.append(Duty("W-02", f"{text} nach Widerspruch, Beanstandung oder Einspruch", "objection-list"))
    late_recordings = [row for row in audio_recordings.to_delete(on=on) if row.is_overdue]
    if late_recordings:
        text = many(len(late_recordings), "Tonaufzeichnung ist", "Tonaufzeichnungen sind")
        found.append(Duty("N-07", f"{text} zu löschen", "audio-list"))
    late_requests = len(file_inspections.overdue(on=on))
    if late_requests:
        text = many(late_requests, "Antrag auf Akteneinsicht ist", "Anträge auf Akteneinsicht sind")
        found.append(Duty("G-06", f"{text} überfällig", "inspection-list"))
    return found
