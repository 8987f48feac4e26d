"""Formulare, mit denen eine Vorlage beginnt: of the administration, or in the words of a Fraktion (V-17)."""

from __future__ import annotations

from typing import Any

from django import forms

from motions.models import Organization, PaperType, Unit
from motions.models.choices import Behaviour, OrganizationType

from .rule_form import RuleForm

_UNIT = dict.fromkeys(("required", "invalid_choice"), "Wählen Sie einen eigenen Fachbereich.")


class GroupForm(RuleForm):
    """Von welcher Fraktion die Vorlage kommt."""

    author_group = forms.ModelChoiceField(
        label="Fraktion",
        queryset=Organization.objects.none(),
        empty_label="Bitte wählen",
        error_messages={
            "required": "Wählen Sie die Fraktion aus.",
            "invalid_choice": "Diese Fraktion besteht nicht mehr. Wählen Sie neu.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["author_group"].queryset = Organization.objects.filter(  # type: ignore[attr-defined]
            organization_type=OrganizationType.PARLIAMENTARY_GROUP, is_active=True
        )


class PetitionForm(GroupForm):
    """Antrag oder Anfrage nach einem Muster; the unit answers for the Stellungnahme."""

    lead_unit = forms.ModelChoiceField(
        label="Zuständiger Fachbereich",
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages=_UNIT,
        help_text="Er trägt den Wortlaut ein und schreibt die Stellungnahme der Verwaltung.",
    )

    def __init__(self, *args: Any, units: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_unit"].queryset = Unit.objects.filter(pk__in=units, is_active=True)  # type: ignore[attr-defined]


class NewPaperForm(GroupForm):
    """Neue Vorlage ohne Muster; an Änderungsantrag begins at the paper it is to change."""

    paper_type = forms.ModelChoiceField(
        label="Vorlagenart",
        queryset=PaperType.objects.none(),
        empty_label="Bitte wählen",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Wählen Sie die Vorlagenart aus."),
    )
    lead_unit = forms.ModelChoiceField(
        label="Federführender Fachbereich",
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages=_UNIT,
    )
    field_order = ("paper_type", "lead_unit", "author_group")

    def __init__(self, *args: Any, units: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = PaperType.objects.filter(is_active=True).exclude(behaviour=Behaviour.AMENDS)
        self.fields["paper_type"].queryset = offered  # type: ignore[attr-defined]
        self.fields["lead_unit"].queryset = Unit.objects.filter(pk__in=units, is_active=True)  # type: ignore[attr-defined]
        group = self.fields["author_group"]
        group.required, group.label = False, "Antragstellende Fraktion"
        group.help_text = "Nur bei Anträgen und Anfragen einer Fraktion."
        group.empty_label = "Keine – Vorlage der Verwaltung"  # type: ignore[attr-defined]
