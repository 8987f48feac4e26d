"""Neufassung nach der Einladung (V-15, E-12): an item goes over to the text that is valid, its number stays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from motions.models import AgendaItem, Consultation, Meeting, Paper
from motions.models.choices import PaperStatus

from . import families


@dataclass(frozen=True)
class Newer:
    """Ein Punkt, dessen Vorlage ersetzt ist; ``consultation`` is None if the Neufassung leaves this organ out."""

    item: AgendaItem
    text: Paper
    consultation: Consultation | None

    @property
    def told(self) -> str:
        """What there is to do about it, for the Ratsbüro."""
        if self.consultation is None:
            return (
                f"„{self.item.title}“: Es gilt {self.text.reference}; dort steht das Gremium nicht für diesen "
                "Teil in der Beratungsfolge. Ergänzen Sie es dort als weiteres Gremium."
            )
        return (
            f"„{self.item.title}“: Es gilt die Neufassung {self.text.reference}. Mit dem nächsten Versand tritt sie an "
            "die Stelle der bisherigen Vorlage."
        )


def newer(meeting: Meeting, items: Iterable[AgendaItem]) -> list[Newer]:
    """The items whose paper was replaced, with what replaces it; no query if there is none."""
    rows = [(row, row.consultation) for row in items if row.consultation is not None]
    replaced = [(item, old) for item, old in rows if old.paper.status == PaperStatus.SUPERSEDED]
    if not replaced:
        return []
    there = {row.pk for _, row in rows}
    valid = {
        families.root(text): text
        for text in families.texts_of(old.paper for _, old in replaced)
        .filter(status=PaperStatus.RELEASED)
        .prefetch_related("consultations")
    }
    return [
        Newer(item, text, _here(text, item, old, meeting, there))
        for item, old in replaced
        if (text := valid.get(families.root(old.paper))) is not None
    ]


def take_over(meeting: Meeting) -> list[Newer]:
    """Every item with a replaced paper goes over to the Neufassung; which ones did."""
    items = meeting.items.in_order().select_related("consultation__paper")
    taken = [row for row in newer(meeting, items) if row.consultation is not None]
    for row in taken:
        row.item.consultation = row.consultation
        row.item.save(update_fields=["consultation"])
    return taken


def told(taken: Sequence[Newer]) -> str:
    """For the history: which item has which text from now on."""
    return " ".join(f"„{row.item.title}“: Neufassung {row.text.reference}." for row in taken)


def _here(
    text: Paper, item: AgendaItem, old: Consultation, meeting: Meeting, there: set[int]
) -> Consultation | None:
    """What the Neufassung expects of this organ and has no item yet, in the same role if it stands there twice.

    What was sent stays in its part: a public item takes no text over that is for the other one (E-12).
    """
    rows = [
        row
        for row in text.consultations.all()
        if row.organization_id == meeting.organization_id
        and row.is_public is item.is_public
        and row.pk not in there
    ]
    return min(rows, key=lambda row: (row.role != old.role, row.position), default=None)
