"""Public pages of meetings: calendar, one meeting, one item; nothing non-public in any of them (P-06, E-12, E-13)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import AgendaItem, Ballot, Bylaw, Meeting, Paper, ReadRecord, Recusal
from motions.rules import meeting_reading, progress
from motions.rules.clearance import clearance
from motions.rules.meeting_workflow import CANCEL
from motions.rules.permissions import Visitor
from motions.rules.progress import Progress
from motions.rules.workflow import RELEASE, SUBMIT
from tests.conftest import Login
from tests.factories import consultation, make_attachment, make_paper, make_released, step
from tests.meetings import (
    announce,
    close_now,
    make_agenda,
    make_item,
    make_meeting,
    make_paper_item,
    open_now,
    settled,
    take,
)
from tests.motions.test_public import normal
from tests.people import Town, person_of
from tests.standing import Ground, Standing

SECRET = "Geheimvogel"


@dataclass(frozen=True)
class Scene:
    """An invited meeting of the HFA: a report, a public paper with annexes, a secret paper."""

    meeting: Meeting
    report: AgendaItem
    item: AgendaItem
    secret: AgendaItem
    paper: Paper


def set_up(town: Town) -> Scene:
    hfa = town.organs["HFA"]
    paper = make_paper(by=town.clerk, consultations=[consultation(hfa, "deciding")])
    make_attachment(paper, by=town.clerk, title="Lageplan")
    make_attachment(
        paper, by=town.clerk, title=f"{SECRET} Gutachten", file_name=f"{SECRET}.pdf", is_public=False
    )
    paper = step(step(paper, SUBMIT, by=town.clerk, note="ok"), RELEASE, by=town.mayor, note="ok")
    secret = make_released(
        by=town.clerk,
        is_public=False,
        secrecy_ground="property",
        subject=f"{SECRET} kauft",
        consultations=[consultation(hfa, "deciding", is_public=False)],
    )
    meeting = make_meeting(hfa, access_note="Aufzug im Hof")
    report = make_item(meeting, "Bericht der Verwaltung")
    item = make_paper_item(meeting, paper.consultations.get())
    hidden = make_paper_item(meeting, secret.consultations.get())
    meeting = announce(meeting, by=town.office)
    for edition in ("public", "internal"):
        make_agenda(meeting, edition)
    for row in (report, item, hidden):
        row.refresh_from_db()
    return Scene(meeting, report, item, hidden, paper)


@pytest.fixture(scope="module")
def standing_scene(ground: Ground) -> Standing[Scene]:
    """Made once for this file."""
    return ground.build(set_up)


@pytest.fixture
def scene(town: Town, standing_scene: Standing[Scene], system: None) -> Scene:
    return standing_scene.put_back()


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def of(meeting: Meeting) -> str:
    return reverse("meeting", args=[meeting.slug])


def at(item: AgendaItem) -> str:
    return reverse("agenda-item", args=[item.meeting.slug, item.address])


def decide(scene: Scene, town: Town, **ballot: Any) -> None:
    """The meeting held: the paper adopted, 9 to 2 if nothing else is said."""
    open_now(scene.meeting, by=town.office)
    treatment = settled(scene.item, outcome="adopted", final_text="<p>Es wird gebaut.</p>")
    counts = {"yes_count": 9, "no_count": 2, "abstention_count": 0, "voters": 11}
    Ballot.objects.create(
        treatment=treatment,
        position=1,
        statutory_member_count=11,
        taken_at=timezone.now(),
        **counts | ballot,
    )
    hidden = settled(scene.secret, outcome="adopted", final_text=f"<p>{SECRET}</p>")
    assert hidden.pk
    close_now(scene.meeting, by=town.office)


# --- calendar -----------------------------------------------------------------------------------------------


def test_an_empty_calendar_says_what_to_do(town: Town, client: Client) -> None:
    body = page(client, reverse("meetings"))
    assert "Zurzeit ist keine Sitzung geplant." in body
    assert "Kalender abonnieren" in body


def day(number: int) -> dt.datetime:
    today = timezone.localtime().replace(hour=18, minute=0, second=0, microsecond=0)
    return today + dt.timedelta(days=number)


def listed(client: Client, query: str = "") -> list[str]:
    answer = client.get(reverse("meetings") + query)
    return [str(meeting) for meeting in answer.context["page"].object_list]


def test_coming_meetings_stand_first_and_past_ones_for_themselves(town: Town, client: Client) -> None:
    hfa, rat = town.organs["HFA"], town.organs["Rat"]
    rows = [
        make_meeting(*row[:1], starts_at=day(row[1])) for row in ((hfa, 9), (rat, 2), (hfa, -3), (rat, -9))
    ]
    late, soon, newer, older = map(str, rows)
    assert listed(client) == [soon, late]
    assert listed(client, "?ansicht=vergangen") == [newer, older]
    assert listed(client, "?gremium=rat") == [soon]
    assert listed(client, "?gremium=unbekannt&ansicht=unsinn&monat=9999-99") == [soon, late]


def test_cancelled_and_moved_is_said_in_words(town: Town, client: Client) -> None:
    moved = make_meeting(
        town.organs["HFA"], starts_at=day(3), moved_from=day(1), change_reason="Der Saal ist belegt."
    )
    cancelled = make_meeting(town.organs["Rat"], starts_at=day(4))
    take(cancelled, CANCEL, by=town.office)
    body = page(client, reverse("meetings"))
    assert "Abgesagt" in body
    assert f"Verlegt vom {timezone.localtime(moved.moved_from):%-d.}" in body
    assert "Der Saal ist belegt." in page(client, of(moved))
    assert "Diese Sitzung ist abgesagt" in page(client, of(cancelled))


def test_a_month_is_a_table_of_weeks(town: Town, client: Client) -> None:
    zone = timezone.get_current_timezone()
    meeting = make_meeting(town.organs["HFA"], starts_at=dt.datetime(2026, 3, 31, 18, tzinfo=zone))
    answer = client.get(reverse("meetings"), {"ansicht": "monat", "monat": "2026-03"})
    weeks = answer.context["weeks"]
    assert [len(week) for week in weeks] == [7] * 6
    assert [str(d.date) for week in weeks for d in week if d.meetings == [meeting]] == ["2026-03-31"]
    assert of(meeting) in answer.content.decode()
    assert "monat=2026-02" in answer.content.decode()
    assert "monat=2026-04" in answer.content.decode()


def test_p06_the_calendar_file_holds_dates_and_nothing_that_is_treated(
    town: Town, scene: Scene, client: Client
) -> None:
    answer = client.get(reverse("meetings-calendar"))
    body = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert body.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Haupt- und Finanzausschuss" in body
    assert "LOCATION:Heimatmuseum" in body
    for word in (SECRET, "Bericht der Verwaltung", "Grundstück", scene.paper.reference):
        assert word not in body
    again = client.get(reverse("meetings-calendar"), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_nobody_writes_lines_of_a_calendar_by_the_name_of_a_place(town: Town, client: Client) -> None:
    make_meeting(town.organs["HFA"], place="Saal\r\nATTENDEE:mailto:x@example.org")
    body = client.get(reverse("meetings-calendar")).content.decode()
    assert [line for line in body.splitlines() if line.startswith("ATTENDEE")] == []


# --- one meeting --------------------------------------------------------------------------------------------


def lines(user: Visitor, meeting: Meeting) -> list[tuple[str, str, bool]]:
    agenda = meeting_reading.agenda_of(user, meeting)
    return [(line.label, line.title, line.item is not None) for line in [*agenda.public, *agenda.secret]]


def test_e13_each_reads_of_a_secret_item_what_he_or_she_may(
    town: Town, scene: Scene, citizen: Visitor
) -> None:
    subject = scene.item.title
    public = [("Ö 1", "Bericht der Verwaltung", True), ("Ö 2", subject, True)]
    assert lines(citizen, scene.meeting) == [*public, ("N 1", "Grundstücksangelegenheit", False)]
    assert lines(town.expert_citizen, scene.meeting) == lines(citizen, scene.meeting)
    inside = [*public, ("N 1", f"{SECRET} kauft", True)]
    assert lines(town.council_member, scene.meeting) == inside
    assert lines(town.office, scene.meeting) == inside
    Recusal.objects.create(
        item=scene.secret,
        person=person_of(town.council_member),
        ground="board",
        declared_by=town.office,
        declared_at=timezone.now(),
    )
    assert lines(town.council_member, scene.meeting) == lines(citizen, scene.meeting)


def test_the_page_of_a_meeting_leads_to_each_public_paper(scene: Scene, client: Client) -> None:
    body = page(client, of(scene.meeting))
    for expected in (
        reverse("public-paper", args=[scene.paper.slug]),
        at(scene.report),
        at(scene.item),
        "Grundstücksangelegenheit",
        "Heimatmuseum",
        "Aufzug im Hof",
        "Einladung mit Tagesordnung",
    ):
        assert expected in body
    assert SECRET not in body
    assert "Nichtöffentlich<" not in body


@pytest.mark.parametrize(("person", "leads"), [("office", True), ("council_member", False), ("clerk", False)])
def test_the_page_of_a_meeting_leads_the_office_to_its_desk(
    scene: Scene, town: Town, login: Login, person: str, leads: bool
) -> None:
    body = page(login(getattr(town, person)), of(scene.meeting))
    assert (reverse("meeting-plan", args=[scene.meeting.pk]) in body) is leads


def test_ds09_who_reads_secret_items_sees_the_strip_and_is_noted(
    town: Town, scene: Scene, login: Login
) -> None:
    body = page(login(town.council_member), of(scene.meeting))
    assert "Sie sehen auch den nichtöffentlichen Teil." in body
    page(login(town.council_member), at(scene.secret))
    page(login(town.council_member), at(scene.report))
    with clearance("system"):
        rows = ReadRecord.objects.filter(meeting=scene.meeting).order_by("pk")
        assert list(rows.values_list("part", flat=True)) == ["Tagesordnung", "TOP N 1"]


def test_an_agenda_that_is_not_sent_is_not_shown(town: Town, client: Client) -> None:
    meeting = make_meeting(town.organs["HFA"])
    make_item(meeting, "Nur ein Entwurf")
    body = page(client, of(meeting))
    assert "Die Tagesordnung ist noch nicht veröffentlicht." in body
    assert "Nur ein Entwurf" not in body


def test_e12_earlier_revisions_stay_readable(scene: Scene, client: Client) -> None:
    make_item(scene.meeting, "Nachgereicht", number="3", announced_at=timezone.now())
    make_agenda(scene.meeting, "public")
    assert "Nachgereicht" in page(client, of(scene.meeting))
    earlier = page(client, f"{of(scene.meeting)}?fassung=1")
    assert "Nachgereicht" not in earlier
    assert "Sie lesen eine frühere Fassung" in earlier
    for nonsense in ("99", "x", "-1", "1" * 50):
        assert "Nachgereicht" in page(client, f"{of(scene.meeting)}?fassung={nonsense}")


def test_e10_the_agenda_as_held_stands_beside_the_one_sent(
    town: Town, scene: Scene, client: Client, citizen: Visitor
) -> None:
    open_now(scene.meeting, by=town.office)
    make_item(
        scene.meeting,
        "Dringlicher Antrag",
        number="3",
        announced_at=timezone.now(),
        extension_reason="Frist endet",
    )
    settled(scene.report, outcome="removed_from_agenda")
    meeting = close_now(scene.meeting, by=town.office)
    agenda = meeting_reading.agenda_of(citizen, meeting)
    assert [line.label for line in agenda.public] == ["Ö 1", "Ö 2"]
    assert [line.label for line in agenda.held] == ["Ö 2", "Ö 3"]
    body = page(client, of(meeting))
    assert "Wie die Sitzung verlief" in body
    assert "Erweiterung der Tagesordnung: Frist endet" in body


def test_an_agenda_held_as_sent_is_not_shown_twice(town: Town, scene: Scene, citizen: Visitor) -> None:
    decide(scene, town)
    meeting = Meeting.objects.get(pk=scene.meeting.pk)
    assert meeting_reading.agenda_of(citizen, meeting).held == []
    assert meeting_reading.agenda_of(town.council_member, meeting).held == []


def test_the_meetings_before_and_after_are_of_the_same_organ(town: Town, client: Client) -> None:
    hfa = town.organs["HFA"]
    first, second, third = (make_meeting(hfa, starts_at=day(number)) for number in (1, 5, 9))
    make_meeting(town.organs["Rat"], starts_at=day(4))
    answer = client.get(of(second))
    assert (answer.context["before"], answer.context["after"]) == (first, third)


def test_p06_a_secret_item_is_like_a_missing_one(scene: Scene, client: Client) -> None:
    missing = reverse("agenda-item", args=[scene.meeting.slug, "n-7"])
    for ask in (client.get, client.head):
        there, nowhere = ask(at(scene.secret)), ask(missing)
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert set(there.headers) == set(nowhere.headers)
        assert normal(there.content, at(scene.secret)) == normal(nowhere.content, missing)


def test_strange_labels_are_missing(scene: Scene, client: Client) -> None:
    for label in ("oe-", "oe", "n", "5", "oe-99", "x-1", "oe-1 ", "Ö-1"):
        assert client.get(reverse("agenda-item", args=[scene.meeting.slug, label])).status_code == 404


# --- results ------------------------------------------------------------------------------------------------


def test_results_are_told_when_the_meeting_is_closed(town: Town, scene: Scene, client: Client) -> None:
    open_now(scene.meeting, by=town.office)
    settled(scene.item, outcome="adopted", final_text="<p>Es wird gebaut.</p>")
    assert "Es wird gebaut." not in page(client, at(scene.item))
    close_now(scene.meeting, by=town.office)
    assert "Es wird gebaut." in page(client, at(scene.item))


def test_the_page_of_an_item_tells_decision_votes_paper_and_annexes(
    town: Town, scene: Scene, client: Client
) -> None:
    decide(scene, town)
    body = page(client, at(scene.item))
    for expected in (
        "beschlossen: Ja 9, Nein 2, Enthaltung 0",
        "Es wird gebaut.",
        reverse("public-paper", args=[scene.paper.slug]),
        "Lageplan",
        at(scene.report),
    ):
        assert expected in body
    assert SECRET not in body
    assert "Ja 9, Nein 2, Enthaltung 0" in page(client, of(scene.meeting))


def test_home_and_organ_show_next_meetings_and_last_decisions(
    town: Town, scene: Scene, client: Client
) -> None:
    soon = make_meeting(town.organs["HFA"], starts_at=day(2))
    decide(scene, town)
    for address in (reverse("home"), reverse("organization", args=["hfa"])):
        body = page(client, address)
        assert of(soon) in body
        assert at(scene.item) in body
        assert SECRET not in body
    other = page(client, reverse("organization", args=["rat"]))
    assert at(scene.item) not in other


def states(user: Visitor, paper: Paper) -> list[tuple[str, str]]:
    return [(row.state.name, row.label) for row in progress.stations(user, paper)]


def test_the_state_of_a_consultation_follows_from_items_and_results(
    town: Town, system: None, citizen: Visitor
) -> None:
    hfa, rat = town.organs["HFA"], town.organs["Rat"]
    paper = make_released(
        by=town.clerk,
        consultations=[
            consultation(hfa, "advisory", planned_on=day(30).date()),
            consultation(rat, "deciding"),
        ],
    )
    first, second = paper.consultations.order_by("position")
    assert [state for state, _ in states(citizen, paper)] == ["PLANNED", "OPEN"]
    meeting = make_meeting(hfa)
    assert progress.stations(citizen, paper)[0].meeting == meeting
    item = make_paper_item(meeting, first)
    assert states(citizen, paper)[0][0] == "PLANNED"
    announce(meeting, by=town.office)
    assert states(citizen, paper)[0] == ("SCHEDULED", "auf der Tagesordnung")
    open_now(meeting, by=town.office)
    assert states(citizen, paper)[0] == ("IN_CONSULTATION", "in Beratung")
    treatment = settled(item, outcome="deferred")
    assert treatment.pk
    close_now(meeting, by=town.office)
    assert states(citizen, paper)[0] == ("DEFERRED", "vertagt")
    again = make_meeting(hfa, starts_at=day(45))
    make_paper_item(again, first)
    announce(again, by=town.office)
    assert states(citizen, paper)[0][0] == "SCHEDULED"
    open_now(again, by=town.office)
    close_now(again, by=town.office)
    assert states(citizen, paper)[0][0] == "HELD"
    last = make_meeting(rat)
    made = make_paper_item(last, second)
    take(announce(last, by=town.office), CANCEL, by=town.office)
    assert made.consultation == second
    assert states(citizen, paper)[1][0] == "CANCELLED"
    assert Progress.DONE not in [row.state for row in progress.stations(citizen, paper)]


def test_the_page_of_a_paper_tells_its_way_with_results(town: Town, scene: Scene, client: Client) -> None:
    before = page(client, reverse("public-paper", args=[scene.paper.slug]))
    assert "auf der Tagesordnung" in before
    assert at(scene.item) in before
    decide(scene, town)
    after = page(client, reverse("public-paper", args=[scene.paper.slug]))
    for expected in ("beschlossen", "Ja 9, Nein 2, Enthaltung 0", "Es wird gebaut.", of(scene.meeting)):
        assert expected in after


def test_p06_a_public_paper_does_not_tell_of_its_secret_item(
    town: Town, system: None, client: Client
) -> None:
    hfa, rat = town.organs["HFA"], town.organs["Rat"]
    sequence = [consultation(hfa, "advisory", is_public=False), consultation(rat, "deciding")]
    paper = make_released(by=town.clerk, consultations=sequence)
    meeting = make_meeting(hfa)
    item = make_paper_item(meeting, paper.consultations.get(position=1))
    announce(meeting, by=town.office)
    item.refresh_from_db()
    body = page(client, reverse("public-paper", args=[paper.slug]))
    assert at(item) not in body
    assert "N 1" not in body


# --- speed --------------------------------------------------------------------------------------------------


def asked(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_lists_ask_as_often_for_many_as_for_one(town: Town, system: None, client: Client) -> None:
    hfa = town.organs["HFA"]
    make_meeting(hfa, starts_at=day(1))
    addresses = [reverse("meetings"), f"{reverse('meetings')}?ansicht=monat", reverse("meetings-calendar")]
    few = [asked(client, address) for address in addresses]
    for number in range(2, 12):
        make_meeting(hfa, starts_at=day(number))
    assert [asked(client, address) for address in addresses] == few
    assert max(few) <= 12


def test_a_meeting_asks_as_often_for_many_items_as_for_one(town: Town, system: None, client: Client) -> None:
    hfa = town.organs["HFA"]
    counts = []
    for number, size in enumerate((1, 8)):
        meeting = make_meeting(hfa, starts_at=day(number + 1))
        for _ in range(size):
            paper = make_released(by=town.clerk, consultations=[consultation(hfa, "deciding")])
            make_paper_item(meeting, paper.consultations.get())
        announce(meeting, by=town.office)
        make_agenda(meeting, "public")
        open_now(meeting, by=town.office)
        for item in meeting.items.all():
            treatment = settled(item, outcome="adopted")
            Ballot.objects.create(
                treatment=treatment,
                position=1,
                statutory_member_count=11,
                voters=9,
                yes_count=9,
                no_count=0,
                abstention_count=0,
                taken_at=timezone.now(),
            )
        close_now(meeting, by=town.office)
        counts.append(asked(client, of(meeting)))
    assert counts[0] == counts[1]
    assert counts[0] <= 25
    home = asked(client, reverse("home"))
    assert home <= 25


@pytest.mark.parametrize(("years", "tag"), [(1, "noindex"), (5, None), (None, None)])
def test_ds06_no_search_engine_leads_to_an_old_meeting(
    town: Town, client: Client, years: int | None, tag: str | None
) -> None:
    Bylaw.objects.filter(key="public.search_engine_years").delete()
    if years:
        Bylaw.objects.create(
            key="public.search_engine_years",
            value=years,
            source="Löschkonzept",
            starts_on=dt.date(2020, 1, 1),
        )
    with clearance("system"):
        old = make_meeting(town.organs["Rat"], starts_at=timezone.now() - dt.timedelta(days=3 * 365))
        make_item(old)
        announce(old, by=town.office)
        then = timezone.now() - dt.timedelta(days=3 * 365)
        paper = make_paper(by=town.clerk)
        annex = make_attachment(paper, by=town.clerk, title="Lageplan", now=then)
        step(paper, SUBMIT, by=town.clerk, note="Geprüft.", now=then)
        step(paper, RELEASE, by=town.mayor, note="Gut.", now=then)
    pages = [
        reverse("meeting", args=[old.slug]),
        reverse("agenda-item", args=[old.slug, "oe-1"]),
        reverse("public-paper", args=[Paper.objects.get(pk=paper.pk).slug]),
        reverse("attachment-file", args=[annex.public_id]),
    ]
    assert [client.get(page).headers.get("X-Robots-Tag") for page in pages] == [tag] * 4
