"""Formular für das Eröffnen, Schließen und Berichtigen einer Sitzung: a note, and an exception for each block."""

from collections.abc import Iterable
from typing import Any

from django import forms

from motions.rules.findings import Finding

from .act import ActForm


class MeetingStepForm(ActForm):
    """Ein Schritt der Sitzung; the Ratsbüro lets a blocking finding pass by its box and a note."""

    time = forms.TimeField(
        label="Uhrzeit (leer: jetzt)",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Geben Sie eine Uhrzeit ein, zum Beispiel 18:30."},
    )
    field_order = ("version", "time", "let_pass", "note")

    def __init__(self, *args: Any, is_timed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_timed:
            del self.fields["time"]

    def offer(self, findings: Iterable[Finding]) -> None:
        """A box for each block that may be let pass; without any, no question."""
        found = [(row.key, row.text) for row in findings if row.blocks and not row.is_absolute]
        if found:
            field = self.fields["let_pass"]
            field.label = "Trotzdem weitergehen"
            field.help_text = "Haken Sie an, was Sie zulassen, und begründen Sie es im Vermerk."
            field.choices = found  # type: ignore[attr-defined]
        elif "let_pass" not in self.errors:
            del self.fields["let_pass"]

    def refuse(self, findings: Iterable[Finding]) -> None:
        """What stands in the way and was not let pass; a reason where one is enough."""
        passed = self.cleaned_data.get("let_pass", [])
        has_note = bool(self.cleaned_data.get("note"))
        for finding in findings:
            if finding.blocks and finding.key not in passed:
                self.add_error("time" if finding.field == "time" else None, finding.text)
        if not has_note:
            self.add_error("note", "Begründen Sie im Vermerk, warum es trotzdem weitergeht.")
