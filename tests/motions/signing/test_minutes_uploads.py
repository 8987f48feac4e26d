"""N-02, SI-02: minutes that were signed elsewhere come back, are checked and count or do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import MinutesSignature, Signature, SignedUpload
from motions.rules import invariants, meeting_invariants, signing, upload_work
from motions.rules.clearance import clearance
from motions.rules.findings import Refused
from motions.signing import verdict as verdicts_of
from tests.motions.closed_meeting import Scene
from tests.people import Town

from .keys_of_tests import sign_as
from .test_minutes_signing import (
    BOTH,
    bytes_now,
    chair,
    finish,
    keys,
    part_of,
    scene,
    standing_ready,
    uploaded,
)

__all__ = ["chair", "keys", "scene", "standing_ready"]


def test_si02_minutes_signed_elsewhere_by_both_are_closed(scene: Scene, town: Town) -> None:
    for name, field in (("chair", "signature-1"), ("taker", "signature-2")):
        for edition in BOTH:
            data = sign_as(
                bytes_now(part_of(scene, edition)), name, field=field, level="B-T", known=signing.setup()
            )
            assert uploaded(scene, town, edition, data).problem == ""
    with clearance("system"):
        assert list(MinutesSignature.objects.values_list("way", flat=True)) == ["electronic"] * 2
    assert finish(scene, town).status == "signed"
    with clearance("system"):
        assert list(meeting_invariants.minutes_signed()) == []


def test_si02_what_is_not_right_is_stored_with_its_reason_and_closes_nothing(
    scene: Scene, town: Town
) -> None:
    base = bytes_now(part_of(scene, "public"))
    known = signing.setup()
    good = sign_as(base, "chair", field="signature-1", level="B-T", known=known)
    cases = {
        good + b"\n% more": verdicts_of.NOT_WHOLE,
        base + b"\n": verdicts_of.UNSIGNED,
        sign_as(base, "siegel", field="signature-1", level="B-T", known=known): (
            "Die Unterschrift ist nicht qualifiziert. Die Niederschrift bleibt nicht unterzeichnet."
        ),
        sign_as(base, "taker", field="signature-1", level="B-T", known=known): (
            f"{town.office.get_full_name()} hat in einem fremden Feld unterschrieben oder ist hier nicht vorgesehen. "
            "Erwartet wird eine Unterschrift von Karima Lindenduft im Feld signature-1."
        ),
        sign_as(good, "taker", field="signature-2", level="B-T", known=known): (
            "Die Datei muss genau eine neue Unterschrift enthalten. Legen Sie sie nach jeder Unterschrift ab."
        ),
        sign_as(
            bytes_now(part_of(scene, "internal")), "chair", field="signature-1", level="B-T", known=known
        ): (
            "Das ist nicht die Datei, die hier zuletzt lag. Laden Sie sie noch einmal herunter und unterschreiben Sie "
            "genau diese."
        ),
    }
    assert {data: uploaded(scene, town, "public", data).problem for data in cases} == cases
    with clearance("system"):
        assert SignedUpload.objects.filter(verdict__isnull=False).count() == len(cases)
        assert Signature.objects.count() == MinutesSignature.objects.count() == 0
        assert list(invariants.files_recorded()) == []
        assert SignedUpload.objects.count() == len(cases)
    with clearance("public"):
        assert SignedUpload.objects.count() == 0
    with pytest.raises(Refused):
        finish(scene, town)


def test_si02_the_office_sees_what_the_check_said(scene: Scene, town: Town, client: Client) -> None:
    address = reverse("minutes-upload", args=[scene.meeting.pk])
    client.force_login(town.office)
    base = bytes_now(part_of(scene, "internal"))
    sent = {"edition": "public", "file": SimpleUploadedFile("n.pdf", base, "application/pdf")}
    assert client.post(address, sent).status_code == 302
    page = reverse("meeting-minutes", args=[scene.meeting.pk])
    assert "Wird geprüft" in client.get(page).content.decode()
    with clearance("system"):
        upload_work.check(SignedUpload.objects.get().pk, now=timezone.now())
    assert "Das ist nicht die Datei, die hier zuletzt lag" in client.get(page).content.decode()
    for wrong in (b"", b"hello"):
        bad = {"edition": "public", "file": SimpleUploadedFile("n.pdf", wrong, "application/pdf")}
        assert client.post(address, bad).status_code == 422


def test_n02_elsewhere_too_nobody_signs_before_who_comes_first(scene: Scene, town: Town) -> None:
    known, part = signing.setup(), part_of(scene, "public")
    early = sign_as(bytes_now(part), "taker", field="signature-2", level="B-T", known=known)
    assert uploaded(scene, town, "public", early).problem == (
        f"Zuerst unterschreibt Karima Lindenduft alle Teile. Danach ist {town.office.get_full_name()} an der Reihe."
    )
    for edition in BOTH:
        first = sign_as(
            bytes_now(part_of(scene, edition)), "chair", field="signature-1", level="B-T", known=known
        )
        assert uploaded(scene, town, edition, first).problem == ""
    then = sign_as(bytes_now(part), "taker", field="signature-2", level="B-T", known=known)
    assert uploaded(scene, town, "public", then).problem == ""


def test_si02_a_certificate_in_another_form_of_the_name_counts_where_it_is_set_up(
    scene: Scene, town: Town, keys: Path, client: Client
) -> None:
    """The taker's key stands for a certificate of the chair in another name."""
    other = town.office.get_full_name()
    data = sign_as(
        bytes_now(part_of(scene, "public")), "taker", field="signature-1", level="B-T", known=signing.setup()
    )
    file = keys / "signing.toml"
    text = file.read_text()
    file.write_text(f'{text}\n[names]\n"Karima Lindenduft" = "{other}"\n')
    client.force_login(town.office)
    page = client.get(reverse("meeting-minutes", args=[scene.meeting.pk])).content.decode()
    assert f"Karima Lindenduft im Feld signature-1, mit einem Zertifikat auf den Namen {other}" in page
    assert uploaded(scene, town, "public", data).problem == ""
