"""I13, SI-04: whatever happens to a worker, and however many there are, an order is carried out once."""

from __future__ import annotations

import datetime as dt
import signal
import threading
import time
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from motions.models import IssuedDocument, Signature, SigningRequest
from motions.rules import files, invariants, signed_versions, signing, signing_work
from motions.rules.clearance import clearance
from motions.rules.findings import OutdatedState
from motions.signing.verdict import verdict
from tests.killing import Place, killed_at
from tests.people import Town

from .keys_of_tests import setup
from .orders import ordered, printed, work
from .test_orders import keys_are_set_up

__all__ = ["keys_are_set_up"]

PLACES = [
    ("signing_work", "_signed", "call"),
    ("keys", "opened", "call"),
    ("sign", "sign", "call"),
    ("sign", "sign", "return"),
    ("files", "write", "call"),
    ("files", "write", "return"),
    ("verdict", "verdict", "return"),
    ("files", "keep", "call"),
    ("files", "keep", "return"),
    ("signing_work", "_link", "return"),
    ("signing_work", "fulfil", "return"),
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: "-".join(place))
def test_i13_a_worker_killed_anywhere_loses_and_doubles_nothing(
    committed: Town, committed_document: IssuedDocument, place: Place
) -> None:
    document = committed_document
    request = ordered(committed, document)
    assert killed_at(place, lambda: work(request)) == -signal.SIGKILL
    with clearance("system"):
        left = [name for name in attempts() if name.startswith(str(request.public_id))]
        done = Signature.objects.filter(request=request).first()
        assert signed_versions.version(document).sha256 == (done.sha256 if done else document.sha256)
    before = _read(left)
    assert work(request) is None
    with clearance("system"):
        made = Signature.objects.get(request=request)
        with files.fetch(made.sha256) as stored:
            assert verdict(stored.read(), setup(), now=timezone.now()).is_valid
        # What a killed worker had signed already is taken, not signed anew.
        assert not before or files.digest(before) == made.sha256
        assert list(invariants.files_recorded()) == []
        assert [name for name in attempts() if name.startswith(str(request.public_id))] == []


def attempts() -> list[str]:
    """What lies in the store between signing and linking."""
    return default_storage.listdir("signing")[1] if default_storage.exists("signing") else []


def _read(names: list[str]) -> bytes:
    for name in names:
        with default_storage.open(f"signing/{name}") as stored:
            return bytes(stored.read())
    return b""


def test_what_a_killed_worker_left_is_cleared_after_a_week(town: Town, document: IssuedDocument) -> None:
    files.write("signing/left.pdf", ContentFile(b"x"))
    assert signing.forget_attempts(before=timezone.now() - dt.timedelta(days=7)) == 0
    assert signing.forget_attempts(before=timezone.now() + dt.timedelta(days=1)) >= 1


def test_si04_two_workers_try_one_pin_once_and_nobody_waits_to_take_an_order_back(committed: Town) -> None:
    """The first worker is at the key: the second waits for it, people do not."""
    first, second, third = (ordered(committed, printed(committed)) for _ in range(3))
    with clearance("system"), transaction.atomic():
        assert signing_work._refusal_of(first.key) == ""
        waits = beside(lambda: work(second))
        taken_back = beside(lambda: signing.take_back(third, by=committed.mayor, now=timezone.now()))
        taken_back.join(timeout=10)
        assert (taken_back.is_alive(), waits.is_alive()) == (False, True)
        while not waiting_for_keys():
            time.sleep(0.01)
        with pytest.raises(OutdatedState, match="wird gerade ausgeführt"):
            signing.take_back(second, by=committed.mayor, now=timezone.now())
        SigningRequest.objects.filter(pk=first.pk).update(is_held=True, failure="Die PIN ist falsch.")
    waits.join(timeout=30)
    with clearance("system"):
        rows = SigningRequest.objects.order_by("pk").values_list(
            "is_held", "tries", "failure", "cancelled_by"
        )
        assert list(rows) == [
            (True, 0, "Die PIN ist falsch.", None),
            (True, 0, "Die PIN ist falsch.", None),
            (False, 0, "", committed.mayor.pk),
        ]
        assert Signature.objects.count() == 0


def waiting_for_keys() -> int:
    """How many workers stand before a key that another one holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return int(cursor.fetchone()[0])


def beside(act: Callable[[], object]) -> threading.Thread:
    """Something done with a connection of its own, while the test goes on."""

    def run() -> None:
        try:
            with clearance("system"):
                act()
        finally:
            connection.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread
