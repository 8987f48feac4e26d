"""Fassungen einer Vorlage nebeneinander (V-03, V-15): two issued texts of one matter, as frozen at their release."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

from motions.models import IssuedDocument, Paper

from . import families, german_numbers, permissions, reading
from .content import Content
from .differences import Block, compare, differ
from .permissions import Visitor


@dataclass(frozen=True)
class Part:
    """Ein Teil der Vorlage, der sich unterscheidet."""

    label: str
    blocks: list[Block]


def issued_texts(user: Visitor, paper: Paper) -> list[IssuedDocument]:
    """Every release of the original and its Neufassungen that the person may read, the newest first.

    Of each release the fullest edition the person may see, and nothing of the others.
    """
    texts = reading.readable_papers(user).filter(pk__in=families.texts_of([paper]).values("pk"))
    rows = permissions.visible_documents(user).filter(paper__in=texts).select_related("release", "paper")
    order = {row.pk: place for place, row in enumerate(families.newest_text_first(texts))}
    found: dict[int, IssuedDocument] = {}
    for row in reading.fullest_first(rows):
        found.setdefault(row.release_id, row)
    return sorted(found.values(), key=lambda row: (order[row.paper_id], -row.release.revision))


def name_of(document: IssuedDocument) -> str:
    """Number, day and, where a text was released again, its revision, as people tell the texts apart."""
    release = document.release
    again = f", Fassung {release.revision}" if release.revision > 1 else ""
    return f"{document.paper.reference} vom {release.written_at:%d.%m.%Y}{again}"


def differing_parts(before: Content, after: Content) -> list[Part]:
    """What the two texts say differently, in the order of the Vorlage."""
    pairs = [(label, read(before), read(after)) for label, read in _PARTS]
    return [Part(label, compare(old, new)) for label, old, new in pairs if differ(old, new)]


def _plain(name: str) -> Callable[[Content], str]:
    return lambda content: _paragraphs([str(content.get(name) or "")])


def _rich(name: str) -> Callable[[Content], str]:
    return lambda content: str(content.get(name) or "")


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _day(text: str) -> str:
    return f"{dt.date.fromisoformat(text):%d.%m.%Y}" if text else ""


def _dated(content: Content) -> str:
    return _paragraphs([_day(str(content.get("dated_on") or ""))])


def _sequence(content: Content) -> str:
    return _paragraphs(
        ", ".join(
            [
                row["organization"],
                _day(row["date"]) or "ohne Termin",
                row["role_label"],
                "öffentlich" if row["is_public"] else "nichtöffentlich",
            ]
        )
        for row in content.get("consultations", [])
    )


def _finances(content: Content) -> str:
    financial = content.get("financial") or {}
    return str(financial.get("text") or "") + _paragraphs(map(_amount, financial.get("rows") or []))


def _amount(row: dict[str, Any]) -> str:
    words = [f"{row['year']}: Aufwand {_euro(row['expense'])}", f"Ertrag, Förderung {_euro(row['income'])}"]
    words += [row[name] for name in ("product", "account", "cost_center") if row[name]]
    words += ["im Haushalt gedeckt"] * row["is_budgeted"]
    return ", ".join([*words, *["Nachtrag nötig"] * row["needs_supplementary_budget"]])


def _euro(amount: str) -> str:
    return german_numbers.euro(Decimal(amount))


def _tables(content: Content) -> str:
    return _paragraphs(line for table in content.get("impact_tables", []) for line in _rows_of(table))


def _rows_of(table: dict[str, Any]) -> Iterator[str]:
    yield table["caption"]
    for row in table["rows"]:
        yield ", ".join(f"{cell['label']}: {cell['text']}" for cell in row)


def _annexes(content: Content) -> str:
    return _paragraphs(row["title"] for row in content.get("attachments", []))


_PARTS: tuple[tuple[str, Callable[[Content], str]], ...] = (
    ("Datum", _dated),
    ("Betreff", _plain("subject")),
    ("In einfachen Worten", _plain("plain_words")),
    ("Beschlussentwurf", _rich("draft_resolution")),
    ("Beratungsfolge", _sequence),
    ("Sachverhalt", _rich("statement")),
    ("Stellungnahme der Verwaltung", _rich("administration_comment")),
    ("Finanzielle Auswirkungen", _finances),
    ("Auswirkungen auf Stellen", _tables),
    ("Auswirkungen auf Klima und Umwelt", _rich("climate")),
    ("Anlagen", _annexes),
    ("Sachbearbeitung", _plain("signatory")),
)
