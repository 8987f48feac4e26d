"""Abschnitte: the headings of a Vorlage and what stands under each of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from motions.importing.consultations import is_column_row
from motions.importing.imported import Line, Remark
from motions.importing.tables import is_rule

HEAD = "head"
TITLES = {
    "draft_resolution": "Beschlussentwurf",
    "plain_words": "In einfachen Worten",
    "consultations": "Beratungsfolge",
    "statement": "Sachverhalt",
    "financial_impact": "Finanzielle Auswirkungen",
    "climate_impact": "Auswirkungen auf Klima und Umwelt",
    "participations": "Beteiligte Fachbereiche",
    "attachments": "Anlagen",
}
LABELS = {
    "draft_resolution": "beschlussentwurf, beschlussvorschlag, beschluss, "
    "beschlussempfehlung, beschlusstext, "
    "beschlussantrag, entwurf des beschlusses, empfehlungsbeschluss, vorschlag zum beschluss",
    "plain_words": "in einfachen worten, in einfacher sprache, in leichter sprache, kurz "
    "gesagt, kurzfassung, "
    "zusammenfassung",
    "consultations": "beratungsfolge, beratungsgang, beratungsweg, gremienfolge, "
    "sitzungsfolge, beratungsverlauf",
    "statement": "sachverhalt, begründung, sachdarstellung, sachstand, erläuterung, erläuterungen, "
    "sach- und rechtslage, sachverhalt und begründung, sachverhalt/begründung, darstellung des sachverhalts, "
    "sachverhaltsdarstellung, problembeschreibung",
    "financial_impact": "finanzielle auswirkungen, finanzielle auswirkung, auswirkungen auf den haushalt, "
    "haushaltsmäßige auswirkungen, haushaltsrechtliche auswirkungen, finanzielle folgen, kosten, "
    "kosten und finanzierung, finanzierung, finanzauswirkungen",
    "climate_impact": "auswirkungen auf klima und umwelt, auswirkungen auf umwelt und "
    "klima, klimaauswirkungen, "
    "klimaauswirkung, klimatische auswirkungen, auswirkungen auf das klima, klima und "
    "umwelt, umweltauswirkungen, "
    "klimarelevanz, klimacheck, klimaschutz, auswirkungen auf den klimaschutz, auswirkungen auf die umwelt",
    "participations": "beteiligte fachbereiche, beteiligte fb, beteiligte ämter, "
    "beteiligte stellen, beteiligung, "
    "beteiligte organisationseinheiten, beteiligter fachbereich, beteiligung der fachbereiche, mitzeichnung",
    "attachments": "anlage, anlagen, anlage(n), anhang, anhänge, anlagenverzeichnis",
}
KEY_OF = {
    " ".join(label.split()).casefold(): key for key, labels in LABELS.items() for label in labels.split(", ")
}
# Words that also stand in ordinary sentences: a heading only after a blank line, and only once.
WEAK_WORDS = (
    "beschluss kosten finanzierung beteiligung mitzeichnung anlage anhang zusammenfassung erläuterung "
    "erläuterungen sachstand klimaschutz"
)
WEAK = frozenset(WEAK_WORDS.split())
LONGEST_LABEL = max(map(len, KEY_OF)) + 10
FIRST_LETTERS = frozenset(c for label in KEY_OF for c in (label[0], label[0].upper())) | frozenset(
    "#*_<0123456789IV"
)
AROUND = re.compile(
    r"(?:\*\*|__|<(?:b|strong|u|h[1-6])>)(.{1,100}?)(?:\*\*|__|</(?:b|strong|u|h[1-6])>)", re.I
)
NUMBERING = re.compile(r"(?:[0-9]{1,2}[.)]?|[IV]{1,4}[.)])\s+")
BORDER = re.compile(r":|\t| {2,}")


@dataclass
class Section:
    """Abschnitt with its lines; the first may be the rest of the heading's own line."""

    key: str
    heading: Line | None
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class _Heading:
    key: str
    rest: str
    is_weak: bool


def split_sections(lines: list[Line], remarks: list[Remark]) -> list[Section]:
    """The sections in the order of the file; the first is the head above all headings."""
    sections = [Section(HEAD, None)]
    seen: set[str] = set()
    after_blank = True
    for line in lines:
        current = sections[-1]
        heading = _heading(line.text, current.key, seen)
        if heading and heading.is_weak and (not after_blank or heading.key in seen):
            remarks.append(
                Remark(
                    line.number,
                    "Diese Zeile kann eine Überschrift sein; sie blieb Text des Abschnitts davor.",
                    line.text,
                )
            )
            heading = None
        if heading:
            seen.add(heading.key)
            sections.append(Section(heading.key, line))
            if heading.rest:
                sections[-1].lines.append(Line(line.number, heading.rest))
        else:
            current.lines.append(line)
        after_blank = not line.text.strip() or is_rule(line.text) or bool(heading and not heading.rest)
    return sections


def _heading(text: str, current: str, seen: set[str]) -> _Heading | None:
    stripped = text.strip()
    if not stripped:
        return None
    if current != "consultations" and "consultations" not in seen and is_column_row(stripped):
        return _Heading("consultations", stripped, False)
    if stripped[0] not in FIRST_LETTERS:
        return None
    bare, marked = _unmarked(stripped)
    numbering = NUMBERING.match(bare)
    if numbering and (key := KEY_OF.get(_normal(bare[numbering.end() :]))):
        return _Heading(key, "", not marked)
    border = BORDER.search(bare[:LONGEST_LABEL])
    label = _normal(bare[: border.start()] if border else bare[: LONGEST_LABEL + 1])
    found = KEY_OF.get(label)
    if found is None:
        return None
    rest = bare[border.end() :].strip(" :") if border else ""
    without_colon = bool(rest and border and border.group() != ":" and not marked)
    return _Heading(found, rest, not marked and (label in WEAK or without_colon))


def _unmarked(text: str) -> tuple[str, bool]:
    """The line without the Markdown or HTML of a heading, and whether it had any."""
    marked = text.startswith("#")
    if marked:
        text = text.strip("# ")
    around = AROUND.match(text)
    if around is None:
        return text, marked
    rest = text[around.end() :].strip(" :")
    inner = around[1].strip()
    return f"{inner.rstrip(': ')}: {rest}" if rest else inner, True


def _normal(label: str) -> str:
    folded = " ".join(label.strip(" :.").casefold().split())
    return folded.replace(" / ", "/").replace(" & ", " und ")
