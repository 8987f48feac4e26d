"""Schaubild des Eigenanteils: stacked bars of grant and own share, and the line of a grant that stays flat (K-03).

Lengths are whole numbers of the drawing, given as text, so that no page writes them with a German comma.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from motions.rules.german_numbers import number

WIDTH, HEIGHT = 360, 252
_LEFT, _TOP, _FLOOR = 6, 34, 206
_GAP = 12
_NONE = Decimal(0)


@dataclass(frozen=True)
class Share:
    """Ein Jahr: what others pay and what is left, euro; ``months`` for which it is paid, less than 12 at its ends."""

    year: int
    grant: Decimal
    own: Decimal
    months: int = 12

    @property
    def is_whole(self) -> bool:
        """It can be compared with other years."""
        return self.months == 12

    @property
    def part(self) -> str:
        """The months of a year that is none, in words."""
        return "" if self.is_whole else "1 Monat" if self.months == 1 else f"{self.months} Monate"


@dataclass(frozen=True)
class Bar:
    """Ein Balken with its two parts and the words at it."""

    year: str
    part: str
    x: str
    width: str
    middle: str
    grant_y: str
    grant_height: str
    own_y: str
    own_height: str
    label_y: str
    own: str
    grant: str


@dataclass(frozen=True)
class Chart:
    """Das Schaubild; ``summary`` says in a sentence what it shows, ``line_y`` is empty where the grant changes."""

    bars: tuple[Bar, ...]
    summary: str
    line_y: str
    line_label: str
    width: str = str(WIDTH)
    height: str = str(HEIGHT)
    floor: str = str(_FLOOR)


def draw(shares: Sequence[Share]) -> Chart | None:
    """The picture of some years; None where there is nothing to show."""
    top = max((row.grant + max(row.own, _NONE) for row in shares), default=_NONE)
    if top <= 0:
        return None
    width = (WIDTH - 2 * _LEFT - _GAP * (len(shares) - 1)) // len(shares)
    bars = tuple(_bar(row, _LEFT + place * (width + _GAP), width, top) for place, row in enumerate(shares))
    whole = _whole(shares)
    flat = whole[0].grant if _is_flat(whole) else _NONE
    line = str(_y(flat, top)) if flat else ""
    each = "jedes Jahr" if len(whole) == len(shares) else "jedes volle Jahr"
    label = f"Förderung: {each} {number(flat, 0)} €" if flat else ""
    return Chart(bars, summary(shares), line, label)


def summary(shares: Sequence[Share]) -> str:
    """What the picture tells, for who does not see it; judged by whole years, the others are named."""
    whole = _whole(shares)
    first, last = whole[0], whole[-1]
    grant = (
        f"Die Förderung bleibt bei {number(first.grant, 0)} Euro im Jahr."
        if _is_flat(whole)
        else f"Die Förderung geht von {number(first.grant, 0)} auf {number(last.grant, 0)} Euro im Jahr."
    )
    way = "steigt" if last.own > first.own else "sinkt" if last.own < first.own else "bleibt"
    own = (
        f"Der Eigenanteil der Stadt {way} von {number(first.own, 0)} Euro {first.year} "
        f"auf {number(last.own, 0)} Euro {last.year}."
        if way != "bleibt"
        else f"Der Eigenanteil der Stadt bleibt bei {number(first.own, 0)} Euro im Jahr."
    )
    parts = (
        f"{row.year} sind nur {row.part} enthalten: Förderung {number(row.grant, 0)} Euro, Eigenanteil "
        f"{number(row.own, 0)} Euro."
        for row in shares
        if row not in whole
    )
    return " ".join((grant, own, *parts))


def _whole(shares: Sequence[Share]) -> Sequence[Share]:
    """The years that can be compared; all of them where none is whole."""
    return [row for row in shares if row.is_whole] or shares


def _is_flat(shares: Sequence[Share]) -> bool:
    return len({row.grant for row in shares}) == 1


def _bar(row: Share, x: int, width: int, top: Decimal) -> Bar:
    own = max(row.own, _NONE)
    grant_y, own_y = _y(row.grant, top), _y(row.grant + own, top)
    return Bar(
        year=str(row.year),
        part=row.part,
        x=str(x),
        width=str(width),
        middle=str(x + width // 2),
        grant_y=str(grant_y),
        grant_height=str(_FLOOR - grant_y),
        own_y=str(own_y),
        own_height=str(grant_y - own_y),
        label_y=str(own_y - 6),
        own=number(row.own, 0),
        grant=number(row.grant, 0),
    )


def _y(amount: Decimal, top: Decimal) -> int:
    return _FLOOR - round((_FLOOR - _TOP) * amount / top)
