"""Anderswo Unterschriebenes prüfen, im Hintergrund: what the file is worth is written down before it may count."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from motions.models import MeetingDocument, Signature, SignedUpload
from motions.models.choices import SignatureKind
from motions.signing.verdict import SignerVerdict, Verdict, verdict

from . import files, minutes_signing, signed_versions, signing
from .queue import hindrance

_FOREIGN = (
    "Das ist nicht die Datei, die hier zuletzt lag. Laden Sie sie noch einmal herunter und unterschreiben Sie genau "
    "diese."
)


def check(upload_id: int, *, now: dt.datetime) -> None:
    """Judge one upload, once; a good one becomes the next version of the document.

    It is judged before anything is locked, because that takes a while, and again if another version came meanwhile.
    """
    upload = SignedUpload.objects.select_related("of_meeting").get(pk=upload_id)
    current = signed_versions.version(upload.of_meeting)
    data, before = files.read(upload.sha256), files.read(current.sha256)
    # A foreign file is not even opened.
    is_ours = data.startswith(before)
    found = verdict(data, signing.setup(), now=now) if is_ours else Verdict((), "", _FOREIGN)
    with transaction.atomic():
        signing.lock(upload.of_meeting)
        locked = SignedUpload.objects.select_for_update(of=("self",)).get(pk=upload_id)
        if locked.checked_at is not None:
            return
        is_judged = signed_versions.version(upload.of_meeting) == current
        if is_judged:
            _write_down(locked, current, found, now=now)
    if not is_judged:
        check(upload_id, now=now)


def _write_down(
    upload: SignedUpload, current: signed_versions.Version, found: Verdict, *, now: dt.datetime
) -> None:
    document = upload.of_meeting
    added = _added(found, document)
    problem = _problem(document, found, added)
    upload.checked_at, upload.problem = now, hindrance(problem)
    upload.verdict = found.as_data()
    upload.save(update_fields=["checked_at", "problem", "verdict"])
    if problem:
        return
    Signature.objects.create(
        of_meeting=document,
        number=current.signatures + 1,
        field=added[0].field,
        kind=SignatureKind.QUALIFIED,
        signer=added[0].name[:200],
        source_sha256=current.sha256,
        sha256=upload.sha256,
        size=upload.size,
        verdict=found.as_data(),
        signed_at=now,
    )
    minutes_signing.note_signed(document, added[0].field, by=upload.uploaded_by, now=now)


def _added(found: Verdict, document: MeetingDocument) -> list[SignerVerdict]:
    """The signatures of the file that are not known yet."""
    known = set(signed_versions.signatures(document).values_list("field", flat=True))
    return [row for row in found.signers if row.field not in known]


def _problem(document: MeetingDocument, found: Verdict, added: list[SignerVerdict]) -> str:
    """The first thing that speaks against the file, "" if nothing does."""
    if not found.is_valid:
        return found.problem
    if len(added) != 1:
        return (
            "Die Datei muss genau eine neue Unterschrift enthalten. Legen Sie sie nach jeder Unterschrift ab."
        )
    if not added[0].is_qualified:
        return "Die Unterschrift ist nicht qualifiziert. Die Niederschrift bleibt nicht unterzeichnet."
    return _out_of_place(document, added[0])


def _out_of_place(document: MeetingDocument, made: SignerVerdict) -> str:
    """N-02: whoever signs does so in the own field and after all those who come before."""
    turns = minutes_signing.turns(document)
    mine = next((turn for turn in turns if turn.field == made.field), None)
    if mine is None or made.name not in (mine.name, mine.on_certificate):
        expected = next((turn for turn in turns if not turn.is_signed), None)
        wanted = f" Erwartet wird {expected}." if expected else ""
        return f"{made.name} hat in einem fremden Feld unterschrieben oder ist hier nicht vorgesehen.{wanted}"
    if mine.waits_for:
        return f"Zuerst unterschreibt {mine.waits_for} alle Teile. Danach ist {mine.name} an der Reihe."
    return ""
