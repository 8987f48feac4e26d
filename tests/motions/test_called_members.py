"""Wer am Sitzungstag sitzt oder vertritt: reads what was sent, until the mandate ends; both nets agree (E-04, I7)."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from motions.models import AgendaItem, Membership, Paper, SubstituteMembership, User
from motions.rules import meeting_permissions, permissions
from motions.rules.clearance import clearance
from tests.conftest import Login
from tests.people import SINCE, Town, member, person_of

from .desk import Desk, seen_by

DAY = dt.timedelta(days=1)


def seen(user: User, desk: Desk) -> list[bool]:
    """The secret item and its paper, by the query and by the database."""
    with clearance("system"):
        by_query = [
            meeting_permissions.visible_items(user).filter(pk=desk.secret.pk).exists(),
            permissions.visible_papers(user).filter(pk=desk.secret_paper.pk).exists(),
        ]
    with seen_by(user):
        by_database = [
            AgendaItem.objects.filter(pk=desk.secret.pk).exists(),
            Paper.objects.filter(pk=desk.secret_paper.pk).exists(),
        ]
    assert by_query == by_database
    return by_query


def test_e04_a_substitute_reads_what_was_sent_and_no_more_after_the_end(
    town: Town, desk: Desk, login: Login
) -> None:
    user = member("Erna Erle", town.organs["GF"])
    assert seen(user, desk) == [False, False]
    row = SubstituteMembership.objects.create(
        organization=town.organs["HFA"],
        person=person_of(user),
        parliamentary_group=town.organs["GF"],
        position=1,
        starts_on=SINCE,
    )
    assert seen(user, desk) == [True, True]
    client = login(user)
    assert client.get(reverse("member-home")).context["next"] == desk.meeting
    assert client.get(reverse("member-item", args=desk.secret_address)).status_code == 200
    SubstituteMembership.objects.filter(pk=row.pk).update(ends_on=timezone.localdate() - DAY)
    assert seen(user, desk) == [False, False]
    assert client.get(reverse("member-item", args=desk.secret_address)).status_code == 404


def test_e04_who_joins_before_the_day_of_the_meeting_reads_it_now(town: Town, desk: Desk) -> None:
    joining, too_late = member("Ida Igel"), member("Uwe Uhu")
    for user, starts_on in ((joining, desk.meeting.held_on), (too_late, desk.meeting.held_on + DAY)):
        Membership.objects.create(
            person=person_of(user), organization=town.organs["HFA"], starts_on=starts_on
        )
    assert (seen(joining, desk), seen(too_late, desk)) == ([True, True], [False, False])
