"""Formulare für Handlungen: a note to a step, a co-signature, a waiver."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from motions.models import Participation
from motions.models.choices import CoSignatureDecision, ParticipationKind
from motions.rules.findings import Finding

from .again import sent_again
from .checks import LinesField, VersionField
from .layout import helper

_NAMED = 3
_DECIDE = "Ändern Sie den Text oder haken Sie an, was bewusst öffentlich bleibt."


class DecisionsField(forms.MultipleChoiceField):
    """Ein Haken je Angabe; what the text no longer holds is no mistake of the person, the version says so (409)."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: str) -> bool:
        """Only the rule knows which decisions count."""
        return True


class ActForm(forms.Form):
    """Ein Schritt im Lebenslauf: the version the person saw, a decision for each hit, and a note."""

    version = VersionField()
    let_pass = DecisionsField(
        label="Bleibt bewusst öffentlich",
        required=False,
        help_text=(
            "Haken Sie nur an, was in der öffentlichen Vorlage stehen muss, zum Beispiel der Ort des Vorhabens. "
            "Alles andere ändern Sie vorher im Text. Ihre Entscheidungen erscheinen im Verlauf."
        ),
    )
    note = LinesField(
        label="Vermerk",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Erscheint im Verlauf. Zu jedem Punkt unter „Sollte“ ist eine Begründung nötig.",
    )

    def __init__(self, *args: Any, needs_note: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        if needs_note:
            self.fields["note"].label = "Grund"
            self.fields["note"].help_text = "Erscheint im Verlauf."
            self.fields["note"].required = True
            self.fields["note"].error_messages["required"] = "Nennen Sie den Grund."

    def offer(self, findings: Iterable[Finding]) -> None:
        """A box for each finding that asks for a decision of its own; without any, no question."""
        asking = [(finding.key, finding.about) for finding in findings if finding.asks]
        if asking:
            field = self.fields["let_pass"]
            field.choices = asking  # type: ignore[attr-defined]
            field.required = True
        elif "let_pass" not in self.errors:
            del self.fields["let_pass"]

    def refuse(self, findings: Iterable[Finding]) -> None:
        """What stands in the way, in the summary; where a reason or a decision is enough, at its field."""
        found = list(findings)
        for finding in found:
            if finding.blocks:
                self.add_error("note" if finding.field == "note" else None, finding.text)
        if not self.is_valid():
            return
        decided = self.cleaned_data["let_pass"]
        undecided = [finding.about for finding in found if finding.asks and finding.key not in decided]
        if not self.cleaned_data["note"]:
            self.add_error("note", "Begründen Sie im Vermerk, warum es trotzdem weitergeht.")
        if undecided:
            rest = f" und {len(undecided) - _NAMED} weitere" if len(undecided) > _NAMED else ""
            named = "; ".join(undecided[:_NAMED])
            self.add_error("let_pass", f"Noch nicht entschieden: {named}{rest}. {_DECIDE}")

    def retry(self, version: int) -> QueryDict:
        """The same words for the paper as it stands now."""
        return sent_again(self.data, version=version)


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
        return sent_again(self.data, text=text)
