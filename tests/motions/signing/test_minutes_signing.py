"""N-01, N-02, SI-02, SI-03: who signs minutes electronically, in which order, and what closes them."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from motions import jobs
from motions.models import (
    Meeting,
    MeetingDocument,
    Minutes,
    MinutesSignature,
    ReadRecord,
    Signature,
    SignedUpload,
    SigningRequest,
    User,
)
from motions.rules import (
    files,
    meeting_invariants,
    minutes,
    minutes_refusals,
    minutes_signing,
    minutes_uploads,
    signed_versions,
    signing,
    signing_work,
    upload_work,
)
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from motions.rules.minutes_workflow import FINISH, REVISE
from motions.rules.transitions import expected_findings, perform
from motions.signing import identities
from motions.signing import keys as key_files
from motions.signing.throwaway import Holder
from motions.signing.verdict import verdict
from tests.motions.closed_meeting import START, Scene, at, make_ready
from tests.people import Town
from tests.standing import Ground, Standing

from .keys_of_tests import keys_for, sign_as

BOTH = ["internal", "public"]


@pytest.fixture(scope="module")
def standing_ready(ground: Ground) -> Standing[Scene]:
    """Made once for this file."""
    return ground.build(make_ready)


@pytest.fixture
def scene(town: Town, standing_ready: Standing[Scene]) -> Scene:
    return standing_ready.put_back()


@pytest.fixture
def chair(scene: Scene) -> User:
    """Karima Lindenduft."""
    return User.objects.get(person__last_name="Lindenduft")


@pytest.fixture(autouse=True)
def keys(chair: User, town: Town, tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Chair and Schriftführung have a key each."""
    holders = [
        Holder(name, user.get_full_name(), user.email)
        for name, user in (("chair", chair), ("taker", town.office))
    ]
    shutil.copytree(keys_for(*holders), tmp_path, dirs_exist_ok=True)
    settings.SIGNING_DIR = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setitem(os.environ, identities.SECRETS, str(tmp_path / identities.SECRETS_FILE))
    return tmp_path


def shown(user: User, meeting: Meeting) -> dict[str, str]:
    found = minutes_signing.due_of(user, meeting.pk)
    assert found is not None
    return {str(sheet.document.public_id): sheet.version.sha256 for sheet in found.sheets}


def order(user: User, meeting: Meeting) -> None:
    minutes_signing.sign(user, meeting.pk, shown=shown(user, meeting), now=timezone.now())


def work_off() -> list[Exception]:
    with clearance("system"):
        waiting = SigningRequest.objects.filter(ended_at__isnull=True)
        answers = [signing_work.fulfil(row.pk, now=timezone.now()) for row in waiting]
    return [answer for answer in answers if answer is not None]


def finish(scene: Scene, town: Town) -> Minutes:
    with clearance("system"):
        return perform(Minutes.objects.get(pk=scene.minutes.pk), FINISH, by=town.office, now=timezone.now())


def test_n02_chair_and_minute_taker_sign_in_order_and_the_minutes_are_closed(
    scene: Scene, town: Town, chair: User
) -> None:
    with pytest.raises(Refused, match="Zuerst unterschreibt Karima Lindenduft"):
        order(town.office, scene.meeting)
    assert (minutes_signing.waiting(chair), minutes_signing.waiting(town.office)) == (1, 0)
    order(chair, scene.meeting)
    with pytest.raises(OutdatedState):
        order(chair, scene.meeting)
    assert work_off() == []
    with pytest.raises(Refused, match="Es fehlt die Unterschrift"):
        finish(scene, town)
    assert (minutes_signing.waiting(chair), minutes_signing.waiting(town.office)) == (0, 1)
    order(town.office, scene.meeting)
    assert work_off() == []
    assert finish(scene, town).status == "signed"
    with clearance("system"):
        assert list(meeting_invariants.minutes_signed()) == []
        rows = MinutesSignature.objects.values_list("role", "way").order_by("pk")
        assert list(rows) == [("chair", "electronic"), ("minute_taker", "electronic")]
        documents = MeetingDocument.objects.filter(meeting=scene.meeting, kind="minutes").order_by("edition")
        assert [row.edition for row in documents] == BOTH
        for document in documents:
            with files.fetch(signed_versions.version(document).sha256) as stored:
                found = verdict(stored.read(), signing.setup(), now=timezone.now())
            assert found.is_valid
            assert [row.name for row in found.signers] == ["Karima Lindenduft", town.office.get_full_name()]
            assert all(row.is_qualified and row.is_time_stamped for row in found.signers)


