"""Was über eine Stelle einmal eingetragen wird und bleibt: its evaluation, and the release of a blocked one."""

import datetime as dt

from django.utils import timezone

from motions.models import User
from motions.rules import past_days
from motions.rules.findings import NotPermitted, Refused, block
from motions.rules.once import save_once
from staffing.models import BlockRelease, PayGrade, Position, PositionEvaluation

from . import assignment_checks, permissions, position_history


def evaluate(
    position: Position,
    *,
    evaluated_on: dt.date,
    method: str,
    grade: PayGrade,
    document: str,
    by: User,
    now: dt.datetime,
) -> PositionEvaluation:
    """Write an evaluation down; raises NotPermitted, or Refused for a day to come."""
    _insist_on_keeper(by)
    if late := past_days.to_come("S-10", {"evaluated_on": evaluated_on}, on=timezone.localdate(now)):
        raise Refused(late)
    return PositionEvaluation.objects.create(
        position=position,
        evaluated_on=evaluated_on,
        method=method,
        grade=grade,
        document=document,
        recorded_by=by,
        recorded_at=now,
    )


def release(position: Position, treatment: int, *, by: User, on: dt.date, now: dt.datetime) -> BlockRelease:
    """Link the resolution that releases a blocked post. Raises NotPermitted, OutdatedState, or Refused where it is none
    of the organ that the Sperrvermerk names.
    """
    _insist_on_keeper(by)
    entry = position_history.listed(position, by, on=on)
    fitting = assignment_checks.releasing(entry, by) if entry else []
    if treatment not in {row.pk for row in fitting}:
        text = "Dieser Beschluss gibt die Stelle nicht frei. Wählen Sie einen des Gremiums, das der Vermerk nennt."
        raise Refused([block("S-02", text, "treatment", absolute=True)])
    row = BlockRelease(position=position, treatment_id=treatment, recorded_by=by, recorded_at=now)
    save_once(row, "Diese Freigabe ist schon eingetragen.")
    return row


def _insist_on_keeper(by: User) -> None:
    if not permissions.keeps_plan(by):
        raise NotPermitted("Bewertungen und Freigaben trägt die Personalstelle ein.")
