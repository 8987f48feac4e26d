"""Formulare einer Vorlage: the text, the Beratungsfolge, the amounts and who takes part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory

from motions.models import Organization, Paper, PaperType, Unit
from motions.models.choices import ConsultationRole, OrganizationType, ParticipationKind
from motions.pdf.sources import unprintable
from motions.rules.drafting import Invitation

from .amount import AmountField
from .richtext import RichTextField

# The checker knows these classes as generic, the running ones are not.
if TYPE_CHECKING:
    _PaperModelForm = forms.ModelForm[Paper]
    _FormSet = BaseFormSet[forms.Form]
else:
    _PaperModelForm, _FormSet = forms.ModelForm, BaseFormSet

MOST_CONSULTATIONS = 40
MOST_FINANCIAL_ROWS = 40
_YEARS = (1990, 2100)


def refuse_unprintable(text: str) -> str:
    """The PDF has no picture for every character of the world; say so now, not at release (D-03)."""
    missing = unprintable(text)
    if missing:
        named = ", ".join(f"{character} (U+{ord(character):04X})" for character in sorted(missing)[:8])
        raise ValidationError(f"Diese Zeichen können nicht gedruckt werden: {named}. Ersetzen Sie sie.")
    return text


def plausible_day(day: dt.date | None) -> dt.date | None:
    """Years outside of 1990 to 2100 are typing errors."""
    if day is not None and not _YEARS[0] <= day.year <= _YEARS[1]:
        raise ValidationError(f"Geben Sie ein Datum zwischen {_YEARS[0]} und {_YEARS[1]} ein.")
    return day


def helper() -> FormHelper:
    """Several forms share one page and one form tag."""
    crispy = FormHelper()
    crispy.form_tag = False
    crispy.disable_csrf = True
    crispy.include_media = False
    return crispy


class PaperForm(_PaperModelForm):
    """Der Text einer Vorlage."""

    hides_optional = True

    subject = forms.CharField(
        label="Betreff",
        max_length=500,
        required=False,
        help_text="Kurz und verständlich. Bei nichtöffentlichen Vorlagen steht er nur intern.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    plain_words = forms.CharField(
        label="In einfachen Worten",
        max_length=600,
        required=False,
        help_text="Für alle, die keine Verwaltungssprache gewohnt sind. Ohne rechtliche Wirkung.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    draft_resolution = RichTextField(label="Beschlussentwurf", required=False)
    statement = RichTextField(label="Sachverhalt", required=False)
    financial_impact = RichTextField(
        label="Finanzielle Auswirkungen",
        required=False,
        help_text="Gibt es keine, schreiben Sie „keine“. Beträge und Erträge gehören in die Zeilen darunter.",
    )
    climate_impact = RichTextField(
        label="Auswirkungen auf Klima und Umwelt",
        required=False,
        help_text="Gibt es keine, schreiben Sie „keine“.",
    )
    administration_comment = RichTextField(label="Stellungnahme der Verwaltung", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Paper
        fields = [
            "subject",
            "plain_words",
            "dated_on",
            "file_reference",
            "draft_resolution",
            "has_own_wording",
            "statement",
            "financial_impact",
            "climate_impact",
            "is_public",
            "secrecy_ground",
            "council_matter",
            "affects_positions",
            "administration_comment",
        ]
        widgets = {"dated_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {
            "has_own_wording": "Sonst setzt das Programm die Einleitung, zum Beispiel „Der Rat beschließt:“.",
            "affects_positions": "Dann werden Kämmerei, Personal und Gleichstellungsbeauftragte beteiligt.",
            "secrecy_ground": "Nur bei nichtöffentlichen Vorlagen (§ 48 Abs. 2 GO NRW).",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        if not self.is_bound:
            self.initial["version"] = self.instance.version
        self._keep_rights_of_group()

    def _keep_rights_of_group(self) -> None:
        """The administration only comments on the registered motion of a Fraktion (V-17)."""
        if not self.instance.is_petition_of_group:
            del self.fields["administration_comment"]
        elif self.instance.reference_number is not None:
            for name in set(self.fields) - {"administration_comment", "version"}:
                self.fields[name].disabled = True

    def clean_dated_on(self) -> dt.date | None:
        """A plausible day."""
        return plausible_day(self.cleaned_data["dated_on"])

    def clean(self) -> dict[str, Any]:
        """Every text must be printable; a public paper has no secrecy ground."""
        cleaned = super().clean() or {}
        for name, value in cleaned.items():
            if isinstance(value, str):
                try:
                    refuse_unprintable(value)
                except ValidationError as error:
                    self.add_error(name, error)
        if cleaned.get("is_public"):
            cleaned["secrecy_ground"] = ""
        return cleaned

    def changes(self) -> Mapping[str, Any]:
        """The typed values by field, for rules/drafting.py."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def _post_clean(self) -> None:
        """Rows are written by the rule alone: the form never touches its instance."""


