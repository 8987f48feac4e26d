"""SI-04: exactly the bytes on the screen are signed, once, whatever happens to the worker."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from motions import jobs
from motions.models import IssuedDocument, Signature, SigningRequest
from motions.rules import documents, files, invariants, signed_versions, signing, signing_work
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from motions.rules.transitions import expected_findings
from motions.rules.workflow import RESET, WITHDRAW
from motions.signing import identities, throwaway
from motions.signing.authority import Authority
from motions.signing.failures import KeyUnavailable
from motions.signing.verdict import verdict
from tests.factories import make_released, step
from tests.people import Town

from .keys_of_tests import NOW, authority, folder, setup, use_stamps_of
from .orders import ordered, work


@pytest.fixture(autouse=True)
def keys_are_set_up(settings: object) -> None:
    """The town has a seal; this process is the worker."""
    setup()
    settings.SIGNING_DIR = folder()  # type: ignore[attr-defined]


def test_si04_the_shown_bytes_are_signed_and_nothing_else(town: Town, document: IssuedDocument) -> None:
    request = ordered(town, document)
    assert ProcrastinateJob.objects.filter(
        task_name="motions.jobs.sign_document", args={"request_id": request.pk}
    ).exists()
    jobs.sign_document(request.pk)
    with clearance("system"):
        made = Signature.objects.get()
        assert (made.source_sha256, made.number, made.kind) == (document.sha256, 1, "seal")
        with files.fetch(made.sha256) as stored, files.fetch(document.sha256) as shown:
            data = stored.read()
            assert data.startswith(shown.read())
        assert verdict(data, setup(), now=timezone.now()).is_valid
        assert made.verdict["is_valid"] is True
        assert signed_versions.version(document) == signed_versions.Version(
            made.sha256, len(data), 1, made.signed_at
        )
        told = document.paper.events.filter(act__in=("seal_document", "sign_document")).order_by("pk")
        assert [row.label.split(":")[0] for row in told] == ["Siegel beauftragt", "Siegel gesetzt"]
        assert list(invariants.files_recorded()) == []


def test_si04_another_file_than_the_one_on_the_screen_is_not_signed(
    town: Town, document: IssuedDocument
) -> None:
    with clearance("system"), pytest.raises(OutdatedState):
        signing.seal(document, shown="0" * 64, by=town.mayor, now=timezone.now())


def test_si04_only_the_office_and_who_releases_may_seal(town: Town, document: IssuedDocument) -> None:
    for person in (town.clerk, town.outsider, town.group_member):
        with clearance("system"), pytest.raises(NotPermitted):
            signing.seal(document, shown=document.sha256, by=person, now=timezone.now())
    with clearance("system"):
        assert signing.may_seal(town.office, document)


def test_the_seal_tells_the_time_of_the_town(town: Town, document: IssuedDocument) -> None:
    summer = dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)
    with clearance("system"):
        signing.seal(document, shown=document.sha256, by=town.mayor, now=summer)
        request = SigningRequest.objects.get()
    assert signing_work.appearance(request, setup())["created_at"] == "2026-07-02T00:30:00+02:00"


def test_si04_a_second_click_orders_nothing(town: Town, document: IssuedDocument) -> None:
    request = ordered(town, document)
    with pytest.raises(OutdatedState):
        ordered(town, document)
    assert work(request) is None
    with pytest.raises(OutdatedState):
        ordered(town, document)
    with clearance("system"):
        assert SigningRequest.objects.count() == Signature.objects.count() == 1


def test_si04_a_job_that_runs_twice_signs_once(town: Town, document: IssuedDocument) -> None:
    request = ordered(town, document)
    assert work(request) is None
    assert work(request) is None
    with clearance("system"):
        assert Signature.objects.count() == 1


def test_si04_without_a_seal_nothing_is_sealed(
    town: Town, document: IssuedDocument, settings: object, tmp_path: Path
) -> None:
    settings.SIGNING_DIR = tmp_path  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="kein Siegel eingerichtet"):
        ordered(town, document)


def test_si04_while_a_document_is_signed_its_paper_stays(town: Town, document: IssuedDocument) -> None:
    request = ordered(town, document)
    with pytest.raises(Refused, match="wird gerade signiert"):
        step(document.paper, RESET, by=town.mayor, note="Versehen")
    with clearance("system"):
        found = expected_findings(document.paper, WITHDRAW, by=town.office, now=timezone.now())
        assert [finding.rule for finding in found] == ["SI-04"]
    assert work(request) is None
    assert step(document.paper, RESET, by=town.mayor, note="Versehen").status == "draft"


def test_si04_a_process_without_the_secrets_opens_no_key(
    town: Town, document: IssuedDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = ordered(town, document)
    monkeypatch.delenv(identities.SECRETS)
    assert isinstance(work(request), KeyUnavailable)
    with clearance("system"):
        waiting = SigningRequest.objects.get()
        assert (waiting.tries, waiting.is_open) == (1, True)
        assert waiting.failure == "Dieser Prozess öffnet keine Schlüssel. Signiert wird im Hintergrund."
        assert signed_versions.version(document).sha256 == document.sha256
    monkeypatch.setenv(identities.SECRETS, str(folder() / identities.SECRETS_FILE))
    assert work(request) is None
    with clearance("system"):
        assert (Signature.objects.count(), SigningRequest.objects.get().failure) == (1, "")


def test_si04_a_time_stamp_service_that_is_down_leaves_nothing_half_signed(
    town: Town, document: IssuedDocument, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in folder().iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    text = (tmp_path / "signing.toml").read_text()
    (tmp_path / "signing.toml").write_text('time_stamps = "http://127.0.0.1:9/"\n' + text)
    settings.SIGNING_DIR = tmp_path  # type: ignore[attr-defined]
    request = ordered(town, document)
    failure = work(request)
    assert str(failure).startswith(
        "Die Signatur kam nicht zustande: Der Schlüssel oder der Zeitstempeldienst"
    )
    with clearance("system"):
        assert (Signature.objects.count(), SigningRequest.objects.get().tries) == (0, 1)


@pytest.mark.parametrize("bytes_there", [b"anderes", None])
def test_i9_an_order_whose_file_is_damaged_or_lost_says_so(
    town: Town, document: IssuedDocument, bytes_there: bytes | None
) -> None:
    request = ordered(town, document)
    place = Path(default_storage.path(f"{document.sha256[:2]}/{document.sha256}"))
    whole = place.read_bytes()
    place.unlink() if bytes_there is None else place.write_bytes(bytes_there)
    try:
        assert isinstance(work(request), files.FileDamaged)
        with clearance("system"):
            waiting = SigningRequest.objects.get()
            assert (waiting.tries, waiting.is_open, Signature.objects.count()) == (1, True, 0)
            assert waiting.failure.startswith("Eine abgelegte Datei ist beschädigt oder fehlt")
    finally:
        place.write_bytes(whole)
    assert work(request) is None


def test_si04_a_time_stamp_service_nobody_vouches_for_is_named(
    town: Town, document: IssuedDocument, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    throwaway.set_up(tmp_path, [], now=NOW, authority=authority())
    foreign = Authority(NOW, name="Fremde Stelle").issue("Zeit", stamps_time=True)
    use_stamps_of(tmp_path, foreign)
    settings.SIGNING_DIR = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setenv(identities.SECRETS, str(tmp_path / identities.SECRETS_FILE))
    request = ordered(town, document)
    assert "führt zu keiner Stelle, der die Stadt vertraut" in str(work(request))
    with clearance("system"):
        waiting = SigningRequest.objects.get()
        assert (waiting.tries, waiting.is_open, waiting.failure[:30]) == (
            1,
            True,
            "Die Signatur kam nicht zustand",
        )


def test_si04_what_nobody_foresaw_stands_in_the_order_all_the_same(
    town: Town, document: IssuedDocument, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    throwaway.set_up(tmp_path, [], now=NOW, authority=authority())
    secrets = tmp_path / identities.SECRETS_FILE
    secrets.write_text(secrets.read_text().replace("passphrase", "kennwort"))
    settings.SIGNING_DIR = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setenv(identities.SECRETS, str(secrets))
    request = ordered(town, document)
    assert isinstance(work(request), KeyError)
    with clearance("system"):
        waiting = SigningRequest.objects.get()
        assert (waiting.tries, waiting.is_open) == (1, True)
        assert waiting.failure.startswith("Beim Signieren ist etwas Unerwartetes geschehen.")


def test_si04_an_order_for_an_older_version_ends_and_signs_nothing(
    town: Town, document: IssuedDocument
) -> None:
    request = ordered(town, document)
    with clearance("system"):
        newer = {"kind": "time_stamp", "sha256": "2" * 64, "size": 1, "verdict": {}, "signed_at": NOW}
        Signature.objects.create(issued=document, number=1, field="", source_sha256=document.sha256, **newer)
    assert work(request) is None
    with clearance("system"):
        ended = SigningRequest.objects.get()
        assert (ended.is_open, ended.cancelled_by, Signature.objects.count()) == (False, None, 1)
        assert ended.failure.startswith("Von diesem Dokument gibt es inzwischen eine neuere Fassung.")


def test_si04_an_order_taken_back_is_not_carried_out(town: Town, document: IssuedDocument) -> None:
    request = ordered(town, document)
    with clearance("system"):
        with pytest.raises(NotPermitted):
            signing.take_back(request, by=town.outsider, now=timezone.now())
        signing.take_back(request, by=town.office, now=timezone.now())
        with pytest.raises(OutdatedState):
            signing.take_back(request, by=town.office, now=timezone.now())
    assert work(request) is None
    with clearance("system"):
        assert Signature.objects.count() == 0


def test_si04_a_waiting_order_whose_job_is_lost_is_taken_up_at_night(
    town: Town, document: IssuedDocument
) -> None:
    ordered(town, document)
    ProcrastinateJob.objects.all()._raw_delete("default")
    jobs.catch_up(0)
    with clearance("system"):
        assert ProcrastinateJob.objects.filter(task_name="motions.jobs.sign_document").count() == 1


# --- what the database refuses ------------------------------------------------------------------------------


def test_si04_a_version_is_signed_once_and_never_changes(town: Town, document: IssuedDocument) -> None:
    assert work(ordered(town, document)) is None
    with clearance("system"):
        made = Signature.objects.get()
        with pytest.raises(ProgrammingError), transaction.atomic():
            Signature.objects.update(sha256="1" * 64)
        with pytest.raises(ProgrammingError), transaction.atomic():
            SigningRequest.objects.update(source_sha256="1" * 64)
        fields = {"issued": document, "kind": "seal", "size": 1, "verdict": {}, "signed_at": made.signed_at}
        with pytest.raises(IntegrityError), transaction.atomic():
            Signature.objects.create(
                **fields, number=2, sha256="2" * 64, source_sha256=made.source_sha256, field="signature-2"
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            Signature.objects.create(**fields, number=1, sha256="2" * 64, source_sha256=made.sha256)


def test_si04_citizens_see_who_signed_a_public_document_and_no_orders(
    town: Town, document: IssuedDocument
) -> None:
    assert work(ordered(town, document)) is None
    with clearance("public"):
        assert (Signature.objects.count(), SigningRequest.objects.count()) == (1, 0)


def test_p06_nobody_without_right_sees_the_signature_of_a_secret_document(town: Town) -> None:
    paper = make_released(by=town.clerk, is_public=False, secrecy_ground="property")
    with clearance("system"):
        documents.make(paper.documents.get().pk, now=timezone.now())
        document = paper.documents.get()
    assert work(ordered(town, document)) is None
    with clearance("public"):
        assert Signature.objects.count() == 0
    with clearance("user", town.outsider.pk):
        assert Signature.objects.count() == SigningRequest.objects.count() == 0


def test_si04_an_order_is_held_for_a_reason_only(town: Town, document: IssuedDocument) -> None:
    request = ordered(town, document)
    with clearance("system"), pytest.raises(IntegrityError, match="signing_request_held_for_a_reason"):
        SigningRequest.objects.filter(pk=request.pk).update(is_held=True)
