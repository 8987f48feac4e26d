"""Formulare, mit denen eine Vorlage beginnt: of the administration, or in the words of a Fraktion (V-17)."""

from __future__ import annotations

from typing import Any

from django import forms

from motions.models import Organization, PaperType, Person, Unit
from motions.models.choices import Behaviour, OrganizationType
from motions.rules import authors, permissions

from .rule_form import RuleForm

_UNIT = dict.fromkeys(("required", "invalid_choice"), "Wählen Sie einen eigenen Fachbereich.")


class GroupForm(RuleForm):
    """Von welcher Fraktion oder welchem einzelnen Ratsmitglied die Vorlage kommt (V-17, E-08)."""

    hides_optional = True
    asks_author = True

    author_group = forms.ModelChoiceField(
        label="Fraktion",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="Keine Fraktion",
        error_messages={"invalid_choice": "Diese Fraktion besteht nicht mehr. Wählen Sie neu."},
    )
    author_person = forms.ModelChoiceField(
        label="Oder einzelnes Ratsmitglied",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Kein einzelnes Ratsmitglied",
        help_text="Nur wenn keine Fraktion dahintersteht. Einen Anspruch auf die Tagesordnung gibt es dann nicht.",
        error_messages={"invalid_choice": "Diese Person hat keinen Sitz im Rat mehr. Wählen Sie neu."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["author_group"].queryset = Organization.objects.filter(  # type: ignore[attr-defined]
            organization_type=OrganizationType.PARLIAMENTARY_GROUP, is_active=True
        )
        members = authors.council_members(on=permissions.today())
        self.fields["author_person"].queryset = members  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Exactly one of both, where somebody has to be named."""
        cleaned = super().clean() or {}
        named = [
            name for name in ("author_group", "author_person") if cleaned.get(name) or name in self.errors
        ]
        if self.asks_author and not named:
            self.add_error("author_group", "Wählen Sie die Fraktion oder das Ratsmitglied aus.")
        if cleaned.get("author_group") and cleaned.get("author_person"):
            self.add_error("author_person", "Wählen Sie die Fraktion oder das Ratsmitglied, nicht beide.")
        return cleaned


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

    asks_author = False
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
    field_order = ("paper_type", "lead_unit", "author_group", "author_person")

    def __init__(self, *args: Any, units: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = PaperType.objects.filter(is_active=True).exclude(behaviour=Behaviour.AMENDS)
        self.fields["paper_type"].queryset = offered  # type: ignore[attr-defined]
        self.fields["lead_unit"].queryset = Unit.objects.filter(pk__in=units, is_active=True)  # type: ignore[attr-defined]
        group = self.fields["author_group"]
        group.label = "Antragstellende Fraktion"
        group.help_text = "Nur bei Anträgen und Anfragen einer Fraktion."
        group.empty_label = "Keine – Vorlage der Verwaltung"  # type: ignore[attr-defined]
