"""Tonaufzeichnungen: an aid, deleted once the minutes are signed and the local period is over (N-07)."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from motions.models import AudioRecording
from motions.rules import audio_recordings, office_duties
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from tests.conftest import Login
from tests.meetings import make_meeting
from tests.motions.closed_meeting import START, Scene, at
from tests.motions.test_minutes import signed
from tests.people import Town

NOW = at(300)
TODAY = START.date()


@pytest.fixture
def scene(closed_meeting: Scene, system: None) -> Scene:
    """A closed meeting, its minutes begun."""
    return closed_meeting


def test_n07_the_deletion_is_due_a_local_period_after_the_signature(town: Town, scene: Scene) -> None:
    audio_recordings.note_recording(scene.meeting, kept_where="Schrank 2", by=town.office, now=NOW)
    assert audio_recordings.to_delete(on=TODAY) == []
    signed(scene, town)
    (row,) = audio_recordings.to_delete(on=TODAY)
    assert (row.due_on, row.is_overdue) == (TODAY + dt.timedelta(days=30), False)
    assert "N-07" not in [duty.rule for duty in office_duties.of(town.office, on=row.due_on)]
    (late,) = audio_recordings.to_delete(on=row.due_on + dt.timedelta(days=1))
    assert late.is_overdue
    duties = office_duties.of(town.office, on=row.due_on + dt.timedelta(days=1))
    assert ("N-07", "1 Tonaufzeichnung ist zu löschen") in [(duty.rule, duty.text) for duty in duties]
    audio_recordings.confirm_deletion(row.recording, deleted_on=TODAY, by=town.office, now=NOW)
    assert audio_recordings.to_delete(on=TODAY + dt.timedelta(days=1)) == []
    with pytest.raises(OutdatedState):
        audio_recordings.confirm_deletion(row.recording, deleted_on=TODAY, by=town.office, now=NOW)


def test_n07_before_the_signatures_nothing_is_deleted(town: Town, scene: Scene) -> None:
    row = audio_recordings.note_recording(scene.meeting, kept_where="Schrank 2", by=town.office, now=NOW)
    with pytest.raises(Refused, match="noch nicht unterschrieben"):
        audio_recordings.confirm_deletion(row, deleted_on=TODAY, by=town.office, now=NOW)


@pytest.mark.parametrize("days", [-1, 1])
def test_n07_the_day_of_the_deletion_is_plausible(town: Town, scene: Scene, days: int) -> None:
    row = audio_recordings.note_recording(scene.meeting, kept_where="Schrank 2", by=town.office, now=NOW)
    signed(scene, town)
    deleted_on = TODAY + dt.timedelta(days=days)
    with pytest.raises(Refused, match="Dieser Tag kann nicht stimmen"):
        audio_recordings.confirm_deletion(row, deleted_on=deleted_on, by=town.office, now=NOW)


def test_there_is_one_recording_of_a_meeting_that_was_held(town: Town, scene: Scene) -> None:
    planned = make_meeting(town.organs["Rat"])
    with pytest.raises(OutdatedState, match="erst, wenn die Sitzung läuft"):
        audio_recordings.note_recording(planned, kept_where="Schrank", by=town.office, now=NOW)
    with pytest.raises(NotPermitted):
        audio_recordings.note_recording(scene.meeting, kept_where="Schrank", by=town.clerk, now=NOW)
    audio_recordings.note_recording(scene.meeting, kept_where="Schrank", by=town.office, now=NOW)
    with pytest.raises(OutdatedState, match="schon eingetragen"):
        audio_recordings.note_recording(scene.meeting, kept_where="Schrank", by=town.office, now=NOW)


def test_the_database_keeps_the_confirmation(town: Town, scene: Scene) -> None:
    row = audio_recordings.note_recording(scene.meeting, kept_where="Schrank 2", by=town.office, now=NOW)
    signed(scene, town)
    with pytest.raises(Exception, match="audio_deleted_by_somebody"), transaction.atomic():
        AudioRecording.objects.filter(pk=row.pk).update(deleted_on=TODAY)
    audio_recordings.confirm_deletion(row, deleted_on=TODAY, by=town.office, now=NOW)
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        AudioRecording.objects.filter(pk=row.pk).update(deleted_on=None, deleted_by=None)


def test_the_page_asks_for_what_comes_next(town: Town, scene: Scene, login: Login) -> None:
    client = login(town.office)
    address = reverse("meeting-audio", args=[scene.meeting.pk])
    assert client.post(address, {"kept_where": ""}).status_code == 422
    assert client.post(address, {"kept_where": "Schrank 2"}).status_code == 302
    page = client.get(address).content.decode()
    assert ("Noch wird sie gebraucht" in page, "Löschung eintragen" in page) == (True, False)
    with clearance("system"):
        signed(scene, town)
    assert "Löschung eintragen" in client.get(address).content.decode()
    assert client.post(address, {"deleted_on": timezone.localdate()}).status_code == 302
    assert client.post(address, {"deleted_on": timezone.localdate()}).status_code == 409
    assert "Nichts zu löschen" in client.get(reverse("audio-list")).content.decode()
