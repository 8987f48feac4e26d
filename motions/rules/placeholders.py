"""Platzhalter aus Mustern: what a template puts in square brackets has to be replaced (V-10)."""

import re

from motions.models import Paper, PaperTemplate
from motions.pdf.richtext import plain

from .findings import Finding, block

_BRACKETED = re.compile(r"\[[^\[\]]+\]")
_FIELDS = {
    "subject": "Betreff",
    "draft_resolution": "Beschlussentwurf",
    "statement": "Sachverhalt",
}


def findings(paper: Paper) -> list[Finding]:
    """One block for each field that still asks what a template asked."""
    held = {name: _BRACKETED.findall(plain(getattr(paper, name))) for name in _FIELDS}
    if not any(held.values()):
        return []
    asked = _of_templates()
    found = []
    for name, label in _FIELDS.items():
        left = [text for text in held[name] if text in asked]
        if left:
            text = (
                f"{label}: Hier steht noch das Muster „{left[0]}“. Ersetzen oder löschen Sie den Platzhalter."
            )
            found.append(block("V-10", text, name, about="Muster"))
    return found


def _of_templates() -> set[str]:
    rows = PaperTemplate.objects.values_list(*_FIELDS)
    return {text for row in rows for field in row for text in _BRACKETED.findall(plain(field))}
