"""Was im Hintergrund stockt, steht im Ratsbüro an: orders that wait for a person, documents without PDF (SI-04)."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from motions.models import IssuedDocument, MeetingDocument, Signature, SigningRequest
from motions.rules import background_page, background_trouble, invariants
from motions.rules.clearance import clearance
from motions.signing import throwaway
from tests.conftest import Login
from tests.factories import make_released
from tests.meetings import announce, make_meeting
from tests.people import Town


def told(town: Town, minutes: int = 0) -> list[tuple[str, str, str]]:
    now = timezone.now() + dt.timedelta(minutes=minutes)
    with clearance("user", town.office.pk):
        return [(duty.rule, duty.text, duty.page) for duty in background_trouble.duties(town.office, now=now)]


def order(town: Town, document: IssuedDocument, **fields: object) -> SigningRequest:
    with clearance("system"):
        row: SigningRequest = SigningRequest.objects.create(
            issued=document,
            field="Siegel1",
            kind="seal",
            key="siegel",
            signer="Stadt",
            source_sha256="0" * 64,
            asked_by=town.office,
            **{"asked_at": timezone.now()} | fields,
        )
        return row


def document(town: Town, subject: str = "Neue Bänke") -> IssuedDocument:
    with clearance("system"):
        return make_released(by=town.clerk, subject=subject).documents.get(edition="public")


def test_si04_an_order_that_waits_for_a_person_is_announced(town: Town) -> None:
    row = order(town, document(town))
    assert told(town) == []
    for fields, expected in (
        ({"is_held": True, "failure": "Die PIN ist falsch."}, 1),
        ({"is_held": False, "failure": "Der Dienst antwortet nicht.", "tries": 1}, 0),
        ({"tries": 2}, 1),
        ({"ended_at": timezone.now()}, 0),
    ):
        with clearance("system"):
            SigningRequest.objects.filter(pk=row.pk).update(**fields)
        found = [("SI-04", "1 Signaturauftrag kommt nicht voran", "background-work")]
        assert told(town) == found * expected


@pytest.mark.parametrize("table", [IssuedDocument, MeetingDocument])
def test_si04_a_document_without_pdf_is_announced(town: Town, table: type[IssuedDocument]) -> None:
    """What failed at once, whatever is just being made ten minutes later."""
    if table is IssuedDocument:
        document(town)
    else:
        announce(make_meeting(town.organs["HFA"]), by=town.office)
    with clearance("system"):
        number = table.objects.filter(sha256="").count()
    words = "ausgefertigtes Dokument hat" if number == 1 else "ausgefertigte Dokumente haben"
    found = [("SI-04", f"{number} {words} noch kein PDF", "background-work")]
    assert told(town) == []
    assert told(town, minutes=11) == found
    with clearance("system"):
        table.objects.update(failure="Ein Bild fehlt.")
    assert told(town) == found


def test_si04_an_order_that_no_worker_touches_is_announced(town: Town, login: Login) -> None:
    row = order(town, document(town))
    with clearance("system"):
        rows = list(SigningRequest.objects.all())
        assert told(town, minutes=9) == []
        assert told(town, minutes=11)[0] == (
            "SI-04",
            "1 Signaturauftrag kommt nicht voran",
            "background-work",
        )
        assert list(invariants.orders_carried_out()) == []
        silent = timezone.now() + dt.timedelta(minutes=2)
        signer = background_page.signer(now=silent)
        assert [signer.standing(one, now=silent) for one in rows] == ["silent"]
        for signer, standing in (
            (background_page.Signer(frozenset(), is_busy=True), "waiting"),
            (background_page.Signer(frozenset([row.pk]), is_busy=True), "running"),
        ):
            assert signer.standing(row, now=silent) == standing
    assert "Läuft<" not in login(town.office).get(reverse("background-work")).content.decode()


def test_si04_a_list_of_revoked_certificates_that_ends_is_announced(
    town: Town, settings: object, tmp_path: Path
) -> None:
    throwaway.set_up(tmp_path, [], now=timezone.now())
    settings.SIGNING_DIR = tmp_path  # type: ignore[attr-defined]
    day = 24 * 60
    assert told(town, minutes=2700 * day) == []
    assert [
        "Eine Sperrliste für Signaturen gilt nur bis" in row[1] for row in told(town, minutes=2800 * day)
    ] == [True]


def signature(row: SigningRequest, number: int, until: dt.datetime, digests: tuple[str, str]) -> None:
    with clearance("system"):
        Signature.objects.create(
            request=row if number == 1 else None,
            issued=row.issued,
            number=number,
            field="Siegel1",
            kind="seal" if number == 1 else "time_stamp",
            signer="Stadt",
            source_sha256=digests[0],
            sha256=digests[1],
            size=1,
            verdict={"archived_until": until.isoformat(), "signers": []},
            signed_at=timezone.now(),
        )


def test_si04_stamps_that_end_soon_are_announced_until_they_are_renewed(town: Town) -> None:
    now = timezone.now()
    row = order(town, document(town), ended_at=now)
    signature(row, 1, now + dt.timedelta(days=100), ("1" * 64, "2" * 64))
    assert told(town) == []
    words = "Bei 1 signierten Dokument endet bald der Archivzeitstempel"
    ending = told(town, minutes=11 * 24 * 60)
    assert [rule for rule, text, _ in ending if text.startswith(words)] == ["SI-04"]
    signature(row, 2, now + dt.timedelta(days=3000), ("2" * 64, "3" * 64))
    assert [text for _, text, _ in told(town, minutes=11 * 24 * 60) if text.startswith(words)] == []


def test_si04_what_still_waits_is_tried_again_at_once(town: Town, login: Login) -> None:
    begun = timezone.now() - dt.timedelta(minutes=11)
    meeting = announce(make_meeting(town.organs["HFA"]), by=town.office, now=begun)
    client = login(town.office)
    page = client.get(reverse("background-work")).content.decode()
    assert "Verzeichnis der Dokumente zur Ladung" in page
    assert "Jetzt noch einmal versuchen" in page
    jobs = ProcrastinateJob.objects.filter(task_name="motions.jobs.write_manifests")
    before = jobs.count()
    answer = client.post(reverse("further-again"), follow=True).content.decode()
    assert "1 Aufgabe wird noch einmal versucht." in answer
    assert jobs.count() == before + 1
    with clearance("system"):
        assert jobs.latest("pk").args == {"invitation_id": meeting.invitations.get().pk}


def test_i13_an_order_nobody_carried_out_is_named(town: Town) -> None:
    row = order(town, document(town), asked_at=timezone.now() - dt.timedelta(minutes=11))
    with clearance("system"):
        assert list(invariants.orders_carried_out()) == [
            f"I13: Der Signaturauftrag von {town.office} ({row.pk}) ist nicht ausgeführt. "
            "Läuft der Dienst für die Signaturen?"
        ]
        SigningRequest.objects.update(is_held=True, failure="Die PIN ist falsch.")
        assert list(invariants.orders_carried_out()) == []


def test_the_pages_of_the_office_lead_to_the_orders(town: Town, login: Login) -> None:
    order(town, document(town), is_held=True, failure="Die PIN ist falsch.")
    link = f'<a href="{reverse("background-work")}">1 Signaturauftrag kommt nicht voran</a>'
    for name in ("desk", "meeting-board"):
        assert link in login(town.office).get(reverse(name)).content.decode()
    assert "Signaturauftrag" not in login(town.clerk).get(reverse("desk")).content.decode()


def test_the_trouble_costs_the_same_for_one_and_for_many(town: Town) -> None:
    def asked() -> int:
        with clearance("user", town.office.pk), CaptureQueriesContext(connection) as found:
            background_trouble.duties(town.office, now=timezone.now())
        return len(found)

    order(town, document(town), is_held=True, failure="Die PIN ist falsch.")
    few = asked()
    for number in range(3):
        order(town, document(town, f"Bank {number}"), is_held=True, failure="Die PIN ist falsch.")
    assert asked() == few
