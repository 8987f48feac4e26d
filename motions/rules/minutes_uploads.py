"""Anderswo unterschriebene Niederschrift: a PDF signed with a card or service of one's own comes back (SI-02, N-01).

One upload, one signature: the file must begin with exactly the bytes that stood here. The worker checks it; anything
but "valid, covers the whole file, qualified, of the person whose line it is" is stored with its reason and counts
nothing.
"""

from __future__ import annotations

import datetime as dt
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet

from motions.models import Minutes, SignedUpload, User
from motions.models.choices import MinutesStatus

from . import files, meeting_permissions, minutes, signing
from .findings import NotPermitted, Refused, block
from .history import record
from .once import save_once
from .queue import each_later, later

_PDF = b"%PDF-"


def add(row: Minutes, edition: str, stream: BinaryIO, *, by: User, now: dt.datetime) -> SignedUpload:
    """Keep a file that was signed elsewhere and have it checked; raises NotPermitted, Refused or OutdatedState."""
    if not meeting_permissions.may_plan_meetings(by):
        raise NotPermitted("Niederschriften führt das Ratsbüro.")
    if not _is_pdf(stream):
        raise Refused([block("SI-02", "Wählen Sie die elektronisch unterschriebene PDF-Datei.", "file")])
    with transaction.atomic():
        locked = Minutes.objects.select_for_update(of=("self",)).get(pk=row.pk)
        document = minutes.printed(locked).filter(edition=edition).exclude(sha256="").first()
        if locked.status != MinutesStatus.READY or document is None:
            text = "Die Niederschrift ist nicht bereit zur Unterschrift. Prüfen Sie ihren Stand."
            raise Refused([block("N-01", text, absolute=True)])
        if signing.open_request(document):
            text = (
                "Für diesen Teil läuft gerade ein Signaturauftrag. Warten Sie, bis er erledigt ist, oder nehmen Sie "
                "ihn zurück."
            )
            raise Refused([block("SI-04", text, absolute=True)])
        upload = SignedUpload(
            of_meeting=document,
            sha256=files.keep_stream(stream),
            size=files.size_of(stream),
            uploaded_by=by,
            uploaded_at=now,
        )
        save_once(upload, "Diese Datei liegt schon hier. Ihr Prüfergebnis steht bei den Unterschriften.")
        later("check_signed_upload", upload_id=upload.pk)
        record(locked, "upload_signed", "Anderswo unterschriebene Niederschrift abgelegt", by=by, now=now)
    return upload


def of_minutes(row: Minutes) -> QuerySet[SignedUpload]:
    """What was uploaded for the newest text, the newest first."""
    return SignedUpload.objects.filter(of_meeting__in=minutes.printed(row)).select_related("of_meeting")


def unchecked(row: Minutes) -> QuerySet[SignedUpload]:
    """What was uploaded and the worker has not looked at yet."""
    return of_minutes(row).filter(checked_at__isnull=True)


def ask_again() -> int:
    """Have every file checked that still waits for it, whatever became of its job; returns how many."""
    return each_later("check_signed_upload", "upload_id", waiting())


def waiting() -> QuerySet[SignedUpload]:
    """Every file the worker has not looked at yet."""
    return SignedUpload.objects.filter(checked_at__isnull=True)


def _is_pdf(stream: BinaryIO) -> bool:
    """Nothing more is looked at here: what does not begin with our own bytes is never opened by anybody."""
    stream.seek(0)
    begins = stream.read(len(_PDF))
    stream.seek(0)
    return begins == _PDF
