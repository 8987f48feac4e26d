"""Formulare zum Versand: invitation, supplement, cancellation, public notice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import QueryDict

from motions.rules import planning
from motions.rules.findings import Finding
from motions.rules.meeting_checks import SHORT_NOTICE

from .act import DecisionsField
from .again import sent_again
from .checks import LinesField, VersionField, refuse_unprintable_texts
from .layout import helper
from .rule_form import PrintedForm


class SendForm(forms.Form):
    """Ein Schritt mit einer Sitzung: the version the person saw, exceptions one by one, and a note."""

    version = VersionField()
    let_pass = DecisionsField(
        label="Trotzdem versenden",
        required=False,
        help_text="Haken Sie einzeln an, was Sie bewusst zulassen, und begründen Sie es. Beides steht im Verlauf.",
    )
    note = LinesField(
        label="Vermerk",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=(
            "Erscheint im Verlauf. Nötig zu jedem Punkt unter „Sollte“ und zu jeder Ausnahme; bei verkürzter Frist "
            "steht er als Begründung in der Einladung."
        ),
    )

    def __init__(self, *args: Any, needs_note: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        if needs_note:
            field = self.fields["note"]
            field.label, field.required, field.help_text = "Grund", True, "Steht im Kalender und im Verlauf."
            field.validators.append(MaxLengthValidator(planning.LONGEST_REASON))
            field.widget.attrs["maxlength"] = planning.LONGEST_REASON
            field.error_messages["required"] = "Nennen Sie den Grund."

    def clean(self) -> dict[str, Any]:
        """Every text must be printable: it may stand in the invitation."""
        cleaned = super().clean() or {}
        refuse_unprintable_texts(self)
        return cleaned

    def offer(self, findings: Iterable[Finding]) -> None:
        """A box for each block that may be let pass; a late invitation may be sent at short notice instead."""
        blocks = [row for row in findings if row.blocks and not row.is_absolute]
        choices = [(row.key, f"Regel {row.rule}: {row.text}") for row in blocks]
        if any(row.rule == "E-01" for row in blocks):
            choices.insert(0, (SHORT_NOTICE, "In einem dringenden Fall mit verkürzter Frist einladen"))
        if choices:
            self.fields["let_pass"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["let_pass"]

    def refuse(self, findings: Sequence[Finding]) -> None:
        """What stands in the way, in the summary; where a reason is enough, at its field."""
        chosen = self.cleaned_data.get("let_pass") or []
        for row in findings:
            if row.blocks and (row.is_absolute or row.key not in chosen):
                self.add_error("note" if row.field == "note" else None, row.text)
        if not self.cleaned_data.get("note") and not self.has_error("note"):
            self.add_error("note", "Begründen Sie im Vermerk, warum es trotzdem weitergeht.")

    def retry(self, version: int) -> QueryDict:
        """The same words for the meeting as it stands now."""
        again = sent_again(self.data, version=version)
        again.setlist("let_pass", self.cleaned_data.get("let_pass") or [])
        return again


class NoticeForm(PrintedForm):
    """Bekanntmachung eintragen."""

    version = VersionField()
    form = forms.CharField(
        label="Form",
        max_length=200,
        help_text="Wie in der Hauptsatzung vorgeschrieben.",
        error_messages={"required": "Geben Sie an, wie bekannt gemacht wurde."},
    )
    published_on = forms.DateField(
        label="Bekannt gemacht am",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=dict.fromkeys(("required", "invalid"), "Geben Sie den Tag der Bekanntmachung ein."),
    )

    def __init__(self, data: Any = None, *, version: int, form: str, today: dt.date) -> None:
        super().__init__(data, initial={"version": version, "form": form, "published_on": today})

    def retry(self, version: int) -> QueryDict:
        """The same words for the meeting as it stands now."""
        return sent_again(self.data, version=version)
