"""Was ein Browser sendet: the complete form of the editor, to be spoilt one value at a time."""

from __future__ import annotations

import re
from html import unescape

from django.http import HttpResponseBase, QueryDict

from motions.forms.editor import Editor
from motions.models import Organization, Paper, Unit
from motions.rules.clearance import clearance
from motions.templatetags.kern import error_links


def fresh(paper: Paper) -> Paper:
    """The row as it is stored now."""
    with clearance("system"):
        return Paper.objects.get(pk=paper.pk)


def draft_of(paper: Paper, **changes: str) -> dict[str, str]:
    """The editor's form without rows, as the page of this moment would send it."""
    counts = {
        f"{prefix}-{name}_FORMS": "0" for prefix in ("beratung", "finanzen") for name in ("TOTAL", "INITIAL")
    }
    text = {
        "version": str(fresh(paper).version),
        "subject": "Neue Bänke",
        "dated_on": "2024-03-01",
        "is_public": "on",
        "council_matter": "none",
        "statement": "<p>Der Platz ist leer.</p>",
    }
    return counts | text | changes


def consultation_row(organ: Organization, place: int = 0, **changes: str) -> dict[str, str]:
    """One row of the Beratungsfolge, and the count that belongs to it."""
    row = {"organization": str(organ.pk), "role": "advisory", "is_public": "1", "ORDER": str(place + 1)}
    named = {f"beratung-{place}-{name}": value for name, value in (row | changes).items()}
    return {"beratung-TOTAL_FORMS": str(place + 1)} | named


def financial_row(**changes: str) -> dict[str, str]:
    """One row of amounts, and the count that belongs to it."""
    named = {f"finanzen-0-{name}": value for name, value in ({"year": "2024"} | changes).items()}
    return {"finanzen-TOTAL_FORMS": "1"} | named


def participant(unit: Unit, kind: str, line: str = "", **changes: str) -> dict[str, str]:
    """The line of one unit; ``line="-2"`` is its second one."""
    return {
        f"beteiligung-{unit.pk}{line}-{name}": value for name, value in ({"kind": kind} | changes).items()
    }


def summary(response: HttpResponseBase) -> list[str]:
    """The sentences of the summary that takes the focus."""
    page = getattr(response, "content", b"").decode()
    found = re.search(r"data-error-summary>.*?<ul>(.*?)</ul>", page, re.DOTALL)
    if not found:
        return []
    items = re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL)
    return [unescape(re.sub(r"<[^>]*>", "", item)).strip() for item in items]


def said(paper: Paper, sent: dict[str, str]) -> list[str]:
    """The same sentences, without drawing the page: nothing else stands there."""
    data = QueryDict(mutable=True)
    data.update(sent)
    editor = Editor(paper, data, by=paper.drafter)
    editor.is_valid()
    return [f"{link.label}: {link.text}" if link.label else link.text for link in error_links(editor.forms())]
