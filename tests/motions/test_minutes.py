"""Niederschrift und Beschlussauszug (N-01 to N-08): what they say, who signs, and that nothing changes afterwards."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.template.loader import render_to_string

from motions.models import (
    Ballot,
    Meeting,
    MeetingDocument,
    Minutes,
    Treatment,
)
from motions.models.minutes import MINUTES_STEPS
from motions.rules import extracts, minutes, minutes_content, minutes_workflow
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, Refused
from motions.rules.history import record
from motions.rules.meeting_workflow import REOPEN
from motions.rules.minutes_workflow import FINISH, MAKE_READY, REVISE
from motions.rules.transitions import perform
from tests.factories import PDF
from tests.meetings import announce, close_now, make_item, make_meeting, open_now, settled, take
from tests.motions.closed_meeting import START, Scene, at
from tests.people import Town, person_of

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def scene(closed_meeting: Scene) -> Scene:
    """See tests/motions/closed_meeting.py."""
    return closed_meeting


def content(scene: Scene, edition: str) -> dict[str, Any]:
    return minutes_content.minutes_content(scene.meeting, edition=edition, revision=1, now=at(100))


def names(rows: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(row["name"], row["times"]) for row in rows]


def step(scene: Scene, chosen: Any, town: Town, **options: Any) -> Minutes:
    row: Minutes = perform(
        Minutes.objects.get(pk=scene.minutes.pk), chosen, by=town.office, now=at(200), **options
    )
    return row


def sign_all(scene: Scene, town: Town) -> None:
    for signer in minutes.signers(scene.minutes):
        minutes.sign(
            scene.minutes,
            role=signer.role,
            name=signer.name,
            signed_on=START.date(),
            by=town.office,
            now=at(300),
        )


def scan_all(scene: Scene, town: Town) -> None:
    for part in minutes.parts(scene.meeting):
        minutes.add_scan(scene.minutes, part, BytesIO(PDF), by=town.office, now=at(300))


def signed(scene: Scene, town: Town) -> Minutes:
    step(scene, MAKE_READY, town)
    sign_all(scene, town)
    scan_all(scene, town)
    return step(scene, FINISH, town)


def test_n06_each_part_tells_its_own_items_and_people(scene: Scene) -> None:
    public, internal = content(scene, "public"), content(scene, "internal")
    assert [item["title"] for item in public["items"]] == ["Spielplatz", "Jugendclub"]
    assert [item["title"] for item in internal["items"]] == ["Verkauf an die Mondstein GmbH"]
    assert names(public["attendance"]["present"]) == [
        ("Karima Lindenduft", ""),
        ("Rana Silberdistel", "ab 18:15 Uhr"),
    ]
    assert [row["name"] for row in public["attendance"]["absent"]] == ["Nils Otterbach", "Elif Farnkraut"]
    assert names(internal["attendance"]["present"]) == [
        ("Karima Lindenduft", ""),
        ("Rana Silberdistel", ""),
        ("Nils Otterbach", "ab 19:10 Uhr"),
    ]


def test_n06_the_public_part_knows_of_the_other_its_time_only(scene: Scene, town: Town) -> None:
    minutes.save_entry(scene.secret, "<p>Der Preis ist geheim.</p>", version=0, by=town.office, now=at(100))
    told = json.dumps(content(scene, "public"), ensure_ascii=False)
    for word in ("Mondstein", "geheim", "N 1", "Grundstück", "19:10", "GmbH"):
        assert word not in told
    assert content(scene, "public")["other_part"]["from"][11:16] == "19:00"
    assert content(scene, "public")["other_part"]["until"][11:16] == "19:30"
    assert content(scene, "public")["closed_at"][11:16] == "19:00"


def test_an_interruption_is_told_in_the_part_it_happened_in(scene: Scene, town: Town) -> None:
    for act, minute in (("interrupt", 20), ("resume", 30), ("interrupt", 70), ("resume", 75)):
        record(scene.meeting, act, "Sitzung unterbrochen", by=town.office, now=at(minute))
    told = [
        [(row["from"][11:16], row["until"][11:16]) for row in content(scene, part)["interruptions"]]
        for part in ("public", "internal")
    ]
    assert told == [[("18:20", "18:30")], [("19:10", "19:15")]]


def test_a06_minutes_say_why_somebody_did_not_vote_and_which_majority_was_needed(
    scene: Scene, town: Town
) -> None:
    ballot = Ballot.objects.filter(treatment__item__meeting=scene.meeting).latest("pk")
    ballot.not_voted_count, ballot.not_voted_note = 1, "kurz hinausgegangen"
    ballot.majority = "statutory"
    told = minutes_content._ballot(ballot, "angenommen")
    assert (told["majority"], told["not_voted_note"]) == (
        "Mehrheit der gesetzlichen Mitgliederzahl",
        "kurz hinausgegangen",
    )
    printed = render_to_string("pdf/_result.html", {"item": {"ballots": [told]}})
    assert (
        "Nötig: Mehrheit der gesetzlichen Mitgliederzahl. Nicht abgestimmt: kurz hinausgegangen." in printed
    )


def test_n06_without_a_secret_part_there_is_one_document(town: Town) -> None:
    meeting = make_meeting(town.organs["HFA"])
    make_item(meeting)
    meeting = close_now(open_now(announce(meeting, by=town.office), by=town.office), by=town.office)
    assert minutes.parts(meeting) == ["public"]


def test_r02_a_recusal_names_the_law_and_no_private_reason(scene: Scene) -> None:
    assert content(scene, "public")["items"][1]["recusals"] == [
        "Quentin Rotkehlchen war befangen nach § 31 Abs. 2 Nr. 2 GO NRW (Mitglied eines Organs), hat nicht mitgewirkt "
        "und hat den Sitzungsraum verlassen."
    ]


def test_a01_votes_and_wording_stand_in_the_minutes(scene: Scene) -> None:
    item = content(scene, "public")["items"][1]
    assert item["outcome"] == "abgelehnt"
    assert item["ballots"][0]["counts"] == [
        {"label": "Ja", "count": 1},
        {"label": "Nein", "count": 1},
        {"label": "Enthaltung", "count": 0},
    ]
    assert item["final_text"] == "<p>Beschluss zu Jugendclub.</p>"


def test_n01_nothing_is_published_before_both_signatures_and_the_scans(scene: Scene, town: Town) -> None:
    step(scene, MAKE_READY, town)
    published = MeetingDocument.objects.filter(kind="minutes", published_at__isnull=False)
    assert published.count() == 0
    with pytest.raises(Refused) as refusal:
        step(scene, FINISH, town)
    assert [finding.rule for finding in refusal.value.findings] == ["N-01"] * 4
    sign_all(scene, town)
    with pytest.raises(Refused) as refusal:
        step(scene, FINISH, town)
    assert [finding.text for finding in refusal.value.findings] == [
        "Es fehlt der Scan des öffentlichen Teils.",
        "Es fehlt der Scan des nichtöffentlichen Teils.",
    ]
    scan_all(scene, town)
    assert step(scene, FINISH, town).status == "signed"
    assert sorted(published.values_list("edition", flat=True)) == ["internal", "public"]


def test_i11_the_database_closes_no_minutes_without_signatures(scene: Scene, town: Town) -> None:
    step(scene, MAKE_READY, town)
    with pytest.raises(ProgrammingError, match="need their signatures"), transaction.atomic():
        Minutes.objects.update(status="signed")


def test_n01_a_refused_signature_is_noted(scene: Scene, town: Town) -> None:
    step(scene, MAKE_READY, town)
    chairing, taker = minutes.signers(scene.minutes)
    minutes.sign(
        scene.minutes,
        role=chairing.role,
        name=chairing.name,
        refusal="Ist mit TOP 2 nicht einverstanden.",
        by=town.office,
        now=at(300),
    )
    minutes.sign(
        scene.minutes, role=taker.role, name=taker.name, signed_on=START.date(), by=town.office, now=at(300)
    )
    scan_all(scene, town)
    assert step(scene, FINISH, town).status == "signed"


def test_n02_each_chair_signs_for_the_items_chaired(scene: Scene, town: Town) -> None:
    perform(scene.meeting, REOPEN, by=town.office, now=at(100), note="Vorsitz ergänzt")
    Treatment.objects.filter(item=scene.second).update(chaired_by=person_of(town.council_member))
    close_now(scene.meeting, by=town.office, now=at(110))
    signers = [(row.role, row.name, row.covers) for row in minutes.signers(scene.minutes)]
    assert signers == [
        ("chair", "Karima Lindenduft", "Ö 1, N 1"),
        ("chair", "Ada Ahornblatt", "Ö 2"),
        ("minute_taker", "Silas Sandstein", "die ganze Niederschrift"),
    ]
    step(scene, MAKE_READY, town)
    printed = MeetingDocument.objects.get(kind="minutes", edition="public")
    assert [(row["name"], row["covers"]) for row in printed.content["signers"]] == [
        ("Karima Lindenduft", "Ö 1"),
        ("Ada Ahornblatt", "Ö 2"),
        ("Silas Sandstein", ""),
    ]


def test_n02_nobody_signs_who_has_not_to(scene: Scene, town: Town) -> None:
    step(scene, MAKE_READY, town)
    with pytest.raises(Refused, match="nicht zu unterschreiben"):
        minutes.sign(
            scene.minutes,
            role="chair",
            name="Nils Otterbach",
            signed_on=START.date(),
            by=town.office,
            now=at(300),
        )


def test_n03_the_minute_taker_is_named_before_the_signature(scene: Scene, town: Town) -> None:
    Meeting.objects.filter(pk=scene.meeting.pk).update(minute_taker=None)
    with pytest.raises(Refused) as refusal:
        step(scene, MAKE_READY, town)
    assert [finding.rule for finding in refusal.value.findings] == ["N-03"]
    minutes.set_minute_taker(
        Minutes.objects.get(pk=scene.minutes.pk), town.office, by=town.office, now=at(150)
    )
    assert step(scene, MAKE_READY, town).status == "ready"


def test_n04_what_is_printed_for_the_signatures_is_written_no_more(scene: Scene, town: Town) -> None:
    minutes.save_entry(scene.first, "<p>Frage.</p>", version=0, by=town.office, now=at(100))
    step(scene, MAKE_READY, town)
    with pytest.raises(Refused, match="nicht mehr in Bearbeitung"):
        minutes.save_entry(scene.first, "<p>Neu.</p>", version=1, by=town.office, now=at(100))
    with pytest.raises(ProgrammingError, match="another state"), transaction.atomic():
        scene.minutes.entries.update(text="<p>Neu.</p>")
    with pytest.raises(Refused) as refusal:
        perform(scene.meeting, REOPEN, by=town.office, now=at(210), note="Fehler")
    assert [finding.rule for finding in refusal.value.findings] == ["N-04"]


def test_n04_before_the_first_signature_it_can_be_written_again(scene: Scene, town: Town) -> None:
    step(scene, MAKE_READY, town)
    assert step(scene, REVISE, town, note="Ein Name fehlt.").status == "draft"
    step(scene, MAKE_READY, town)
    assert list(minutes.printed(scene.minutes).values_list("revision", flat=True)) == [2, 2]
    sign_all(scene, town)
    with pytest.raises(Refused) as refusal:
        step(scene, REVISE, town, note="Ein Name fehlt.")
    assert [finding.rule for finding in refusal.value.findings] == ["N-04"]


def test_n04_an_objection_changes_nothing_and_is_kept(scene: Scene, town: Town) -> None:
    objection: dict[str, Any] = {
        "person": person_of(town.council_member),
        "text": "Die Zahl stimmt nicht.",
        "raised_on": START.date(),
        "by": town.office,
        "now": at(400),
    }
    with pytest.raises(Refused, match="nicht unterschrieben"):
        minutes.object_to(scene.minutes, **objection)
    row = signed(scene, town)
    following = make_item(make_meeting(town.organs["HFA"], starts_at=at(60 * 24 * 30)), kind="objections")
    minutes.object_to(row, **objection)
    minutes.object_to(row, **objection | {"text": "Zum Preis.", "edition": "internal"})
    assert [(found.text, found.item_id) for found in row.objections.all()] == [
        ("Die Zahl stimmt nicht.", following.pk),
        ("Zum Preis.", following.pk),
    ]
    announce(following.meeting, by=town.office)
    told = minutes_content.minutes_content(following.meeting, edition="public", revision=1, now=at(500))
    assert told["items"][0]["objections"] == [
        f"Ada Ahornblatt zur Niederschrift vom {START:%d.%m.%Y}: Die Zahl stimmt nicht."
    ]
    assert minutes.previous(following.meeting) == row


def test_n08_all_extracts_in_one_run_and_none_twice(scene: Scene, town: Town) -> None:
    made = extracts.issue_all(scene.meeting, by=town.office, now=at(200))
    told = [(row.edition, row.content["item"]["label"], row.content["certified_by"]) for row in made]
    assert told == [
        ("public", "Ö 1", "Silas Sandstein"),
        ("public", "Ö 2", "Silas Sandstein"),
        ("internal", "N 1", "Silas Sandstein"),
    ]
    assert extracts.issue_all(scene.meeting, by=town.office, now=at(201)) == []
    with pytest.raises(NotPermitted):
        extracts.issue_all(scene.meeting, by=town.clerk, now=at(201))


def test_n08_a_corrected_record_renews_its_extracts(scene: Scene, town: Town) -> None:
    extracts.issue_all(scene.meeting, by=town.office, now=at(200))
    meeting = take(scene.meeting, REOPEN, by=town.office, now=at(210))
    settled(scene.first, outcome="deferred")
    close_now(meeting, by=town.office, now=at(220))
    rows = scene.meeting.documents.filter(kind="extract").order_by("pk")
    told = [(row.content["item"]["label"], row.revision, row.content["item"]["outcome"]) for row in rows]
    assert told[3:] == [("Ö 1", 2, "vertagt")]
    assert [row.published_at for row in rows][3:] == [at(220)]


def test_two_clerks_lose_no_text(scene: Scene, town: Town) -> None:
    minutes.save_entry(scene.first, "<p>Eins.</p>", version=0, by=town.office, now=at(100))
    with pytest.raises(minutes.EntryOutdated) as outdated:
        minutes.save_entry(scene.first, "<p>Zwei.</p>", version=0, by=town.office, now=at(100))
    assert outdated.value.current.text == "<p>Eins.</p>"
    entry = minutes.save_entry(scene.first, "<p>Zwei.</p>", version=1, by=town.office, now=at(100))
    assert (entry.text, entry.version) == ("<p>Zwei.</p>", 2)


def test_the_database_knows_the_same_steps_as_the_table() -> None:
    steps = {(source, row.target) for row in minutes_workflow.MINUTES_STEPS for source in row.sources}
    assert steps == set(MINUTES_STEPS)


def test_drafts_of_minutes_are_read_by_the_office_alone(scene: Scene, town: Town) -> None:
    minutes.save_entry(scene.first, "<p>Frage.</p>", version=0, by=town.office, now=at(100))
    readers = []
    for name in ("council_member", "clerk", "administrator", "office", "mayor"):
        with clearance("user", getattr(town, name).pk):
            readers += [name] * Minutes.objects.filter(entries__text__contains="Frage").count()
    assert readers == ["office", "mayor"]
