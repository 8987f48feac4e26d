"""Formulare der Beschlusskontrolle: a report with the step it belongs to, and a new task."""

from typing import Any

from django import forms
from django.http import QueryDict

from motions.models import Unit
from motions.models.task import TaskStatus

from .again import sent_again
from .checks import LinesField, VersionField, plausible_day
from .layout import helper
from .rule_form import RuleForm


class TaskForm(RuleForm):
    """Bericht oder Vermerk; which step it belongs to says the button."""

    version = VersionField()
    note = LinesField(
        label="Bericht",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Lesen können ihn der Rat, das Ratsbüro und Ihr Fachbereich, nicht die Öffentlichkeit.",
    )

    def __init__(self, *args: Any, needs_note: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_note:
            self.fields["note"].required = True
            self.fields["note"].error_messages["required"] = "Schreiben Sie, was geschehen ist."

    def retry(self, version: int) -> QueryDict:
        """The same words for the task as it stands now."""
        return sent_again(self.data, version=version)


class NewTaskForm(RuleForm):
    """Wer den Beschluss umsetzt, und bis wann."""

    unit = forms.ModelChoiceField(
        label="Fachbereich",
        queryset=Unit.objects.none(),
        empty_label="Bitte wählen",
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Wählen Sie den Fachbereich, der den Beschluss umsetzt."
        ),
    )
    due_on = forms.DateField(
        label="Frist",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Geben Sie die Frist als Datum ein, zum Beispiel 31.12.2026."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(is_active=True)  # type: ignore[attr-defined]

    def clean_due_on(self) -> Any:
        """Years far away are typing errors."""
        return plausible_day(self.cleaned_data["due_on"])


class TaskFilter(forms.Form):
    """Stand; declared values only, anything else is ignored."""

    hides_optional = True

    stand = forms.ChoiceField(label="Stand", required=False, choices=[("", "Alle"), *TaskStatus.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        self.is_valid()

    def narrow(self, tasks: Any) -> Any:
        """Apply what was understood."""
        chosen = self.cleaned_data.get("stand")
        return tasks.filter(status=chosen) if chosen else tasks


class ChangedTaskForm(NewTaskForm):
    """Frist oder Fachbereich ändern, and why."""

    note = LinesField(
        label="Grund der Änderung",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Vermerken Sie den Grund der Änderung."},
    )
    version = VersionField()