def test_si02_a_key_that_is_not_qualified_closes_nothing(
    scene: Scene, town: Town, chair: User, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (keys / "signing.toml").read_text()
    (keys / "signing.toml").write_text(text.replace('qualified_roots = ["root.pem"]', "qualified_roots = []"))
    order(chair, scene.meeting)
    signatures = count_signatures(monkeypatch)
    for _ in range(2):
        assert [str(failure).split(".")[0] for failure in work_off()] == [
            "Die Unterschrift ist nicht qualifiziert oder nicht von Karima Lindenduft"
        ] * 2
    assert len(signatures) == 2
    with clearance("system"):
        assert Signature.objects.count() == MinutesSignature.objects.count() == 0
    with pytest.raises(Refused):
        finish(scene, town)
    signing.forget_attempts(before=timezone.now() + dt.timedelta(days=1))
    (keys / "signing.toml").write_text(text)
    assert work_off() == []
    assert len(signatures) == 2
    with clearance("system"):
        assert MinutesSignature.objects.get().name == "Karima Lindenduft"


def count_signatures(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the keys that are opened from now on."""
    opened: list[str] = []
    real = key_files.opened

    def noted(identity: identities.Identity, setup: identities.Setup) -> Any:
        opened.append(identity.name)
        return real(identity, setup)

    monkeypatch.setattr(key_files, "opened", noted)
    return opened


def test_si02_who_has_no_qualified_key_signs_on_paper(scene: Scene, chair: User, keys: Path) -> None:
    text = (keys / "signing.toml").read_text()
    (keys / "signing.toml").write_text(text.replace('kind = "qualified"', 'kind = "advanced"'))
    with pytest.raises(Refused, match="Unterschreiben Sie auf Papier"):
        order(chair, scene.meeting)


def test_si02_a_key_in_the_name_of_somebody_else_closes_nothing(
    scene: Scene, chair: User, town: Town, keys: Path
) -> None:
    for end in ("pem", "p12"):
        (keys / f"chair.{end}").write_bytes((keys / f"taker.{end}").read_bytes())
    secrets = (keys / "secrets.toml").read_text()
    word = secrets.split("[taker]")[1].split("passphrase = ")[1].splitlines()[0]
    mine = secrets.split("[chair]")[1].split("passphrase = ")[1].splitlines()[0]
    (keys / "secrets.toml").write_text(secrets.replace(mine, word))
    order(chair, scene.meeting)
    assert len(work_off()) == 2
    with clearance("system"):
        assert Signature.objects.count() == MinutesSignature.objects.count() == 0


def test_si03_a_refusal_is_noted_and_the_other_signature_closes_the_minutes(
    scene: Scene, town: Town, chair: User
) -> None:
    with clearance("system"):
        minutes.sign(
            scene.minutes,
            role="chair",
            name="Karima Lindenduft",
            refusal="Ich stimme Ö 2 nicht zu.",
            by=town.office,
            now=timezone.now(),
        )
    assert minutes_signing.due(chair) == []
    order(town.office, scene.meeting)
    assert work_off() == []
    assert finish(scene, town).status == "signed"
    with clearance("system"):
        assert list(meeting_invariants.minutes_signed()) == []


def test_n01_one_signature_on_paper_still_needs_the_scan(scene: Scene, town: Town, chair: User) -> None:
    order(chair, scene.meeting)
    assert work_off() == []
    with clearance("system"):
        minutes.sign(
            scene.minutes,
            role="minute_taker",
            name=town.office.get_full_name(),
            signed_on=START.date(),
            by=town.office,
            now=at(300),
        )
    with pytest.raises(Refused, match="Es fehlt der Scan des öffentlichen Teils"):
        finish(scene, town)


def test_n04_minutes_that_are_being_signed_are_not_written_anew(
    scene: Scene, town: Town, chair: User
) -> None:
    order(chair, scene.meeting)
    with clearance("system"):
        row = Minutes.objects.get(pk=scene.minutes.pk)
    with clearance("system"), pytest.raises(Refused, match="elektronisch unterschrieben"):
        perform(row, REVISE, by=town.office, now=timezone.now(), note="Tippfehler")


def test_si04_minutes_with_an_order_or_a_check_under_way_are_not_closed(
    scene: Scene, town: Town, chair: User
) -> None:
    """Either would change what is published."""
    data = sign_as(
        bytes_now(part_of(scene, "public")), "chair", field="signature-1", level="B-T", known=signing.setup()
    )
    order(chair, scene.meeting)
    assert hindrances(scene, town).count("SI-04") == 1
    with pytest.raises(Refused, match="läuft gerade ein Signaturauftrag"):
        uploaded(scene, town, "public", data)
    with clearance("system"):
        for request in SigningRequest.objects.all():
            signing.take_back(request, by=chair, now=timezone.now())
        assert "SI-04" not in hindrances(scene, town)
        row = Minutes.objects.get(pk=scene.minutes.pk)
        minutes_uploads.add(row, "public", BytesIO(data), by=town.office, now=timezone.now())
    assert hindrances(scene, town).count("SI-04") == 1
    with pytest.raises(OutdatedState, match="wird eine anderswo unterschriebene Fassung geprüft"):
        order(chair, scene.meeting)
    with clearance("system"):
        ProcrastinateJob.objects.all()._raw_delete("default")
    jobs.catch_up(0)
    with clearance("system"):
        looks = ProcrastinateJob.objects.filter(task_name="motions.jobs.check_signed_upload")
        upload_work.check(looks.get().args["upload_id"], now=timezone.now())
    assert "SI-04" not in hindrances(scene, town)


def hindrances(scene: Scene, town: Town) -> list[str]:
    """The rules that stand in the way of closing the minutes."""
    with clearance("system"):
        row = Minutes.objects.get(pk=scene.minutes.pk)
        return [found.rule for found in expected_findings(row, FINISH, by=town.office, now=timezone.now())]


def test_n02_nobody_signs_for_somebody_else(scene: Scene, town: Town) -> None:
    for person in (town.mayor, town.council_member, town.outsider):
        assert minutes_signing.due(person) == []
        with pytest.raises((NotPermitted, Refused)):
            minutes_signing.sign(person, scene.meeting.pk, shown={}, now=timezone.now())


def test_si04_minutes_that_were_not_on_the_screen_are_not_signed(scene: Scene, chair: User) -> None:
    wrong = dict.fromkeys(shown(chair, scene.meeting), "0" * 64)
    with pytest.raises(OutdatedState):
        minutes_signing.sign(chair, scene.meeting.pk, shown=wrong, now=timezone.now())
    with clearance("system"):
        assert SigningRequest.objects.count() == 0


def test_the_signer_reads_and_signs_on_the_page_and_nobody_else_finds_it(
    scene: Scene, town: Town, chair: User, client: Client
) -> None:
    address = reverse("minutes-to-sign", args=[scene.meeting.pk])
    with clearance("system"):
        secret = MeetingDocument.objects.get(meeting=scene.meeting, kind="minutes", edition="internal")
    file = reverse("minutes-to-sign-file", args=[secret.public_id])
    for person in (None, town.council_member, town.outsider, town.mayor):
        if person:
            client.force_login(person)
        answers = [client.get(address).status_code, client.get(file).status_code]
        assert answers == ([404, 404] if person else [302, 302])
        assert client.post(address).status_code == (404 if person else 403)
    client.force_login(chair)
    assert (
        "1 Niederschrift wartet auf Ihre Unterschrift" in client.get(reverse("member-home")).content.decode()
    )
    assert "Karima" not in client.get(reverse("signatures-due")).content.decode().split("<main")[1]
    assert client.get(file).status_code == 200
    with clearance("system"):
        assert ReadRecord.objects.filter(reader=chair, meeting=scene.meeting).count() == 1
    digests = shown(chair, scene.meeting)
    assert all(digest in client.get(address).content.decode() for digest in digests.values())
    assert client.post(address, {}).status_code == 409
    answer: Any = client.post(address, digests)
    assert answer.url == reverse("signatures-due")
    assert work_off() == []
    assert client.get(address).status_code == 404
    assert client.get(file).status_code == 404


def test_si03_the_signer_refuses_on_the_page_and_the_minutes_are_closed_with_the_reason(
    scene: Scene, town: Town, chair: User, client: Client
) -> None:
    address = reverse("minutes-refuse", args=[scene.meeting.pk])
    reason = {"reason": "Ich stimme Ö 2 nicht zu."}
    for person in (None, town.council_member, town.outsider, town.mayor):
        if person:
            client.force_login(person)
        assert client.post(address, reason).status_code == (404 if person else 403)
    client.force_login(chair)
    assert (
        "Unterschrift verweigern"
        in client.get(reverse("minutes-to-sign", args=[scene.meeting.pk])).content.decode()
    )
    empty = client.post(address, {"reason": " "})
    assert (empty.status_code, "Nennen Sie den Grund." in empty.content.decode()) == (422, True)
    with clearance("system"):
        assert not MinutesSignature.objects.exists()
    assert client.post(address, reason).status_code == 302
    with clearance("system"):
        noted = MinutesSignature.objects.get()
        assert (noted.name, noted.refusal, noted.signed_on) == ("Karima Lindenduft", reason["reason"], None)
        assert noted.recorded_by == chair
        event = scene.meeting.events.get(act="sign_minutes")
        assert (event.label, event.note) == ("Unterschrift verweigert: Karima Lindenduft", reason["reason"])
    assert client.post(address, reason).status_code == 404
    order(town.office, scene.meeting)
    assert work_off() == []
    assert finish(scene, town).status == "signed"


def test_si03_who_is_signing_or_has_signed_a_part_does_not_refuse(scene: Scene, chair: User) -> None:
    order(chair, scene.meeting)
    with pytest.raises(OutdatedState, match="Nehmen Sie zuerst den Auftrag zurück"):
        minutes_refusals.refuse(chair, scene.meeting.pk, reason="nein", now=timezone.now())
    with clearance("system"):
        first, second = SigningRequest.objects.order_by("pk")
        assert signing_work.fulfil(first.pk, now=timezone.now()) is None
        signing.take_back(second, by=chair, now=timezone.now())
    with pytest.raises(Refused, match="Einen Teil haben Sie schon unterschrieben"):
        minutes_refusals.refuse(chair, scene.meeting.pk, reason="nein", now=timezone.now())
    with clearance("system"):
        assert not MinutesSignature.objects.exists()


# --- signed elsewhere ---------------------------------------------------------------------------------------


def part_of(scene: Scene, edition: str) -> MeetingDocument:
    with clearance("system"):
        return MeetingDocument.objects.get(meeting=scene.meeting, kind="minutes", edition=edition)


def bytes_now(document: MeetingDocument) -> bytes:
    with clearance("system"), files.fetch(signed_versions.version(document).sha256) as stored:
        return bytes(stored.read())


def uploaded(scene: Scene, town: Town, edition: str, data: bytes) -> SignedUpload:
    """The office puts a file down and the worker checks it."""
    with clearance("system"):
        row = Minutes.objects.get(pk=scene.minutes.pk)
        upload = minutes_uploads.add(row, edition, BytesIO(data), by=town.office, now=timezone.now())
        upload_work.check(upload.pk, now=timezone.now())
        upload_work.check(upload.pk, now=timezone.now())
        return SignedUpload.objects.get(pk=upload.pk)
