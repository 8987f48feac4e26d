"""Auswahlfelder der Sitzung, deren Zeilen so heißen, wie das Ratsbüro sie sucht."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from motions.models import Consultation, SubstituteMembership

# The checker needs the model; the running class takes no parameter.
if TYPE_CHECKING:
    _Consultation = forms.ModelChoiceField[Consultation]
    _Substitute = forms.ModelChoiceField[SubstituteMembership]
else:
    _Consultation = forms.ModelChoiceField
    _Substitute = forms.ModelChoiceField


class PaperField(_Consultation):
    """Vorlage einer Beratung: number and subject, and whether it belongs to the other part."""

    def label_from_instance(self, obj: Any) -> str:
        """As it stands on an agenda."""
        hint = "" if obj.is_public else " (nichtöffentlich)"
        return f"{obj.paper.reference}: {obj.paper.subject}{hint}"


class DeputyField(_Substitute):
    """Stellvertretung: Fraktion, place in its order and name (Q-08)."""

    def label_from_instance(self, obj: Any) -> str:
        """As the order of the Fraktion names the person."""
        return f"{obj.parliamentary_group}: {obj.position}. {obj.person}"
