"""Welche zwei Fassungen verglichen werden: only what the person may read is offered; anything else is left out."""

from __future__ import annotations

from collections.abc import Sequence

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict

from motions.models import IssuedDocument
from motions.rules.text_versions import name_of


class VersionsForm(forms.Form):
    """Zwei Fassungen; without a choice the newest and the one before it."""

    hides_optional = True

    alt = forms.ChoiceField(label="Ältere Fassung", required=False)
    neu = forms.ChoiceField(label="Neuere Fassung", required=False)

    def __init__(self, data: QueryDict, *, texts: Sequence[IssuedDocument]) -> None:
        self._texts = {str(row.public_id): row for row in texts}
        names = list(self._texts)
        self._usual = {"alt": names[min(1, len(names) - 1)], "neu": names[0]}
        offered = {name: data[name] for name in self._usual if data.get(name) in self._texts}
        super().__init__({**self._usual, **offered})
        for name in self._usual:
            choices = [(key, name_of(row)) for key, row in self._texts.items()]
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.is_valid()

    def chosen(self) -> tuple[IssuedDocument, IssuedDocument]:
        """The two texts."""
        return self._texts[self.cleaned_data["alt"]], self._texts[self.cleaned_data["neu"]]
