"""Formulare, hinter denen eine Regel steht: what it refuses stands at the field where it is answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from motions.rules.findings import Finding

from .checks import plausible_day, refuse_unprintable_texts
from .layout import helper


def refuse_at_fields(form: forms.BaseForm, findings: Iterable[Finding]) -> None:
    """Each finding at the field it speaks of, if the form has it; else in the summary."""
    for finding in findings:
        form.add_error(finding.field if finding.field in form.fields else None, finding.text)


def ask_for_note(form: forms.BaseForm, findings: Iterable[Finding]) -> None:
    """Warnings stand at the note that answers them; an exception without a note is asked for its reason."""
    warnings = [finding.text for finding in findings if finding.warns]
    if warnings:
        form.add_error("note", [*warnings, "Begründen Sie im Vermerk, warum es trotzdem weitergeht."])
    elif not form.cleaned_data.get("note") and form.cleaned_data.get("override"):
        form.add_error("note", "Begründen Sie die Ausnahme im Vermerk.")


class RuleForm(forms.Form):
    """Ein Formular, dessen Handlung eine Regel ist; ``is_outdated``: somebody was faster."""

    is_outdated = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()

    def refuse(self, findings: Iterable[Finding]) -> None:
        """What stands in the way, at the field where it is answered."""
        refuse_at_fields(self, findings)


def say(form: forms.BaseForm, **sentences: str) -> None:
    """What a field says while nothing, or nothing that is offered, was chosen."""
    for name, sentence in sentences.items():
        form.fields[name].error_messages |= {"required": sentence, "invalid_choice": sentence}


def without_blank(form: forms.BaseForm, name: str) -> None:
    """Radio buttons of a model field without the empty one."""
    field = form.fields[name]
    field.choices = [choice for choice in field.choices if choice[0]]  # type: ignore[attr-defined]


class PrintedForm(RuleForm):
    """Ein Formular, dessen Texte gedruckt werden können müssen (D-03)."""

    def clean(self) -> dict[str, Any]:
        """Every text must be printable."""
        cleaned = super().clean() or {}
        refuse_unprintable_texts(self)
        return cleaned


class DatedForm(PrintedForm):
    """Ein Formular mit Tagen: years far away are typing errors."""

    def clean(self) -> dict[str, Any]:
        """Every text must be printable, every day plausible."""
        cleaned = super().clean()
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField):
                try:
                    plausible_day(cleaned.get(name))
                except forms.ValidationError as error:
                    self.add_error(name, error)
        return cleaned
