"""SI-04: an order whose key lies at a remote service: it waits, it is tried again, it ends once in the store."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from motions import jobs
from motions.models import IssuedDocument, Signature, SigningRequest
from motions.rules import files, invariants, signed_versions, signing
from motions.rules.clearance import clearance
from motions.signing import identities, keys, remote, remote_session
from motions.signing.authority import Issued
from motions.signing.failures import KeyUnavailable
from motions.signing.verdict import verdict
from tests.killing import Place, killed_at
from tests.people import Town

from .keys_of_tests import authority, folder, setup
from .orders import ordered, printed, work
from .signing_service import SigningService
from .test_worker import attempts


@functools.cache
def _seal() -> Issued:
    """One for the run: keys take time."""
    return authority().issue("Stadt Hückeswagen", is_seal=True)


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object) -> Iterator[SigningService]:
    """The seal of the town lies there; this process is the worker."""
    made = SigningService(authority(), _seal())
    made.set_up(tmp_path, folder(), seconds=5)
    monkeypatch.setenv(identities.SECRETS, str(tmp_path / "secrets.toml"))
    settings.SIGNING_DIR = tmp_path  # type: ignore[attr-defined]
    yield made
    made.stop()


def test_si04_a_job_seals_with_a_remote_key_up_to_the_archive(
    town: Town, document: IssuedDocument, service: SigningService
) -> None:
    jobs.sign_document(ordered(town, document).pk)
    with clearance("system"):
        made = Signature.objects.get()
        assert (made.source_sha256, made.kind, made.verdict["is_valid"]) == (document.sha256, "seal", True)
        assert made.verdict["archived_until"]
        assert list(invariants.files_recorded()) == []
    assert len(service.signed) == 1


@pytest.mark.parametrize(
    ("mood", "sentence"),
    [
        ("broken", "Der Fernsignaturdienst ist gestört (Status 503)."),
        ("another_hash", remote.ANOTHER_SIGNATURE),
        ("another_certificate", remote.ANOTHER_CERTIFICATE),
        ("garbage", remote_session.UNREADABLE),
    ],
)
def test_si04_while_the_service_is_wrong_the_order_waits_and_nothing_is_kept(
    town: Town, document: IssuedDocument, service: SigningService, mood: str, sentence: str
) -> None:
    request = ordered(town, document)
    service.mood = mood
    for _ in range(2):
        assert isinstance(work(request), KeyUnavailable)
    with clearance("system"):
        waiting = SigningRequest.objects.get()
        assert (waiting.tries, waiting.failure, waiting.is_open) == (2, sentence, True)
        assert signed_versions.version(document).sha256 == document.sha256
        assert Signature.objects.count() == 0
    assert [name for name in attempts() if name.startswith(str(request.public_id))] == []
    service.mood = ""
    assert work(request) is None
    with clearance("system"):
        assert (Signature.objects.count(), SigningRequest.objects.get().failure) == (1, "")


def test_si04_a_service_that_is_down_is_tried_ever_later_and_named_on_the_page_of_jobs(
    town: Town, client: Client, document: IssuedDocument, service: SigningService
) -> None:
    request = ordered(town, document)
    service.stop()
    with pytest.raises(KeyUnavailable):
        jobs.sign_document(request.pk)
    job = ProcrastinateJob.objects.get(task_name="motions.jobs.sign_document")
    assert job.queue_name == "signing"
    delays = []
    for number in range(4):
        job.attempts = number
        decision = jobs._PATIENTLY.get_retry_decision(exception=KeyUnavailable(), job=job)
        assert decision is not None
        assert isinstance(decision.retry_at, dt.datetime)
        delays.append(decision.retry_at - timezone.now())
    assert all(sooner < later for sooner, later in itertools.pairwise(delays))
    assert delays[0] < dt.timedelta(minutes=1)
    client.force_login(town.office)
    page = client.get(reverse("background-work"))
    assert remote_session.SILENT in page.content.decode()


def test_si04_a_key_that_is_not_of_the_certificate_of_its_identity_is_not_used() -> None:
    known = setup()
    seal = known.seal()
    assert seal is not None
    other = identities.Identity("vorsitz", seal.label, seal.kind, seal.certificate)
    with pytest.raises(KeyUnavailable, match="gehört zu einem anderen Zertifikat"), keys.opened(other, known):
        pass


# During authorisation, during signHash, after the signature has come, after it is in the file.
PLACES = [
    ("remote", "authorize_signature", "return"),
    ("csc_signer", "_do_commit", "return"),
    ("remote", "_insist_on_signature", "call"),
    ("sign", "sign", "return"),
    ("files", "write", "return"),
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: "-".join(place))
def test_i13_a_worker_killed_during_the_call_keeps_one_signature(
    committed: Town, committed_document: IssuedDocument, service: SigningService, place: Place
) -> None:
    document = committed_document
    request = ordered(committed, document)
    assert killed_at(place, lambda: work(request)) == -signal.SIGKILL
    with clearance("system"):
        assert Signature.objects.filter(request=request).count() == 0
        assert signed_versions.version(document).sha256 == document.sha256
    assert work(request) is None
    assert work(request) is None
    with clearance("system"):
        made = Signature.objects.get(request=request)
        with files.fetch(made.sha256) as stored:
            assert verdict(stored.read(), signing.setup(), now=timezone.now()).is_valid
        assert list(invariants.files_recorded()) == []
    # A signature that never reached the disk is made anew; one that did is taken.
    is_made_before = place in PLACES[2:4]
    assert len(service.signed) == 1 + is_made_before


def test_si04_a_refused_pin_is_tried_once_whatever_waits_and_goes_on_by_one_press(
    town: Town, client: Client, document: IssuedDocument, service: SigningService
) -> None:
    """A card or a service locks after a few wrong tries: forty extracts ask once, the night asks not at all."""
    requests = [ordered(town, document), ordered(town, printed(town))]
    service.mood = "refuse"
    for request in (*requests, requests[0]):
        jobs.sign_document(request.pk)
    signing.ask_again()
    with clearance("system"):
        held = list(SigningRequest.objects.order_by("pk").values_list("is_held", "tries", "failure"))
        sentence = "Der Fernsignaturdienst lehnt ab (Status 403). Prüfen Sie Zugang, PIN und Schlüssel."
        assert held == [(True, 1, sentence), (True, 0, sentence)]
    assert [path for path in service.paths if path.endswith("signHash")] == ["/csc/v1/signatures/signHash"]
    assert _jobs() == [requests[0].pk, requests[1].pk]
    client.force_login(town.office)
    assert "Wartet auf Sie" in client.get(reverse("background-work")).content.decode()
    service.mood = ""
    client.post(reverse("signing-retry", args=[requests[1].public_id]))
    assert _jobs() == [requests[0].pk, requests[0].pk, requests[1].pk, requests[1].pk]
    for request in requests:
        jobs.sign_document(request.pk)
    with clearance("system"):
        assert Signature.objects.count() == 2


def _jobs() -> list[int]:
    asked = ProcrastinateJob.objects.filter(task_name="motions.jobs.sign_document")
    return sorted(arguments["request_id"] for arguments in asked.values_list("args", flat=True))
