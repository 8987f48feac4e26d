"""Anlagen prüfen: nothing hidden reaches the public, scans and PDFs without tags are named (DS-02, X-03)."""

from motions.importing.inspection import BARRIERS, PROPERTIES, SCAN, UNTAGGED
from motions.models import Paper

from .findings import Finding, block, warn


def findings(paper: Paper) -> list[Finding]:
    """Public annexes with hidden content block; properties that tell of people and barriers warn."""
    found: list[Finding] = []
    if not paper.is_public:
        return found
    for attachment in paper.attachments.filter(is_public=True):
        properties = [name for name in attachment.hidden if name in PROPERTIES]
        secret = [name for name in attachment.hidden if name not in PROPERTIES | BARRIERS]
        if secret:
            text = f"Anlage „{attachment.title}“: {', '.join(secret)}. Entfernen Sie das vor der Veröffentlichung."
            found.append(block("DS-02", text, "anlagen", absolute=True))
        if properties:
            text = (
                f"Anlage „{attachment.title}“: {', '.join(properties)}. Entfernen Sie die Angaben aus der Datei, "
                "wenn sie nicht öffentlich werden sollen."
            )
            found.append(warn("DS-02", text, "anlagen"))
        if SCAN in attachment.hidden:
            text = f"Anlage „{attachment.title}“ ist ein Scan ohne Text und für manche Menschen nicht lesbar."
            found.append(warn("X-03", text, "anlagen"))
        elif UNTAGGED in attachment.hidden:
            text = (
                f"Anlage „{attachment.title}“ ist nicht barrierefrei (PDF ohne Struktur). Speichern Sie das PDF mit "
                "Tags neu, fügen Sie eine Fassung als DOCX bei oder beschreiben Sie den Inhalt kurz im Sachverhalt."
            )
            found.append(warn("X-03", text, "anlagen"))
    return found
