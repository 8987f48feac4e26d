"""SI-02: a person with an own advanced key signs documents with it; minutes are closed by qualified ones alone."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import IssuedDocument, Minutes, Signature, SigningRequest, User
from motions.pdf.isolation import render_isolated
from motions.rules import minutes_signing, signing, signing_work
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, Refused
from motions.signing import identities
from motions.signing.throwaway import Holder
from tests.motions.closed_meeting import make_ready
from tests.people import Town

from .keys_of_tests import keys_for
from .orders import work

KIND = "Fortgeschrittene elektronische Unterschrift"


def use_keys(people: dict[str, User], folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    holders = [
        Holder(name, user.get_full_name(), user.email, identities.ADVANCED) for name, user in people.items()
    ]
    shutil.copytree(keys_for(*holders), folder, dirs_exist_ok=True)
    settings.SIGNING_DIR = folder
    monkeypatch.setitem(os.environ, identities.SECRETS, str(folder / identities.SECRETS_FILE))


@pytest.fixture
def keys(town: Town, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The mayor has an advanced key."""
    use_keys({"mayor": town.mayor}, tmp_path, settings, monkeypatch)
    return tmp_path


def signed(town: Town, document: IssuedDocument) -> SigningRequest:
    with clearance("system"):
        return signing.seal(document, shown=document.sha256, by=town.mayor, now=timezone.now(), key="mayor")


def test_a_person_signs_a_paper_with_an_own_advanced_key(
    town: Town, document: IssuedDocument, keys: Path, client: Client
) -> None:
    client.force_login(town.mayor)
    address = reverse("document-seal", args=[document.public_id])
    offered = client.get(address).content.decode()
    assert 'name="key" value="mayor"' in offered
    assert "Ihre fortgeschrittene elektronische Unterschrift statt des Siegels" in offered
    assert client.post(address, {"shown": document.sha256, "key": "mayor"}).url == address  # type: ignore[attr-defined]
    with clearance("system"):
        assert work(SigningRequest.objects.get()) is None
        made = Signature.objects.get()
    assert (made.kind, made.signer) == ("advanced", town.mayor.get_full_name())
    told = made.verdict["signers"][0]
    assert (told["name"], told["is_qualified"], made.verdict["is_valid"]) == (made.signer, False, True)
    page = client.get(address).content.decode()
    assert KIND in page
    assert "Das Dokument trägt eine elektronische Unterschrift" in page
    checked = Client().post(reverse("document-check"), {"sha256": made.sha256}).content.decode()
    assert KIND in checked
    assert "Elektronische Unterschrift gültig" in checked
    with clearance("system"):
        labels = document.paper.events.filter(act__in=("seal_document", "sign_document")).order_by("pk")
        assert [row.label.split(":")[0] for row in labels] == [
            "Elektronische Unterschrift beauftragt",
            "Elektronisch unterschrieben",
        ]


def test_the_paper_names_the_kind(
    town: Town, document: IssuedDocument, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[dict[str, Any]] = []

    def seen(content: dict[str, Any]) -> bytes:
        printed.append(content)
        return render_isolated(content)

    monkeypatch.setattr(signing_work, "render_isolated", seen)
    assert work(signed(town, document)) is None
    assert [content["type"] for content in printed] == ["Elektronisch unterschrieben (fortgeschritten)"]


def test_nobody_signs_with_the_key_of_somebody_else(town: Town, document: IssuedDocument, keys: Path) -> None:
    with clearance("system"):
        for by, refusal in ((town.office, Refused), (town.clerk, NotPermitted)):
            with pytest.raises(refusal):
                signing.seal(document, shown=document.sha256, by=by, now=timezone.now(), key="mayor")
        assert not SigningRequest.objects.exists()


def test_a_certificate_of_somebody_else_counts_nothing(
    town: Town, document: IssuedDocument, keys: Path
) -> None:
    file = keys / identities.FILE
    name = town.mayor.get_full_name()
    file.write_text(file.read_text().replace(f'label = "{name}"', 'label = "Nina Neumond"'))
    failure = work(signed(town, document))
    assert f"Das Zertifikat nennt {name} und nicht Nina Neumond." in str(failure)
    with clearance("system"):
        assert not Signature.objects.exists()


def test_si02_an_advanced_key_signs_no_minutes(
    town: Town, system: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    scene = make_ready(town)
    chair = User.objects.get(person__last_name="Lindenduft")
    use_keys({"chair": chair, "taker": town.office}, tmp_path, settings, monkeypatch)
    found = minutes_signing.due_of(chair, scene.meeting.pk)
    assert found is not None
    shown = {str(sheet.document.public_id): sheet.version.sha256 for sheet in found.sheets}
    with pytest.raises(Refused, match="nur die qualifizierte elektronische Unterschrift"):
        minutes_signing.sign(chair, scene.meeting.pk, shown=shown, now=timezone.now())
    assert minutes_signing.waiting(chair) == 0
    for document in scene.meeting.documents.filter(kind="minutes"):
        with pytest.raises(NotPermitted):
            signing.seal(document, shown=document.sha256, by=town.office, now=timezone.now(), key="taker")
    assert not SigningRequest.objects.exists()
    assert minutes_signing.signed_parts(Minutes.objects.get(pk=scene.minutes.pk)) == set()
    client.force_login(chair)
    page = client.get(reverse("minutes-to-sign", args=[scene.meeting.pk])).content.decode()
    assert "Ihr Schlüssel ist ein fortgeschrittener." in page
    assert ">Unterschreiben<" not in page
