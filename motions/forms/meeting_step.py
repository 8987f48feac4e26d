"""Formular für das Eröffnen, Schließen und Berichtigen einer Sitzung: a note, and an exception for each block."""

from collections.abc import Iterable

from motions.rules.findings import Finding

from .act import ActForm


class MeetingStepForm(ActForm):
    """Ein Schritt der Sitzung; the Ratsbüro lets a blocking finding pass by its box and a note."""

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
                self.add_error(None, finding.text)
        if not has_note:
            self.add_error("note", "Begründen Sie im Vermerk, warum es trotzdem weitergeht.")
