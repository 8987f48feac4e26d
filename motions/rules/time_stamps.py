"""Zeitstempel erneuern (SI-04): a signed document is stamped anew before its last time stamp loses its force."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from motions.models import Signature
from motions.models.choices import SignatureKind
from motions.pdf import sign
from motions.signing import keys
from motions.signing.failures import KeyUnavailable
from motions.signing.identities import Setup
from motions.signing.verdict import context, verdict

from . import files, signing

BEFORE = dt.timedelta(days=365)
_SIGNER = "Ratsinformation"


def renew(*, now: dt.datetime) -> Exception | None:
    """Stamp every document whose proof ends within a year; what fails of one does not keep the others waiting.

    Returns the first failure; those that failed are tried again.
    """
    setup, failures = signing.setup(), []
    for last in ending(now=now):
        try:
            _renew(last, setup, now=now)
        except (sign.SigningFailed, files.FileDamaged) as failure:
            failures.append(failure)
        except (KeyUnavailable, files.StoreDown) as failure:
            return failure
    return failures[0] if failures else None


def ending(*, now: dt.datetime) -> list[Signature]:
    """The newest version of each document whose last time stamp ends soon and that nobody signs at the moment."""
    rows = Signature.objects.select_related("issued", "of_meeting", "public_document").order_by("number")
    newest = {row.document: row for row in rows}
    limit = (now + BEFORE).isoformat()
    return [
        row
        for row in newest.values()
        if row.verdict["archived_until"]
        and row.verdict["archived_until"] < limit
        and signing.open_request(row.document) is None
    ]


def _renew(last: Signature, setup: Setup, *, now: dt.datetime) -> None:
    source = files.read(last.sha256)
    stamper = keys.time_stamper(setup)
    if stamper is None:
        raise KeyUnavailable("Es ist kein Zeitstempeldienst eingerichtet.")
    data = sign.stamp_again(source, stamper, context(setup, now=now, may_fetch=not setup.is_demo))
    found = verdict(data, setup, now=now)
    if not found.is_valid or not data.startswith(source):
        raise sign.SigningFailed(
            f"Der neue Zeitstempel hat die eigene Prüfung nicht bestanden. {found.problem}"
        )
    with transaction.atomic():
        Signature.objects.create(
            **signing.named(last.document),
            number=last.number + 1,
            field="",
            kind=SignatureKind.TIME_STAMP,
            signer=_SIGNER,
            source_sha256=last.sha256,
            sha256=files.keep(data),
            size=len(data),
            verdict=found.as_data(),
            signed_at=now,
        )
