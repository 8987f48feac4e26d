"""Ausschluss der Öffentlichkeit: everybody learns the result of the motion, nobody the debate about it (P-03)."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import AgendaItem, ExclusionMotion, Treatment
from motions.rules import (
    agenda_sources,
    ballots,
    conclusion,
    exclusions,
    meeting_permissions,
    minutes,
    minutes_content,
    progress,
    recording,
    recusals,
    results,
)
from motions.rules.clearance import clearance
from motions.rules.counting import Counts
from motions.rules.exclusions import Exclusion
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from tests.conftest import Login
from tests.factories import consultation
from tests.meetings import close_now, make_item, make_meeting
from tests.motions.refusals import rules_of
from tests.people import Town
from tests.sittings import consultations, in_session, meeting_of, opened, record, settle, text_of, treatment
from tests.standing import Ground, Standing

pytestmark = pytest.mark.usefixtures("system")
MARK = "Geheimvogel"


def make_called_item(town: Town) -> AgendaItem:
    """An item of the Rat that is being treated."""
    return called(town, in_session(town, "Rat", title="Zuschuss für den Verein"))


@pytest.fixture(scope="module")
def standing_item(ground: Ground) -> Standing[AgendaItem]:
    """Made once for this file."""
    return ground.build(make_called_item)


@pytest.fixture
def item(town: Town, standing_item: Standing[AgendaItem]) -> AgendaItem:
    return standing_item.put_back()


def called(town: Town, item: AgendaItem) -> AgendaItem:
    recording.call(item, version=treatment(item).version, by=town.office, now=timezone.now())
    return AgendaItem.objects.select_related("meeting", "consultation__paper").get(pk=item.pk)


def move(town: Town, item: AgendaItem, *, version: int | None = None, **fields: Any) -> ExclusionMotion:
    given: dict[str, Any] = {
        "moved_by": f"Ada {MARK}",
        "ground": "property",
        "public_title": "Grundstücksangelegenheit",
        "debate": f"Der {MARK} will keine Zuhörer.",
    }
    version = treatment(item).version if version is None else version
    exclusion = Exclusion(**given | fields)
    return exclusions.move(item, exclusion, version=version, by=town.office, now=timezone.now())


def test_p03_a_carried_motion_moves_the_item_into_the_other_part(town: Town, item: AgendaItem) -> None:
    motion = move(town, item)
    continued = motion.continued_as
    assert continued is not None
    assert (continued.label, continued.title, continued.public_title, continued.secrecy_ground) == (
        "N 1",
        "Zuschuss für den Verein",
        "Grundstücksangelegenheit",
        "property",
    )
    row = treatment(item)
    assert (row.outcome, row.is_done, row.reason) == (
        "continued",
        True,
        "Die Öffentlichkeit wurde durch Beschluss ausgeschlossen (§ 48 Abs. 2 GO NRW).",
    )
    assert Treatment.objects.filter(item=continued, outcome="").count() == 1


def test_p03_a_rejected_motion_changes_nothing_but_is_told(town: Town, item: AgendaItem) -> None:
    motion = move(town, item, counts=Counts(yes=0, no=1, abstention=2))
    assert (motion.continued_as, treatment(item).outcome, treatment(item).is_done) == (None, "", False)
    ballot = motion.ballot
    assert (ballot.subject, ballot.kind, ballot.no_count) == ("Ausschluss der Öffentlichkeit", "procedure", 1)


@pytest.mark.parametrize("is_carried", [True, False])
def test_p03_the_public_learns_the_result_and_nothing_of_the_debate(
    town: Town, item: AgendaItem, client: Client, is_carried: bool
) -> None:
    motion = move(town, item, counts=None if is_carried else Counts(yes=0, no=3, abstention=0))
    for row in (item, motion.continued_as):
        if row is not None and treatment(row).outcome == "":
            settle(town, row, "noted")
    meeting = close_now(meeting_of(item), by=town.office)
    document = minutes_content.minutes_content(meeting, edition="public", revision=1, now=timezone.now())
    (told,) = document["items"]
    assert (told["ballots"][0]["subject"], MARK in str(document)) == ("Ausschluss der Öffentlichkeit", False)
    pages = [
        reverse("meeting", args=[meeting.slug]),
        reverse("agenda-item", args=[meeting.slug, "oe-1"]),
        reverse("meetings"),
        reverse("public-resolutions"),
    ]
    with clearance("public"):
        read = [text_of(client.get(page)) for page in pages]
        assert ExclusionMotion.objects.count() == 0
    assert [MARK in page for page in read] == [False] * 4
    assert "Ausschluss der Öffentlichkeit" in read[1]
    assert client.get(reverse("agenda-item", args=[meeting.slug, "n-1"])).status_code == 404


@pytest.mark.parametrize("is_carried", [True, False])
def test_p03_the_debate_stands_in_the_secret_minutes_alone(
    town: Town, item: AgendaItem, is_carried: bool
) -> None:
    move(town, item, counts=None if is_carried else Counts(yes=0, no=3, abstention=0))
    meeting = meeting_of(item)
    assert minutes.parts(meeting) == ["public", "internal"]
    document = minutes_content.minutes_content(meeting, edition="internal", revision=1, now=timezone.now())
    assert document["exclusions"] == [
        {
            "label": "Ö 1",
            "title": "Zuschuss für den Verein",
            "moved_by": f"Ada {MARK}",
            "ground": "Grundstücksangelegenheit",
            "debate": f"Der {MARK} will keine Zuhörer.",
            "continued_as": "N 1" if is_carried else "",
        }
    ]


def test_p03_only_who_keeps_the_minutes_reads_the_debate(town: Town, item: AgendaItem) -> None:
    move(town, item)
    read = []
    for name in ("clerk", "council_member", "group_member", "administrator", "mayor", "office"):
        with clearance("user", getattr(town, name).pk):
            read += [name] * ExclusionMotion.objects.count()
    assert read == ["mayor", "office"]


def test_p03_the_paper_goes_on_in_the_other_part(town: Town) -> None:
    rows = consultations(town, consultation(town.organs["Rat"], "deciding"))
    item = called(town, in_session(town, "Rat", consultation=rows["Rat"]))
    continued = move(town, item).continued_as
    assert continued is not None
    assert (continued.consultation, continued.kind) == (rows["Rat"], "paper")


def test_p03_p06_citizens_read_that_it_went_on_in_secret_and_never_abgesetzt(
    town: Town, client: Client
) -> None:
    rows = consultations(town, consultation(town.organs["Rat"], "deciding"))
    item = called(town, in_session(town, "Rat", consultation=rows["Rat"]))
    continued = move(town, item).continued_as
    assert continued is not None
    settle(town, continued, "settled", reason=f"Der {MARK} hat verkauft.")
    meeting = close_now(meeting_of(item), by=town.office)
    paper = rows["Rat"].paper
    assert list(conclusion.decided_papers(meeting)) == [paper]
    with clearance("public"):
        (station,) = progress.stations(AnonymousUser(), paper)
        (decision,) = results.last_decisions(AnonymousUser(), limit=5)
        pages = [reverse("public-paper", args=[paper.slug]), reverse("meeting", args=[meeting.slug])]
        read = [text_of(client.get(page)) for page in pages]
    assert (station.label, decision.outcome) == ("nichtöffentlich weiter beraten",) * 2
    assert [(word in page) for page in read for word in (MARK, "abgesetzt", "erledigt")] == [False] * 6


def test_o02_what_was_put_off_in_secret_waits_for_the_next_agenda(town: Town) -> None:
    rows = consultations(town, consultation(town.organs["Rat"], "deciding"))
    item = called(town, in_session(town, "Rat", consultation=rows["Rat"]))
    continued = move(town, item).continued_as
    assert continued is not None
    settle(town, continued, "deferred")
    close_now(meeting_of(item), by=town.office)
    later = make_meeting(town.organs["Rat"], starts_at=timezone.now() + dt.timedelta(days=60))
    assert list(agenda_sources.open_consultations(later)) == [rows["Rat"]]


def test_p10_who_is_recused_stays_so_behind_closed_doors(town: Town, item: AgendaItem) -> None:
    person = town.council_member.person
    assert person is not None
    recusals.declare(
        item,
        person,
        ground="employment",
        by=town.council_member,
        now=timezone.now(),
        stays_in_audience=True,
    )
    continued = move(town, item, version=treatment(item).version).continued_as
    assert continued is not None
    kept = continued.recusals.values_list("person", "ground", "stays_in_audience", "declared_by")
    assert list(kept) == [(person.pk, "employment", False, town.council_member.pk)]
    assert not meeting_permissions.visible_items(town.council_member).filter(pk=continued.pk).exists()
    with clearance("user", town.council_member.pk):
        assert not AgendaItem.objects.filter(pk=continued.pk).exists()


def test_no_hand_chooses_that_an_item_went_on_in_secret(town: Town, item: AgendaItem) -> None:
    with pytest.raises(Refused) as refusal:
        settle(town, item, "continued")
    assert rules_of(refusal) == ["B-05"]


def test_e12_the_new_number_follows_those_that_were_sent(town: Town) -> None:
    meeting = make_meeting(town.organs["Rat"])
    first = make_item(meeting, "Bäder")
    make_item(meeting, "Verkauf", is_public=False)
    item = called(town, opened(town, first))
    continued = move(town, item).continued_as
    assert continued is not None
    assert continued.label == "N 1a"


def test_p04_the_budget_stays_public(town: Town) -> None:
    rows = consultations(town, consultation(town.organs["Rat"], "deciding"), council_matter="budget")
    item = called(town, in_session(town, "Rat", consultation=rows["Rat"]))
    with pytest.raises(Refused) as refusal:
        move(town, item)
    assert rules_of(refusal) == ["P-04"]


@pytest.mark.parametrize(
    ("fields", "rule"),
    [({"moved_by": " "}, "P-03"), ({"public_title": ""}, "E-13"), ({"ground": ""}, "P-02")],
)
def test_p03_who_why_and_how_it_is_called(
    town: Town, item: AgendaItem, fields: dict[str, Any], rule: str
) -> None:
    with pytest.raises(Refused) as refusal:
        move(town, item, **fields)
    assert rules_of(refusal) == [rule]


def test_p03_while_the_item_is_being_treated(town: Town, item: AgendaItem) -> None:
    with pytest.raises(OutdatedState):
        move(town, item, version=1)
    exclusion, version = Exclusion("Ada", "property", "Grundstück"), treatment(item).version
    with pytest.raises(NotPermitted):
        exclusions.move(item, exclusion, version=version, by=town.clerk, now=timezone.now())
    continued = move(town, item).continued_as
    assert continued is not None
    for done in (item, continued):
        with pytest.raises(Refused):
            move(town, done)


def test_p03_the_vote_stays_once_the_item_has_gone_on(town: Town, item: AgendaItem) -> None:
    motion = move(town, item)
    with pytest.raises(Refused, match="schon nichtöffentlich beraten"):
        ballots.take_back(motion.ballot, version=treatment(item).version, by=town.office, now=timezone.now())


def test_a_miscounted_rejection_is_taken_back_and_kept_in_the_history(town: Town, item: AgendaItem) -> None:
    motion = move(town, item, counts=Counts(yes=0, no=3, abstention=0))
    ballots.take_back(motion.ballot, version=treatment(item).version, by=town.office, now=timezone.now())
    assert ExclusionMotion.objects.count() == 0
    history = ExclusionMotion.pgh_event_model.objects.values_list("debate", flat=True)  # type: ignore[attr-defined]
    assert set(history) == {f"Der {MARK} will keine Zuhörer."}


def test_the_database_takes_motions_only_in_session(town: Town, item: AgendaItem) -> None:
    motion = move(town, item, counts=Counts(yes=0, no=3, abstention=0))
    settle(town, item, "noted")
    close_now(meeting_of(item), by=town.office)
    with pytest.raises(Exception, match="not in session"), transaction.atomic():
        ExclusionMotion.objects.filter(pk=motion.pk).update(debate="anders")


def test_the_office_enters_the_motion_and_goes_on(town: Town, item: AgendaItem, office: Client) -> None:
    page = text_of(office.get(f"{record(item)}?top={item.pk}"))
    address = reverse("item-exclude", args=[item.meeting_id, item.pk])
    assert address in page
    sent = {
        "version": treatment(item).version,
        "moved_by": "Ada Ahornblatt",
        "ground": "property",
        "public_title": "",
        "is_unanimous": "on",
    }
    assert office.post(address, sent).status_code == 422
    answer = office.post(address, sent | {"public_title": "Grundstücksangelegenheit"}, follow=True)
    assert "Der Punkt wird nichtöffentlich beraten: N 1." in text_of(answer)
    assert office.post(address, sent | {"public_title": "Grundstück"}).status_code == 409


def test_a_stale_page_keeps_what_was_typed(town: Town, item: AgendaItem, login: Login) -> None:
    client, address = login(town.office), reverse("item-exclude", args=[item.meeting_id, item.pk])
    sent = {"moved_by": "Ada Ahornblatt", "ground": "property", "public_title": "Grundstück", "version": "1"}
    sent |= {"is_unanimous": "on", "debate": "Wegen der Preise"}
    answer = client.post(address, sent)
    assert (answer.status_code, "Wegen der Preise" in text_of(answer)) == (409, True)
    version = answer.context["form"].data["version"]
    assert (version, ExclusionMotion.objects.count()) == (str(treatment(item).version), 0)
    assert client.post(address, sent | {"version": version}).status_code == 302
    assert ExclusionMotion.objects.count() == 1


def test_the_web_page_of_the_minutes_tells_the_debate(town: Town, item: AgendaItem, login: Login) -> None:
    continued = move(town, item).continued_as
    assert continued is not None
    settle(town, continued, "noted")
    meeting = close_now(meeting_of(item), by=town.office)
    client = login(town.office)
    page = text_of(client.get(reverse("meeting-minutes", args=[meeting.pk])))
    assert (f"Der {MARK} will keine Zuhörer." in page, "weiter beraten als N 1" in page) == (True, True)
