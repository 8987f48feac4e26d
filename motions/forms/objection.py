"""Formulare für Widerspruch, Beanstandung, Einspruch und dringliche Entscheidungen."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms

from motions.models import Person, ResolutionObjection, UrgentDecision, User
from motions.models.choices import Office, PaperStatus
from motions.models.objection import ObjectionResult
from motions.rules.findings import Finding
from motions.rules.organs import deliberating_organs

from .checks import LinesField, plausible_day, refuse_unprintable_texts
from .layout import helper
from .rule_form import RuleForm, refuse_at_fields

# The checker knows this class as generic, the running one is not.
if TYPE_CHECKING:
    _ObjectionForm = forms.ModelForm[ResolutionObjection]
    _UrgentForm = forms.ModelForm[UrgentDecision]
else:
    _ObjectionForm = _UrgentForm = forms.ModelForm

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_LINES = forms.Textarea(attrs={"rows": 4})


class ObjectionForm(_ObjectionForm):
    """Was schriftlich eingelegt wurde."""

    class Meta:
        model = ResolutionObjection
        fields = ("kind", "raised_on", "supporter_count", "reasons")
        widgets = {"kind": forms.RadioSelect, "raised_on": _DAY, "reasons": _LINES}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        kinds = [choice for choice in self.fields["kind"].choices if choice[0]]  # type: ignore[attr-defined]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        _say(self, kind="Wählen Sie die Art aus.", raised_on="Geben Sie das Datum des Schreibens ein.")
        _say(self, reasons="Tragen Sie die schriftliche Begründung ein.")

    def clean(self) -> dict[str, Any]:
        """Every text must be printable, every day plausible."""
        return _checked(self, super().clean())

    def refuse(self, findings: Iterable[Finding]) -> None:
        """What stands in the way, at its field."""
        _refuse(self, findings)


class ObjectionResultForm(RuleForm):
    """Was daraus wurde."""

    result = forms.ChoiceField(
        label="Ausgang",
        choices=ObjectionResult,
        widget=forms.RadioSelect,
        error_messages={"required": "Wählen Sie den Ausgang aus."},
    )
    resolved_on = forms.DateField(
        label="Entschieden am", widget=_DAY, error_messages={"required": "Geben Sie den Tag ein."}
    )
    note = LinesField(label="Vermerk", required=False, max_length=4000, widget=_LINES)

    def clean(self) -> dict[str, Any]:
        """Every text must be printable, every day plausible."""
        return _checked(self, super().clean())

    def refuse(self, findings: Iterable[Finding]) -> None:
        """What stands in the way, at its field."""
        _refuse(self, findings)


class UrgentDecisionForm(_UrgentForm):
    """Eine dringliche Entscheidung; the note answers what is unusual about it."""

    note = LinesField(
        label="Vermerk",
        required=False,
        max_length=4000,
        widget=_LINES,
        help_text="Nötig, wenn ein Hinweis zu beantworten ist. Erscheint im Verlauf der Vorlage.",
    )

    class Meta:
        model = UrgentDecision
        fields = (
            "paper",
            "level",
            "organ",
            "decided_on",
            "needed_by",
            "why_no_meeting",
            "disadvantage",
            "decided_by",
            "signed_on",
            "second_person",
            "second_signed_on",
        )
        widgets = {
            "level": forms.RadioSelect,
            "why_no_meeting": _LINES,
            "disadvantage": _LINES,
            **dict.fromkeys(("decided_on", "needed_by", "signed_on", "second_signed_on"), _DAY),
        }

    def __init__(self, *args: Any, papers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        heads = User.objects.filter(appointments__office__in=[Office.MAYOR, Office.GENERAL_DEPUTY]).distinct()
        choices = {
            "paper": papers.filter(status=PaperStatus.RELEASED, urgent_decision=None).newest_first(),
            "organ": deliberating_organs(),
            "decided_by": heads,
            "second_person": Person.objects.filter(memberships__isnull=False).distinct(),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
            self.fields[name].empty_label = "Bitte wählen"  # type: ignore[attr-defined]
        levels = [choice for choice in self.fields["level"].choices if choice[0]]  # type: ignore[attr-defined]
        self.fields["level"].choices = levels  # type: ignore[attr-defined]
        _say(self, paper="Wählen Sie die Vorlage aus.", level="Wählen Sie die Stufe aus.")
        _say(self, organ="Wählen Sie das Gremium, an dessen Stelle entschieden wurde.")
        _say(self, decided_on="Geben Sie den Tag der Entscheidung ein.", needed_by="Geben Sie den Tag ein.")
        _say(self, why_no_meeting="Begründen Sie, warum nicht rechtzeitig getagt werden konnte.")
        _say(self, disadvantage="Nennen Sie den Nachteil oder die Gefahr.")

    def clean(self) -> dict[str, Any]:
        """Every text must be printable, every day plausible."""
        return _checked(self, super().clean())

    def refuse(self, findings: Iterable[Finding]) -> None:
        """What stands in the way, at its field; a warning asks for the note."""
        _refuse(self, findings)


def _say(form: forms.BaseForm, **sentences: str) -> None:
    for name, sentence in sentences.items():
        form.fields[name].error_messages |= {"required": sentence, "invalid_choice": sentence}


def _checked(form: forms.BaseForm, cleaned: dict[str, Any] | None) -> dict[str, Any]:
    refuse_unprintable_texts(form)
    for name, field in form.fields.items():
        if isinstance(field, forms.DateField) and (cleaned or {}).get(name):
            try:
                plausible_day((cleaned or {})[name])
            except forms.ValidationError as error:
                form.add_error(name, error)
    return cleaned or {}


def _refuse(form: forms.BaseForm, findings: Iterable[Finding]) -> None:
    found = list(findings)
    refuse_at_fields(form, found)
    if "note" in form.fields and any(finding.warns for finding in found):
        form.add_error("note", "Begründen Sie im Vermerk, warum es trotzdem weitergeht.")
