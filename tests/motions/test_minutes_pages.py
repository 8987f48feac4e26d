"""Die Seite der Niederschrift, as the Ratsbüro uses it: write, print, sign, keep the scan, finish."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import Appointment, Minutes
from motions.rules import extracts, minutes
from motions.rules.minutes_workflow import MAKE_READY
from motions.rules.transitions import perform
from tests.factories import PDF
from tests.meetings import make_item
from tests.motions.closed_meeting import START, Scene, at
from tests.motions.pdf.judges import faults, printed, verdicts
from tests.people import SINCE, Town, person_of

TO_DO = ("Drucken Sie die Niederschrift", "Anderswo elektronisch unterschrieben")
pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def scene(closed_meeting: Scene) -> Scene:
    """See tests/motions/closed_meeting.py."""
    return closed_meeting


@pytest.fixture
def office(town: Town, client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The Ratsbüro at its desk, on the evening after the meeting."""
    monkeypatch.setattr(timezone, "now", lambda: at(300))
    client.force_login(town.office)
    return client


def url(name: str, scene: Scene, *more: object) -> str:
    return reverse(name, args=[scene.meeting.pk, *more])


def stored(scene: Scene) -> Minutes:
    return Minutes.objects.get(pk=scene.minutes.pk)


def test_from_the_draft_to_the_signed_paper_and_an_objection(
    town: Town, scene: Scene, office: Client
) -> None:
    entry = {"text": "<p>Frage von Frau Silberdistel.</p>", "version": 0}
    assert office.post(url("minutes-entry", scene, scene.first.pk), entry).status_code == 302
    assert "Frage von Frau Silberdistel." in office.get(url("meeting-minutes", scene)).content.decode()
    office.post(url("minutes-act", scene, "minutes_ready"))
    page = office.get(url("meeting-minutes", scene)).content.decode()
    assert "Es fehlt die Unterschrift: Karima Lindenduft (Vorsitz)." in page
    assert [words in page for words in TO_DO] == [True, True]
    for signer in minutes.signers(stored(scene)):
        sent = {"role": signer.role, "name": signer.name, "signed_on": f"{START:%Y-%m-%d}"}
        assert office.post(url("minutes-sign", scene), sent).status_code == 302
    for part in ("public", "internal"):
        scan = BytesIO(PDF)
        scan.name = "scan.pdf"
        answer = office.post(url("minutes-scan", scene), {"edition": part, "file": scan})
        assert answer.status_code == 302
        assert b"".join(office.get(url("minutes-scan-file", scene, part))) == PDF
    assert office.post(url("minutes-act", scene, "minutes_signed")).status_code == 302
    assert stored(scene).status == "signed"
    page = office.get(url("meeting-minutes", scene)).content.decode()
    assert ("unterschrieben und veröffentlicht" in page, "Scan vom" in page) == (True, True)
    assert [words in page for words in TO_DO] == [False, False]
    member = person_of(town.council_member)
    said = {"person": member.pk, "raised_on": f"{at(300):%Y-%m-%d}", "edition": "public", "text": "Nein."}
    assert office.post(url("minutes-object", scene), said).status_code == 302
    assert [(row.person, row.text) for row in stored(scene).objections.all()] == [(member, "Nein.")]


def test_n04_the_record_offers_no_correction_once_the_minutes_are_final(
    scene: Scene, office: Client, town: Town
) -> None:
    record, reopen = url("meeting-record", scene), url("record-step", scene, "reopen")
    assert reopen in office.get(record).content.decode()
    perform(stored(scene), MAKE_READY, by=town.office, now=at(200))
    page = office.get(record).content.decode()
    assert (reopen in page, "Die Niederschrift steht fest" in page) == (False, True)


def test_who_was_slower_sees_both_texts(scene: Scene, office: Client) -> None:
    address = url("minutes-entry", scene, scene.first.pk)
    office.post(address, {"text": "<p>Erster Text.</p>", "version": 0})
    answer = office.post(address, {"text": "<p>Zweiter Text.</p>", "version": 0})
    page = answer.content.decode()
    assert (answer.status_code, "Erster Text." in page, "Zweiter Text." in page) == (409, True, True)
    assert office.post(address, {"text": "<p>Zweiter Text.</p>", "version": 1}).status_code == 302


def test_a_second_press_on_a_signature_changes_nothing(scene: Scene, office: Client) -> None:
    office.post(url("minutes-act", scene, "minutes_ready"))
    sent = {"role": "chair", "name": "Karima Lindenduft", "signed_on": f"{START:%Y-%m-%d}"}
    assert office.post(url("minutes-sign", scene), sent).status_code == 302
    assert office.post(url("minutes-sign", scene), sent).status_code == 409
    assert stored(scene).signatures.count() == 1


def test_what_is_no_scan_is_refused_with_a_sentence(scene: Scene, office: Client) -> None:
    office.post(url("minutes-act", scene, "minutes_ready"))
    scan = BytesIO(b"kein Bild")
    scan.name = "scan.pdf"
    answer = office.post(url("minutes-scan", scene), {"edition": "public", "file": scan})
    assert answer.status_code == 422
    assert "Wählen Sie den Scan als PDF, JPG oder PNG." in answer.content.decode()
    assert stored(scene).scans.count() == 0


def test_extracts_are_named_on_the_page(scene: Scene, office: Client) -> None:
    office.post(url("extracts-issue", scene))
    page = office.get(url("meeting-minutes", scene)).content.decode()
    assert [f"Beschlussauszug {label}" in page for label in ("Ö 1", "Ö 2", "N 1", "N 2")] == [True] * 3 + [
        False
    ]


def test_the_page_asks_the_same_for_one_item_and_for_many(scene: Scene, office: Client, town: Town) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert office.get(url("meeting-minutes", scene)).status_code == 200
        return len(queries)

    before = count()
    for number in range(20):
        make_item(scene.meeting, f"Bericht {number}", number=str(number + 10), announced_at=at(0))
    assert count() == before


def test_d03_both_parts_and_an_extract_are_valid_archive_files(scene: Scene, town: Town) -> None:
    text = "<p>Verlauf</p><ul><li>eins</li><li>zwei</li></ul>"
    minutes.save_entry(scene.first, text, version=0, by=town.office, now=at(100))
    perform(stored(scene), MAKE_READY, by=town.office, now=at(200))
    extracts.issue_all(scene.meeting, by=town.office, now=at(200))
    issued = scene.meeting.documents.exclude(kind="agenda").order_by("pk")
    made = {f"{row.kind} {row.edition}": printed(row.content) for row in issued}
    assert {name: faults(data) for name, data in made.items()} == {name: [] for name in made}
    assert sorted(made) == ["extract internal", "extract public", "minutes internal", "minutes public"]
    assert verdicts(made["minutes public"]) == {"3a": True, "ua1": True}
    assert b"Mondstein" not in made["minutes public"]


def test_n03_who_wrote_the_minutes_is_entered_on_their_page(scene: Scene, office: Client, town: Town) -> None:
    office_of = {"office": "meeting_office", "unit": town.units["BM"], "starts_on": SINCE}
    Appointment.objects.create(user=town.clerk, **office_of)
    sent = {"minute_taker": town.clerk.pk}
    assert office.post(url("minutes-taker", scene), sent).status_code == 302
    assert stored(scene).meeting.minute_taker == town.clerk
