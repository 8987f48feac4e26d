"""Formulare einer Fassung: begin it, narrow its table, end a post, what happens to it next."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from motions.forms.checks import YEARS
from motions.forms.chips import FilterChips
from motions.forms.layout import helper
from motions.forms.meeting import day_field
from motions.forms.rule_form import DatedForm, PrintedForm, say
from motions.models import Unit
from motions.rules.permissions import today
from staffing.models import PayGrade, PlanEntry
from staffing.models.choices import NoteKind, PlanKind, PlanStage, StaffCategory
from staffing.rules.changes import CHANGED, DROPPED, NEW
from staffing.rules.former_decision import FormerDecision
from staffing.rules.plan_board import Board

_ALL = ("", "Alle")
_YEAR = f"Geben Sie ein Jahr zwischen {YEARS[0]} und {YEARS[1]} ein."


class YearField(forms.IntegerField):
    """Haushaltsjahr."""

    def __init__(self, **kwargs: Any) -> None:
        told = dict.fromkeys(("required", "invalid", "min_value", "max_value"), _YEAR)
        super().__init__(
            label="Haushaltsjahr", min_value=YEARS[0], max_value=YEARS[1], error_messages=told, **kwargs
        )


class BeginForm(PrintedForm):
    """Eine neue Fassung."""

    kind = forms.ChoiceField(label="Was beginnen Sie?", choices=PlanKind, widget=forms.RadioSelect)
    year = YearField()
    title = forms.CharField(
        label="Bezeichnung",
        max_length=200,
        help_text="Zum Beispiel: Stellenplan 2027, oder worum es in der Änderung geht.",
        error_messages={"required": "Geben Sie der Fassung eine Bezeichnung."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, kind="Wählen Sie, ob Sie einen Stellenplan oder eine Änderung beginnen.")
        self.fields["year"].initial = today().year


class StageForm(PrintedForm):
    """Die Fassung eines Gremiums beginnen."""

    stage = forms.ChoiceField(
        label="Wessen Fassung?",
        choices=[(stage.value, stage.label) for stage in (PlanStage.COMMITTEE, PlanStage.COUNCIL)],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, stage="Wählen Sie, welches Gremium etwas anderes beschlossen hat.")


class FreezeForm(DatedForm):
    """Festschreiben; without a Vorlage with a resolution from before this system."""

    decided_on = day_field(
        "Der Rat hat vor diesem System beschlossen am",
        required=False,
        help_text="Nur für einen Beschluss, zu dem es hier keine Vorlage gibt. Leer: Die Fassung tritt nicht in Kraft.",
    )
    decided_source = forms.CharField(
        label="Beleg",
        max_length=300,
        required=False,
        help_text="Niederschrift mit Tagesordnungspunkt oder Drucksache. Der Beleg steht auf der öffentlichen Seite.",
    )
    decided_reason = forms.CharField(
        label="Warum gibt es keine Vorlage?",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Bleibt bei der Fassung stehen, nur für die Verwaltung.",
    )

    def __init__(self, *args: Any, is_of_paper: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_of_paper:
            self.fields.clear()

    def decision(self) -> FormerDecision:
        """What the rule needs."""
        told = self.cleaned_data
        return FormerDecision(
            told.get("decided_on"), told.get("decided_source", ""), told.get("decided_reason", "")
        )


class DropForm(PrintedForm):
    """Warum eine Stelle wegfällt."""

    reason = forms.CharField(
        label="Begründung",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Begründen Sie, warum die Stelle wegfällt."},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PlanFilter(FilterChips):
    """Filter der Stellen: declared values only; anything else is ignored."""

    hides_optional = True

    q = forms.CharField(label="Stellennummer oder Bezeichnung", required=False, max_length=100)
    fachbereich = forms.ModelChoiceField(
        label="Fachbereich",
        required=False,
        queryset=Unit.objects.none(),
        to_field_name="code",
        empty_label="Alle",
    )
    teil = forms.ChoiceField(
        label="Teil",
        required=False,
        choices=[_ALL, ("a", "Teil A, Beamtinnen und Beamte"), ("b", "Teil B, tariflich Beschäftigte")],
    )
    gruppe = forms.ModelChoiceField(
        label="Gruppe",
        required=False,
        queryset=PayGrade.objects.none(),
        to_field_name="code",
        empty_label="Alle",
    )
    vermerk = forms.ChoiceField(label="Vermerk", required=False, choices=[_ALL, *NoteKind.choices])
    stand = forms.ChoiceField(
        label="Veränderung",
        required=False,
        choices=[
            _ALL,
            ("veraendert", "alle veränderten"),
            *((word, word) for word in (NEW, CHANGED, DROPPED)),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fachbereich"].queryset = Unit.objects.order_by("code")  # type: ignore[attr-defined]
        self.fields["gruppe"].queryset = PayGrade.objects.all()  # type: ignore[attr-defined]
        self.helper = helper()
        self.is_valid()

    def narrow(self, board: Board) -> QuerySet[PlanEntry, int]:
        """The posts that fit what was understood, by number; words nobody can search for find nothing."""
        rows, chosen = board.entries(), self.cleaned_data
        if "q" in self.errors:
            rows = rows.none()
        if chosen.get("q"):
            rows = rows.filter(_matching(chosen["q"]))
        if chosen.get("fachbereich"):
            rows = rows.filter(unit=chosen["fachbereich"])
        if chosen.get("teil"):
            is_a = chosen["teil"] == "a"
            rows = rows.filter(
                grade__category=StaffCategory.CIVIL_SERVANT if is_a else StaffCategory.EMPLOYEE
            )
        if chosen.get("gruppe"):
            rows = rows.filter(grade=chosen["gruppe"])
        if chosen.get("vermerk"):
            rows = rows.filter(Q(pk__in=rows.filter(notes__kind=chosen["vermerk"]).values("pk")))
        if chosen.get("stand"):
            word = chosen["stand"]
            wanted = list(board.words) if word == "veraendert" else board.having(word)
            rows = rows.filter(position__in=wanted)
        return rows.order_by("position__number").values_list("position", flat=True)


def _matching(text: str) -> Q:
    found = Q(title__icontains=text)
    if text.isdecimal() and len(text) < 9:
        found |= Q(position__number=int(text))
    return found
