"""Zwei Stände: each a version or a day (S-08)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from motions.forms.checks import plausible_day
from motions.forms.rule_form import RuleForm
from motions.models import User
from motions.rules.permissions import today
from staffing.rules import permissions

_DAY = "Geben Sie den Stichtag als Datum ein, zum Beispiel 31.12.2026."


class CompareForm(RuleForm):
    """Von welchem Stand zu welchem: a version goes before the day beside it."""

    hides_optional = True

    von = forms.ChoiceField(label="Von Fassung", required=False)
    von_tag = forms.DateField(
        label="oder Stand am",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    bis = forms.ChoiceField(label="Bis Fassung", required=False)
    bis_tag = forms.DateField(
        label="oder Stand am",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any, *, user: User) -> None:
        self.plans = {str(plan.pk): plan for plan in permissions.draft_plans(user)}
        super().__init__(data or None)
        for name in ("von", "bis"):
            choices = [(key, f"{plan.year}/{plan.number}: {plan.title}") for key, plan in self.plans.items()]
            self.fields[name].choices = [("", "nach Stichtag"), *choices]  # type: ignore[attr-defined]
            self.fields[name].error_messages["invalid_choice"] = (
                "Diese Fassung gibt es nicht. Wählen Sie eine andere."
            )
            self.fields[f"{name}_tag"].error_messages["invalid"] = _DAY
        self.fields["von_tag"].initial = dt.date(today().year - 1, 12, 31)
        self.fields["bis_tag"].initial = today()

    def clean(self) -> dict[str, Any]:
        """Each side is a version or a day."""
        sent = super().clean() or {}
        for name in ("von", "bis"):
            day = f"{name}_tag"
            if not sent.get(name) and not sent.get(day) and not {name, day} & self.errors.keys():
                self.add_error(day, "Wählen Sie eine Fassung oder geben Sie einen Stichtag ein.")
            try:
                plausible_day(sent.get(day))
            except forms.ValidationError as error:
                self.add_error(day, error)
        return sent
