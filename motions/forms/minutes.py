"""Formulare der Niederschrift: text of an item, signatures, scans, objections."""

import datetime as dt
from typing import Any

from django import forms

from motions.models import Person, User
from motions.models.choices import Edition

from .checks import LinesField, VersionField, plausible_day
from .richtext import RichTextField
from .rule_form import PrintedForm, RuleForm
from .upload import file_input

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EntryForm(PrintedForm):
    """Text zu einem Punkt der Niederschrift; the version says which text the person saw."""

    text = RichTextField(
        label="Text zur Niederschrift",
        required=False,
        help_text="Verlauf der Beratung, Erklärungen zu Protokoll. Ergebnis und Stimmen setzt das Programm dazu.",
    )
    version = VersionField()


class SignatureForm(RuleForm):
    """Unterschrift auf Papier eintragen, or why somebody refused it."""

    role = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(widget=forms.HiddenInput)
    signed_on = forms.DateField(label="Unterschrieben am", required=False, widget=_DAY)
    refusal = forms.CharField(
        label="Oder: Grund der Verweigerung",
        required=False,
        max_length=500,
        help_text="Nur wenn die Unterschrift verweigert wurde. Der Grund wird vermerkt.",
    )

    def clean_signed_on(self) -> dt.date | None:
        """Years far away are typing errors."""
        return plausible_day(self.cleaned_data["signed_on"])


class ScanForm(RuleForm):
    """Scan eines unterschriebenen Teils ablegen."""

    edition = forms.ChoiceField(choices=Edition, widget=forms.HiddenInput)
    file = forms.FileField(
        label="Scan der unterschriebenen Niederschrift",
        help_text="PDF, JPG oder PNG. Die Prüfsumme wird mit Datum festgehalten.",
        widget=file_input(".pdf,.jpg,.jpeg,.png"),
        error_messages={"required": "Wählen Sie den Scan aus.", "empty": "Die Datei ist leer."},
    )


class SignedUploadForm(RuleForm):
    """Einen anderswo elektronisch unterschriebenen Teil ablegen."""

    edition = forms.ChoiceField(choices=Edition, widget=forms.HiddenInput)
    file = forms.FileField(
        label="Anderswo elektronisch unterschriebene PDF-Datei",
        help_text="Legen Sie die Datei nach jeder Unterschrift hier ab. Sie wird geprüft, ehe sie zählt.",
        widget=file_input(".pdf"),
        error_messages={"required": "Wählen Sie die PDF-Datei aus.", "empty": "Die Datei ist leer."},
    )


class ObjectionForm(RuleForm):
    """Einwendung gegen eine unterschriebene Niederschrift."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        label="Erhoben von",
        error_messages={"required": "Wählen Sie, wer die Einwendung erhoben hat."},
    )
    raised_on = forms.DateField(
        label="Erhoben am", widget=_DAY, error_messages={"required": "Geben Sie den Tag ein."}
    )
    edition = forms.ChoiceField(
        label="Betrifft",
        choices=[(Edition.PUBLIC, "den öffentlichen Teil"), (Edition.INTERNAL, "den nichtöffentlichen Teil")],
    )
    text = LinesField(
        label="Einwendung",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Schreiben Sie die Einwendung."},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def clean_raised_on(self) -> dt.date | None:
        """Years far away are typing errors."""
        return plausible_day(self.cleaned_data["raised_on"])


class MinuteTakerForm(RuleForm):
    """Wer die Sitzung protokolliert hat (N-03)."""

    minute_taker = forms.ModelChoiceField(
        User.objects.none(),
        label="Schriftführung",
        empty_label="Bitte wählen",
        error_messages={"required": "Wählen Sie, wer protokolliert hat."},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minute_taker"].queryset = people  # type: ignore[attr-defined]
