"""Vorlagenarten der Stadt: which one of them a draft that is begun by a rule takes (domain.md 1.2)."""

from motions.models import PaperType
from motions.models.choices import Author, Behaviour

from .findings import Refused, block


def usual(behaviour: Behaviour, *, rule: str) -> PaperType:
    """The first active type of the administration with a behaviour; raises Refused under ``rule`` if there is none."""
    rows = PaperType.objects.filter(behaviour=behaviour, author=Author.ADMINISTRATION, is_active=True)
    kind = rows.order_by("pk").first()
    if kind is None:
        text = (
            f"Es gibt keine Vorlagenart der Verwaltung, die {behaviour.label}. Legen Sie in den Stammdaten eine an, "
            "oder schalten Sie eine wieder ein."
        )
        raise Refused([block(rule, text, absolute=True)])
    return kind
