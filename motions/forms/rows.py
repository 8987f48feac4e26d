"""Zeilen des Editors: the Beratungsfolge and the amounts, in the order of the page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict

from motions.models import Organization
from motions.models.choices import ConsultationRole
from motions.rules.organs import deliberating_organs

from .amount import AmountField
from .checks import YEARS, plausible_day, refuse_unprintable_texts
from .layout import helper

# The checker knows this class as generic, the running one is not.
if TYPE_CHECKING:
    _FormSet = BaseFormSet[forms.Form]
else:
    _FormSet = BaseFormSet

MOST_CONSULTATIONS = 40
MOST_FINANCIAL_ROWS = 40
_AT_THE_END = 10_000
_YEAR = f"Geben Sie ein Jahr zwischen {YEARS[0]} und {YEARS[1]} ein."
_INCOMPLETE = "Die Zeilen kamen nicht vollständig an. Prüfen Sie sie und speichern Sie noch einmal."


class ConsultationForm(forms.Form):
    """Eine Zeile der Beratungsfolge."""

    hides_optional = True

    organization = forms.ModelChoiceField(
        label="Gremium",
        queryset=Organization.objects.none(),
        error_messages={
            "required": "Wählen Sie das Gremium aus.",
            "invalid_choice": "Dieses Gremium berät keine Vorlagen (mehr). Wählen Sie ein anderes.",
        },
    )
    # The browser offers the days of real meetings; any other day stays possible.
    planned_on = forms.DateField(
        label="Termin",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "list": "sitzungstage"}, format="%Y-%m-%d"),
    )
    role = forms.ChoiceField(
        label="Zuständigkeit",
        choices=ConsultationRole,
        error_messages={"required": "Wählen Sie aus, was das Gremium tut."},
    )
    is_public = forms.TypedChoiceField(
        label="Behandlung",
        choices=[("1", "öffentlich"), ("0", "nichtöffentlich")],
        coerce=lambda value: value == "1",
        initial="1",
        error_messages={"required": "Wählen Sie aus, ob das Gremium öffentlich berät."},
    )

    def __init__(self, *args: Any, organs: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        field = self.fields["organization"]
        field.queryset = deliberating_organs()  # type: ignore[attr-defined]
        field.widget.choices = [("", "Bitte wählen"), *organs]

    def clean_planned_on(self) -> dt.date | None:
        """A plausible day."""
        return plausible_day(self.cleaned_data["planned_on"])


class FinancialRowForm(forms.Form):
    """Eine Zeile der finanziellen Auswirkungen, amounts in euro."""

    hides_optional = True

    year = forms.IntegerField(
        label="Jahr",
        min_value=YEARS[0],
        max_value=YEARS[1],
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _YEAR),
    )
    expense = AmountField(label="Aufwand (€)")
    income = AmountField(label="Ertrag, Förderung (€)")
    product = forms.CharField(label="Produkt", max_length=30, required=False)
    cost_center = forms.CharField(label="Kostenstelle", max_length=30, required=False)
    account = forms.CharField(label="Sachkonto", max_length=30, required=False)
    is_budgeted = forms.BooleanField(label="Im Haushalt gedeckt", required=False)
    needs_supplementary_budget = forms.BooleanField(label="Nachtrag nötig", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        self.fields["year"].widget.attrs["inputmode"] = "numeric"

    def clean(self) -> dict[str, Any]:
        """Every text must be printable."""
        cleaned = super().clean() or {}
        refuse_unprintable_texts(self)
        return cleaned


class OrderField(forms.IntegerField):
    """Reihenfolge; nobody types it: what is no number leaves the row where it stands."""

    def __init__(self) -> None:
        super().__init__(label="Reihenfolge", widget=forms.HiddenInput)

    def clean(self, value: Any) -> int | None:
        """The number, or nothing."""
        try:
            return int(super().clean(value))
        except ValidationError:
            return None


class OrderedFormSet(_FormSet):
    """Zeilen in der Reihenfolge, in der sie auf der Seite stehen.

    The rows that arrived are counted here: a wrong or missing count must never delete rows in silence.
    """

    default_error_messages = {
        **BaseFormSet.default_error_messages,
        "too_many_forms": "Es sind höchstens %(num)d Zeilen möglich. Entfernen Sie überzählige Zeilen.",
    }
    deletion_widget = forms.HiddenInput
    # What one row is called, on its card and in the summary of errors.
    row_label = "Zeile"
    is_incomplete = False

    def __init__(self, data: Mapping[str, Any] | None = None, *, prefix: str, **kwargs: Any) -> None:
        super().__init__(self._counted(data, prefix), prefix=prefix, **kwargs)

    def __iter__(self) -> Iterator[forms.Form]:
        """As the page shows them: a save that failed must not put moved rows back; the removed ones stand last."""
        if not self.is_bound:
            return iter(self.forms)
        self.is_valid()
        return iter(sorted(self.forms, key=lambda form: (self._removed(form), self._place(form))))

    def clean(self) -> None:
        """All announced rows are here."""
        if self.is_incomplete:
            raise ValidationError(_INCOMPLETE)

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Order and removal are done by buttons; their hidden fields still have German names."""
        super().add_fields(form, index)
        form.fields["ORDER"] = OrderField()
        form.fields["DELETE"].label = "Entfernen"

    @property
    def kept(self) -> list[forms.Form]:
        """What is shown in order; what a removed row lacks concerns nobody any more."""
        return [form for form in self if not self._removed(form)]

    def rows(self) -> list[dict[str, Any]]:
        """The values of the kept rows in order."""
        return [
            {name: value for name, value in form.cleaned_data.items() if name not in ("ORDER", "DELETE")}
            for form in self.kept
            if form.cleaned_data
        ]

    def _counted(self, data: Mapping[str, Any] | None, prefix: str) -> Mapping[str, Any] | None:
        """The data with the number of rows in it."""
        if data is None:
            return None
        indexes = [int(found[1]) for name in data if (found := re.match(rf"{prefix}-([0-9]{{1,6}})-", name))]
        total = 1 + max((index for index in indexes if index < self.absolute_max), default=-1)
        counts = {f"{prefix}-TOTAL_FORMS": str(total), f"{prefix}-INITIAL_FORMS": "0"}
        if re.fullmatch("[0-9]{1,4}", data.get(f"{prefix}-INITIAL_FORMS", "")):
            del counts[f"{prefix}-INITIAL_FORMS"]
        self.is_incomplete = any(data.get(name) != count for name, count in counts.items())
        right = QueryDict(mutable=True)
        right.update(data)
        for name, count in counts.items():
            right[name] = count
        return right

    def _place(self, form: forms.Form) -> tuple[int, int]:
        return form.cleaned_data.get("ORDER") or _AT_THE_END, self.forms.index(form)

    def _removed(self, form: forms.Form) -> bool:
        return bool(form.cleaned_data.get("DELETE"))


class Consultations(OrderedFormSet):
    """Die Beratungsfolge."""

    row_label = "Beratung"


class FinancialRows(OrderedFormSet):
    """Beträge je Haushaltsjahr."""

    row_label = "Haushaltsjahr"


ConsultationFormSet = formset_factory(
    ConsultationForm,
    formset=Consultations,
    extra=0,
    can_order=True,
    can_delete=True,
    max_num=MOST_CONSULTATIONS,
    validate_max=True,
    absolute_max=MOST_CONSULTATIONS + 200,
)
FinancialRowFormSet = formset_factory(
    FinancialRowForm,
    formset=FinancialRows,
    extra=0,
    can_order=True,
    can_delete=True,
    max_num=MOST_FINANCIAL_ROWS,
    validate_max=True,
    absolute_max=MOST_FINANCIAL_ROWS + 200,
)