class ConsultationForm(forms.Form):
    """Eine Zeile der Beratungsfolge."""

    hides_optional = True

    organization = forms.ModelChoiceField(label="Gremium", queryset=Organization.objects.none())
    planned_on = forms.DateField(
        label="Termin", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    role = forms.ChoiceField(label="Zuständigkeit", choices=ConsultationRole)
    is_public = forms.TypedChoiceField(
        label="Behandlung",
        choices=[("1", "öffentlich"), ("0", "nichtöffentlich")],
        coerce=lambda value: value == "1",
        initial="1",
    )

    def __init__(self, *args: Any, organs: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        field = self.fields["organization"]
        field.queryset = Organization.objects.exclude(  # type: ignore[attr-defined]
            organization_type=OrganizationType.PARLIAMENTARY_GROUP
        )
        field.widget.choices = [("", "Bitte wählen"), *organs]

    def clean_planned_on(self) -> dt.date | None:
        """A plausible day."""
        return plausible_day(self.cleaned_data["planned_on"])


class FinancialRowForm(forms.Form):
    """Eine Zeile der finanziellen Auswirkungen, amounts in euro."""

    hides_optional = True

    year = forms.IntegerField(label="Jahr", min_value=_YEARS[0], max_value=_YEARS[1])
    expense = AmountField(label="Aufwand (€)")
    income = AmountField(label="Förderung (€)")
    product = forms.CharField(label="Produkt", max_length=30, required=False)
    cost_center = forms.CharField(label="Kostenstelle", max_length=30, required=False)
    account = forms.CharField(label="Sachkonto", max_length=30, required=False)
    is_budgeted = forms.BooleanField(label="Im Haushalt gedeckt", required=False)
    needs_supplementary_budget = forms.BooleanField(label="Nachtrag nötig", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        self.fields["year"].widget.attrs["inputmode"] = "numeric"


class OrderedFormSet(_FormSet):
    """Zeilen in der Reihenfolge, in der sie auf der Seite stehen."""

    default_error_messages = {
        **BaseFormSet.default_error_messages,
        "too_many_forms": "Es sind höchstens %(num)d Zeilen möglich. Entfernen Sie überzählige Zeilen.",
    }
    deletion_widget = forms.HiddenInput
    ordering_widget = forms.HiddenInput

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Order and removal are done by buttons; their hidden fields still have German names."""
        super().add_fields(form, index)
        form.fields["ORDER"].label = "Reihenfolge"
        form.fields["DELETE"].label = "Entfernen"

    def rows(self) -> list[dict[str, Any]]:
        """The kept rows in order."""
        kept = [form for form in self.forms if form.cleaned_data and not self._removed(form)]
        kept.sort(key=lambda form: (form.cleaned_data.get("ORDER") or 10_000, self.forms.index(form)))
        return [
            {name: value for name, value in form.cleaned_data.items() if name not in ("ORDER", "DELETE")}
            for form in kept
        ]

    def _removed(self, form: forms.Form) -> bool:
        return bool(form.cleaned_data.get("DELETE"))


ConsultationFormSet = formset_factory(
    ConsultationForm,
    formset=OrderedFormSet,
    extra=0,
    can_order=True,
    can_delete=True,
    max_num=MOST_CONSULTATIONS,
    validate_max=True,
    absolute_max=MOST_CONSULTATIONS + 200,
)
FinancialRowFormSet = formset_factory(
    FinancialRowForm,
    formset=OrderedFormSet,
    extra=0,
    can_order=True,
    can_delete=True,
    max_num=MOST_FINANCIAL_ROWS,
    validate_max=True,
    absolute_max=MOST_FINANCIAL_ROWS + 200,
)


class ParticipationForm(forms.Form):
    """Wer mitzeichnet und wer zur Kenntnis nimmt."""

    hides_optional = True

    co_signing = forms.ModelMultipleChoiceField(
        label="Mitzeichnung erbitten von",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_mandatory = forms.BooleanField(
        label="Ohne diese Mitzeichnungen kann die Vorlage nicht freigegeben werden", required=False
    )
    acknowledging = forms.ModelMultipleChoiceField(
        label="Zur Kenntnis geben an",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = forms.DateField(
        label="Frist", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        active = Unit.objects.filter(is_active=True)
        self.fields["co_signing"].queryset = active  # type: ignore[attr-defined]
        self.fields["acknowledging"].queryset = active  # type: ignore[attr-defined]

    def clean_due_on(self) -> dt.date | None:
        """A plausible day."""
        return plausible_day(self.cleaned_data["due_on"])

    def invitations(self) -> list[Invitation]:
        """What was ticked, for rules/drafting.py."""
        due_on, is_mandatory = self.cleaned_data["due_on"], self.cleaned_data["is_mandatory"]
        asked = [
            Invitation(unit, ParticipationKind.CO_SIGNATURE, is_mandatory, due_on)
            for unit in self.cleaned_data["co_signing"]
        ]
        told = [
            Invitation(unit, ParticipationKind.ACKNOWLEDGEMENT, False, due_on)
            for unit in self.cleaned_data["acknowledging"]
        ]
        return asked + told


class NewPaperForm(forms.Form):
    """Neue Vorlage ohne Muster oder Antrag einer Fraktion."""

    paper_type = forms.ModelChoiceField(
        label="Vorlagenart", queryset=PaperType.objects.none(), empty_label="Bitte wählen"
    )
    lead_unit = forms.ModelChoiceField(
        label="Federführender Fachbereich", queryset=Unit.objects.none(), empty_label=None
    )
    author_group = forms.ModelChoiceField(
        label="Antragstellende Fraktion",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="Keine – Vorlage der Verwaltung",
    )

    def __init__(self, *args: Any, units: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        self.fields["paper_type"].queryset = PaperType.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["lead_unit"].queryset = Unit.objects.filter(pk__in=units)  # type: ignore[attr-defined]
        self.fields["author_group"].queryset = Organization.objects.filter(  # type: ignore[attr-defined]
            organization_type=OrganizationType.PARLIAMENTARY_GROUP, is_active=True
        )
