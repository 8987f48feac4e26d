"""Die Seiten neben dem Sitzungsverlauf: opening, closing, attendance, names, elections, extensions."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.forms.attendance import PresenceForm
from motions.models import AgendaItem, Treatment
from motions.rules.meeting_workflow import OPEN, REOPEN
from motions.rules.transitions import expected_findings
from tests.factories import consultation
from tests.meetings import announce, close_now, make_item, make_meeting, open_now, take
from tests.people import Town, person_of
from tests.sittings import (
    attendee,
    consultations,
    decide,
    give_person,
    in_session,
    meeting_of,
    press,
    record,
    settle,
    step_of,
    text_of,
    treatment,
    vote,
)

pytestmark = pytest.mark.usefixtures("system")
OWN = "<p>Am Schlossplatz werden sechs Bänke aufgestellt.</p>"


def test_opening_and_closing_ask_for_what_is_missing(town: Town, office: Client) -> None:
    item = make_item(make_meeting(town.organs["Rat"]))
    announce(item.meeting, by=town.office)
    sent = {"version": meeting_of(item).version, "note": "Test"}
    page = office.get(step_of(item, "open"))
    passed = (
        [value for value, _ in page.context["form"].fields["let_pass"].choices]
        if ("let_pass" in page.context["form"].fields)
        else []
    )
    assert office.post(step_of(item, "open"), sent | {"let_pass": passed}).status_code == 302
    assert meeting_of(item).status == "in_session"
    answer = office.post(step_of(item, "close"), {"version": meeting_of(item).version})
    page_text = text_of(answer)
    assert (answer.status_code, "Der Punkt ist noch offen" in page_text) == (422, True)
    passed = [f"B-05:item-{item.pk}:"]
    answer = office.post(
        step_of(item, "close"),
        {"version": meeting_of(item).version, "let_pass": passed, "note": "Abgebrochen wegen Feueralarm."},
    )
    assert (answer.status_code, meeting_of(item).status) == (302, "closed")
    assert "Ausnahme zugelassen" in item.meeting.events.latest("pk").note
    answer = office.post(step_of(item, "close"), {"version": 1})
    assert answer.status_code == 409
    assert office.get(step_of(item, "nonsense")).status_code == 404


def test_a_closed_meeting_is_reopened_with_a_reason(town: Town, office: Client, item: AgendaItem) -> None:
    settle(town, item, "deferred")
    office.post(step_of(item, "close"), {"version": meeting_of(item).version})
    assert "Aufzeichnung berichtigen" in text_of(office.get(record(item)))
    assert press(office, item, "unanimous").status_code == 409
    assert office.post(step_of(item, "reopen"), {"version": meeting_of(item).version}).status_code == 422
    sent = {"version": meeting_of(item).version, "note": "Schreibfehler."}
    assert office.post(step_of(item, "reopen"), sent).status_code == 302
    assert meeting_of(item).status == "in_session"


def test_attendance_is_stated_in_one_step(town: Town, office: Client) -> None:
    item = make_item(make_meeting(town.organs["Rat"]))
    meeting = open_now(announce(item.meeting, by=town.office), by=town.office)
    url = reverse("record-attendance", args=[meeting.pk])
    absent = meeting.attendees.get(name="Ada Ahornblatt")
    asked = "Bisher ist niemand als anwesend eingetragen."
    assert asked in text_of(office.get(record(item)))
    assert "Anwesenheit feststellen" in text_of(office.get(url))
    assert office.post(url, {"act": "presence", "absent": [absent.pk]}).status_code == 302
    assert "Die Anwesenheit ist festgestellt." in text_of(office.get(url))
    assert asked not in text_of(office.get(record(item)))
    ticked = PresenceForm(meeting=meeting)["absent"].subwidgets
    assert [(row.choice_label, row.data["selected"]) for row in ticked] == [("Ada Ahornblatt", True)]
    there = meeting.attendees.filter(intervals__isnull=False)
    assert sorted(row.name for row in there) == ["Clara Schlossgarten", "Quentin Rotkehlchen"]
    sent = {"act": "move", "attendee": absent.pk, "what": "arrive", "back": "1"}
    assert office.post(url, sent)["Location"] == record(item)
    answer = office.post(url, sent)
    assert (answer.status_code, "schon als anwesend eingetragen" in text_of(answer)) == (422, True)
    guest = {"act": "guest", "name": "Gustav Gast", "seat": "guest"}
    assert office.post(url, guest).status_code == 302
    assert "Gustav Gast" in text_of(office.get(url))
    bad = office.post(url, {"act": "move", "attendee": absent.pk, "what": "leave", "time": "25:77"})
    assert (bad.status_code, "Geben Sie eine Uhrzeit ein" in text_of(bad)) == (422, True)


def test_a_recusal_is_entered_and_taken_back(town: Town, office: Client, item: AgendaItem) -> None:
    url = reverse("item-recuse", args=[item.meeting_id, item.pk])
    sent = {"person": person_of(town.council_member).pk, "ground": "board"}
    assert office.post(url, {}).status_code == 422
    assert office.post(url, sent).status_code == 302
    assert office.post(url, sent).status_code == 409
    assert "Ada Ahornblatt ist befangen" in text_of(office.get(record(item)))
    assert office.post(url, {"withdraw": item.recusals.get().pk}).status_code == 302
    assert item.recusals.count() == 0


def test_a11_a_list_by_name(town: Town, office: Client) -> None:
    give_person(town)
    item = in_session(town, "Rat")
    url = reverse("ballot-by-name", args=[item.meeting_id, item.pk])
    voters = [attendee(item, name).pk for name in ("Ada Ahornblatt", "Quentin Rotkehlchen")]
    mayor = attendee(item, "Clara Schlossgarten").pk
    sent: dict[str, Any] = {f"vote-{pk}": "yes" for pk in voters} | {"version": treatment(item).version}
    answer = office.post(url, sent)
    assert (answer.status_code, "Hier fehlt noch die Stimme: Clara" in text_of(answer)) == (422, True)
    full = sent | {f"vote-{mayor}": "no"}
    assert office.post(url, full).status_code == 302
    assert treatment(item).outcome == "adopted"
    assert office.post(url, full).status_code == 409


def test_a16_the_list_by_name_asks_for_the_amended_wording_before_anybody_is_called(
    town: Town, office: Client
) -> None:
    rows = consultations(town, consultation(town.organs["Rat"], "deciding"))
    item = in_session(town, "Rat", consultation=rows["Rat"])
    url = reverse("ballot-by-name", args=[item.meeting_id, item.pk])
    hint = "Ein Änderungsantrag wurde angenommen."
    assert hint not in text_of(office.get(url))
    vote(town, item, 2, 1, kind="amendment", subject="nur vier Bänke")
    assert hint in text_of(office.get(url))


def test_a14_an_election(town: Town, office: Client) -> None:
    item = in_session(town, "Rat")
    url = reverse("ballot-election", args=[item.meeting_id, item.pk])
    sent = {"version": treatment(item).version, "subject": "Vorsitz", "is_secret": "on"}
    tie = sent | {"name-1": "Ada", "votes-1": "1", "name-2": "Quentin", "votes-2": "1", "abstention": "1"}
    assert office.post(url, tie).status_code == 302
    assert treatment(item).outcome == ""
    second = tie | {"version": treatment(item).version}
    assert "Stimmengleichheit: Tragen Sie ein" in text_of(office.post(url, second))
    assert office.post(url, second | {"lot": "Quentin"}).status_code == 302
    assert treatment(item).outcome == "elected"
    assert "gewählt: Quentin" in text_of(office.get(record(item)))


def test_a14_further_nominees_are_folded_away_and_kept(town: Town, office: Client, item: AgendaItem) -> None:
    url = reverse("ballot-election", args=[item.meeting_id, item.pk])
    assert '<details class="more">' in text_of(office.get(url))
    sent = {"version": treatment(item).version, "subject": "", "name-15": "Zora", "votes-15": "3"}
    answer = office.post(url, sent)
    page = text_of(answer)
    assert (answer.status_code, '<details class="more" open>' in page, 'value="Zora"' in page) == (
        422,
        True,
        True,
    )


def test_e09_an_extension(town: Town, office: Client, item: AgendaItem) -> None:
    url = reverse("record-extension", args=[item.meeting_id])
    sent = {"title": "Sturmschaden", "after": item.pk, "is_unanimous": "on"}
    answer = office.post(url, sent)
    assert (answer.status_code, "nicht warten kann" in text_of(answer)) == (422, True)
    assert office.post(url, sent | {"reason": "Das Dach ist offen."}).status_code == 302
    assert "Ö 1a" in text_of(office.get(record(item)))
    assert office.post(url, {"after": item.pk, "reason": "x"}).status_code == 422


def test_a_meeting_is_interrupted_and_resumed(office: Client, item: AgendaItem) -> None:
    url = reverse("meeting-interrupt", args=[item.meeting_id])
    answers = [office.post(url, {"act": act}).status_code for act in ("interrupt", "interrupt", "resume")]
    assert answers == [302, 409, 302]


def test_a_meeting_keeps_its_times_and_a_correction_does_not_move_its_end(
    town: Town, office: Client, item: AgendaItem
) -> None:
    now = timezone.now()
    decide(town, item)
    Treatment.objects.filter(item=item).update(started_at=now, ended_at=now)
    step = {"version": meeting_of(item).version, "note": "B-03"}
    late = timezone.localtime(now + dt.timedelta(hours=2))
    answer = office.post(step_of(item, "close"), step | {"time": f"{late:%H:%M}"})
    assert "Der Schluss liegt zwischen dem letzten Eintrag um" in text_of(answer)
    close_now(meeting_of(item), by=town.office)
    ended = meeting_of(item).closed_at
    take(meeting_of(item), REOPEN, by=town.office)
    assert (meeting_of(item).status, meeting_of(item).closed_at) == ("in_session", ended)
    close_now(meeting_of(item), by=town.office)
    assert meeting_of(item).closed_at == ended


def test_a_meeting_is_opened_at_the_time_that_is_typed(town: Town, office: Client) -> None:
    item = make_item(make_meeting(town.organs["Rat"]))
    announce(meeting_of(item), by=town.office)
    now = timezone.localtime()
    at = timezone.localtime(now - dt.timedelta(minutes=7))
    meeting = meeting_of(item)
    passed = [row.key for row in expected_findings(meeting, OPEN, by=town.office, now=now) if row.blocks]
    sent = {"version": meeting.version, "note": "N-03", "time": f"{at:%H:%M}", "let_pass": passed}
    assert office.post(step_of(item, "open"), sent).status_code == 302
    assert meeting_of(item).opened_at == at.replace(second=0, microsecond=0)
