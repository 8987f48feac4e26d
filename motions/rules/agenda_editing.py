"""Die Tagesordnung zum Bearbeiten: parts, places and the numbers that would be drawn now."""

from dataclasses import dataclass, field

from motions.models import AgendaItem, Consultation, Meeting, Paper

from . import agenda_numbers, agenda_sources, agenda_texts, meeting_checks


@dataclass
class Line:
    """Ein Punkt mit Nummer, Platz unter seinesgleichen und dem, was vor ihm fehlt (B-03) oder ihn ersetzt (V-15)."""

    item: AgendaItem
    number: str
    place: int
    siblings: int
    unprepared: list[str]
    newer: Paper | None = None
    children: list["Line"] = field(default_factory=list)

    @property
    def is_sent(self) -> bool:
        """Members were told: the number stays."""
        return self.item.announced_at is not None

    @property
    def label(self) -> str:
        """Ö 5, or the number it would get if the agenda were sent now."""
        return f"{'Ö' if self.item.is_public else 'N'} {self.number}"

    @property
    def above(self) -> int:
        """The place before."""
        return self.place - 1

    @property
    def below(self) -> int:
        """The place behind; 0 for the last."""
        return self.place + 1 if self.place < self.siblings else 0


@dataclass(frozen=True)
class Part:
    """Öffentlicher oder nichtöffentlicher Teil."""

    title: str
    is_public: bool
    lines: list[Line]


def parts(meeting: Meeting) -> list[Part]:
    """Both parts in order, sub-items below their items; the same number of queries for 1 and for 40 items."""
    items = meeting_checks.items_of(meeting)
    numbers = agenda_numbers.drawn(items)
    missing = agenda_sources.unprepared(row.consultation for row in items if row.consultation)
    newer = {row.item.pk: row.text for row in agenda_texts.newer(meeting, items)}
    known = _Known(numbers, missing, newer)
    return [
        Part(title, is_public, _lines([row for row in items if row.is_public == is_public], known))
        for title, is_public in (("Öffentlicher Teil", True), ("Nichtöffentlicher Teil", False))
    ]


def labelled(meeting: Meeting) -> list[tuple[str, AgendaItem]]:
    """All items in order, each with its number or the one it would get if the agenda were sent now."""
    items = meeting_checks.items_of(meeting)
    numbers = agenda_numbers.drawn(items)
    return [(f"{'Ö' if row.is_public else 'N'} {row.number or numbers[row.pk]}", row) for row in items]


@dataclass(frozen=True)
class _Known:
    """What was asked once for all items."""

    numbers: dict[int, str]
    unprepared: dict[int, list[Consultation]]
    newer: dict[int, Paper]


def _lines(items: list[AgendaItem], known: _Known, parent: int | None = None) -> list[Line]:
    rows = [row for row in items if row.parent_id == parent]
    return [
        Line(
            item=row,
            number=row.number or known.numbers[row.pk],
            place=place,
            siblings=len(rows),
            unprepared=[str(one.organization) for one in known.unprepared.get(row.consultation_id or 0, [])],
            newer=known.newer.get(row.pk),
            children=_lines(items, known, row.pk),
        )
        for place, row in enumerate(rows, start=1)
    ]
