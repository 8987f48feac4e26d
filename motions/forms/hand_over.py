"""Formular der Übergabe: who goes on with a draft, and a word to that person."""

from __future__ import annotations

from typing import Any

from django import forms

from motions.models import Paper, User
from motions.rules import handover, permissions

from .checks import LinesField
from .rule_form import PrintedForm, say


class HandOverForm(PrintedForm):
    """Übergeben an …"""

    colleague = forms.ModelChoiceField(
        label="Übergeben an", queryset=User.objects.none(), empty_label="Bitte wählen"
    )
    note = LinesField(
        label="Vermerk",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Erscheint im Verlauf, zum Beispiel was noch zu tun ist.",
    )

    def __init__(self, *args: Any, paper: Paper, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = handover.colleagues(paper, on=permissions.today())
        if not self.is_bound:
            people = people.exclude(pk=paper.drafter_id)
        self.fields["colleague"].queryset = people  # type: ignore[attr-defined]
        say(self, colleague="Wählen Sie eine Person aus dem federführenden Fachbereich.")
        if paper.drafter_id != by.pk:
            self.fields["note"].label, self.fields["note"].required = "Grund", True
            say(self, note=f"Nennen Sie den Grund: Bisher arbeitet {paper.drafter} an der Vorlage.")
            self.fields["note"].help_text = f"Erscheint im Verlauf. Bisher arbeitet {paper.drafter} daran."
