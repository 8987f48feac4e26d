"""Kopf der Vorlage: type, number, date, Aktenzeichen, Betreff and publicity, wherever they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from motions.importing.dates import find_date
from motions.importing.imported import Line, Remark
from motions.importing.inline import plain
from motions.importing.rows import publicity
from motions.importing.tables import cells, is_rule

TYPE = re.compile(
    r"(?P<type>[A-Za-zäöüÄÖÜ]{0,40}vorlage|Neufassung|Antrag|Änderungsantrag|Anfrage|Anregung|Beschwerde"
    r"|Mitteilung|Bericht|Dringlichkeitsentscheidung|Eilentscheidung|Drucksache)"
    r"(?P<number>n?[- ]?(?:nummer|nr)\b\.?)?(?![\w-])\s*:?\s*(?P<rest>.*)",
    re.IGNORECASE,
)
FIELD = re.compile(
    r"(?P<label>Betreff|Betr|Gegenstand|Datum|TOP|Aktenzeichen|Az|Status|Öffentlichkeit)(?![\w-])\.?"
    r"\s*(?P<colon>:?)\s*(?P<value>.*)",
    re.IGNORECASE,
)
REFERENCE = re.compile(
    r"(?P<prefix>[^\s/][^/\t]{0,40}?)\s?/\s?(?P<number>[0-9]{1,9})\s?/\s?(?P<year>[0-9]{4})"
    r"(?:\s?/\s?(?P<suffix>[0-9]{1,4}))?(?![0-9/])"
)
OF_GROUPS = ("antrag", "anfrage", "änderungsantrag")
OF_GROUP = re.compile(r"(?:der|des|von)\s+\S|(?:rats)?fraktion\s+\S|\S.{0,60}[- ]fraktion\b", re.IGNORECASE)
GROUP = re.compile(
    r"(?:(?:antragsteller(?:in)?|fragesteller(?:in)?|(?:rats)?fraktion)\s*(?::\s*|\s)\S.{0,100}|\S.{0,60}[- ]fraktion)"
    r"(?<![.!?])",
    re.IGNORECASE,
)
MARKS = re.compile(r"^(?:#{1,6}\s+|\*\*|__)|(?:\*\*|__)(?=\s*:|:?\s*$)")
LONGEST = 400


@dataclass
class Head:
    """Angaben des Kopfes, filled line by line; what fits nowhere waits in `unassigned`."""

    type_name: str = ""
    reference: str = ""
    prefix: str = ""
    number: int | None = None
    year: int | None = None
    suffix: int | None = None
    dated_on: date | None = None
    subject: str = ""
    file_reference: str = ""
    is_public: bool | None = None
    group: str = ""
    unassigned: list[Line] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    asks_subject: bool = False

    def remark(self, line: Line, text: str) -> None:
        self.remarks.append(Remark(line.number, text, line.text))


def read_head(lines: list[Line], head: Head) -> None:
    """Fill the head from the lines above the first heading."""
    position = 0
    while position < len(lines):
        line = lines[position]
        position += 1
        if not line.text.strip() or is_rule(line.text):
            continue
        if head.asks_subject and not _is_field(line.text):
            position = _take_subject(lines, position - 1, head)
            continue
        had_subject = head.subject
        _read_line(line, head)
        if head.subject and not had_subject:
            position = _take_subject(lines, position, head)


def take_late_fields(lines: list[Line], head: Head) -> list[Line]:
    """The lines of a section without a Betreff, Datum or number that stands there instead of in the head."""
    kept: list[Line] = []
    position, after_blank = 0, True
    while position < len(lines):
        line = lines[position]
        position += 1
        if after_blank and _is_late(line.text, head):
            had_subject = head.subject
            _read_line(line, head)
            if head.asks_subject or head.subject != had_subject:
                position = _take_subject(lines, position, head)
            head.remark(line, "Diese Angabe stand nicht im Kopf der Vorlage; sie wurde dorthin übernommen.")
            continue
        kept.append(line)
        after_blank = not line.text.strip()
    return kept


def _is_late(text: str, head: Head) -> bool:
    bare = MARKS.sub("", text[:LONGEST].strip())
    if found := FIELD.match(bare):
        label, value = found["label"].casefold(), found["value"]
        if not found["colon"]:
            return False
        if label == "datum":
            day, rest = find_date(value)
            return head.dated_on is None and day is not None and not rest
        if label in ("betreff", "betr"):
            return not head.subject
        return label in ("aktenzeichen", "az") and bool(value) and not head.file_reference
    found = TYPE.fullmatch(bare)
    return bool(found and not head.reference and REFERENCE.fullmatch(found["rest"].strip()))


def _is_field(text: str) -> bool:
    bare = MARKS.sub("", text[:LONGEST].strip())
    if found := FIELD.match(bare):
        return bool(found["colon"]) or not found["value"] or found["label"].casefold() == "datum"
    typed = TYPE.fullmatch(bare)
    return bool(typed and (not typed["rest"] or REFERENCE.match(typed["rest"])))


def _take_subject(lines: list[Line], position: int, head: Head) -> int:
    """Read on to the blank line: a long Betreff is wrapped."""
    while position < len(lines) and head.asks_subject and not lines[position].text.strip():
        position += 1
    words = [head.subject] if head.subject else []
    while position < len(lines) and (text := lines[position].text.strip()):
        if is_rule(text):
            position += 1
            continue
        if _is_field(text):
            break
        row = [cell for cell in cells(text) if cell]
        if head.asks_subject and len(row) > 1 and len(row[0]) <= 8:
            head.remark(
                lines[position], "Die Nummer des Tagesordnungspunktes gehört zur Sitzung; sie entfällt hier."
            )
            row = row[1:]
        words.append(plain(" ".join(row), lines[position].number, head.remarks))
        head.asks_subject = False
        position += 1
    head.subject = " ".join(words)
    head.asks_subject = head.asks_subject and position < len(lines)
    return position


def _read_line(line: Line, head: Head) -> None:
    row = (
        [cell for cell in cells(line.text[:LONGEST]) if cell]
        if len(line.text) <= LONGEST
        else [line.text.strip()]
    )
    pending = ""
    for position, raw in enumerate(row):
        cell = MARKS.sub("", raw.strip()).strip()
        if pending:
            cell, pending = f"{pending}: {cell}", ""
        found = FIELD.match(cell)
        if found and found["label"].casefold() in ("betreff", "betr", "gegenstand"):
            _start_subject(line, " ".join([found["value"], *row[position + 1 :]]).strip(), head)
            return
        if found and not found["value"] and position + 1 < len(row) and not FIELD.match(row[position + 1]):
            pending = found["label"]
        elif found:
            _take_field(line, found, head)
        elif _take_type(line, cell, head):
            continue
        elif GROUP.fullmatch(cell):
            _take_group(line, cell, head)
        else:
            _leave(line, cell, head, is_alone=len(row) == 1)


def _leave(line: Line, cell: str, head: Head, is_alone: bool) -> None:
    public = publicity(cell[:40])
    day, rest = find_date(cell[:40])
    reference = REFERENCE.fullmatch(cell)
    if public is not None and head.is_public in (None, public) and len(cell) <= 40:
        head.is_public = public
    elif is_alone and day is not None and not rest and head.dated_on is None and len(cell) <= 40:
        head.dated_on = day
    elif reference and not head.reference:
        _take_reference(line, reference, cell, head)
    elif head.unassigned and head.unassigned[-1].number == line.number:
        previous = head.unassigned.pop()
        head.unassigned.append(Line(line.number, f"{previous.text} {cell}"))
    else:
        head.unassigned.append(Line(line.number, cell))


def _start_subject(line: Line, value: str, head: Head) -> None:
    if head.subject:
        head.remark(line, "Ein zweiter Betreff wurde nicht übernommen.")
    elif value:
        head.subject = plain(value, line.number, head.remarks)
    else:
        head.asks_subject = True


def _take_field(line: Line, found: re.Match[str], head: Head) -> None:
    label, value = found["label"].casefold(), found["value"].strip()
    if not value:
        return
    if label == "datum":
        _take_date(line, value, head)
    elif label in ("aktenzeichen", "az"):
        if head.file_reference:
            head.remark(line, "Ein zweites Aktenzeichen wurde nicht übernommen.")
        else:
            head.file_reference = plain(value, line.number, head.remarks)
    elif label == "top":
        head.remark(line, "Die Nummer des Tagesordnungspunktes gehört zur Sitzung; sie entfällt hier.")
    elif (public := publicity(value)) is not None and head.is_public in (None, public):
        head.is_public = public
    else:
        head.remark(line, "Die Angabe zur Öffentlichkeit wurde nicht verstanden.")


def _take_date(line: Line, value: str, head: Head) -> None:
    day, rest = find_date(value)
    if day is None:
        head.remark(line, f"Das Datum „{value}“ ist nicht lesbar.")
    elif head.dated_on not in (None, day):
        head.remark(line, "Ein zweites Datum wurde nicht übernommen.")
    else:
        head.dated_on = day
        if rest:
            head.remark(line, f"Neben dem Datum steht „{rest}“; das wurde nicht übernommen.")


def _take_type(line: Line, cell: str, head: Head) -> bool:
    found = TYPE.fullmatch(cell)
    if found is None:
        return False
    rest = found["rest"].strip(" –-()")
    reference = REFERENCE.match(rest)
    public = publicity(rest)
    if found["type"].casefold() in OF_GROUPS and OF_GROUP.match(rest):
        _name_type(line, found["type"], head)
        _take_group(line, rest, head)
        return True
    if rest and reference is None and public is None and not found["number"]:
        return False
    if not found["number"] and found["type"].casefold() != "drucksache":
        _name_type(line, found["type"], head)
    if reference:
        _take_reference(line, reference, rest, head)
    elif public is not None:
        head.is_public = public
    elif rest:
        head.reference = head.reference or rest
        head.remark(
            line, "Die Nummer der Vorlage hat nicht die Form „FB/Nummer/Jahr“; sie wurde als Text übernommen."
        )
    return True


def _take_group(line: Line, text: str, head: Head) -> None:
    if head.group:
        head.remark(line, "Eine zweite Angabe zur Fraktion wurde nicht übernommen.")
    else:
        head.group = plain(text, line.number, head.remarks)


def _name_type(line: Line, name: str, head: Head) -> None:
    name = name if name[:1].isupper() and not name.isupper() else name.capitalize()
    if head.type_name in ("", "Vorlage"):
        head.type_name = name
    elif name not in ("Vorlage", head.type_name):
        head.remark(
            line, f"Die Vorlage heißt schon „{head.type_name}“; diese zweite Art wurde nicht übernommen."
        )


def _take_reference(line: Line, found: re.Match[str], text: str, head: Head) -> None:
    rest = text[found.end() :].strip(" –-(),")
    if head.reference and head.reference != found.group():
        head.remark(line, "Eine zweite Nummer der Vorlage wurde nicht übernommen.")
        return
    head.reference, head.prefix = found.group(), found["prefix"].strip()
    head.number, head.year = int(found["number"]), int(found["year"])
    head.suffix = int(found["suffix"]) if found["suffix"] else None
    if publicity(rest) is not None:
        head.is_public = publicity(rest)
    elif rest:
        head.remark(line, f"Neben der Nummer der Vorlage steht „{rest}“; das wurde nicht übernommen.")
