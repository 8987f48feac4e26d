"""Archivzeitstempel (SI-04): a signed document gets one, and a new one before the last one loses its force.

The first one follows also where the file was signed elsewhere or at the level B-T. A Niederschrift that waits for
another signature is left alone: whoever signs it elsewhere has the bytes of today.
"""

from __future__ import annotations

import datetime as dt
import logging

from motions.models import Minutes, Signature
from motions.models.choices import MeetingDocumentKind, MinutesStatus, SignatureKind
from motions.pdf import sign
from motions.signing import keys
from motions.signing.failures import KeyUnavailable
from motions.signing.identities import Setup
from motions.signing.verdict import Verdict, context, verdict

from . import files, signed_versions, signing
from .clearance import clearance

log = logging.getLogger(__name__)
BEFORE = dt.timedelta(days=365)
_SIGNER = "Ratsinformation"


def renew(*, now: dt.datetime) -> Exception | None:
    """Stamp every document whose proof ends within a year or that has none, each in a transaction of its own.

    What fails of one does not keep the others waiting; returns the first failure, and what failed is tried again. A
    service whose certificate ends no later than the last stamp has nothing to give: nothing is kept, and it is asked no
    more for those that reach as far.
    """
    with clearance("system"):
        waiting = [*ending(now=now), *(unstamped() if _has_service() else [])]
    failures: list[Exception] = []
    reach = ""
    for last in sorted(waiting, key=_until):
        if reach and reach <= _until(last):
            continue
        try:
            with clearance("system"):
                reach = max(reach, _renew(last, signing.setup(), now=now))
        except (KeyUnavailable, files.StoreDown) as failure:
            return failure
        # One document, however odd, keeps no other from its stamp.
        except Exception as failure:
            log.exception("signature %s could not be stamped anew", last.pk)
            failures.append(failure)
    return failures[0] if failures else None


def _until(last: Signature) -> str:
    return str(last.verdict["archived_until"])


def ending(*, now: dt.datetime) -> list[Signature]:
    """The newest version of each document whose last time stamp ends soon and that nobody signs at the moment."""
    limit = (now + BEFORE).isoformat()
    return [row for row in _newest() if _until(row) and _until(row) < limit]


def unstamped() -> list[Signature]:
    """The newest version of each document that no archive time stamp vouches for yet."""
    open_minutes = Minutes.objects.filter(status=MinutesStatus.READY).values_list("meeting", flat=True)
    meetings = set(open_minutes)
    return [row for row in _newest() if not _until(row) and not _waits_for_signer(row, meetings)]


def _newest() -> list[Signature]:
    """The newest version of each document that nobody signs at the moment."""
    rows = Signature.objects.select_related("issued", "of_meeting", "public_document").order_by("number")
    newest = {row.document: row for row in rows}
    return [row for row in newest.values() if signing.open_request(row.document) is None]


def _waits_for_signer(row: Signature, meetings: set[int]) -> bool:
    document = row.of_meeting
    is_minutes = document is not None and document.kind == MeetingDocumentKind.MINUTES
    return is_minutes and document is not None and document.meeting_id in meetings


def _has_service() -> bool:
    """Without a time stamp service signatures are of the level B-B, on purpose."""
    return keys.time_stamper(signing.setup()) is not None


def _renew(last: Signature, setup: Setup, *, now: dt.datetime) -> str:
    """Until when the service of today vouches; a new version is kept only where that is longer than before."""
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
    if found.archived_until > _until(last):
        _keep(last, data, found, now=now)
    else:
        log.warning(
            "the time stamp service vouches only until %s; nothing is stamped anew", found.archived_until
        )
    return found.archived_until


def _keep(last: Signature, data: bytes, found: Verdict, *, now: dt.datetime) -> None:
    """The next version, unless somebody was faster with another one."""
    document: signed_versions.Document = last.document
    signing.lock(document)
    if signed_versions.version(document).sha256 != last.sha256 or signing.open_request(document):
        return
    Signature.objects.create(
        **signed_versions.named(document),
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
