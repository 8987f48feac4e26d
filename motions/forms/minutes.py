"""Formulare der Niederschrift: text of an item, signatures, scans, objections."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms

from motions.models import Person, User
from motions.models.choices import Edition
from motions.rules.findings import Finding

from .checks import LinesField, VersionField, plausible_day, refuse_unprintable_texts
from .layout import helper
from .richtext import RichTextField

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _RuleForm(forms.Form):
    """A form whose act is one rule; what the rule refuses stands at its field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()

    def refuse(self, findings: Iterable[Finding]) -> None:
        """What stands in the way, at the field it speaks of."""
        for finding in findings:
            self.add_error(finding.field if finding.field in self.fields else None, finding.text)


class EntryForm(_RuleForm):
    """Text zu einem Punkt der Niederschrift; the version says which text the person saw."""

    text = RichTextField(
        label="Text zur Niederschrift",
        required=False,
        help_text="Verlauf der Beratung, Erklärungen zu Protokoll. Ergebnis und Stimmen setzt das Programm dazu.",
    )
    version = VersionField()

    def clean(self) -> dict[str, Any] | None:
        """What cannot be printed is said now."""
        refuse_unprintable_texts(self)
        return super().clean()


class SignatureForm(_RuleForm):
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


class ScanForm(_RuleForm):
    """Scan eines unterschriebenen Teils ablegen."""

    edition = forms.ChoiceField(choices=Edition, widget=forms.HiddenInput)
    file = forms.FileField(
        label="Scan der unterschriebenen Niederschrift",
        help_text="PDF, JPG oder PNG. Die Prüfsumme wird mit Datum festgehalten.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": "Wählen Sie den Scan aus.", "empty": "Die Datei ist leer."},
    )


class ObjectionForm(_RuleForm):
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


class MinuteTakerForm(_RuleForm):
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
