"""Zuständigkeit eines Gremiums und Vorlagenart (V-12): who is only informed has nothing to decide."""

from collections.abc import Iterable

from motions.models import PaperType
from motions.models.choices import Behaviour, ConsultationRole

from .findings import Finding, block

NOTHING_TO_DECIDE = "In einer Mitteilungsvorlage gibt es nichts zu entscheiden. Wählen Sie „Kenntnisnahme“."


def is_in_vain(kind: PaperType, role: str) -> bool:
    """An organ is to decide where there is nothing to decide."""
    return kind.behaviour == Behaviour.INFORMS and role == ConsultationRole.DECIDING


def nothing_to_decide(kind: PaperType, roles: Iterable[str]) -> list[Finding]:
    """The finding, once for the whole Beratungsfolge."""
    if not any(is_in_vain(kind, role) for role in roles):
        return []
    return [block("V-12", NOTHING_TO_DECIDE, "consultations")]
