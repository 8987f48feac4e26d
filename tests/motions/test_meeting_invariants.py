"""Was von Sitzungen immer gilt (security.md 4): broken past every guard, each is named by check_invariants."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pgtrigger
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from motions.models import (
    AgendaItem,
    Ballot,
    Event,
    Meeting,
    MeetingDocument,
    Minutes,
    NamedVote,
    Treatment,
)
from motions.rules import agenda, attendance, invariants, meeting_invariants, minutes
from motions.rules.clearance import clearance
from motions.rules.findings import Refused
from motions.rules.meeting_workflow import CLOSE, REOPEN
from motions.rules.minutes_workflow import FINISH, MAKE_READY
from motions.rules.transitions import perform
from tests.factories import PDF, consultation, make_released
from tests.meetings import announce, make_item, make_meeting, make_paper_item, open_now, take
from tests.motions.closed_meeting import make_chair
from tests.people import Town, person_of
from tests.sittings import decide, fill, fresh, give_person, settle, treatment
from tests.standing import Ground, Standing

SECRET = "Verkauf an die Mondstein GmbH"


def make_closed(town: Town) -> Meeting:
    """A closed meeting of the HFA: a paper recommended by name, a report noted, a secret item decided."""
    with clearance("system"):
        give_person(town)
        make_chair(town)
        fill(town.organs["HFA"], 2)
        paper = make_released(by=town.clerk, consultations=[consultation(town.organs["HFA"], "deciding")])
        start = timezone.now() - dt.timedelta(days=2)
        meeting = make_meeting(town.organs["HFA"], starts_at=start, minute_taker=town.office)
        items = [
            make_paper_item(meeting, paper.consultations.get()),
            make_item(meeting),
            make_item(meeting, SECRET, is_public=False),
        ]
        now = start - dt.timedelta(days=20)
        open_now(announce(meeting, by=town.office, now=now), by=town.office, now=start)
        there = attendance.mark_present(meeting, absent=[], by=town.office, now=start)
        first, second, secret = (fresh(item) for item in items)
        decide(
            town, first, mode="by_name", named=dict.fromkeys([row for row in there if row.has_vote], "yes")
        )
        settle(town, second, "noted")
        decide(town, secret)
        take(meeting, CLOSE, by=town.office)
        return Meeting.objects.get(pk=meeting.pk)


@pytest.fixture(scope="module")
def standing_meeting(ground: Ground) -> Standing[Meeting]:
    """The meeting, built once for this file."""
    return ground.build(make_closed)


@pytest.fixture
def meeting(town: Town, standing_meeting: Standing[Meeting], system: None) -> Meeting:
    """Closed, with everything recorded."""
    return standing_meeting.put_back()


@contextmanager
def past_everything() -> Iterator[None]:
    """What only somebody could do who has broken into the database: no trigger, no constraint."""
    with pgtrigger.ignore():
        yield


def broken() -> list[str]:
    return [line for one in meeting_invariants.ALL for line in one()]


def without_constraint(table: str, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} DROP CONSTRAINT {name}")


def sign_whole(meeting: Meeting, town: Town) -> Minutes:
    """The minutes of the meeting, closed as the rules close them."""
    now = timezone.now()
    row = perform(meeting.minutes, MAKE_READY, by=town.office, now=now)
    for signer in minutes.signers(row):
        minutes.sign(
            row,
            role=signer.role,
            name=signer.name,
            signed_on=timezone.localdate(now),
            by=town.office,
            now=now,
        )
    for part in ("public", "internal"):
        minutes.add_scan(row, part, BytesIO(PDF), by=town.office, now=now)
    return perform(row, FINISH, by=town.office, now=now)


def test_a_meeting_recorded_by_the_rules_breaks_nothing(meeting: Meeting, town: Town) -> None:
    assert broken() == []
    sign_whole(meeting, town)
    assert broken() == []


def test_check_invariants_names_what_is_broken(meeting: Meeting) -> None:
    with past_everything():
        Meeting.objects.filter(pk=meeting.pk).update(closed_at=timezone.now() + dt.timedelta(days=1))
    with pytest.raises(CommandError) as found:
        call_command("check_invariants")
    assert f"I16: {meeting} ist in der Zukunft eröffnet oder geschlossen." in str(found.value).splitlines()


def test_i05_the_sum_of_a_vote(meeting: Meeting) -> None:
    ballot = Ballot.objects.get(mode="by_name")
    without_constraint("motions_ballot", "ballot_sums_to_voters")
    with past_everything():
        Ballot.objects.filter(pk=ballot.pk).update(no_count=9)
    assert broken() == [
        f"I5: {meeting}, Ö 1: Die Stimmen ergeben nicht die {ballot.voters} Stimmberechtigten."
    ]


def test_i05_each_name_has_its_vote(meeting: Meeting) -> None:
    ballot = Ballot.objects.get(mode="by_name")
    with past_everything():
        NamedVote.objects.filter(pk=ballot.named_votes.earliest("pk").pk).delete()
    assert broken() == [f"I5: {meeting}, Ö 1: Die Liste der Namen hat nicht {ballot.voters} Stimmen."]


def test_i05_the_votes_are_those_who_were_there(meeting: Meeting) -> None:
    voters = Ballot.objects.get(mode="by_name").voters
    with past_everything():
        row = meeting.attendees.filter(has_vote=True).earliest("pk")
        row.intervals.update(left_at=meeting.opened_at + dt.timedelta(seconds=1))  # type: ignore[operator]
    assert broken() == [
        f"I5: {meeting}, {label}: Abstimmen konnten {voters - 1}, eingetragen sind {voters}."
        for label in ("Ö 1", "N 1")
    ]


def test_i05_a_seat_has_one_vote_at_a_time(meeting: Meeting) -> None:
    rows = meeting.attendees.filter(has_vote=True).order_by("pk")
    member, deputy = rows[0], rows[1]
    with past_everything():
        rows.filter(pk=deputy.pk).update(seat="substitute", substitutes_for=member)
    assert broken() == [f"I5: {meeting}: {deputy} und {member} sind zugleich auf einem Sitz."]


def test_i05_what_the_closing_let_pass_is_answered_for(meeting: Meeting, town: Town) -> None:
    perform(meeting, REOPEN, by=town.office, now=timezone.now(), note="Jemand ging früher.")
    row = meeting.attendees.filter(has_vote=True).earliest("pk")
    row.intervals.update(left_at=meeting.opened_at + dt.timedelta(seconds=1))  # type: ignore[operator]
    take(meeting, CLOSE, by=town.office, note="Die Uhrzeit ist ungewiss.")
    assert broken() == []


def test_i06_an_item_without_treatment(meeting: Meeting) -> None:
    item = meeting.items.get(title="Berichte")
    with past_everything():
        treatment(item).delete()
    assert broken() == [f"I6: {meeting}, Ö 2: Der Punkt ist nicht behandelt."]


def test_i06_a_paper_without_result(meeting: Meeting) -> None:
    item = meeting.items.get(consultation__isnull=False)
    with past_everything():
        Treatment.objects.filter(item=item).update(outcome="")
    assert broken() == [f"I6: {meeting}, Ö 1: Es fehlt das Ergebnis."]


def test_i06_a_beratung_ends_once(meeting: Meeting, town: Town) -> None:
    item = meeting.items.get(consultation__isnull=False)
    later = make_meeting(town.organs["HFA"], starts_at=timezone.now() - dt.timedelta(days=1))
    again = make_paper_item(later, item.consultation)  # type: ignore[arg-type]
    open_now(announce(later, by=town.office), by=town.office)
    attendance.mark_present(later, absent=[], by=town.office, now=timezone.now())
    decide(town, fresh(again))
    take(later, CLOSE, by=town.office)
    assert broken() == [f"I6: Eine Beratung hat mehr als ein Ergebnis: {meeting}, {later}."]


def test_i07_a_policy_that_shows_too_much(meeting: Meeting, town: Town) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE POLICY hole ON motions_agendaitem FOR SELECT USING (true)")
    secret = meeting.items.get(is_public=False)
    assert (
        f"I7: Für alle zeigen Abfrage und Datenbank verschiedene Tagesordnungspunkte: [{secret.pk}]."
        in broken()
    )
    assert (
        f"I7: Für {town.outsider} zeigen Abfrage und Datenbank verschiedene Tagesordnungspunkte: [{secret.pk}]."
        in broken()
    )


@pytest.mark.parametrize("said", [{"title": SECRET}, {"parts": [{"items": [{"title": f"Zum {SECRET}!"}]}]}])
def test_i10_a_public_document_with_a_secret_title(meeting: Meeting, said: dict[str, object]) -> None:
    document = MeetingDocument.objects.get(meeting=meeting, kind="agenda", edition="public")
    with past_everything():
        MeetingDocument.objects.filter(pk=document.pk).update(content=document.content | said)
    what = "Einladung mit Tagesordnung, Öffentliche Ausfertigung"
    assert broken() == [f"I10: {meeting}: „{what}“ nennt einen nichtöffentlichen Punkt."]


def test_i10_the_abstract_title_is_no_secret(meeting: Meeting) -> None:
    with past_everything():
        AgendaItem.objects.filter(title=SECRET).update(title="Grundstücksangelegenheit")
    assert broken() == []


def test_i11_closed_minutes_without_a_signature(meeting: Meeting, town: Town) -> None:
    row = sign_whole(meeting, town)
    with past_everything():
        row.signatures.filter(role="chair").delete()
    assert broken() == [f"I11: {row} ist abgeschlossen, aber es fehlt die Unterschrift: Clara Schlossgarten."]


def test_n05_an_item_with_an_objection_to_speak_about_stays(meeting: Meeting, town: Town) -> None:
    later = make_meeting(town.organs["HFA"])
    item = make_item(later, "Einwendungen", kind="objections")
    row, now = sign_whole(meeting, town), timezone.now()
    person = person_of(town.council_member)
    minutes.object_to(row, person=person, text="Falsch.", raised_on=now.date(), by=town.office, now=now)
    with pytest.raises(Refused):
        agenda.remove_item(item, by=town.office, now=now, version=later.version)
    assert later.items.count() == 1


def test_i11_closed_minutes_without_a_scan(meeting: Meeting, town: Town) -> None:
    row = sign_whole(meeting, town)
    with past_everything():
        row.scans.filter(edition="internal").delete()
    assert broken() == [f"I11: {row} ist abgeschlossen, aber es fehlt ein Scan."]


def test_i11_minutes_read_before_they_are_signed(meeting: Meeting, town: Town) -> None:
    row = perform(meeting.minutes, MAKE_READY, by=town.office, now=timezone.now())
    MeetingDocument.objects.filter(kind="minutes").update(published_at=timezone.now())
    assert broken() == [f"I11: {row} ist veröffentlicht, aber nicht abgeschlossen."]


def test_i09_i14_a_scan_is_watched_and_never_an_orphan(meeting: Meeting, town: Town) -> None:
    digest = sign_whole(meeting, town).scans.first().sha256  # type: ignore[union-attr]
    assert (list(invariants.files_recorded()), digest in invariants.orphans()) == ([], False)
    name = f"{digest[:2]}/{digest}"
    default_storage.delete(name)
    assert list(invariants.files_recorded()) == [f"I14: Die Datei {digest} fehlt in der Ablage."]
    default_storage.save(name, BytesIO(b"ein anderes Blatt"))
    assert list(invariants.files_recorded()) == [f"I9: Die Datei {digest} wurde verändert."]


def test_i12_a_step_without_its_event(meeting: Meeting) -> None:
    with past_everything():
        Event.objects.filter(meeting=meeting, act="open").delete()
    assert broken() == [f"I12: Der Verlauf von {meeting} hat eine Lücke."]


@pytest.mark.parametrize(
    ("what", "rows", "field"),
    [
        ("eine Einladung", lambda meeting: meeting.invitations, "sent_at"),
        ("einen Punkt", lambda meeting: meeting.items.filter(is_public=False), "announced_at"),
        ("eine Ausfertigung", lambda meeting: meeting.documents.filter(edition="public"), "published_at"),
        ("ein Ereignis", lambda meeting: meeting.events.filter(act="invite"), "happened_at"),
    ],
)
def test_i16_nothing_comes_from_the_future(meeting: Meeting, what: str, rows: object, field: str) -> None:
    with past_everything():
        rows(meeting).update(**{field: timezone.now() + dt.timedelta(hours=1)})  # type: ignore[operator]
    assert broken() == [f"I16: {meeting} hat {what} aus der Zukunft."]
