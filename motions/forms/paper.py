"""Formular einer Vorlage: the text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from motions.models import Paper
from motions.models.choices import Author
from motions.rules import bylaws

from .checks import LinesField, VersionField, plausible_day, refuse_unprintable_texts
from .layout import helper
from .richtext import RichTextField

# The checker knows this class as generic, the running one is not.
if TYPE_CHECKING:
    _PaperModelForm = forms.ModelForm[Paper]
else:
    _PaperModelForm = forms.ModelForm


_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PaperForm(_PaperModelForm):
    """Der Text einer Vorlage."""

    hides_optional = True

    subject = LinesField(
        label="Betreff",
        max_length=500,
        required=False,
        help_text="Kurz und verständlich. Bei nichtöffentlichen Vorlagen steht er nur intern.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    plain_words = LinesField(
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
    version = VersionField()

    class Meta:
        model = Paper
        fields = [
            "subject",
            "plain_words",
            "dated_on",
            "received_on",
            "file_reference",
            "signatory",
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
        widgets = dict.fromkeys(("dated_on", "received_on"), _DAY)
        help_texts = {
            "signatory": "Steht am Ende der Vorlage, auch öffentlich: besser eine Funktion als ein Name.",
            "has_own_wording": "Sonst setzt das Programm die Einleitung, zum Beispiel „Der Rat beschließt:“.",
            "affects_positions": "Dann werden Kämmerei, Personal und Gleichstellungsbeauftragte beteiligt.",
            "received_on": "Tag, an dem der Antrag im Rathaus einging; danach richtet sich der Antragsschluss.",
            "secrecy_ground": "Nur bei nichtöffentlichen Vorlagen (§ 48 Abs. 2 GO NRW).",
        }
        error_messages = {
            "dated_on": {
                "required": "Geben Sie das Datum der Vorlage ein.",
                "invalid": "Geben Sie das Datum vollständig ein, zum Beispiel 31.12.2025.",
            },
            "received_on": {
                "invalid": "Geben Sie den Tag des Eingangs vollständig ein, zum Beispiel 31.12.2025."
            },
            "council_matter": {"required": "Wählen Sie aus, ob nur der Rat entscheiden darf."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        if not self.is_bound:
            self.initial["version"] = self.instance.version
        self._keep_rights_of_members()

    def _keep_rights_of_members(self) -> None:
        """The administration only comments on what a Fraktion or a Ratsmitglied has handed in (V-17)."""
        if self.instance.paper_type.author == Author.ADMINISTRATION:
            del self.fields["received_on"]
        if not self.instance.is_of_members:
            del self.fields["administration_comment"]
        elif self.instance.reference_number is not None:
            for name in set(self.fields) - {"administration_comment", "received_on", "version"}:
                self.fields[name].disabled = True

    def clean_received_on(self) -> dt.date | None:
        """A plausible day; the rule says whether it lies ahead."""
        return plausible_day(self.cleaned_data["received_on"])

    def clean_dated_on(self) -> dt.date | None:
        """A plausible day with local law: without it neither letterhead nor rules are known."""
        day = plausible_day(self.cleaned_data["dated_on"])
        if day is not None and not bylaws.covers_papers(on=day):
            raise ValidationError(
                f"Für den {day:%d.%m.%Y} ist kein Ortsrecht hinterlegt. Geben Sie ein anderes Datum ein."
            )
        return day

    def clean(self) -> dict[str, Any]:
        """Every text must be printable; a public paper has no secrecy ground."""
        cleaned = super().clean() or {}
        refuse_unprintable_texts(self)
        if cleaned.get("is_public"):
            cleaned["secrecy_ground"] = ""
        return cleaned

    def changes(self) -> Mapping[str, Any]:
        """The valid values by field, for rules/drafting.py; what did not arrive is left as it is stored.

        A box that is not ticked sends nothing: it has arrived when the date of its form has.
        """
        is_whole = self.add_prefix("dated_on") in self.data
        found = {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "version" and self._has_arrived(name, is_whole)
        }
        return found | ({"secrecy_ground": ""} if found.get("is_public") else {})

    def _has_arrived(self, name: str, is_whole: bool) -> bool:
        widget = self.fields[name].widget
        if isinstance(widget, forms.CheckboxInput):
            return is_whole
        return not widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name))

    def _post_clean(self) -> None:
        """Rows are written by the rule alone: the form never touches its instance."""
