"""Produkte und Kostenstellen in der Form, die das Ortsrecht vorgibt (domain.md 2.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from motions.rules.permissions import today
from staffing.rules import budget_codes

# The checker knows this class as generic, the running one is not.
if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Any]
else:
    _ModelForm = forms.ModelForm


class BudgetCodeForm(_ModelForm):
    """Eine Nummer; one that stands already is not asked again."""

    def clean_code(self) -> str:
        """The number as it was typed."""
        code: str = self.cleaned_data["code"]
        told = budget_codes.objection(type(self.instance), code, on=today())
        if "code" in self.changed_data and told:
            raise forms.ValidationError(told)
        return code
