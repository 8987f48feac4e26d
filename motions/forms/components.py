"""Musterformular der Komponentenseite: every kind of field with long texts."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row, Submit
from django import forms
from django.forms import formset_factory

from .amount import AmountField
from .richtext import RichTextField
from .rows import OrderedFormSet

_CHOICES = [
    ("none", "keine"),
    ("good", "positiv, und zwar mit einer längeren Beschreibung, die auf schmalen Fenstern umbricht"),
    ("bad", "negativ"),
]


class SampleForm(forms.Form):
    """Alle Feldarten."""

    paper_type = forms.ChoiceField(
        label="Vorlagenart", choices=[("", "Bitte wählen"), ("b", "Beschlussvorlage")]
    )
    subject = forms.CharField(
        label="Betreff",
        max_length=250,
        help_text="Kurz und verständlich, höchstens 250 Zeichen.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    file_reference = forms.CharField(label="Aktenzeichen", max_length=60, required=False)
    dated_on = forms.DateField(label="Datum", widget=forms.DateInput(attrs={"type": "date"}))
    seats = forms.IntegerField(label="Anzahl", min_value=0, required=False)
    amount = AmountField(label="Kosten in Euro", help_text="Zum Beispiel 12.500,00.")
    is_public = forms.BooleanField(
        label="Öffentlich beraten", required=False, help_text="Sonst nur intern lesbar."
    )
    climate = forms.ChoiceField(
        label="Auswirkungen auf das Klima", choices=_CHOICES, widget=forms.RadioSelect
    )
    units = forms.MultipleChoiceField(
        label="Beteiligte Fachbereiche",
        choices=[("1", "FB I"), ("2", "FB II")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    file = forms.FileField(
        label="Anlage", required=False, help_text="PDF, DOCX, XLSX, JPG oder PNG bis 50 MB."
    )
    statement = RichTextField(
        label="Sachverhalt", required=False, help_text="Überschriften gliedern lange Texte."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.include_media = False
        self.helper.layout = Layout(
            Fieldset("Worum geht es?", "paper_type", "subject", Row("file_reference", "dated_on")),
            Fieldset(
                "Auswirkungen", Row("seats", "amount"), "is_public", "climate", "units", "file", "statement"
            ),
        )
        self.helper.add_input(Submit("save", "Speichern"))


class SampleRowForm(forms.Form):
    """Eine Zeile mit Beträgen."""

    year = forms.IntegerField(label="Jahr")
    expense = AmountField(label="Aufwand (€)")
    income = AmountField(label="Ertrag, Förderung (€)")


class SampleRows(OrderedFormSet):
    """Die Zeilen."""

    row_label = "Haushaltsjahr"


SampleRowFormSet = formset_factory(
    SampleRowForm, formset=SampleRows, extra=0, can_order=True, can_delete=True
)
