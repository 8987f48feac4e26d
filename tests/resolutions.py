"""Beschlüsse für Tests: a paper, its meeting, and the result with the tasks that follow from it."""

import datetime as dt
from typing import Any

from django.utils import timezone

from motions.models import Meeting, Paper, ResolutionObjection, Treatment, User
from motions.rules import objections
from motions.rules.clearance import clearance
from tests.factories import consultation, make_released
from tests.meetings import announce, close_now, make_item, make_meeting, make_paper_item, open_now, settled
from tests.people import Town
from tests.standing import Ground, Standing


def resolve(
    town: Town,
    *,
    by_organ: str = "Rat",
    role: str = "deciding",
    starts_at: dt.datetime | None = None,
    subject: str = "Neue Bänke am Schlossplatz",
    is_public: bool = True,
    **result: Any,
) -> Treatment:
    """The result of a closed meeting about a paper of FB II; adopted unless ``result`` says otherwise.

    Each call needs an organ that does not meet at this time yet, or a time of its own.
    """
    organ = town.organs[by_organ]
    fields: dict[str, Any] = {} if is_public else {"is_public": False, "secrecy_ground": "property"}
    paper = make_released(
        by=town.clerk,
        subject=subject,
        consultations=[consultation(organ, role, is_public=is_public)],
        **fields,
    )
    starts_at = starts_at or timezone.localtime() + dt.timedelta(days=60 + Meeting.objects.count())
    return treat(town, paper, make_meeting(organ, starts_at=starts_at), **result)


class Resolutions:
    """Beschlüsse, die stehen: ``resolved(outcome="adopted")`` is what ``resolve`` makes, each kind made once.

    The first of a test, before anything is changed; further ones are made by ``resolve`` on top.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._made: dict[tuple[tuple[str, Any], ...], Standing[Treatment]] = {}

    def __call__(self, **wanted: Any) -> Treatment:
        kind = tuple(sorted(wanted.items()))
        if kind not in self._made:
            self._made[kind] = self._ground.build(lambda town: resolve(town, **wanted))
        return self._made[kind].put_back()


def treat(town: Town, paper: Paper, meeting: Meeting, **result: Any) -> Treatment:
    """The result of the first open consultation of a paper in a planned meeting, which is closed afterwards."""
    moment = meeting.starts_at
    with clearance("system"):
        item = make_paper_item(meeting, paper.consultations.get(organization=meeting.organization_id))
        meeting = open_now(announce(meeting, by=town.office, now=moment), by=town.office, now=moment)
        treatment = settled(item, **{"outcome": "adopted"} | result)
        close_now(meeting, by=town.office, now=moment + dt.timedelta(hours=2))
        return Treatment.objects.select_related("item__meeting__organization").get(pk=treatment.pk)


def object_to(
    treatment: Treatment, kind: str, *, by: User, days: int = 1, **fields: Any
) -> ResolutionObjection:
    """An objection raised so many days after the meeting."""
    with clearance("system"):
        day = treatment.item.meeting.held_on + dt.timedelta(days=days)
        row = ResolutionObjection(
            treatment=treatment, kind=kind, raised_on=day, **{"reasons": "Es fehlt das Geld."} | fields
        )
        noon = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
        objections.raise_objection(row, by=by, now=max(noon, timezone.now()))
        return row


def hold(town: Town, organ: str, on: dt.date) -> Meeting:
    """A meeting of an organ that was held on a day, with one item nobody asks about."""
    starts_at = timezone.make_aware(dt.datetime.combine(on, dt.time(18)))
    with clearance("system"):
        meeting = make_meeting(town.organs[organ], starts_at=starts_at)
        item = make_item(meeting)
        meeting = open_now(announce(meeting, by=town.office, now=starts_at), by=town.office, now=starts_at)
        settled(item, outcome="noted")
        return close_now(meeting, by=town.office, now=starts_at + dt.timedelta(hours=1))
