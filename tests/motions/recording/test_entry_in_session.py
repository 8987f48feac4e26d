"""Niederschrift während der Sitzung: the clerk writes at the item, saved in passing, kept for the minutes."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.rules import minutes_content
from tests.meetings import close_now
from tests.people import Town
from tests.sittings import decide, in_session, meeting_of, record, text_of

pytestmark = pytest.mark.usefixtures("system")


def test_the_text_is_written_in_the_meeting_and_stands_in_the_minutes(town: Town, office: Client) -> None:
    item = in_session(town, "Rat")
    assert "Text zur Niederschrift" in text_of(office.get(record(item)))
    address = reverse("minutes-entry-autosave", args=[item.meeting_id, item.pk])
    sent = {"text": "<p>Herr Otter fragt nach den Kosten.</p>", "version": 0}
    assert office.post(address, sent).json()["version"] == 1
    assert office.post(address, sent).status_code == 409
    assert "Herr Otter fragt" in text_of(office.get(record(item)))
    saved = office.post(reverse("minutes-entry", args=[item.meeting_id, item.pk]), sent | {"version": 1})
    assert saved["Location"] == f"{record(item)}?top={item.pk}#punkt"
    decide(town, item)
    close_now(item.meeting, by=town.office)
    told = minutes_content.minutes_content(meeting_of(item), edition="public", revision=1, now=timezone.now())
    assert [row["entry"] for row in told["items"]] == ["<p>Herr Otter fragt nach den Kosten.</p>"]
