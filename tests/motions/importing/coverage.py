"""Every word of a file must come back: in a field, in a remark, or as a known label."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from motions.importing import closing, rows, sections
from motions.importing.text import ImportedPaper

WORD = re.compile(r"[^\W_]+")
# The number of a list's entry or of a heading is its place, not its text.
COUNTER = re.compile(r"^[\s#*_|]*[0-9IV]{1,3}[.)]?\s", re.MULTILINE)
TAG = re.compile(r"<[^<>]*>")
LABELS = [
    *sections.KEY_OF,
    *rows.COLUMN_OF,
    *rows.PUBLICITY,
    *rows.ROLE_OF,
    *closing.UNIT_LABELS,
    *closing.TEXT_LABELS,
    "vorlage nr nummer top betreff betr gegenstand datum aktenzeichen az status öffentlichkeit gez u b i den",
]
KNOWN = frozenset(word for label in LABELS for word in WORD.findall(label.casefold()))


def words(text: str) -> list[str]:
    composed = unicodedata.normalize("NFC", text)
    return [word.casefold() for word in WORD.findall(composed)]


def lost_words(source: str, paper: ImportedPaper) -> set[str]:
    """The words of the source that neither a field nor a remark nor a label accounts for."""
    kept = {word for text in _texts(paper) for word in words(text)}
    return {word for word in words(COUNTER.sub(" ", source)) if word not in kept and word not in KNOWN}


def missing_repeats(source: str, paper: ImportedPaper) -> Counter[str]:
    """The words that stand in the source more often than in the fields and remarks."""
    kept = Counter(word for text in _texts(paper) for word in words(text))
    wanted = Counter(word for word in words(COUNTER.sub(" ", source)) if word not in KNOWN)
    return wanted - kept


def _texts(paper: ImportedPaper) -> Iterable[str]:
    yield from (paper.type_name, paper.reference, paper.subject, paper.file_reference, paper.plain_words)
    yield paper.group
    yield from (paper.signatory_label, paper.signatory, *paper.attachments)
    rich = (paper.draft_resolution, paper.statement, paper.financial_impact, paper.climate_impact)
    for text in rich:
        yield html.unescape(TAG.sub(" ", re.sub(r"</?(?:u|strong|em)>", "", text)))
        yield " ".join(re.findall(r'href="([^"]*)"', text))
    for day in (paper.dated_on, *(row.date for row in paper.consultations)):
        yield f"{day:%d.%m.%Y} {day.day} {day.month} {day:%y}" if day else ""
    for row in paper.consultations:
        yield row.organization
    for unit in paper.participations:
        yield f"{unit.unit} {unit.text}"
    for remark in paper.remarks:
        yield f"{remark.text} {remark.source}"
