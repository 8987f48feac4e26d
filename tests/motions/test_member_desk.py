"""Meine Sitzungen: the next meeting first, every paper one step away, nothing hidden from others (P-06 to P-10)."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.models import AgendaItem, Meeting, ReadRecord, Treatment, User
from motions.rules import documents, further_organs, member_desk, stations, visits
from motions.rules.clearance import clearance
from motions.rules.further_organs import FurtherOrgan
from motions.rules.meeting_workflow import CANCEL
from motions.rules.member_desk import State
from motions.rules.workflow import RELEASE, SUBMIT
from tests.conftest import Login
from tests.factories import consultation, make_attachment, make_paper, make_released, step
from tests.meetings import announce, close_now, make_item, make_meeting, make_paper_item, open_now, take
from tests.people import Town, member
from tests.sittings import consultations, decide, in_session, meeting_of

from .desk import Desk, document_of, entry_of, make_desk, seen_by, write_note
from .test_work_lists import questions

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
HOUR = dt.timedelta(hours=1)


def states(user: User, meeting: Meeting, *, after: dt.timedelta = HOUR) -> list[str]:
    with seen_by(user):
        return [row.state for row in member_desk.entries(user, [meeting], now=timezone.now() + after)]


def look(user: User, meeting: Meeting, item: AgendaItem | None = None, *, after: dt.timedelta) -> None:
    with seen_by(user):
        visits.note(meeting, item, by=user, now=timezone.now() + after)


def test_the_next_meeting_comes_first_and_a_cancelled_one_is_told(town: Town, login: Login) -> None:
    hfa, now = town.organs["HFA"], timezone.now()
    later = make_meeting(hfa, starts_at=now + dt.timedelta(days=9))
    cancelled = make_meeting(hfa, starts_at=now + dt.timedelta(days=2))
    soon = make_meeting(town.organs["Rat"], starts_at=now + dt.timedelta(days=5))
    foreign = make_meeting(town.organs["ASJF"], starts_at=now + dt.timedelta(days=1))
    make_item(cancelled)
    cancelled = announce(cancelled, by=town.office)
    take(cancelled, CANCEL, by=town.office)
    with seen_by(town.council_member):
        assert member_desk.upcoming(town.council_member) == [cancelled, soon, later]
    answer = login(town.council_member).get(reverse("member-home"))
    assert (answer.context["next"], answer.context["others"]) == (soon, [cancelled, later])
    assert answer.context["fresh"] == []
    page = answer.content.decode()
    assert ("Abgesagt" in page, foreign.slug in page) == (True, False)


def test_from_the_start_the_first_paper_is_one_step_away(town: Town, desk: Desk, login: Login) -> None:
    client = login(town.council_member)
    first = reverse("member-item", args=desk.address)
    assert f'href="{first}"' in client.get(reverse("member-home")).content.decode()
    page = client.get(first).content.decode()
    assert "Am Schlossplatz werden vier Bänke aufgestellt." in page
    agenda = reverse("member-meeting", args=[desk.meeting.slug])
    anchor = re.search(rf'href="{agenda}#([^"]+)"', page)
    assert anchor is not None
    assert f'id="{anchor[1]}"' in client.get(agenda).content.decode()


def test_every_paper_of_the_agenda_is_one_step_away(town: Town, desk: Desk, login: Login) -> None:
    with clearance("system"):
        for release in desk.paper.releases.all():
            documents.issue(release.pk, now=timezone.now())
    page = (
        login(town.council_member).get(reverse("member-meeting", args=[desk.meeting.slug])).content.decode()
    )
    document = document_of(town.council_member, desk.item)
    assert document is not None
    links = [
        reverse("member-item", args=desk.address),
        reverse("member-item", args=desk.secret_address),
        reverse("document-file", args=[document.public_id]),
    ]
    assert [f'href="{link}"' in page for link in links] == [True] * 3


def test_p08_a_secret_item_is_neither_shown_nor_counted_for_others(
    town: Town, desk: Desk, login: Login
) -> None:
    """For a sachkundige Bürgerin of another committee the meeting looks as if the item did not exist."""
    plain = make_meeting(town.organs["RPA"])
    paper = make_released(by=town.clerk, consultations=[consultation(town.organs["RPA"], "deciding")])
    with clearance("system"):
        make_paper_item(plain, paper.consultations.get())
        announce(plain, by=town.office)
    stranger = town.expert_citizen
    assert len(states(stranger, desk.meeting)) == len(states(stranger, plain)) == 1
    client = login(stranger)
    page = client.get(reverse("member-meeting", args=[desk.meeting.slug])).content.decode()
    shown = [words in page for words in ("Verkauf", "Nichtöffentlich", "Grundstück", "N 1", "Neue Bänke")]
    assert shown == [False, False, False, False, True]
    item = client.get(reverse("member-item", args=desk.address)).content.decode()
    assert ("Verkauf" in item, "N 1" in item) == (False, False)
    missing = client.get(reverse("member-item", args=[desk.meeting.slug, "n-99"]))
    secret = client.get(reverse("member-item", args=desk.secret_address))
    assert (secret.status_code, missing.status_code) == (404, 404)
    bodies = [_TOKEN.sub("", answer.content.decode()) for answer in (secret, missing)]
    assert bodies[0].replace("/n-1/", "/n-99/") == bodies[1]


def test_an_agenda_nobody_was_invited_with_is_shown_to_no_member(town: Town, login: Login) -> None:
    meeting = make_meeting(town.organs["HFA"])
    make_item(meeting, "Geheimplan")
    client = login(town.council_member)
    page = client.get(reverse("member-meeting", args=[meeting.slug])).content.decode()
    assert ("Geheimplan" in page, "noch nicht versandt" in page) == (False, True)
    assert client.get(reverse("member-home")).context["fresh"] == []


def test_an_official_with_a_mandate_sees_at_the_desk_what_was_sent(town: Town) -> None:
    meeting = make_meeting(town.organs["HFA"])
    make_item(meeting)
    assert states(town.office, meeting) == []


def test_what_is_new_changed_and_read(town: Town, desk: Desk) -> None:
    user, meeting = town.council_member, desk.meeting
    assert states(user, meeting) == [State.NEW, State.NEW]
    look(user, meeting, after=HOUR)
    look(user, meeting, desk.item, after=HOUR)
    assert states(user, meeting) == [State.READ, State.NEW]
    assert states(user, meeting, after=2 * HOUR) == [State.READ, State.UNREAD]
    with clearance("system"):
        further_organs.add_organ(
            desk.paper,
            FurtherOrgan(town.organs["Rat"], "noting"),
            by=town.office,
            now=timezone.now() + 2 * HOUR,
            version=desk.paper.version,
            note="Test",
            override=True,
        )
    assert states(user, meeting, after=2 * HOUR) == [State.CHANGED, State.UNREAD]
    look(user, meeting, desk.item, after=3 * HOUR)
    assert states(user, meeting, after=4 * HOUR) == [State.READ, State.UNREAD]


def test_a_visit_is_one_visit_however_often_one_returns_to_the_agenda(town: Town, desk: Desk) -> None:
    user, meeting = town.council_member, desk.meeting
    look(user, meeting, after=HOUR)
    look(user, meeting, after=HOUR + dt.timedelta(minutes=10))
    assert states(user, meeting) == [State.NEW, State.NEW]
    look(user, meeting, after=3 * HOUR)
    assert states(user, meeting, after=3 * HOUR) == [State.UNREAD, State.UNREAD]


def test_nobody_sees_what_a_member_has_read(town: Town, desk: Desk) -> None:
    look(town.council_member, desk.meeting, desk.item, after=HOUR)
    with seen_by(town.office):
        assert visits.of_meetings(town.council_member, [desk.meeting]) == {}
    with clearance("system"):
        assert visits.of_meetings(town.council_member, [desk.meeting]) == {}
    with seen_by(town.council_member):
        assert set(visits.of_meetings(town.council_member, [desk.meeting])) == {
            (desk.meeting.pk, desk.item.pk)
        }


def test_a_note_is_marked_on_the_agenda_of_its_author_only(town: Town, desk: Desk) -> None:
    write_note(town.council_member, desk.item)
    own, others = (
        entry_of(user, desk.meeting, desk.item) for user in (town.council_member, town.group_member)
    )
    assert own is not None
    assert others is not None
    assert (own.note_count, others.note_count) == (1, 0)


def test_ds09_reading_what_is_secret_is_written_down(town: Town, login: Login) -> None:
    meeting = make_meeting(town.organs["HFA"])
    make_item(meeting, "Bericht zu einem Prozess", is_public=False)
    desk = make_desk(town, days=40)
    announce(meeting, by=town.office)
    client = login(town.council_member)
    client.get(reverse("member-item", args=desk.address))
    with clearance("system"):
        assert ReadRecord.objects.count() == 0
    client.get(reverse("member-item", args=desk.secret_address))
    client.get(reverse("member-item", args=[meeting.slug, "n-1"]))
    client.get(reverse("member-meeting", args=[meeting.slug]))
    login(town.expert_citizen).get(reverse("member-meeting", args=[meeting.slug]))
    me = town.council_member.pk
    with clearance("system"):
        rows = ReadRecord.objects.order_by("pk").values_list("reader", "paper", "meeting", "part")
        assert list(rows) == [
            (me, desk.secret_paper.pk, None, "Sitzung, TOP N 1"),
            (me, None, meeting.pk, "Sitzung, TOP N 1"),
            (me, None, meeting.pk, "Tagesordnung"),
        ]


def test_secret_annexes_reach_members_of_the_organ_only(town: Town, login: Login) -> None:
    body = town.organs["HFA"]
    paper = make_paper(by=town.clerk, consultations=[consultation(body, "deciding")])
    make_attachment(paper, by=town.clerk, title="Gutachten", is_public=False)
    step(paper, SUBMIT, by=town.clerk, note="x")
    paper = step(paper, RELEASE, by=town.mayor, note="x")
    meeting = make_meeting(body)
    with clearance("system"):
        make_paper_item(meeting, paper.consultations.get())
    announce(meeting, by=town.office)
    address = reverse("member-item", args=[meeting.slug, "oe-1"])
    found = {}
    for name in ("council_member", "expert_citizen"):
        found[name] = "Gutachten" in login(getattr(town, name)).get(address).content.decode()
    assert found == {"council_member": True, "expert_citizen": False}


def test_the_pages_ask_as_often_for_forty_items_as_for_one(town: Town, login: Login) -> None:
    def meeting_with(count: int, days: int) -> Meeting:
        meeting = make_meeting(town.organs["RPA"], starts_at=timezone.now() + dt.timedelta(days=days))
        for _ in range(count):
            paper = make_released(by=town.clerk, consultations=[consultation(town.organs["RPA"], "deciding")])
            with clearance("system"):
                make_paper_item(meeting, paper.consultations.get())
        return announce(meeting, by=town.office)

    user = member("Rita Reiher", town.organs["RPA"])
    client = login(user)
    few = meeting_with(1, 10)
    asked = (
        questions(client, reverse("member-home")),
        questions(client, reverse("member-meeting", args=[few.slug])),
    )
    many = meeting_with(40, 20)
    assert questions(client, reverse("member-home")) == asked[0]
    assert questions(client, reverse("member-meeting", args=[many.slug])) == asked[1]


def test_b04_what_an_earlier_organ_decided_is_read_and_compared(town: Town, login: Login) -> None:
    sequence = [consultation(town.organs["HFA"], "advisory"), consultation(town.organs["Rat"], "deciding")]
    paper = make_released(by=town.clerk, consultations=sequence)
    hfa, rat = make_meeting(town.organs["HFA"]), make_meeting(town.organs["Rat"])
    words = "<p>Am Schlossplatz werden sechs Bänke aufgestellt.</p><script>alert(1)</script>"
    with clearance("system"):
        first, second = paper.consultations.order_by("position")
        item = make_paper_item(hfa, first)
        make_paper_item(rat, second)
        hfa = open_now(announce(hfa, by=town.office), by=town.office)
        Treatment.objects.filter(item=item).update(
            outcome="recommended_amended", voted_text="own", final_text=words
        )
        announce(rat, by=town.office)
    client, address = login(town.council_member), reverse("member-item", args=[rat.slug, "oe-1"])
    before = client.get(address).content.decode()
    assert ("geändert empfohlen" in before, "sechs" in before) == (False, False)
    close_now(hfa, by=town.office)
    page = client.get(address).content.decode()
    assert "Haupt- und Finanzausschuss: geändert empfohlen" in page
    assert re.sub(r"<span[^>]*>.*?</span>", "", page).count("<del>vier</del>") == 1
    assert re.sub(r"<span[^>]*>.*?</span>", "", page).count("<ins>sechs</ins>") == 1
    assert "alert(1)" not in page


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("open", "Ja 2, Nein 1, Enthaltung 0"),
        ("secret", "in geheimer Abstimmung: Ja 2, Nein 1, Enthaltung 0"),
    ],
)
def test_a12_a_member_reads_that_an_earlier_vote_was_secret(town: Town, mode: str, words: str) -> None:
    with clearance("system"):
        rows = consultations(town, consultation(town.organs["Rat"], "deciding"))
        item = in_session(town, "Rat", consultation=rows["Rat"])
        decide(town, item, 2, 1, mode=mode)
        close_now(meeting_of(item), by=town.office)
        paper, user = rows["Rat"].paper, town.council_member
        document = document_of(user, item)
        assert document is not None
        assert [row.votes for row in stations.of_paper(user, paper, document)] == [words]


def test_results_of_a_secret_item_stay_with_those_who_may_read_it(town: Town, desk: Desk) -> None:
    with clearance("system"):
        meeting = open_now(desk.meeting, by=town.office)
        Treatment.objects.filter(item=desk.secret).update(
            outcome="adopted", started_at=timezone.now(), ended_at=timezone.now()
        )
    close_now(meeting, by=town.office)
    document = document_of(town.council_member, desk.secret)
    assert document is not None
    for user, expected in ((town.council_member, "beschlossen"), (town.expert_citizen, "")):
        with clearance("system"):
            assert [row.outcome for row in stations.of_paper(user, desk.secret_paper, document)] == [expected]


def test_the_documents_of_a_meeting_are_listed_for_their_audience(
    town: Town, desk: Desk, login: Login
) -> None:
    now = timezone.now()
    made = {"issued_at": now, "made_at": now, "pages": 3, "size": 1024}
    with clearance("system"):
        for edition, published in (("public", now), ("internal", now), ("internal", None)):
            desk.meeting.documents.create(
                kind="package" if published else "minutes",
                edition=edition,
                revision=1,
                content={},
                sha256=edition,
                published_at=published,
                **made,
            )
    address = reverse("member-meeting", args=[desk.meeting.slug])
    shown = {
        name: [row.edition for row in login(getattr(town, name)).get(address).context["documents"]]
        for name in ("council_member", "expert_citizen")
    }
    assert shown == {"council_member": ["internal", "public"], "expert_citizen": ["public"]}
