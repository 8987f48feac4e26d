"""Prüfung einer Niederschrift: every N-rule as a finding; nothing here changes a row."""

from motions.models import Minutes, Signature, SigningRequest
from motions.models.choices import Edition, MeetingStatus, SignerRole

from . import minutes, minutes_signing, minutes_uploads, signing
from .findings import Finding, block, warn
from .transitions import Act


def for_signature(act: Act[Minutes]) -> list[Finding]:
    """What must be known before a Niederschrift is printed for its signatures."""
    meeting = act.row.meeting
    if meeting.status != MeetingStatus.CLOSED:
        return [block("N-01", "Schließen Sie zuerst die Sitzung.", absolute=True)]
    found: list[Finding] = []
    asked = {signer.role for signer in minutes.signers(act.row)}
    if SignerRole.MINUTE_TAKER not in asked:
        text = "Tragen Sie ein, wer die Sitzung protokolliert hat (Schriftführung)."
        found.append(block("N-03", text, "minute_taker", absolute=True))
    if SignerRole.CHAIR not in asked:
        text = (
            "Es ist nicht eingetragen, wer die Sitzung geleitet hat. Wählen Sie „Aufzeichnung berichtigen“ und tragen "
            "Sie bei den Punkten den Vorsitz ein."
        )
        found.append(block("N-02", text, "chair", absolute=True))
    if not meeting.attendees.filter(intervals__isnull=False).exists():
        found.append(warn("N-01", "Es ist niemand als anwesend eingetragen.", "attendance"))
    return found


def for_revision(act: Act[Minutes]) -> list[Finding]:
    """What somebody has signed is not written anew (N-04)."""
    if act.row.signatures.exists() or act.row.scans.exists():
        text = (
            "Es ist schon eine Unterschrift oder ein Scan eingetragen. Die Niederschrift bleibt, wie sie ist."
        )
        return [block("N-04", text, absolute=True)]
    if signing.is_being_signed(act.row.meeting) or Signature.objects.filter(
        of_meeting__in=minutes.printed(act.row)
    ):
        text = "Die Niederschrift wird elektronisch unterschrieben. Sie bleibt, wie sie ist."
        return [block("N-04", text, absolute=True)]
    return []


def for_finishing(act: Act[Minutes]) -> list[Finding]:
    """N-01, N-02: each signature is recorded or its refusal noted, and the signed paper of each part is kept."""
    missing = [signer for signer in minutes.signers(act.row) if signer.signature is None]
    found = [
        block("N-01", f"Es fehlt die Unterschrift: {signer.name} ({signer.role_label}).", absolute=True)
        for signer in missing
    ]
    kept = set(act.row.scans.values_list("edition", flat=True)) | minutes_signing.signed_parts(act.row)
    names = {Edition.PUBLIC: "öffentlichen", Edition.INTERNAL: "nichtöffentlichen"}
    found += [
        block("N-01", f"Es fehlt der Scan des {names[Edition(part)]} Teils.", absolute=True)
        for part in minutes.parts(act.row.meeting)
        if part not in kept
    ]
    return [*found, *_still_running(act.row)]


def _still_running(row: Minutes) -> list[Finding]:
    """What is published never changes: neither an order nor a check may come in later (N-04, SI-04)."""
    found = []
    if SigningRequest.objects.filter(of_meeting__in=minutes.printed(row), ended_at__isnull=True).exists():
        text = (
            "Für die Niederschrift läuft noch ein Signaturauftrag. Warten Sie, bis er erledigt ist, oder nehmen Sie "
            "ihn zurück."
        )
        found.append(block("SI-04", text, absolute=True))
    if minutes_uploads.unchecked(row).exists():
        text = "Eine anderswo unterschriebene Fassung wird noch geprüft. Laden Sie die Seite in einer Minute neu."
        found.append(block("SI-04", text, absolute=True))
    return found
