"""Signaturen eines Archivpakets prüfen, ehe sie übernommen werden: the library that judges is loaded here (SI-04).

What was changed is refused, and so is what nobody here vouches for. A certificate that has ended since then stands in
nobody's way: the result of that day stays, and the report tells of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from motions.importing.issued import ReadIssued
from motions.importing.issued_rows import IssuedRow
from motions.models.choices import SignatureKind
from motions.signing.verdict import REFUSED, UNKNOWN_ISSUER, Verdict, verdict

from . import signing


def checked(read: ReadIssued, *, now: dt.datetime) -> ReadIssued:
    """The documents with what our own check says of every signed one, as errors and remarks."""
    errors, remarks = list(read.errors), list(read.remarks)
    for row in (*read.file.papers, *read.file.meetings, *read.file.others):
        if not row.signatures or row.signatures[-1].sha256 not in read.bytes_of:
            continue
        found = verdict(read.bytes_of[row.signatures[-1].sha256].read(), signing.setup(), now=now)
        refused = list(_refusals(row, found))
        errors += [f"„{row.file}“: {text}" for text in refused]
        if not refused and not found.is_valid:
            remarks.append(
                f"„{row.file}“: Heute sagt die Prüfung: {found.problem} Das Ergebnis von damals ist übernommen."
            )
    return replace(read, errors=errors, remarks=remarks)


def _refusals(row: IssuedRow, found: Verdict) -> Iterator[str]:
    problems = {found.problem, *(signer.problem for signer in found.signers)}
    if broken := sorted(problems & REFUSED):
        yield broken[0]
    elif UNKNOWN_ISSUER in problems:
        yield (
            f"{UNKNOWN_ISSUER} Richten Sie erst die Stammzertifikate der früheren Anwendung ein (signing.toml), oder "
            "übernehmen Sie das Paket ohne seine Ausfertigungen (--ohne-ausfertigungen)."
        )
    made = {signer.field: signer for signer in found.signers}
    for signed in row.signatures:
        signer = made.get(signed.field)
        if signed.kind == SignatureKind.TIME_STAMP:
            continue
        if signer is None:
            yield f"Die Unterschrift im Feld „{signed.field}“ ist nicht in der Datei."
        elif signed.kind == SignatureKind.QUALIFIED and not signer.problem and not signer.is_qualified:
            yield f"Die Unterschrift im Feld „{signed.field}“ ist nicht qualifiziert (SI-02)."
