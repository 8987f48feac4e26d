"""Formulare für Handlungen: a note to a step, a co-signature, a waiver."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from motions.models import Participation
from motions.models.choices import CoSignatureDecision, ParticipationKind
from motions.rules.findings import Finding

from .checks import LinesField, VersionField
from .layout import helper


class ActForm(forms.Form):
    """Ein Schritt im Lebenslauf: the version the person saw, and a note."""

    version = VersionField()
    note = LinesField(
        label="Vermerk",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Erscheint im Verlauf. Bei Hinweisen ist eine Begründung nötig.",
    )

    def __init__(self, *args: Any, needs_note: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        if needs_note:
            self.fields["note"].label = "Grund"
            self.fields["note"].required = True
            self.fields["note"].error_messages["required"] = "Nennen Sie den Grund."

    def refuse(self, findings: Iterable[Finding]) -> None:
        """What stands in the way, in the summary; where a reason is enough, at its field."""
        for finding in findings:
            if finding.blocks:
                self.add_error("note" if finding.field == "note" else None, finding.text)
        if self.is_valid():
            self.add_error("note", "Begründen Sie im Vermerk, warum es trotz der Hinweise weitergeht.")

    def retry(self, version: int) -> QueryDict:
        """The same words for the paper as it stands now."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["version"] = str(version)
        return data


class WaiverForm(forms.Form):
    """Ausnahme von einer Regel mit Begründung (SI-06)."""

    finding = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = LinesField(
        label="Begründung der Ausnahme",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Begründen Sie die Ausnahme."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()


class CoSignatureForm(forms.Form):
    """Entscheidung über eine Mitzeichnung, or the one button of a Kenntnisnahme."""

    decision = forms.ChoiceField(label="Ihre Entscheidung", widget=forms.RadioSelect)
    note = LinesField(
        label="Vermerk",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Sichtbar für die Verwaltung, nie gedruckt. Bei Ablehnung oder Vermerk nötig.",
    )
    # What is not the text of today is an older one, even if nothing came back: never an error nobody can see.
    text = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, participation: Participation, text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        self.initial["text"] = text
        noting = participation.kind == ParticipationKind.ACKNOWLEDGEMENT
        fitting = [
            value for value in CoSignatureDecision if (value == CoSignatureDecision.ACKNOWLEDGED) == noting
        ]
        field = self.fields["decision"]
        field.choices = [(value, value.label) for value in fitting]  # type: ignore[attr-defined]
        field.error_messages |= dict.fromkeys(
            ("required", "invalid_choice"), "Wählen Sie aus, wie Sie entscheiden."
        )
        if noting:
            field.initial = CoSignatureDecision.ACKNOWLEDGED

    def act(self) -> dict[str, Any]:
        """Arguments of the rule."""
        return dict(self.cleaned_data)

    def retry(self, text: str) -> QueryDict:
        """The same words, to be decided again for the new text."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["text"] = text
        return data
