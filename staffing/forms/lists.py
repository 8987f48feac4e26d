"""Formulare der Listen neben dem Plan: trainees, temporary staff, capacity elsewhere (S-12, S-14, C-05)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.forms import formset_factory

from motions.forms.amount import AmountField
from motions.forms.checks import VersionField
from motions.forms.rows import OrderedFormSet
from motions.forms.rule_form import DatedForm, PrintedForm
from motions.models.period import WRONG_WAY_ROUND
from staffing.models import ExternalCapacity, Position, StaffingPlan

from .assignment import day_field
from .codes import FteField

_MOST = 60
_NAME = "Geben Sie die Bezeichnung ein."
_COUNT = "Geben Sie eine Zahl ein, 0 oder mehr."
_MONTHS = "Geben Sie die Monate im Jahr ein, 1 bis 12."
_POST = "Diese Stelle gibt es nicht. Geben Sie die Nummer einer Stelle ein oder lassen Sie das Feld leer."


class TraineeForm(PrintedForm):
    """Eine Gruppe von Nachwuchskräften."""

    hides_optional = True

    name = forms.CharField(label="Bezeichnung", max_length=200, error_messages={"required": _NAME})
    pay = forms.CharField(
        label="Art der Vergütung",
        max_length=100,
        error_messages={"required": "Nennen Sie die Art der Vergütung."},
    )
    planned = forms.IntegerField(
        label="vorgesehen",
        min_value=0,
        max_value=999,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _COUNT),
    )
    employed = forms.IntegerField(
        label="beschäftigt am 1. Oktober des Vorjahres",
        min_value=0,
        max_value=999,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _COUNT),
    )
    remark = forms.CharField(label="Erläuterung", max_length=300, required=False)


class TemporaryForm(PrintedForm):
    """Eine Gruppe vorübergehend Beschäftigter: a budget, no post."""

    name = forms.CharField(label="Bezeichnung", max_length=200, error_messages={"required": _NAME})
    budget = AmountField(label="Ansatz in Euro")
    months = forms.IntegerField(
        label="Monate im Jahr",
        min_value=1,
        max_value=12,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _MONTHS),
    )


class Trainees(OrderedFormSet):
    """Nachwuchskräfte."""

    row_label = "Nachwuchskräfte"


class Temporary(OrderedFormSet):
    """Vorübergehend Beschäftigte."""

    row_label = "Gruppe"


_ROWS = {"extra": 0, "can_order": True, "can_delete": True, "max_num": _MOST, "validate_max": True}
TraineeFormSet = formset_factory(TraineeForm, formset=Trainees, absolute_max=_MOST + 100, **_ROWS)  # type: ignore[arg-type]
TemporaryFormSet = formset_factory(TemporaryForm, formset=Temporary, absolute_max=_MOST + 100, **_ROWS)  # type: ignore[arg-type]


class VersionForm(PrintedForm):
    """Der Stand, den die Person vor sich hatte."""

    version = VersionField()


class ListsEditor:
    """Beide Listen einer Fassung."""

    def __init__(self, data: Any = None, *, plan: StaffingPlan) -> None:
        self.form = VersionForm(data, initial={"version": plan.version})
        trainees = plan.trainees.values("name", "pay", "planned", "employed", "remark")
        temporary = plan.temporary.values("name", "budget", "months")
        self.trainees = cast(Trainees, TraineeFormSet(data, prefix="nachwuchs", initial=list(trainees)))
        self.temporary = cast(Temporary, TemporaryFormSet(data, prefix="aushilfen", initial=list(temporary)))

    @property
    def forms(self) -> list[Any]:
        """For the summary of errors."""
        return [self.form, *self.trainees.forms, *self.temporary.forms]

    def is_valid(self) -> bool:
        """All are."""
        return all([self.form.is_valid(), self.trainees.is_valid(), self.temporary.is_valid()])


class ExternalForm(DatedForm):
    """Wer für die Stadt arbeitet und anderswo beschäftigt ist."""

    employer = forms.CharField(
        label="Träger oder Nachbarstadt",
        max_length=200,
        error_messages={"required": "Nennen Sie den Arbeitgeber."},
    )
    title = forms.CharField(
        label="Aufgabe", max_length=200, error_messages={"required": "Nennen Sie die Aufgabe."}
    )
    fte = FteField(label="VZÄ beim Träger")
    share_here = forms.DecimalField(
        label="Anteil für die Stadt in Prozent",
        min_value=Decimal("0.01"),
        max_value=100,
        decimal_places=2,
        localize=True,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value", "max_decimal_places"),
            "Geben Sie den Anteil in Prozent ein, zum Beispiel 50.",
        ),
    )
    elsewhere = forms.CharField(label="Übriger Anteil", max_length=200, required=False)
    starts_on = day_field("ab", "Geben Sie den ersten Tag ein.")
    ends_on = day_field("bis", "Geben Sie den letzten Tag als Datum ein.", required=False)
    followed_by = forms.CharField(
        label="Folgestelle, Nummer",
        required=False,
        max_length=9,
        help_text="Die Stelle im Plan, die diese Aufgabe später übernimmt.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def clean_followed_by(self) -> Position | None:
        """The post by its number."""
        typed = self.cleaned_data["followed_by"]
        if not typed:
            return None
        if not (typed.isascii() and typed.isdecimal()):
            raise forms.ValidationError(_POST)
        found = Position.objects.filter(number=int(typed)).first()
        if found is None:
            raise forms.ValidationError(_POST)
        return found

    def clean(self) -> dict[str, Any]:
        """The last day comes after the first."""
        sent = super().clean()
        first, last = sent.get("starts_on"), sent.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", WRONG_WAY_ROUND)
        return sent


def initial_of(row: ExternalCapacity) -> dict[str, Any]:
    """What a change begins from."""
    names = ("employer", "title", "fte", "share_here", "elsewhere", "starts_on", "ends_on")
    number = row.followed_by.number if row.followed_by else ""
    return {name: getattr(row, name) for name in names} | {"followed_by": number}
