"""Die Seiten des Sitzungsdienstes: plan, arrange, send; refused words come back, lists ask as often for many."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import AgendaItem, Meeting
from motions.models.choices import MeetingStatus
from motions.rules.clearance import clearance
from tests.conftest import Login
from tests.factories import consultation, make_released
from tests.meetings import announce, make_item, make_meeting, make_paper_item
from tests.motions.test_work_lists import questions
from tests.people import Town


@pytest.fixture
def client(town: Town, login: Login) -> Client:
    return login(town.office)


@pytest.fixture
def meeting(town: Town) -> Meeting:
    return make_meeting(town.organs["HFA"])


def fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.get(pk=meeting.pk)


def titles(meeting: Meeting) -> list[str]:
    with clearance("system"):
        return [row.title for row in meeting.items.in_order()]


def items(meeting: Meeting) -> list[AgendaItem]:
    with clearance("system"):
        return list(meeting.items.in_order())


def filled(town: Town, **fields: Any) -> dict[str, Any]:
    day = timezone.localdate() + dt.timedelta(days=40)
    values = {"organization": town.organs["HFA"].pk, "day": day.isoformat(), "starts": "18:00"}
    return values | {"place": "Schloss"} | fields


def test_a_meeting_is_planned_on_its_page(town: Town, client: Client) -> None:
    answer = client.post(reverse("meeting-new"), filled(town, room="Ratssaal"))
    meeting = Meeting.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("meeting-plan", args=[meeting.pk]))
    page = client.get(answer["Location"]).content.decode()
    assert ["Ratssaal" in page, "Sitzung geplant" in page] == [True, True]
    twice = client.post(reverse("meeting-new"), filled(town))
    assert (twice.status_code, Meeting.objects.count()) == (409, 1)


def test_what_is_missing_is_said_at_its_field(town: Town, client: Client) -> None:
    answer = client.post(reverse("meeting-new"), filled(town, place="", day="31.02.2027"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ["Geben Sie den Ort ein." in page, "Geben Sie ein Datum ein" in page] == [True, True]


def test_a_series_is_a_rhythm_or_a_list(town: Town, client: Client) -> None:
    first = timezone.localdate() + dt.timedelta(days=40)
    rhythm = {"first_on": first, "every_weeks": 4, "last_on": first + dt.timedelta(weeks=12)}
    assert client.post(reverse("meeting-series"), filled(town, **rhythm)).status_code == 302
    assert [(row.held_on - first).days for row in Meeting.objects.by_date()] == [0, 28, 56, 84]
    days = "\n".join(f"{first + dt.timedelta(days=number):%d.%m.%Y}" for number in (1, 2))
    assert client.post(reverse("meeting-series"), filled(town, days=days)).status_code == 302
    assert Meeting.objects.count() == 6
    far = {"first_on": "9999-12-30", "every_weeks": 4, "last_on": "9999-12-31"}
    for wrong in ({}, rhythm | {"days": days}, {"days": "morgen"}, {"first_on": first}, far):
        assert client.post(reverse("meeting-series"), filled(town, **wrong)).status_code == 422
    taken = client.post(reverse("meeting-series"), filled(town, days=days))
    assert (taken.status_code, Meeting.objects.count()) == (409, 6)


def test_a_stale_change_keeps_what_was_typed(town: Town, client: Client, meeting: Meeting) -> None:
    address = reverse("meeting-change", args=[meeting.pk])
    starts = timezone.localtime(meeting.starts_at)
    sent = filled(town, day=starts.date().isoformat(), version=1)
    assert client.post(address, sent | {"room": "Kleiner Saal"}).status_code == 302
    answer = client.post(address, sent | {"room": "Großer Saal"})
    assert (answer.status_code, "Großer Saal" in answer.content.decode()) == (409, True)
    assert fresh(meeting).room == "Kleiner Saal"
    again = client.post(address, sent | {"room": "Großer Saal", "version": fresh(meeting).version})
    assert (again.status_code, fresh(meeting).room) == (302, "Großer Saal")


def test_a_move_needs_its_reason(town: Town, client: Client, meeting: Meeting) -> None:
    answer = client.post(reverse("meeting-change", args=[meeting.pk]), filled(town, version=1))
    assert (answer.status_code, "Grund der Verlegung" in answer.content.decode()) == (422, True)
    moved = client.post(
        reverse("meeting-change", args=[meeting.pk]), filled(town, version=1, reason="Saal belegt.")
    )
    assert (moved.status_code, fresh(meeting).change_reason) == (302, "Saal belegt.")


def test_an_item_is_added_once(client: Client, meeting: Meeting) -> None:
    address, sent = (
        reverse("agenda-add", args=[meeting.pk]),
        {"title": "Bericht", "is_public": "1", "version": 1},
    )
    answer = client.post(address, sent)
    assert (answer.status_code, answer["Location"].endswith(f"#punkt-{items(meeting)[0].pk}")) == (302, True)
    twice = client.post(address, sent)
    assert (twice.status_code, "Bericht" in twice.content.decode(), titles(meeting)) == (
        409,
        True,
        ["Bericht"],
    )


def test_a_secret_item_without_ground_comes_back(client: Client, meeting: Meeting) -> None:
    sent = {"title": "Verkauf", "is_public": "0", "version": 1}
    answer = client.post(reverse("agenda-add", args=[meeting.pk]), sent)
    page = answer.content.decode()
    assert (answer.status_code, "Verkauf" in page, "Regel P-02" in page) == (422, True, True)


def test_from_twelve_to_three_without_script(client: Client, meeting: Meeting) -> None:
    rows = [make_item(meeting, f"Punkt {number}") for number in range(1, 13)]
    page = client.get(reverse("agenda-edit", args=[meeting.pk])).content.decode()
    assert f'id="an-{rows[11].pk}"' in page
    answer = client.post(reverse("agenda-move", args=[meeting.pk, rows[11].pk]), {"to": "3", "version": 1})
    assert (answer.status_code, titles(meeting)[2], len(titles(meeting))) == (302, "Punkt 12", 12)
    wrong = client.post(reverse("agenda-move", args=[meeting.pk, rows[0].pk]), {"to": "x", "version": 2})
    assert (wrong.status_code, "Geben Sie die neue Position" in wrong.content.decode()) == (422, True)


def test_papers_and_standard_items_are_taken_up(town: Town, client: Client, meeting: Meeting) -> None:
    paper = make_released(by=town.clerk, consultations=[consultation(town.organs["HFA"], "deciding")])
    with clearance("system"):
        wanted = paper.consultations.get().pk
    assert client.post(reverse("agenda-standard", args=[meeting.pk]), {"version": 1}).status_code == 302
    page = client.get(reverse("agenda-edit", args=[meeting.pk])).content.decode()
    assert paper.reference in page
    sent = {"consultations": [wanted], "version": 2}
    assert client.post(reverse("agenda-papers", args=[meeting.pk]), sent).status_code == 302
    assert titles(meeting)[-2:] == [paper.subject, "Anfragen und Mitteilungen"]
    assert client.post(reverse("agenda-papers", args=[meeting.pk]), sent).status_code in (409, 422)


def test_an_item_is_changed_tabled_and_removed(town: Town, client: Client, meeting: Meeting) -> None:
    item = make_item(meeting)
    address = [meeting.pk, item.pk]
    sent = {"title": "Verkauf", "is_public": "0", "secrecy_ground": "property", "public_title": "Grundstück"}
    assert client.get(reverse("agenda-item-edit", args=address)).status_code == 200
    assert client.post(reverse("agenda-item-edit", args=address), sent | {"version": 1}).status_code == 302
    assert (items(meeting)[0].is_public, items(meeting)[0].public_title) == (False, "Grundstück")
    tabled = client.post(reverse("agenda-tabled", args=address), {"is_tabled": "on", "version": 2})
    assert (tabled.status_code, items(meeting)[0].is_tabled) == (302, True)
    assert client.post(reverse("agenda-remove", args=address), {"version": 3}).status_code == 302
    assert titles(meeting) == []


def test_an_item_of_another_meeting_is_not_found_here(town: Town, client: Client, meeting: Meeting) -> None:
    other = make_meeting(town.organs["Rat"])
    item = make_item(other)
    assert client.post(reverse("agenda-move", args=[meeting.pk, item.pk]), {"to": 1}).status_code == 404


def test_the_invitation_is_sent_on_its_page(town: Town, client: Client, meeting: Meeting) -> None:
    make_item(meeting, "Verkauf an die Muster GmbH", is_public=False)
    make_item(meeting)
    address = reverse("meeting-invite", args=[meeting.pk])
    page = client.get(address).content.decode()
    for words in (
        "Ada Ahornblatt",
        "Ratsinformationssystem",
        "Letzter Tag für den Versand",
        "Keine Beanstandungen",
    ):
        assert words in page
    answer = client.post(address, {"version": 1, "note": ""})
    assert (answer.status_code, fresh(meeting).status) == (302, MeetingStatus.INVITED)
    plan = client.get(answer["Location"]).content.decode()
    assert ["Zustellung der Einladung" in plan, "Ö 1" in plan] == [True, True]
    twice = client.post(address, {"version": 1, "note": "Noch einmal"})
    assert (twice.status_code, "Noch einmal" in twice.content.decode()) == (409, True)


def test_e01_a_late_invitation_offers_the_short_notice(town: Town, client: Client) -> None:
    soon = make_meeting(town.organs["HFA"], starts_at=timezone.now() + dt.timedelta(days=6))
    make_item(soon)
    address = reverse("meeting-invite", args=[soon.pk])
    refused = client.post(address, {"version": 1, "note": "Eilt."})
    assert (refused.status_code, "verkürzter Frist" in refused.content.decode()) == (422, True)
    bare = client.post(address, {"version": 1, "let_pass": ["short_notice"], "note": ""})
    assert (bare.status_code, "Begründen Sie die Dringlichkeit" in bare.content.decode()) == (422, True)
    sent = client.post(address, {"version": 1, "let_pass": ["short_notice"], "note": "Frist des Landes."})
    assert (sent.status_code, fresh(soon).status) == (302, MeetingStatus.INVITED)


def test_supplement_notice_and_cancellation(town: Town, client: Client, meeting: Meeting) -> None:
    make_item(meeting)
    announce(meeting, by=town.office)
    make_item(meeting, "Nachgereicht")
    supplement = reverse("meeting-supplement", args=[meeting.pk])
    assert "Nachgereicht" in client.get(supplement).content.decode()
    assert client.post(supplement, {"version": fresh(meeting).version}).status_code == 302
    notice = reverse("meeting-notice", args=[meeting.pk])
    sent = {"form": "Aushang", "published_on": timezone.localdate(), "version": fresh(meeting).version}
    assert client.get(notice).status_code == 200
    assert client.post(notice, sent).status_code == 302
    assert client.post(notice, sent).status_code == 409
    assert client.post(notice, sent | {"form": "", "version": 4}).status_code == 422
    cancel = reverse("meeting-cancel", args=[meeting.pk])
    assert client.post(cancel, {"version": fresh(meeting).version, "note": ""}).status_code == 422
    done = client.post(cancel, {"version": fresh(meeting).version, "note": "Zu wenige Punkte."})
    assert (done.status_code, fresh(meeting).status) == (302, MeetingStatus.CANCELLED)
    assert "Zu wenige Punkte." in client.get(reverse("meeting-plan", args=[meeting.pk])).content.decode()


def test_the_board_says_what_is_missing(town: Town, client: Client) -> None:
    make_meeting(town.organs["HFA"])
    late = make_meeting(town.organs["ASJF"], starts_at=timezone.now() + dt.timedelta(days=4))
    make_item(late, is_public=False, public_title="")
    rat = make_meeting(town.organs["Rat"])
    make_item(rat)
    announce(rat, by=town.office)
    page = client.get(reverse("meeting-board")).content.decode()
    for words in (
        "Die Tagesordnung ist leer",
        "Die Ladungsfrist ist verstrichen",
        "1 Punkt ohne Titel für die Öffentlichkeit",
        "Bekanntmachung fehlt",
        "Schriftführung fehlt",
    ):
        assert words in page


def test_board_and_editor_ask_as_often_for_many(town: Town, client: Client, meeting: Meeting) -> None:
    hfa = town.organs["HFA"]

    def more(number: int) -> None:
        rows = [consultation(town.organs["ASJF"], "advisory"), consultation(hfa, "deciding")]
        placed, waiting = (make_released(by=town.clerk, consultations=rows) for _ in range(2))
        with clearance("system"):
            make_paper_item(meeting, placed.consultations.get(organization=hfa))
        make_item(make_meeting(hfa, starts_at=timezone.now() + dt.timedelta(days=40 + number)))
        assert waiting.pk

    addresses = [
        reverse("meeting-board"),
        reverse("agenda-edit", args=[meeting.pk]),
        reverse("meeting-plan", args=[meeting.pk]),
    ]
    more(0)
    few = [questions(client, address) for address in addresses]
    for number in range(1, 6):
        more(number)
    assert [questions(client, address) for address in addresses] == few


def test_each_item_has_one_form_and_the_button_pressed_outdoes_the_typed_position(
    town: Town, client: Client, meeting: Meeting
) -> None:
    rows = [make_item(meeting, f"Punkt {number}") for number in (1, 2, 3)]
    page = client.get(reverse("agenda-edit", args=[meeting.pk])).content.decode()
    assert page.count('class="agenda__form"') == 3
    moved = client.post(
        reverse("agenda-move", args=[meeting.pk, rows[2].pk]), {"to": ["3", "1"], "version": 1}
    )
    assert moved.status_code == 302
    assert titles(meeting) == ["Punkt 3", "Punkt 1", "Punkt 2"]


def test_e11_a_paper_is_handed_out_for_an_item_without_one(
    town: Town, client: Client, meeting: Meeting
) -> None:
    item = make_item(meeting, "Bänke")
    meeting = announce(meeting, by=town.office)
    with clearance("system"):
        row = make_released(by=town.clerk).consultations.get(organization=town.organs["HFA"])
    sent = {"version": meeting.version, "item": item.pk, "consultation": row.pk}
    answer = client.post(reverse("agenda-hand-out", args=[meeting.pk]), sent)
    assert answer.status_code == 302
    assert [(one.consultation_id, one.is_tabled) for one in items(meeting)] == [(row.pk, True)]


def test_e05_the_notice_can_be_printed_before_it_is_recorded(
    town: Town, client: Client, meeting: Meeting
) -> None:
    make_item(meeting, "Bänke")
    meeting = announce(meeting, by=town.office)
    answer = client.get(reverse("meeting-notice-preview", args=[meeting.pk]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert b"".join(answer).startswith(b"%PDF")
