"""Signieren im Hintergrund: the only place where a key is opened; a worker killed anywhere signs once, not twice."""

from __future__ import annotations

import datetime as dt
import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import F

from motions.models import Signature, SigningRequest
from motions.models.choices import SignatureKind
from motions.pdf import sign
from motions.pdf.failures import RenderFailed
from motions.pdf.isolation import render_isolated
from motions.signing import keys
from motions.signing.failures import KeyRefused, KeyUnavailable
from motions.signing.identities import Identity, Setup
from motions.signing.verdict import Verdict, context, verdict

from . import files, minutes_signing, signed_versions, signing
from .content import Content, moment
from .queue import hindrance

log = logging.getLogger(__name__)
_SAID = {
    SignatureKind.SEAL: "Elektronisches Siegel",
    SignatureKind.ADVANCED: "Elektronisch unterschrieben (fortgeschritten)",
    SignatureKind.QUALIFIED: "Elektronisch unterschrieben (qualifiziert)",
}
_FAILURES = (KeyUnavailable, sign.SigningFailed, RenderFailed, files.FileDamaged, files.StoreDown)
_UNKNOWN = (
    "Beim Signieren ist etwas Unerwartetes geschehen. Der Fehler ist aufgezeichnet; fragen Sie die Betreuung, oder "
    "nehmen Sie den Auftrag zurück."
)
_SIGNED_ONCE = (
    "Ein zweites Mal signiert wird nicht: Diese Datei wird wieder geprüft, auch nachts. Bleibt es dabei, nehmen Sie "
    "den Auftrag zurück und erteilen Sie ihn neu."
)
_OUTDATED = "Von diesem Dokument gibt es inzwischen eine neuere Fassung. Signiert wurde nichts."


class _Outdated(Exception):
    """Die bestellten Bytes sind nicht mehr die neueste Fassung."""


def fulfil(request_id: int, *, now: dt.datetime) -> Exception | None:
    """Sign what was asked for, if it was not yet; what hinders it is written down, so that people see it.

    Returns what hinders it, as long as it makes sense that the worker tries again: not where the key was refused, and
    not while another order waits because its key was (signing.try_again).
    """
    with transaction.atomic():
        request = SigningRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
        if not request.is_open:
            return None
        if refused := _refusal_of(request.key):
            SigningRequest.objects.filter(pk=request_id).update(failure=refused, is_held=True, tried_at=now)
            return None
        return _try(request, now=now)


def _try(request: SigningRequest, *, now: dt.datetime) -> Exception | None:
    """Sign and link; whatever hinders it stands in the order afterwards, and nothing else of the try remains."""
    try:
        with transaction.atomic():
            _insist_on_newest(request)
            data, found = _signed(request, now=now)
            _link(request, data, found, now=now)
    except _Outdated:
        SigningRequest.objects.filter(pk=request.pk).update(failure=_OUTDATED, ended_at=now, tried_at=now)
        transaction.on_commit(lambda: default_storage.delete(_attempt(request)))
    except KeyRefused as refusal:
        _note(request, str(refusal), is_held=True, now=now)
    except _FAILURES as failure:
        _note(request, str(failure), is_held=False, now=now)
        return failure
    # Cards, services and certificates fail in more ways than can be named; whoever waits has to see it all the same.
    except Exception as failure:
        log.exception("the order %s failed", request.pk)
        _note(request, _UNKNOWN, is_held=False, now=now)
        return failure
    return None


def _note(request: SigningRequest, sentence: str, *, is_held: bool, now: dt.datetime) -> None:
    SigningRequest.objects.filter(pk=request.pk).update(
        tries=F("tries") + 1, failure=hindrance(sentence), is_held=is_held, tried_at=now
    )


def _insist_on_newest(request: SigningRequest) -> None:
    if signed_versions.version(request.document).sha256 != request.source_sha256:
        raise _Outdated


