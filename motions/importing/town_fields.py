"""Felder des Umzugsformats: what each field of a row may hold; the rows themselves stand in town_rows.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, Protocol


class Row(Protocol):
    """Zeile des Umzugsformats: a frozen dataclass whose fields carry a Spec each."""

    __dataclass_fields__: Any


@dataclass(frozen=True)
class Spec:
    """Was ein Feld fassen darf.

    ``most``: characters or the highest number; ``words``: the closed list; ``of``: the kind of row a reference leads
    to; ``needed``: without it the row cannot be taken over; ``yields``: left empty in the file, it says nothing about
    what is known already; ``below``: the class of the rows below.
    """

    kind: str
    most: int = 0
    words: str = ""
    of: str = ""
    needed: bool = False
    yields: bool = False
    below: type[Any] | None = None


def _made(default: Any, spec: Spec, *, compare: bool = True) -> Any:
    return field(default=default, compare=compare, metadata={"spec": spec})


def ident() -> Any:
    """The id the row has in the other system; a string, once for each kind."""
    return _made("", Spec("ref", most=200, needed=True))


def text(most: int, *, needed: bool = False, yields: bool = False, compare: bool = True) -> Any:
    """One line of text."""
    return _made("", Spec("text", most=most, needed=needed, yields=yields), compare=compare)


def lines(most: int = 20_000) -> Any:
    """Text of several lines without formatting."""
    return _made("", Spec("lines", most=most))


def rich() -> Any:
    """Formatted text (HTML with the few elements documents may have)."""
    return _made("", Spec("rich", most=400_000))


def word(words: str, *, needed: bool = False, default: str = "") -> Any:
    """One word of a closed list."""
    return _made(default, Spec("word", words=words, needed=needed))


def flag(default: bool = False) -> Any:
    """true or false."""
    return _made(default, Spec("flag"))


def count(*, most: int = 32_767, needed: bool = False, default: int | None = None) -> Any:
    """A whole number from 0 on."""
    return _made(default, Spec("count", most=most, needed=needed))


def amount() -> Any:
    """An amount in euro, as text with two digits behind the point."""
    return _made(None, Spec("amount", needed=True))


def day(*, needed: bool = False) -> Any:
    """A date (2026-03-01)."""
    return _made(None, Spec("day", needed=needed))


def moment(*, needed: bool = False, yields: bool = False) -> Any:
    """A date with its time (2026-03-01T18:00:00+01:00); without an offset it is the time of the town."""
    return _made(None, Spec("moment", needed=needed, yields=yields))


def ref(of: str, *, needed: bool = False) -> Any:
    """The id of a row of another list."""
    return _made("", Spec("ref", most=200, of=of, needed=needed))


def cells() -> Any:
    """One line of a table: its cells as printed."""
    return _made((), Spec("cells", most=1_000, needed=True))


def grid() -> Any:
    """The lines of a table, each a list of cells."""
    return _made((), Spec("grid", most=1_000, needed=True))


def numbers() -> Any:
    """Whole numbers, for example which columns hold figures."""
    return _made((), Spec("numbers", most=100))


def data() -> Any:
    """An object as it is, whatever stands in it: frozen content keeps every sign."""
    return _made(None, Spec("data", needed=True))


def below(row: type[Any]) -> Any:
    """A list of rows that belong to this one."""
    return _made((), Spec("rows", below=row))


def one_below(row: type[Any]) -> Any:
    """The one row that belongs to this one, or null."""
    return _made(None, Spec("row", below=row))


def specs(row: Any) -> Iterator[tuple[str, Spec]]:
    """The fields of a row or of its class, in the order they are written."""
    for found in fields(row):
        yield found.name, found.metadata["spec"]


def plain_fields(row: Any) -> list[tuple[str, Spec]]:
    """The fields that are columns of the row itself, without its id and what lies below."""
    return [(name, spec) for name, spec in specs(row) if name != "id" and spec.kind not in ("row", "rows")]
