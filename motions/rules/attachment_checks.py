"""Anlagen prüfen: nothing hidden reaches the public, scans are named (DS-02, X-03)."""

from motions.importing.inspection import SCAN
from motions.models import Paper

from .findings import Finding, block, warn


def findings(paper: Paper) -> list[Finding]:
    """Public annexes with hidden content block, scans without text warn."""
    found: list[Finding] = []
    if not paper.is_public:
        return found
    for attachment in paper.attachments.filter(is_public=True):
        secret = [name for name in attachment.hidden if name != SCAN]
        if secret:
            text = f"Anlage „{attachment.title}“: {', '.join(secret)}. Entfernen Sie das vor der Veröffentlichung."
            found.append(block("DS-02", text, "anlagen", absolute=True))
        if SCAN in attachment.hidden:
            text = f"Anlage „{attachment.title}“ ist ein Scan ohne Text und für manche Menschen nicht lesbar."
            found.append(warn("X-03", text, "anlagen"))
    return found
