"""Formulare für Widerspruch, Beanstandung, Einspruch und dringliche Entscheidungen."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms

from motions.models import Person, ResolutionObjection, UrgentDecision, User
from motions.models.choices import Office, PaperStatus
from motions.models.objection import ObjectionResult
from motions.rules.findings import Finding
from motions.rules.organs import deliberating_organs

from .again import sent_again
from .checks import LinesField
from .rule_form import DatedForm, say, without_blank

# The checker knows this class as generic, the running one is not.
if TYPE_CHECKING:
    _ObjectionForm = forms.ModelForm[ResolutionObjection]
    _UrgentForm = forms.ModelForm[UrgentDecision]
else:
    _ObjectionForm = _UrgentForm = forms.ModelForm

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_LINES = forms.Textarea(attrs={"rows": 4})


class ObjectionForm(DatedForm, _ObjectionForm):
    """Was schriftlich eingelegt wurde."""

    class Meta:
        model = ResolutionObjection
        fields = ("kind", "raised_on", "supporter_count", "reasons")
        widgets = {"kind": forms.RadioSelect, "raised_on": _DAY, "reasons": _LINES}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_blank(self, "kind")
        say(self, kind="Wählen Sie die Art aus.", raised_on="Geben Sie das Datum des Schreibens ein.")
        say(self, reasons="Tragen Sie die schriftliche Begründung ein.")


class SeenDayField(forms.DateField):
    """Tag, an dem das Gremium dabei blieb, wie die Person ihn vor sich hatte; what is no day counts as none."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False)

    def clean(self, value: Any) -> dt.date | None:
        """Never an error about a field that nobody sees; the rule compares (409)."""
        try:
            day: dt.date | None = super().clean(value)
        except forms.ValidationError:
            return None
        return day


class ObjectionResultForm(DatedForm):
    """Was daraus wurde."""

    insisted_on = SeenDayField()
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

    def ask_again(self, insisted_on: dt.date | None) -> None:
        """The same words under what was written down meanwhile, to be looked at before they are sent."""
        self.data = sent_again(self.data, insisted_on=insisted_on or "")


class UrgentDecisionForm(DatedForm, _UrgentForm):
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
        without_blank(self, "level")
        say(self, paper="Wählen Sie die Vorlage aus.", level="Wählen Sie die Stufe aus.")
        say(self, organ="Wählen Sie das Gremium, an dessen Stelle entschieden wurde.")
        say(self, decided_on="Geben Sie den Tag der Entscheidung ein.", needed_by="Geben Sie den Tag ein.")
        say(self, why_no_meeting="Begründen Sie, warum nicht rechtzeitig getagt werden konnte.")
        say(self, disadvantage="Nennen Sie den Nachteil oder die Gefahr.")

    def refuse(self, findings: Iterable[Finding]) -> None:
        """What stands in the way, at its field; a warning asks for the note."""
        found = list(findings)
        super().refuse(found)
        if any(finding.warns for finding in found):
            self.add_error("note", "Begründen Sie im Vermerk, warum es trotzdem weitergeht.")
