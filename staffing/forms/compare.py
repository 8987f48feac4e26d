"""Zwei Stände: each a version or a day (S-08)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms

from motions.forms.checks import YEARS, plausible_day
from motions.forms.layout import helper
from motions.forms.rule_form import RuleForm
from motions.models import User
from motions.rules.permissions import today
from staffing.models import StaffingPlan
from staffing.rules import permissions

_DAY = "Geben Sie den Stichtag als Datum ein, zum Beispiel 31.12.2026."


def _calendar() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _versions(plans: Iterable[StaffingPlan]) -> list[tuple[str, str]]:
    named = ((str(plan.pk), f"{plan.year}/{plan.number}: {plan.title}") for plan in plans)
    return [("", "nach Stichtag"), *named]


class SwitchForm(forms.Form):
    """Welche Fassung oder welcher Stichtag; declared values only, anything else is today."""

    hides_optional = True

    fassung = forms.ChoiceField(label="Fassung", required=False)
    stichtag = forms.DateField(label="oder Stichtag", required=False, widget=_calendar())
    vergleich = forms.DateField(label="verglichen mit dem Stand am", required=False, widget=_calendar())

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data or None)
        self.helper = helper()
        plans = permissions.draft_plans(user)
        self.fields["fassung"].choices = _versions(plans)  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def version(self) -> int | None:
        """The version that was chosen; it goes before the day beside it."""
        chosen = self._chosen("fassung")
        return int(chosen) if chosen else None

    def days(self) -> tuple[dt.date, dt.date]:
        """The day, and the one it is compared with: how the year began."""
        day = self._plausible("stichtag") or today()
        return day, self._plausible("vergleich") or dt.date(day.year - 1, 12, 31)

    def _chosen(self, name: str) -> Any:
        return getattr(self, "cleaned_data", {}).get(name)

    def _plausible(self, name: str) -> dt.date | None:
        day: dt.date | None = self._chosen(name)
        return day if day is not None and YEARS[0] <= day.year <= YEARS[1] else None


class CompareForm(RuleForm):
    """Von welchem Stand zu welchem: a version goes before the day beside it."""

    hides_optional = True

    von = forms.ChoiceField(label="Von Fassung", required=False)
    von_tag = forms.DateField(
        label="oder Stand am",
        required=False,
        widget=_calendar(),
    )
    bis = forms.ChoiceField(label="Bis Fassung", required=False)
    bis_tag = forms.DateField(
        label="oder Stand am",
        required=False,
        widget=_calendar(),
    )

    def __init__(self, data: Any, *, user: User) -> None:
        self.plans = {str(plan.pk): plan for plan in permissions.draft_plans(user)}
        super().__init__(data or None)
        for name in ("von", "bis"):
            self.fields[name].choices = _versions(self.plans.values())  # type: ignore[attr-defined]
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