def _refusal_of(key: str) -> str:
    """Why an open order of this key waits for a person, "" if none does.

    Until the transaction ends no other worker asks: a card or a service signs one thing at a time, and its PIN is
    tried once. The orders themselves are not locked, so that nobody who takes one back has to wait for a card.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"signing key {key}"])
    held = SigningRequest.objects.filter(key=key, ended_at__isnull=True, is_held=True)
    return held.values_list("failure", flat=True).first() or ""


def _signed(request: SigningRequest, *, now: dt.datetime) -> tuple[bytes, Verdict]:
    """The signed bytes and what our own check says about them; raises one of the failures.

    Bytes that do not pass stay: the next try checks them again, an order is never signed twice.
    """
    setup = signing.setup()
    identity = setup.named(request.key)
    if identity is None:
        raise KeyUnavailable("Dieser Schlüssel ist nicht mehr eingerichtet. Nehmen Sie den Auftrag zurück.")
    source = files.read(request.source_sha256)
    data = _earlier_attempt(request, source) or _new_attempt(request, source, identity, setup, now=now)
    found = verdict(data, setup, now=now)
    if not found.is_valid or not data.startswith(source):
        log.error("the signature of request %s is not valid: %s", request.pk, found.problem)
        raise sign.SigningFailed(
            f"Die fertige Signatur hat die eigene Prüfung nicht bestanden. {found.problem} {_SIGNED_ONCE}"
        )
    _insist_on_kind(request, found, setup)
    return data, found


def _insist_on_kind(request: SigningRequest, found: Verdict, setup: Setup) -> None:
    """SI-02: what is called qualified is qualified, what is called personal of that person; raises SigningFailed."""
    made = next(row for row in found.signers if row.field == request.field)
    is_signer = made.name in (request.signer, setup.name_on_certificate(request.signer))
    if request.kind == SignatureKind.QUALIFIED and not (made.is_qualified and is_signer):
        raise sign.SigningFailed(
            f"Die Unterschrift ist nicht qualifiziert oder nicht von {request.signer}. Sie zählt nicht (SI-02). "
            f"{_SIGNED_ONCE}"
        )
    if request.kind == SignatureKind.ADVANCED and not is_signer:
        raise sign.SigningFailed(
            f"Das Zertifikat nennt {made.name} und nicht {request.signer}. Die Unterschrift zählt nicht. {_SIGNED_ONCE}"
        )


def _attempt(request: SigningRequest) -> str:
    return f"{signing.ATTEMPTS}/{signing.attempt(request)}"


def _earlier_attempt(request: SigningRequest, source: bytes) -> bytes:
    """What was signed and not linked, by a worker that was killed or because it did not pass: never signed again."""
    if not default_storage.exists(_attempt(request)):
        return b""
    with default_storage.open(_attempt(request)) as stored:
        data = bytes(stored.read())
    return data if data.startswith(source) and len(data) > len(source) else b""


def _new_attempt(
    request: SigningRequest, source: bytes, identity: Identity, setup: Setup, *, now: dt.datetime
) -> bytes:
    act = sign.Act(
        request.field,
        request.signer,
        SignatureKind(request.kind).label,
        render_isolated(appearance(request, setup)),
    )
    with keys.opened(identity, setup) as key:
        stamper = keys.time_stamper(setup)
        is_archived = stamper is not None and setup.level == "B-LTA"
        data = sign.sign(
            source,
            act,
            key,
            time_stamper=stamper,
            archived_with=context(setup, now=now, may_fetch=not setup.is_demo) if is_archived else None,
        )
    files.write(_attempt(request), ContentFile(data))
    return data


def appearance(request: SigningRequest, setup: Setup) -> Content:
    """What stands in the field: who, and when it was ordered, by the clock of the town."""
    return {
        "schema": "ratsinfo-signature/1",
        "town": {"name": request.signer},
        "type": _SAID[SignatureKind(request.kind)],
        "subject": request.signer,
        "status": "",
        "is_public": True,
        "is_demo": setup.is_demo,
        "created_at": moment(request.asked_at),
    }


def _link(request: SigningRequest, data: bytes, found: Verdict, *, now: dt.datetime) -> None:
    """Keep the file, write the version down, end the order; the attempt goes when all of it is certain.

    Raises _Outdated if another version came while the key was asked: from here on none can.
    """
    document: signed_versions.Document = request.document
    signing.lock(document)
    _insist_on_newest(request)
    Signature.objects.create(
        request=request,
        **signed_versions.named(document),
        number=signed_versions.signatures(document).count() + 1,
        field=request.field,
        kind=request.kind,
        signer=request.signer,
        source_sha256=request.source_sha256,
        sha256=files.keep(data),
        size=len(data),
        verdict=found.as_data(),
        signed_at=now,
    )
    SigningRequest.objects.filter(pk=request.pk).update(ended_at=now, failure="", tried_at=now)
    signing.note_made(request, now=now)
    minutes_signing.signed(request, now=now)
    transaction.on_commit(lambda: default_storage.delete(_attempt(request)))
