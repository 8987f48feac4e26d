"""Hinweise beim Schreiben: what makes a paper easier to read and to book; nothing here stops anybody (ux.md 8.4)."""

import re
from collections.abc import Iterator

from motions.models import Paper
from motions.models.choices import Behaviour, CouncilMatter
from motions.pdf.richtext import plain

from .findings import Finding, info

_TEXTS = ("draft_resolution", "statement", "financial_impact", "climate_impact", "administration_comment")
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_LINK = re.compile(r'<a href="[^"]*">([^<]*)</a>')
_AMOUNT = re.compile(r"\d\s*(?:€|EUR\b|Euro\b)")
_NOTHING = re.compile(r"\W*(?:es gibt )?keine?\b.{0,40}", re.IGNORECASE)
_STATUTE = re.compile(r"(?<!be)satzung", re.IGNORECASE)
_EMPTY_WORDS = frozenset({"hier", "link", "mehr", "klick", "klicken", "weiter", "website", "webseite"})


def findings(paper: Paper) -> list[Finding]:
    """Places a template left open (V-10), tables without a head (D-03), links that say nothing (X-01), amounts nobody
    can book (V-11), a Satzung about which nobody asks the Rat (B-01).
    """
    found: list[Finding] = []
    for name in _TEXTS:
        text = getattr(paper, name)
        if any("<th" not in table for table in _TABLE.findall(text)):
            words = "Eine Tabelle hat keine Kopfzeile. Wandeln Sie ihre erste Zeile in eine Kopfzeile um."
            found.append(info("D-03", words, name))
        if "…" in plain(text):
            words = "Hier steht noch „…“, vielleicht aus dem Muster. Ergänzen Sie die Angabe."
            found.append(info("V-10", words, name))
        vague = [label for label in _LINK.findall(text) if _says_nothing(label)]
        if vague:
            words = f"Ein Link heißt nur „{vague[0].strip()}“. Nennen Sie das Ziel, damit man weiß, wohin er führt."
            found.append(info("X-01", words, name))
    found += [info("V-11", words, "financial_impact") for words in _of_amounts(paper)]
    return found + [info("B-01", words, "council_matter") for words in _of_competence(paper)]


def _of_amounts(paper: Paper) -> Iterator[str]:
    """Text and table of the finances say the same; only the table is added up and asked for the Kämmerei (M-02)."""
    text, rows = plain(paper.financial_impact).strip(), list(paper.financial_rows.all())
    if any(not (row.product or row.cost_center) for row in rows):
        yield "Zu einem Betrag fehlen Produkt und Kostenstelle. Tragen Sie ein, wo er gebucht wird."
    if not rows and _AMOUNT.search(text):
        yield "Der Text nennt Beträge, die Tabelle ist leer. Tragen Sie die Beträge ein, damit sie summiert werden."
    if rows and _NOTHING.fullmatch(text) and not _AMOUNT.search(text):
        yield "Der Text nennt keine Auswirkungen, die Tabelle schon. Passen Sie eines von beiden an."


def _of_competence(paper: Paper) -> Iterator[str]:
    """A Satzung in the Betreff, and nobody has said that only the Rat decides about it (§ 41 Abs. 1 GO NRW)."""
    decides = paper.paper_type.behaviour == Behaviour.DECIDES and paper.council_matter == CouncilMatter.NONE
    if decides and _STATUTE.search(paper.subject):
        yield (
            "Der Betreff nennt eine Satzung. Wird sie beschlossen, geändert oder aufgehoben, wählen Sie „Satzung“: "
            "Darüber entscheidet allein der Rat (§ 41 Abs. 1 GO NRW)."
        )


def _says_nothing(label: str) -> bool:
    words = re.findall(r"\w+", label.lower())
    return bool(words) and all(word in _EMPTY_WORDS for word in words)
