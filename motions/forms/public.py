"""Filter der öffentlichen Vorlagen und die Meldung einer Barriere."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import Q
from django.http import QueryDict

from motions.models import PaperType
from motions.models.paper import PaperQuerySet
from motions.rules import organs, reading

from .checks import LinesField
from .chips import FilterChips
from .filters import matching

LONGEST_SEARCH = 90


class PublicPaperFilter(FilterChips):
    """Suche nach Wörtern oder Nummer, Jahr, Art und Gremium; what is not understood is left out."""

    hides_optional = True

    q = forms.CharField(label="Wörter oder Nummer", required=False, max_length=LONGEST_SEARCH)
    jahr = forms.ChoiceField(label="Jahr", required=False)
    art = forms.ChoiceField(label="Art", required=False)
    gremium = forms.ChoiceField(label="Gremium", required=False)

    def __init__(self, data: QueryDict, *, years: list[int]) -> None:
        super().__init__(data)
        self._offer("jahr", [(str(year), str(year)) for year in years])
        self._offer("art", list(PaperType.objects.values_list("code", "name")))
        self._offer("gremium", list(organs.treating_organs().values_list("slug", "name")))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.is_valid()

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", "Alle"), *choices]  # type: ignore[attr-defined]

    @property
    def is_used(self) -> bool:
        """Something narrows the list, or would if it could be read."""
        return "q" in self.errors or any(self.cleaned_data.values())

    @property
    def words(self) -> str:
        """What is looked for, if it can be read."""
        return str(self.cleaned_data.get("q", ""))

    def narrow(self, papers: PaperQuerySet) -> PaperQuerySet:
        """Apply what was understood; words nobody can search for find nothing."""
        chosen = self.cleaned_data
        if "q" in self.errors:
            return papers.none()
        if chosen.get("q"):
            papers = papers.filter(saying(chosen["q"]))
        if chosen.get("jahr"):
            papers = papers.filter(dated_on__year=int(chosen["jahr"]))
        if chosen.get("art"):
            papers = papers.filter(paper_type__code=chosen["art"])
        if chosen.get("gremium"):
            papers = reading.of_organs(papers, organs.all_organs().filter(slug=chosen["gremium"]))
        return papers


def saying(text: str) -> Q:
    """All the words stand in the subject, or the text is a reference."""
    words = Q()
    for word in text.split():
        words &= Q(subject__icontains=word)
    return words | matching(text) | Q(former_reference__iexact=text.strip())


class BarrierForm(forms.Form):
    """Barriere melden (§ 10 BGG NRW): what does not work, where, and how to answer."""

    description = LinesField(
        label="Was funktioniert nicht?",
        max_length=5000,
        help_text="Beschreiben Sie, was Sie tun wollten und was Sie daran gehindert hat.",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Beschreiben Sie, was nicht funktioniert."},
    )
    address = forms.CharField(
        label="Auf welcher Seite?",
        max_length=500,
        required=False,
        help_text="Adresse oder Überschrift der Seite.",
    )
    email = forms.EmailField(
        label="Ihre E-Mail-Adresse",
        required=False,
        help_text="Nur, wenn Sie eine Antwort möchten.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": "Geben Sie eine vollständige E-Mail-Adresse ein, zum Beispiel name@beispiel.de."
        },
    )
    # Only programs fill in this field; it is hidden from people in every way of reading the page.
    homepage = forms.CharField(label="Bitte frei lassen", required=False, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    @property
    def is_from_program(self) -> bool:
        """The trap was filled in."""
        return bool(self.cleaned_data["homepage"])
