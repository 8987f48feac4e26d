"""Formulare der Archivpakete: what it is about, and for whom it is made."""

from __future__ import annotations

from typing import Any

from django import forms

from motions.models import Meeting
from motions.models.choices import Edition
from motions.rules.archive_scope import Scope

from .rule_form import RuleForm, say

_EDITIONS = [
    (Edition.PUBLIC, "Öffentliche Ausfertigung: nur, was alle lesen dürfen"),
    (Edition.INTERNAL, "Nichtöffentliche Ausfertigung: alles, auch die nichtöffentlichen Teile"),
]


class MatterForm(RuleForm):
    """Eine abgeschlossene Sitzung oder ein Jahr."""

    was = forms.ChoiceField(label="Sitzung oder Jahr")

    def __init__(self, *args: Any, meetings: list[Meeting], years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._meetings = {f"sitzung-{row.pk}": row for row in meetings}
        self.fields["was"].choices = [  # type: ignore[attr-defined]
            ("", "Bitte wählen"),
            ("Ein ganzes Jahr", [(f"jahr-{year}", str(year)) for year in years]),
            ("Eine Sitzung", [(name, str(row)) for name, row in self._meetings.items()]),
        ]
        say(self, was="Wählen Sie eine Sitzung oder ein Jahr aus.")

    def scope(self, edition: str) -> Scope:
        """What was chosen, for an audience."""
        chosen = self.cleaned_data["was"]
        if chosen in self._meetings:
            return Scope(edition, self._meetings[chosen])
        return Scope(edition, year=int(chosen.removeprefix("jahr-")))


class EditionForm(RuleForm):
    """Für wen das Paket ist."""

    edition = forms.ChoiceField(label="Ausfertigung", choices=_EDITIONS, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, edition="Wählen Sie, für wen das Paket ist.")
