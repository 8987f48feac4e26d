"""Tabellen zum Herunterladen: semicolons and German numbers as office programs here expect them, and no formulas."""

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

Cell = str | int | Decimal | dt.date | None
_BYTE_ORDER_MARK = "\ufeff"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_table(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A whole file; a text that a program would take for a formula begins with an apostrophe (OWASP)."""
    out = StringIO(newline="")
    out.write(_BYTE_ORDER_MARK)
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([written(cell) for cell in row])
    return out.getvalue()


def written(cell: Cell) -> str:
    """One cell as text: 1234,50 for an amount, 31.12.2026 for a day."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:.2f}".replace(".", ",")
    if isinstance(cell, dt.date):
        return f"{cell:%d.%m.%Y}"
    text = str(cell)
    is_formula = isinstance(cell, str) and text.lstrip(" \u00a0").startswith(_STARTS_A_FORMULA)
    return f"'{text}" if is_formula else text
