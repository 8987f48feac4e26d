"""Formular für ein weiteres Gremium nach der Freigabe (B-07): one row more, its place, and a reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from motions.models import Paper
from motions.rules.findings import Finding
from motions.rules.further_organs import FurtherOrgan
from motions.rules.organs import deliberating_organs

from .again import sent_again
from .checks import LinesField, VersionField, refuse_unprintable_texts
from .rows import ConsultationForm
from .rule_form import ask_for_note

_END = ""


class FurtherOrganForm(ConsultationForm):
    """Eine Zeile der Beratungsfolge, dazu Stelle und Begründung."""

    before = forms.TypedChoiceField(
        label="Stelle",
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={
            "invalid_choice": "Diese Stelle gibt es nicht mehr. Wählen Sie, wann das Gremium berät."
        },
    )
    note = LinesField(
        label="Vermerk",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Erscheint im Verlauf. Steht eine Regel im Weg, ist eine Begründung nötig.",
    )
    override = forms.BooleanField(
        label="Trotz einer blockierenden Regel ergänzen (nur das Ratsbüro, mit Begründung im Vermerk)",
        required=False,
    )
    version = VersionField()

    def __init__(self, *args: Any, paper: Paper, may_override: bool, **kwargs: Any) -> None:
        organs = deliberating_organs()
        super().__init__(*args, organs=[(organ.pk, organ.name) for organ in organs], **kwargs)
        self.initial.setdefault("version", paper.version)
        self.initial.setdefault("is_public", "1" if paper.is_public else "0")
        rows = paper.consultations.select_related("organization").order_by("position")
        places = [(str(row.position), f"Vor: {row}") for row in rows]
        self.fields["before"].choices = [(_END, "Als letzte Beratung"), *places]  # type: ignore[attr-defined]
        if not may_override:
            del self.fields["override"]

    def clean(self) -> dict[str, Any]:
        """Every text must be printable."""
        cleaned = super().clean() or {}
        refuse_unprintable_texts(self)
        return cleaned

    def organ(self) -> FurtherOrgan:
        """What was typed, for the rule."""
        names = ("organization", "role", "is_public", "planned_on", "before")
        return FurtherOrgan(**{name: self.cleaned_data[name] for name in names})

    def act(self) -> dict[str, Any]:
        """The other arguments of the rule."""
        data = self.cleaned_data
        return {
            "note": data["note"],
            "override": data.get("override", False),
            "version": data["version"],
        }

    def retry(self, version: int) -> QueryDict:
        """The same words for the paper as it stands now."""
        return sent_again(self.data, version=version)

    def refuse(self, findings: Iterable[Finding]) -> None:
        """What stands in the way, at the field where it is answered."""
        found = list(findings)
        for finding in found:
            if finding.blocks:
                self.add_error(None, finding.text)
        ask_for_note(self, found)
