"""Schaubild des Eigenanteils: stacked bars of grant and own share, and the line of a grant that stays flat (K-03).

Lengths are whole numbers of the drawing, given as text, so that no page writes them with a German comma.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from motions.rules.german_numbers import number

WIDTH, HEIGHT = 360, 236
_LEFT, _TOP, _FLOOR = 6, 34, 206
_GAP = 12
_NONE = Decimal(0)


@dataclass(frozen=True)
class Share:
    """Ein Jahr: what others pay and what is left; euro."""

    year: int
    grant: Decimal
    own: Decimal


@dataclass(frozen=True)
class Bar:
    """Ein Balken with its two parts and the words at it."""

    year: str
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
    grants = {row.grant for row in shares}
    flat = grants.pop() if len(grants) == 1 else _NONE
    line = str(_y(flat, top)) if flat else ""
    label = f"Förderung: jedes Jahr {number(flat, 0)} €" if flat else ""
    return Chart(bars, summary(shares), line, label)


def summary(shares: Sequence[Share]) -> str:
    """What the picture tells, for who does not see it."""
    first, last = shares[0], shares[-1]
    is_flat = len({row.grant for row in shares}) == 1
    grant = (
        f"Die Förderung bleibt bei {number(first.grant, 0)} Euro im Jahr."
        if is_flat
        else f"Die Förderung geht von {number(first.grant, 0)} auf {number(last.grant, 0)} Euro im Jahr."
    )
    way = "steigt" if last.own > first.own else "sinkt" if last.own < first.own else "bleibt"
    return (
        f"{grant} Der Eigenanteil der Stadt {way} von {number(first.own, 0)} Euro {first.year} "
        f"auf {number(last.own, 0)} Euro {last.year}."
        if way != "bleibt"
        else f"{grant} Der Eigenanteil der Stadt bleibt bei {number(first.own, 0)} Euro im Jahr."
    )


def _bar(row: Share, x: int, width: int, top: Decimal) -> Bar:
    own = max(row.own, _NONE)
    grant_y, own_y = _y(row.grant, top), _y(row.grant + own, top)
    return Bar(
        year=str(row.year),
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
