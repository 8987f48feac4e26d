"""Formulare zu einer Stelle: who occupies it, what it is worth, who has released it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crispy_forms.layout import Layout, Row
from django import forms

from motions.forms.checks import VersionField
from motions.forms.rule_form import DatedForm, PrintedForm, say
from motions.models import Treatment
from motions.models.period import WRONG_WAY_ROUND
from staffing.models import PositionAssignment
from staffing.models.choices import Absence
from staffing.rules.assignments import Occupation

from .codes import FteField, GradeField


def day_field(label: str, told: str, **kwargs: Any) -> forms.DateField:
    """A day, with what is told about none or an impossible one."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=dict.fromkeys(("required", "invalid"), told),
        **kwargs,
    )


class OccupationForm(DatedForm):
    """Eine Besetzung ab einem Tag."""

    version = VersionField()
    holder = forms.CharField(
        label="Name",
        max_length=200,
        help_text="Nur die Personalstelle sieht ihn.",
        error_messages={"required": "Geben Sie den Namen ein."},
    )
    grade = GradeField(label="Tatsächliche Gruppe")
    step = forms.IntegerField(
        label="Stufe",
        required=False,
        min_value=1,
        max_value=12,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Geben Sie die Stufe als Zahl ein, 1 bis 12."
        ),
    )
    fte = FteField(label="Anteil, VZÄ", most=Decimal(1))
    absence = forms.ChoiceField(
        label="Status",
        choices=[(value, label) for value, label in Absence.choices if value != Absence.AWAY],
        required=False,
        help_text="Wer abwesend ist, behält die Stelle; sie zählt dann als nicht besetzt.",
    )
    starts_on = day_field("ab", "Geben Sie den ersten Tag ein.")
    ends_on = day_field("bis", "Geben Sie den letzten Tag als Datum ein.", required=False)
    contract_ends_on = day_field(
        "Vertrag befristet bis", "Geben Sie das Ende des Vertrags als Datum ein.", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        times = Row("starts_on", "ends_on")
        self.helper.layout = Layout(
            "version", "holder", Row("grade", "step"), Row("fte", "absence"), times, "contract_ends_on"
        )

    def clean(self) -> dict[str, Any]:
        """The last day comes after the first."""
        sent = super().clean()
        first, last = sent.get("starts_on"), sent.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", WRONG_WAY_ROUND)
        return sent

    def occupation(self) -> Occupation:
        """As the rule takes it."""
        sent = self.cleaned_data
        return Occupation(**{name: value for name, value in sent.items() if name != "version"})


def initial_of(row: PositionAssignment) -> dict[str, Any]:
    """What a change begins from; its first day is asked for."""
    names = ("version", "holder", "grade", "step", "fte", "absence", "ends_on", "contract_ends_on")
    return {name: getattr(row, name) for name in names}


class EndForm(DatedForm):
    """Der letzte Tag einer Besetzung."""

    version = VersionField()
    ends_on = day_field("Letzter Tag", "Geben Sie den letzten Tag ein.")


class EvaluationForm(DatedForm):
    """Eine Stellenbewertung."""

    evaluated_on = day_field("Bewertet am", "Geben Sie den Tag der Bewertung ein.")
    method = forms.CharField(
        label="Verfahren",
        max_length=200,
        help_text="Zum Beispiel: analytische Bewertung nach KGSt.",
        error_messages={"required": "Nennen Sie das Verfahren."},
    )
    grade = GradeField(label="Ergebnis, Gruppe")
    document = forms.CharField(
        label="Aktenzeichen des Gutachtens",
        max_length=200,
        error_messages={"required": "Nennen Sie das Aktenzeichen."},
    )


class ReleaseForm(PrintedForm):
    """Der Beschluss, der eine gesperrte Stelle freigibt."""

    treatment = forms.ChoiceField(label="Beschluss", widget=forms.RadioSelect)

    def __init__(self, *args: Any, treatments: list[Treatment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["treatment"].choices = [  # type: ignore[attr-defined]
            (str(row.pk), f"{row.item.meeting}: TOP {row.item.label} {row.item.title}") for row in treatments
        ]
        say(self, treatment="Wählen Sie den Beschluss, der die Stelle freigibt.")
