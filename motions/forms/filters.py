"""Filter der Vorlagenlisten: declared values only; anything else is ignored."""

from typing import TypeVar

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import Q, QuerySet

from motions.models import Paper, PaperType, Unit
from motions.models.choices import PaperStatus

from .chips import FilterChips

Papers = TypeVar("Papers", bound=QuerySet[Paper])


class PaperFilter(FilterChips):
    """Suche nach Betreff oder Nummer, Stand, Fachbereich und Art."""

    hides_optional = True

    q = forms.CharField(label="Betreff oder Nummer", required=False, max_length=100)
    stand = forms.ChoiceField(label="Stand", required=False, choices=[("", "Alle"), *PaperStatus.choices])
    fachbereich = forms.ModelChoiceField(
        label="Fachbereich",
        required=False,
        queryset=Unit.objects.none(),
        to_field_name="code",
        empty_label="Alle",
    )
    art = forms.ModelChoiceField(
        label="Vorlagenart",
        required=False,
        queryset=PaperType.objects.none(),
        to_field_name="code",
        empty_label="Alle",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["fachbereich"].queryset = Unit.objects.all()  # type: ignore[attr-defined]
        self.fields["art"].queryset = PaperType.objects.all()  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.is_valid()

    def narrow(self, papers: Papers) -> Papers:
        """Apply what was understood; words nobody can search for find nothing."""
        chosen = self.cleaned_data
        if "q" in self.errors:
            return papers.none()
        if chosen.get("q"):
            papers = papers.filter(matching(chosen["q"]))
        if chosen.get("stand"):
            papers = papers.filter(status=chosen["stand"])
        if chosen.get("fachbereich"):
            papers = papers.filter(lead_unit=chosen["fachbereich"])
        if chosen.get("art"):
            papers = papers.filter(paper_type=chosen["art"])
        return papers


def matching(text: str) -> Q:
    """Words of the subject, or the running number of the reference."""
    found = Q(subject__icontains=text)
    digits = [part for part in text.replace("/", " ").split() if part.isdecimal() and len(part) < 9]
    for digit in digits[:1]:
        found |= Q(reference_number=int(digit))
    return found
