"""Gemeinsame Beratung: called together by resolution, each item keeps its number, vote and result (E-10)."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import AgendaItem, Meeting, Treatment
from motions.rules import combining, minutes_content
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from tests.meetings import close_now, make_item, make_meeting
from tests.motions.refusals import rules_of
from tests.people import Town
from tests.sittings import meeting_of, opened, record, settle, text_of, treatment

pytestmark = pytest.mark.usefixtures("system")
NOW = timezone.now()


@pytest.fixture
def items(town: Town) -> list[AgendaItem]:
    """Ö 1, Ö 2, Ö 3 and N 1 of a meeting in session."""
    meeting = make_meeting(town.organs["Rat"])
    rows = [make_item(meeting, title) for title in ("Bäder", "Schulen", "Straßen")]
    rows.append(make_item(meeting, "Verkauf", is_public=False))
    opened(town, rows[0])
    return list(
        AgendaItem.objects.select_related("meeting").filter(pk__in=[row.pk for row in rows]).in_order()
    )


def together(
    town: Town, item: AgendaItem, leading: AgendaItem | None, version: int | None = None
) -> Treatment:
    version = treatment(item).version if version is None else version
    return combining.debate_together(item, leading, version=version, by=town.office, now=NOW)


def test_e10_items_debated_together_keep_number_vote_and_result(town: Town, items: list[AgendaItem]) -> None:
    first, second = items[:2]
    together(town, second, first)
    settle(town, first, "noted")
    settle(town, second, "noted")
    assert [item.label for item in items] == ["Ö 1", "Ö 2", "Ö 3", "N 1"]
    assert combining.in_words(treatment(second)) == "gemeinsam beraten mit Ö 1"
    acts = first.meeting.events.filter(act="debate_together").values_list("label", flat=True)
    assert list(acts) == ["Ö 2: gemeinsam beraten mit Ö 1"]
    content = [
        row["debated_with"]
        for row in minutes_content.minutes_content(meeting_of(first), edition="public", revision=1, now=NOW)[
            "items"
        ]
    ]
    assert content == ["", "gemeinsam beraten mit Ö 1", ""]


def test_e10_it_is_taken_apart_again(town: Town, items: list[AgendaItem]) -> None:
    together(town, items[1], items[0])
    together(town, items[1], None)
    assert combining.in_words(treatment(items[1])) == ""


def test_e10_only_items_of_the_same_part_that_lead_and_are_still_there(
    town: Town, items: list[AgendaItem]
) -> None:
    first, second, third, secret = items
    together(town, second, first)
    with pytest.raises(Refused, match="Wählen Sie ihn dort als ersten"):
        together(town, first, third)
    settle(town, third, "removed_from_agenda", reason="Vertagt auf Wunsch.")
    for item, leading in ((third, second), (first, third), (first, secret), (first, first), (first, second)):
        with pytest.raises(Refused) as refusal:
            together(town, item, leading)
        assert rules_of(refusal) == ["E-10"]


def test_n06_the_database_keeps_the_parts_apart(town: Town, items: list[AgendaItem]) -> None:
    other = make_item(make_meeting(town.organs["HFA"]))
    for leading in (items[3], items[0], other):
        with pytest.raises(Exception, match="items of one part"), transaction.atomic():
            Treatment.objects.filter(item=items[0]).update(debated_with=leading)


def test_who_records_and_with_which_version(town: Town, items: list[AgendaItem]) -> None:
    with pytest.raises(OutdatedState):
        together(town, items[1], items[0], version=7)
    with pytest.raises(NotPermitted):
        combining.debate_together(items[1], items[0], version=1, by=town.clerk, now=NOW)


def test_the_public_reads_it_on_the_agenda_and_at_the_item(
    town: Town, items: list[AgendaItem], client: Client
) -> None:
    together(town, items[1], items[0])
    for item in items:
        settle(town, item, "noted")
    meeting: Meeting = close_now(meeting_of(items[0]), by=town.office)
    with clearance("public"):
        agenda = text_of(client.get(reverse("meeting", args=[meeting.slug])))
        page = text_of(client.get(reverse("agenda-item", args=[meeting.slug, "oe-2"])))
    assert (agenda.count("gemeinsam beraten mit Ö 1"), "gemeinsam beraten mit <a" in page) == (1, True)


def test_the_office_chooses_the_other_item(town: Town, items: list[AgendaItem], office: Client) -> None:
    first, second, *_ = items
    address = reverse("item-combine", args=[first.meeting_id, second.pk])
    assert office.post(address, {"version": 1, "debated_with": items[3].pk}).status_code == 422
    assert office.post(address, {"version": 1, "debated_with": first.pk}).status_code == 302
    assert office.post(address, {"version": 1, "debated_with": first.pk}).status_code == 409
    page = text_of(office.get(f"{record(second)}?top={second.pk}"))
    assert "Gemeinsam beraten mit Ö 1 Bäder" in page
