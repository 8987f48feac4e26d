"""Einberufungsverlangen: a fifth or a Fraktion, named subjects, a duty until the meeting is named (E-15)."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from motions.models import MeetingDemand
from motions.models.choices import MeetingStatus
from motions.rules import agenda_sources, demands, office_duties
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from tests.conftest import Login
from tests.meetings import make_meeting
from tests.motions.refusals import rules_of
from tests.people import Town

TODAY = timezone.localdate()


def demand(town: Town, **fields: Any) -> MeetingDemand:
    """Five of twenty-five members of the Rat, about one subject."""
    row = MeetingDemand(
        **{"organ": town.organs["Rat"], "received_on": TODAY, "supporter_count": 5, "subjects": "Bäder"}
        | fields
    )
    noon = timezone.make_aware(dt.datetime.combine(row.received_on, dt.time(12)))
    with clearance("system"):
        return demands.record_demand(row, by=town.office, now=max(noon, timezone.now()))


def test_e15_a_demand_has_come_in_before_it_is_recorded(town: Town) -> None:
    row = MeetingDemand(organ=town.organs["Rat"], received_on=TODAY, supporter_count=5, subjects="Bäder")
    row.received_on += dt.timedelta(days=1)
    with clearance("system"), pytest.raises(Refused, match="liegt in der Zukunft") as refusal:
        demands.record_demand(row, by=town.office, now=timezone.now())
    assert [(one.rule, one.field) for one in refusal.value.findings] == [("E-15", "received_on")]


@pytest.mark.parametrize("count", [1, 4])
def test_e15_less_than_a_fifth_of_the_members_is_refused(town: Town, count: int) -> None:
    with pytest.raises(Refused, match="Nötig ist ein Fünftel der 25 Mitglieder") as refusal:
        demand(town, supporter_count=count)
    assert rules_of(refusal) == ["E-15"]


def test_e15_a_group_demands_alone(town: Town) -> None:
    row = demand(town, supporter_count=None, group=town.organs["GF"])
    assert row.demanded_by == "Grünes Forum"


@pytest.mark.parametrize(
    "fields",
    [
        {"supporter_count": None},
        {"subjects": " "},
        {"group": "HFA", "supporter_count": None},
        {"group": "GF"},
    ],
    ids=["nobody", "nothing", "no group", "both"],
)
def test_e15_who_and_what_belong_to_it(town: Town, fields: dict[str, Any]) -> None:
    named = {name: town.organs[value] if name == "group" else value for name, value in fields.items()}
    with pytest.raises(Refused) as refusal:
        demand(town, **named)
    assert rules_of(refusal) == ["E-15"]


def test_e15_the_duty_stands_until_the_meeting_is_named(town: Town, system: None) -> None:
    row = demand(town, received_on=TODAY - dt.timedelta(days=15))
    assert [duty.text for duty in office_duties.of(town.office, on=TODAY)] == [
        "1 Einberufungsverlangen wartet auf eine Sitzung, davon 1 überfällig"
    ]
    (waiting,) = demands.waiting(on=TODAY - dt.timedelta(days=1))
    assert (waiting.due_on, waiting.is_overdue) == (TODAY - dt.timedelta(days=1), False)
    meeting = make_meeting(town.organs["Rat"])
    demands.convene(row, meeting, by=town.office, now=timezone.now())
    assert (demands.waiting(on=TODAY), office_duties.of(town.office, on=TODAY)) == ([], [])
    with pytest.raises(OutdatedState):
        demands.convene(row, meeting, by=town.office, now=timezone.now())


def test_e15_a_meeting_of_another_organ_or_a_cancelled_one_does_not_fulfil_it(
    town: Town, system: None
) -> None:
    row = demand(town)
    other = make_meeting(town.organs["HFA"])
    cancelled = make_meeting(town.organs["Rat"], status=MeetingStatus.CANCELLED)
    for meeting in (other, cancelled):
        with pytest.raises(Refused):
            demands.convene(row, meeting, by=town.office, now=timezone.now())


def test_only_the_office_keeps_the_register(town: Town) -> None:
    row = MeetingDemand(organ=town.organs["Rat"], received_on=TODAY, supporter_count=9, subjects="Bäder")
    with pytest.raises(NotPermitted):
        demands.record_demand(row, by=town.clerk, now=timezone.now())
    demand(town)
    read = []
    for name in ("clerk", "council_member", "administrator", "mayor", "office"):
        with clearance("user", getattr(town, name).pk):
            read += [name] * MeetingDemand.objects.count()
    assert read == ["mayor", "office"]
    assert MeetingDemand.objects.count() == 0


def test_the_database_keeps_what_was_demanded(town: Town, system: None) -> None:
    row = demand(town)
    for changes in ({"subjects": "anderes"}, {"supporter_count": 9}):
        with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
            MeetingDemand.objects.filter(pk=row.pk).update(**changes)
    with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        MeetingDemand.objects.filter(pk=row.pk).delete()
    for wrong in ({"supporter_count": None}, {"group": town.organs["GF"]}, {"subjects": ""}):
        fields = {"organ": town.organs["Rat"], "received_on": TODAY, "supporter_count": 9, "subjects": "x"}
        with pytest.raises(IntegrityError), transaction.atomic():
            MeetingDemand.objects.create(
                **fields | wrong, recorded_by=town.office, recorded_at=timezone.now()
            )


def test_a_demand_is_entered_and_its_meeting_named(town: Town, login: Login) -> None:
    client = login(town.office)
    sent = {"organ": town.organs["Rat"].pk, "received_on": TODAY, "supporter_count": 2, "subjects": "Bäder"}
    refused = client.post(reverse("demand-new"), sent)
    assert (refused.status_code, "Nötig ist ein Fünftel der 25" in refused.content.decode()) == (422, True)
    assert client.post(reverse("demand-new"), sent | {"supporter_count": 5}).status_code == 302
    assert "1 Einberufungsverlangen wartet" in client.get(reverse("desk")).content.decode()
    with clearance("system"):
        row = MeetingDemand.objects.get()
    address = reverse("demand-convene", args=[row.pk])
    assert "Es ist noch keine Sitzung geplant" in client.get(address).content.decode()
    meeting = make_meeting(town.organs["Rat"])
    assert client.post(address, {"meeting": meeting.pk}).status_code == 302
    assert client.post(address, {"meeting": meeting.pk}).status_code == 409
    assert "wartet auf eine Sitzung" not in client.get(reverse("desk")).content.decode()


def test_e15_the_same_demand_twice_is_told_and_kept_once(town: Town) -> None:
    demand(town)
    with pytest.raises(OutdatedState, match="schon eingetragen"):
        demand(town)
    demand(town, subjects="Bäder und Brücken")
    demand(town, supporter_count=None, group=town.organs["GF"])
    with clearance("system"):
        assert MeetingDemand.objects.count() == 3


def test_e15_the_subjects_of_a_demand_are_offered_to_the_agenda_of_its_organ(town: Town) -> None:
    later = timezone.now() + dt.timedelta(days=20)
    with clearance("system"):
        meeting = make_meeting(town.organs["Rat"], starts_at=later)
        other = make_meeting(town.organs["Rat"], starts_at=later + dt.timedelta(days=20))
        committee = make_meeting(town.organs["HFA"], starts_at=later)
    row = demand(town, subjects="Bäder\n\n Hallenzeiten ")
    demand(town, subjects="Später", received_on=timezone.localdate(later))
    with clearance("system"):
        titles = [[one.title for one in agenda_sources.demanded(two)] for two in (meeting, other, committee)]
        assert titles == [["Bäder", "Hallenzeiten"], ["Bäder", "Hallenzeiten", "Später"], []]
        demands.convene(row, meeting, by=town.office, now=timezone.now())
        titles = [[one.title for one in agenda_sources.demanded(two)] for two in (meeting, other)]
    assert titles == [["Bäder", "Hallenzeiten"], ["Später"]]


def test_e15_the_office_takes_up_the_subjects_in_the_agenda_editor(town: Town, login: Login) -> None:
    with clearance("system"):
        meeting = make_meeting(town.organs["Rat"])
    row, client = demand(town, subjects="Bäder\nHallenzeiten"), login(town.office)
    page, address = (reverse(name, args=[meeting.pk]) for name in ("agenda-edit", "agenda-subjects"))
    assert "Bäder (5 Mitglieder," in client.get(page).content.decode()
    sent = {"version": meeting.version, "subjects": [f"{row.pk}-1", f"{row.pk}-2"]}
    assert client.post(address, sent | {"subjects": []}).status_code == 422
    assert client.post(address, sent).status_code == 302
    with clearance("system"):
        rows = list(meeting.items.in_order().values_list("title", "is_public"))
    assert rows == [("Bäder", True), ("Hallenzeiten", True)]
    assert "Verlangte, vertagte und verwiesene Punkte" not in client.get(page).content.decode()
    assert client.post(address, sent).status_code == 422
    assert login(town.clerk).post(address, sent).status_code == 403
