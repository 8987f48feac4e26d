"""Stellen in den Zeilen eines Blatts: which rows are posts, which only headings and sums; all of it is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from staffing.importing import plan_columns
from staffing.importing.grid import EMPTY, Cell, Sheet
from staffing.importing.imported import Place, Post, ReadPlan, Remark, Weight
from staffing.importing.plan_columns import FIELDS, Columns
from staffing.importing.plan_row import RowReader
from staffing.importing.spreadsheet import read_sheets

# "Summe FB I" is a sum, "Gesamt-Personalrat" is none; spreadsheets know several hyphens.
_SUM = re.compile(
    r"(?:(?:zwischen|gesamt)?summen?|insgesamt|gesamt|übertrag|zusammen)(?![\w\-\u00ad\u2010-\u2013])",
    re.IGNORECASE,
)
# What a further row may add to the post above it; such a text alone in its row is no heading.
_ADDED = ("product", "share", "notes", "reason")
# Values of a merged range that hold for each of its rows; a share of full time belongs to one post alone.
_SHARED = ("unit", "grade", "cost_center", "product", "title")


def read_plan(data: bytes) -> ReadPlan:
    """Posts and remarks of a workbook; raises SheetRefused if it is none."""
    posts: list[Post] = []
    remarks: list[Remark] = []
    for sheet in read_sheets(data):
        found = _Reading(sheet)
        found.read()
        posts += found.posts
        remarks += found.remarks
    if not posts and not any(remark.weight is Weight.ERROR for remark in remarks):
        text = (
            "In keinem Blatt wurde eine Liste von Stellen gefunden. Gesucht wird eine Zeile mit den Überschriften "
            "Bezeichnung, Gruppe und VZÄ (oder ähnlichen Worten)."
        )
        remarks.append(Remark(Place(), Weight.ERROR, text))
    return ReadPlan(tuple(posts), tuple(remarks))


@dataclass
class _Reading:
    """Ein Blatt, während es gelesen wird."""

    sheet: Sheet
    posts: list[Post] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    heading: str = ""
    above: Mapping[str, Cell] | None = None

    def read(self) -> None:
        """Posts and remarks of the sheet."""
        if not self.sheet.rows:
            return
        head = plan_columns.head_of(self.sheet)
        if self.sheet.is_hidden:
            self._say(
                Weight.ERROR,
                "Das Blatt ist ausgeblendet. Blenden Sie es ein, oder löschen Sie es aus der Datei.",
            )
        elif head is None:
            text = (
                "Hier stehen keine einzelnen Stellen (keine Zeile mit Bezeichnung, Gruppe und VZÄ). Das Blatt wurde"
                " übergangen."
            )
            self._say(Weight.INFO, text)
        else:
            self._read_rows(*head)

    def _read_rows(self, head: int, columns: Columns) -> None:
        self._say_about_columns(head, columns)
        named = {letter: cell.text for letter, cell in self.sheet.rows[head].items()}
        marks = {letter: plan_columns.mark_of(named[letter]) for letter in columns.get("notes", ())}
        reader = RowReader(self.sheet.name, columns, marks, self.remarks)
        skipped: dict[str, list[int]] = {"sum": [], "heading": []}
        for number in sorted(row for row in self.sheet.rows if row > head):
            row = self.sheet.rows[number]
            if number in self.sheet.hidden_rows:
                text = "Die Zeile ist ausgeblendet. Blenden Sie sie ein, oder löschen Sie sie aus der Datei."
                self._say(Weight.ERROR, text, number)
            elif plan_columns.columns_of(row).keys() >= {"grade", "fte", "title"}:
                skipped["heading"].append(number)
            elif self._is_sum(row, columns):
                skipped["sum"].append(number)
                self.above = None
            elif self._continues(row, columns):
                self._continue(reader, number, row)
            elif self._is_heading(row, columns):
                skipped["heading"].append(number)
                self.above = None
            else:
                self._say_about_merges(number, row, columns)
                self.posts.append(reader.post(number, row, self.heading))
                self.above = row
        self.posts = [reader.whole(post) for post in self.posts]
        for kind, words in (("sum", "Summenzeilen"), ("heading", "Überschriften")):
            if found := skipped[kind]:
                rows = ", ".join(map(str, found))
                told = (
                    f"Übergangene {words}: {len(found)} ({'Zeile' if len(found) == 1 else 'Zeilen'} {rows})."
                )
                self._say(Weight.INFO, told)

    def _is_sum(self, row: Mapping[str, Cell], columns: Columns) -> bool:
        """A row that begins with the word for a sum; one with a Stellennummer is a post, whatever it is called."""
        if _first(row, columns, "number").text.removesuffix(".0").isdecimal():
            return False
        words = [letter for name in ("notes", "reason") for letter in columns.get(name, ())]
        others = (cell for letter, cell in row.items() if letter not in words)
        texts = [cell.text for cell in others if cell.kind == "text" and cell.text]
        return bool(texts and _SUM.match(texts[0]))

    def _is_heading(self, row: Mapping[str, Cell], columns: Columns) -> bool:
        """One text alone, whose words then hold for the posts below; merged downwards it says nothing anew."""
        own: dict[str, Cell] = {}
        for letter, cell in row.items():
            if cell.text:
                own.setdefault(cell.merge or letter, cell)
        if len(own) != 1:
            return False
        [cell] = own.values()
        is_value = any(_has_own(_first(row, columns, name), own) for name in ("grade", "fte"))
        if cell.kind != "text" or is_value:
            return False
        if not cell.is_carried:
            self.heading = cell.text
        return True

    def _continues(self, row: Mapping[str, Cell], columns: Columns) -> bool:
        """A product or a note of the post above: number, title and VZÄ are merged downwards, or left out."""
        post = [_first(row, columns, name) for name in ("number", "title", "fte")]
        over_all = {cell.merge for cell in post if cell.merge}
        added = [row.get(letter, EMPTY) for name in _ADDED for letter in columns.get(name, ())]
        return any(_is_own(cell) and cell.merge not in over_all for cell in added) and not any(
            map(_is_own, post)
        )

    def _continue(self, reader: RowReader, number: int, row: Mapping[str, Cell]) -> None:
        if self.above is None:
            text = (
                "Hier stehen nur Produkt, Anteil, Vermerk oder Begründung, und die Zeile darüber ist keine Stelle."
                " Tragen Sie die Angaben bei ihrer Stelle ein."
            )
            self._say(Weight.ERROR, text, number)
            return
        own = {letter: cell for letter, cell in row.items() if _is_own(cell)}
        self.posts[-1] = reader.continued(self.posts[-1], self.above, number, own)

    def _say_about_columns(self, head: int, columns: Columns) -> None:
        for letter, words in plan_columns.unknown_of(self.sheet.rows[head], columns):
            text = "Diese Spalte ist nicht bekannt und wurde übergangen. Was in ihr steht, wird nicht übernommen."
            self.remarks.append(Remark(Place(self.sheet.name, head, letter), Weight.WARNING, text, words))
        hidden = [
            letter for letter in self.sheet.hidden_columns if any(letter in row for row in self._below(head))
        ]
        if hidden:
            text = f"Ausgeblendete Spalten: {', '.join(hidden)}. Blenden Sie sie ein, oder löschen Sie sie."
            self._say(Weight.ERROR, text)
        for name, letters in columns.items():
            if len(letters) > 1 and name not in ("product", "share", "notes"):
                text = f"Mehrere Spalten heißen „{FIELDS[name]}“. Lassen Sie eine davon stehen."
                self.remarks.append(Remark(Place(self.sheet.name, head, letters[1]), Weight.ERROR, text))

    def _below(self, head: int) -> Iterator[Mapping[str, Cell]]:
        return (row for number, row in self.sheet.rows.items() if number >= head)

    def _say_about_merges(self, number: int, row: Mapping[str, Cell], columns: Columns) -> None:
        names = {letter: name for name, letters in columns.items() for letter in letters}
        seen: dict[str, str] = {}
        for letter, name in names.items():
            cell = row.get(letter, EMPTY)
            if not cell.merge:
                continue
            if cell.merge in seen or (cell.is_carried and name not in _SHARED):
                text = (
                    f"Die Zellen {cell.merge} sind verbunden: Ihr Wert kann nicht eindeutig zugeordnet werden."
                    " Heben Sie die Verbindung auf, und tragen Sie den Wert in jeder Zeile ein."
                )
                self.remarks.append(
                    Remark(Place(self.sheet.name, number, letter), Weight.ERROR, text, cell.text)
                )
            elif cell.is_carried:
                text = f"Der Wert der verbundenen Zellen {cell.merge} wurde übernommen ({FIELDS[name]})."
                self.remarks.append(
                    Remark(Place(self.sheet.name, number, letter), Weight.INFO, text, cell.text)
                )
            seen[cell.merge] = letter

    def _say(self, weight: Weight, text: str, row: int | None = None) -> None:
        self.remarks.append(Remark(Place(self.sheet.name, row), weight, text))


def _first(row: Mapping[str, Cell], columns: Columns, name: str) -> Cell:
    return row.get(columns[name][0], EMPTY) if name in columns else EMPTY


def _is_own(cell: Cell) -> bool:
    """Written into this very cell."""
    return not cell.is_empty and not cell.is_carried


def _has_own(cell: Cell, own: Mapping[str, Cell]) -> bool:
    """A heading merged over the whole table stands under every column, too."""
    return not cell.is_empty and not (cell.merge and len(own) == 1)
