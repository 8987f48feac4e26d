"""Eine Zeile wird eine Stelle: each value read on its own, each doubt a remark at its cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from staffing.importing import plan_marks, plan_values
from staffing.importing.grid import EMPTY, Cell
from staffing.importing.imported import Mark, Place, Post, Remark, Weight
from staffing.importing.plan_columns import FIELDS, Columns
from staffing.importing.plan_values import NotUnderstood

Value = TypeVar("Value")
Share = tuple[str, Decimal | None]
_HIGHEST_NUMBER = 999_999
_LONGEST_NUMBER = 12
_MOST = {"title": 200, "unit": 200, "reason": 500, "notes": 2_000}
_WHOLE = Decimal(100)


@dataclass(frozen=True)
class RowReader:
    """Liest die Zeilen eines Blatts; remarks are added to the common list.

    ``marks`` names by letter the note that a column of its own is for.
    """

    sheet: str
    columns: Columns
    marks: Mapping[str, str]
    remarks: list[Remark]

    def post(self, number: int, row: Mapping[str, Cell], heading: str) -> Post:
        """The post of a row; what could not be read is missing in it and stands among the remarks."""
        self._say_about_formulas(number, row)
        return Post(
            sheet=self.sheet,
            row=number,
            columns={name: letters[0] for name, letters in self.columns.items()},
            number=self._value(number, row, "number", _position),
            title=self._text(number, row, "title"),
            unit=self._text(number, row, "unit"),
            grade=self._grade(number, row),
            heading=heading,
            fte=self._fte(number, row, "fte"),
            occupied=self._fte(number, row, "occupied"),
            cost_center=_code(self._cell(row, "cost_center")),
            shares=self._closed(number, self._shares(number, row)),
            notes=self._notes(number, row),
            reason=self._text(number, row, "reason"),
            is_elected=self._value(number, row, "is_elected", lambda cell: plan_values.yes(cell.text)),
            is_tariff_forced=self._value(
                number, row, "is_tariff_forced", lambda cell: plan_values.yes(cell.text)
            ),
        )

    def continued(self, post: Post, above: Mapping[str, Cell], number: int, row: Mapping[str, Cell]) -> Post:
        """The post of the row ``above`` with the products and notes of a further row, which adds nothing else."""
        self._say_about_formulas(number, row)
        self._say_about_others(above, number, row)
        shares = self._shares(number, row)
        if any(share is None for _, share in shares):
            self._say(
                Weight.ERROR,
                number,
                "share",
                "Zu diesem Produkt fehlt der Anteil. Geben Sie ihn in Prozent ein.",
            )
        added = tuple((code, share or Decimal(0)) for code, share in shares)
        notes = None if post.notes is None else (*post.notes, *(self._notes(number, row) or ()))
        return replace(post, shares=post.shares + added, notes=notes)

    def _say_about_others(self, above: Mapping[str, Cell], number: int, row: Mapping[str, Cell]) -> None:
        for name, letters in self.columns.items():
            for letter in letters if name not in ("product", "share", "notes") else ():
                cell = row.get(letter, EMPTY)
                if not cell.text or _code(cell) == _code(above.get(letter, EMPTY)):
                    continue
                told = (
                    f"Diese Zeile setzt die Stelle darüber fort, nennt aber etwas anderes unter „{FIELDS[name]}“."
                    " Leeren Sie die Zelle, oder geben Sie der Zeile Bezeichnung und VZÄ einer eigenen Stelle."
                )
                self.remarks.append(Remark(Place(self.sheet, number, letter), Weight.ERROR, told, cell.text))
        products = self.columns.get("product", ())
        for letter in self.columns.get("share", ()):
            if row.get(letter, EMPTY).text and all(row.get(code, EMPTY).is_empty for code in products):
                told = "Zu diesem Anteil fehlt das Produkt. Tragen Sie es in dieselbe Zeile ein."
                source = row[letter].text
                self.remarks.append(Remark(Place(self.sheet, number, letter), Weight.ERROR, told, source))

    def whole(self, post: Post) -> Post:
        """The post after its last row: a note said twice is one, parts of 1 become percent, then are rounded."""
        shares = post.shares
        if sum((share for _, share in shares), Decimal(0)) == 1:
            told = "Die Anteile ergeben 1. Gelesen wurden sie als Teile von 100 %."
            self._say(Weight.WARNING, post.row, "share", told, _in_a_row(shares))
            shares = tuple((code, share * 100) for code, share in shares)
        rounded = tuple((code, plan_values.in_cents(share)) for code, share in shares)
        if rounded != shares:
            told = f"Mehr als zwei Nachkommastellen: gelesen als {_in_a_row(rounded)} % (gerundet)."
            self._say(Weight.WARNING, post.row, "share", told, _in_a_row(shares))
        notes = None if post.notes is None else tuple(dict.fromkeys(post.notes))
        return replace(post, shares=rounded, notes=notes)

    def _cell(self, row: Mapping[str, Cell], name: str) -> Cell:
        return row.get(self.columns[name][0], EMPTY) if name in self.columns else EMPTY

    def _text(self, number: int, row: Mapping[str, Cell], name: str) -> str:
        text = " ".join(self._cell(row, name).text.split())
        if len(text) > _MOST[name]:
            told = f"„{FIELDS[name]}“ ist länger als {_MOST[name]} Zeichen. Kürzen Sie den Text."
            self._say(Weight.ERROR, number, name, told, text[:80] + " …")
        return text[: _MOST[name]]

    def _grade(self, number: int, row: Mapping[str, Cell]) -> str:
        cell = self._cell(row, "grade")
        if cell.kind in ("date", "error"):
            told = (
                "Das ist keine Gruppe. Stellen Sie die Zelle auf „Text“ und geben Sie zum Beispiel E 9b ein."
            )
            self._say(Weight.ERROR, number, "grade", told, cell.text)
            return ""
        return cell.text.removesuffix(".0")

    def _value(
        self, number: int, row: Mapping[str, Cell], name: str, read: Callable[[Cell], Value]
    ) -> Value | None:
        """What ``read`` makes of a cell; None if it is empty or was not understood."""
        cell = self._cell(row, name)
        if not cell.text:
            return None
        try:
            return read(cell)
        except NotUnderstood as doubt:
            self._say(Weight.ERROR, number, name, str(doubt), cell.text)
            return None

    def _fte(self, number: int, row: Mapping[str, Cell], name: str) -> Decimal | None:
        value = self._value(number, row, name, plan_values.exact)
        if value is None:
            if name == "fte" and self._cell(row, name).is_empty:
                self._say(
                    Weight.ERROR,
                    number,
                    name,
                    "Der Umfang in VZÄ fehlt. Geben Sie ihn ein, zum Beispiel 0,50.",
                )
            return None
        rounded = plan_values.in_cents(value)
        if rounded != value:
            told = f"Mehr als zwei Nachkommastellen: gelesen als {rounded} VZÄ (gerundet).".replace(
                ".", ",", 1
            )
            self._say(Weight.WARNING, number, name, told, self._cell(row, name).text)
        return rounded

    def _notes(self, number: int, row: Mapping[str, Cell]) -> tuple[Mark, ...] | None:
        """Vermerke; under a heading kw or ku that word is meant for each cell. None without a column for notes."""
        if "notes" not in self.columns:
            return None
        found: list[Mark] = []
        for letter in self.columns["notes"]:
            text, place = row.get(letter, EMPTY).text, Place(self.sheet, number, letter)
            try:
                marks = plan_marks.marks(text, self.marks.get(letter, ""))
            except NotUnderstood as doubt:
                self.remarks.append(Remark(place, Weight.ERROR, str(doubt), text))
                continue
            told = "Kein bekannter Vermerk (kw, ku, Sperrvermerk …): wird als Erläuterung übernommen."
            others = [mark.text for mark in marks if mark.kind == "other"]
            self.remarks.extend(Remark(place, Weight.INFO, told, other) for other in others)
            found += marks
        return tuple(found)

    def _shares(self, number: int, row: Mapping[str, Cell]) -> list[Share]:
        """Products with their shares, beside each other or in one cell."""
        found: list[Share] = []
        beside = self.columns.get("share", ())
        for place, letter in enumerate(self.columns.get("product", ())):
            cell = row.get(letter, EMPTY)
            codes = plan_values.products(_code(cell) if cell.kind == "number" else cell.text)
            share_cell = row.get(beside[place], EMPTY) if place < len(beside) else EMPTY
            if len(codes) == 1 and codes[0][1] is None and share_cell.text:
                codes = [(codes[0][0], self._percent(number, beside[place], share_cell))]
            found += codes
        return found

    def _percent(self, number: int, letter: str, cell: Cell) -> Decimal | None:
        try:
            return plan_values.percent(cell)
        except NotUnderstood as doubt:
            self.remarks.append(
                Remark(Place(self.sheet, number, letter), Weight.ERROR, str(doubt), cell.text)
            )
            return None

    def _closed(self, number: int, shares: list[Share]) -> tuple[tuple[str, Decimal], ...]:
        """One product alone has the whole post; otherwise each names its share (C-01)."""
        if len(shares) == 1 and shares[0][1] is None:
            return ((shares[0][0], _WHOLE),)
        if any(share is None for _, share in shares):
            told = "Mehrere Produkte ohne Anteile. Geben Sie zu jedem den Anteil in Prozent an, zum Beispiel 50 %."
            self._say(Weight.ERROR, number, "product", told, ", ".join(code for code, _ in shares))
            return ()
        return tuple((code, share) for code, share in shares if share is not None)

    def _say_about_formulas(self, number: int, row: Mapping[str, Cell]) -> None:
        for name, letters in self.columns.items():
            for letter in letters:
                cell = row.get(letter, EMPTY)
                if not cell.is_formula:
                    continue
                if cell.text:
                    weight, told = (
                        Weight.WARNING,
                        "Hier steht eine Formel. Gelesen wurde ihr gespeicherter Wert.",
                    )
                else:
                    weight = Weight.ERROR
                    told = "Hier steht eine Formel ohne gespeicherten Wert. Ersetzen Sie sie durch den Wert."
                place = Place(self.sheet, number, letter)
                self.remarks.append(Remark(place, weight, f"{FIELDS[name]}: {told}", cell.text))

    def _say(self, weight: Weight, number: int, name: str, text: str, source: str = "") -> None:
        letter = self.columns[name][0] if name in self.columns else ""
        self.remarks.append(Remark(Place(self.sheet, number, letter), weight, text, source))


def _position(cell: Cell) -> int:
    """A Stellennummer is a whole number."""
    text = cell.text.removesuffix(".0")
    is_whole = len(text) <= _LONGEST_NUMBER and text.isascii() and text.isdecimal()
    if not (is_whole and 0 < int(text) <= _HIGHEST_NUMBER):
        raise NotUnderstood(
            "Eine Stellennummer ist hier eine ganze Zahl von 1 bis 999.999. Ändern Sie sie, oder lassen Sie die"
            " Zelle leer."
        )
    return int(text)


def _in_a_row(shares: Sequence[tuple[str, Decimal]]) -> str:
    return " + ".join(f"{share.normalize():f}".replace(".", ",") for _, share in shares)


def _code(cell: Cell) -> str:
    """A code that the spreadsheet took for a number."""
    return (
        " ".join(cell.text.split()).removesuffix(".0")
        if cell.kind == "number"
        else " ".join(cell.text.split())
    )
