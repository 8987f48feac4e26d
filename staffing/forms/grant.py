"""Formulare der Förderungen: one for the grant and one for each of its parts; the rule behind them refuses."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import Model, Prefetch

from motions.forms.amount import AmountField
from motions.forms.checks import VersionField
from motions.forms.rule_form import DatedForm, PrintedForm
from motions.rules.german_numbers import euro, number
from staffing.models import (
    CarrierProof,
    Clawback,
    Drawdown,
    Forwarding,
    FundingGrant,
    FundingRate,
    GrantObligation,
    GrantPosition,
    GrantStageRecord,
    PlanEntry,
    Position,
    UsageReport,
)
from staffing.models.grant_account import NO_CLIENTS
from staffing.models.struck import STANDING
from staffing.rules.grant_keeping import Part

# The checker knows these classes as generic, the running ones are not.
if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Any]
    _PositionChoice = forms.ModelChoiceField[Position]
    _ForwardingChoice = forms.ModelChoiceField[Forwarding]
else:
    _ModelForm = forms.ModelForm
    _PositionChoice = _ForwardingChoice = forms.ModelChoiceField

_REQUIRED = "Füllen Sie dieses Feld aus."
_CHOICE = "Wählen Sie einen Eintrag aus der Liste."
_PERIOD = {"starts_on": "Gültig ab", "ends_on": "Gültig bis"}


class GermanNumberField(AmountField):
    """Zahl mit Komma: as an amount, but empty is nothing and not zero."""

    def __init__(self, *, required: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.required = required
        self.error_messages["required"] = _REQUIRED

    def to_python(self, value: Any) -> Any:
        """A Decimal with two places, or None."""
        return super().to_python(value) if str(value or "").strip() else None

    def validate(self, value: Any) -> None:
        """Zero is a number."""
        if value is None and self.required:
            raise forms.ValidationError(_REQUIRED)


class PositionField(_PositionChoice):
    """Stelle with the name it was last listed with."""

    def __init__(self) -> None:
        listed = PlanEntry.objects.order_by("-plan__year", "-plan__number")
        rows = Position.objects.prefetch_related(Prefetch("entries", queryset=listed))
        super().__init__(rows, label="Stelle", empty_label="Bitte wählen")

    def label_from_instance(self, row: Position) -> str:
        """Number and name."""
        entry = next(iter(row.entries.all()), None)
        return f"{row.number} {entry.title}" if entry else str(row)


class ForwardingField(_ForwardingChoice):
    """Weiterleitung of this grant; the same carrier may have had two contracts."""

    def __init__(self, grant: FundingGrant) -> None:
        super().__init__(grant.forwardings.filter(STANDING), label="Träger", empty_label="Bitte wählen")

    def label_from_instance(self, row: Forwarding) -> str:
        """Carrier, since when and by which contract."""
        return f"{row.carrier}, ab {row.starts_on:%d.%m.%Y}, {row.contract}"


class GrantPartForm(DatedForm, _ModelForm):
    """Eine Förderung oder ein Teil von ihr; what the table refuses is told by the rule, so nothing is asked twice."""

    version = VersionField()

    def __init__(self, *args: Any, grant: FundingGrant, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": grant.version}, **kwargs)
        if "position" in self.fields:
            self.fields["position"] = PositionField()
        if "forwarding" in self.fields:
            self.fields["forwarding"] = ForwardingField(grant)
        for name, field in self.fields.items():
            field.error_messages |= {"required": _REQUIRED, "invalid_choice": _CHOICE}
            if isinstance(field, forms.TypedChoiceField):
                _ask(field)
            elif isinstance(field, forms.ModelChoiceField):
                field.empty_label = "Bitte wählen"
            elif isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            elif isinstance(field, forms.DecimalField):
                self.fields[name] = GermanNumberField(
                    required=field.required, label=field.label, help_text=field.help_text
                )

    def _post_clean(self) -> None:
        """Put the values into the row; the rule checks it as a whole."""
        self.instance = forms.models.construct_instance(
            self, self.instance, self._meta.fields, self._meta.exclude
        )

    def stored(self) -> list[tuple[str, Any]]:
        """What is stored now, to compare with what was typed: label and value."""
        row = type(self.instance)._default_manager.filter(pk=self.instance.pk).first()
        fields = [(name, field) for name, field in self.fields.items() if name != "version"]
        return [(str(field.label), _shown(row, name)) for name, field in fields] if row else []


class StrikeForm(PrintedForm):
    """Warum ein Teil der Förderung gestrichen wird."""

    version = VersionField()
    reason = forms.CharField(
        label="Grund der Streichung",
        max_length=300,
        help_text=f"Zum Beispiel: doppelt eingetragen. {NO_CLIENTS}",
        error_messages={"required": "Nennen Sie den Grund der Streichung."},
    )


@dataclass(frozen=True)
class PartPage:
    """Eine Formularseite für einen Teil: ``title`` names it, ``lead`` says what is asked; a frozen one only grows."""

    table: type[Part]
    form: type[GrantPartForm]
    title: str
    lead: str
    is_frozen: bool = False


def _ask(field: Any) -> None:
    """The empty choice says what to do."""
    field.choices = [("", "Bitte wählen"), *(one for one in field.choices if one[0])]


def _shown(row: Model, name: str) -> Any:
    told, value = getattr(row, f"get_{name}_display", None), getattr(row, name)
    if told:
        return told()
    if isinstance(value, Decimal):
        return euro(value) if name == "amount" else number(value)
    return value


def _form(table: type[Model], *names: str, **labels: str) -> type[GrantPartForm]:
    made: Any = forms.modelform_factory(table, form=GrantPartForm, fields=names, labels=labels)
    return cast(type[GrantPartForm], made)


GRANT_FORM = _form(
    FundingGrant,
    "program",
    "title",
    "passed_on_by",
    "model",
    "is_lasting",
    "lead_unit",
    "starts_on",
    "ends_on",
    "remark",
    **_PERIOD,
)
PAGES: dict[str, PartPage] = {
    "stand": PartPage(
        GrantStageRecord,
        _form(GrantStageRecord, "stage", "reached_on", "document"),
        "Stand",
        "Wie sicher ist die Förderung jetzt? Bewilligt ist sie erst mit Bescheid oder Vertrag.",
        is_frozen=True,
    ),
    "satz": PartPage(
        FundingRate,
        _form(FundingRate, "amount", "starts_on", "ends_on", "source", **_PERIOD),
        "Fördersatz",
        "Was ist für eine Vollzeitstelle und ein Jahr mitgeteilt? Eine Erhöhung wird nicht unterstellt.",
    ),
    "stelle": PartPage(
        GrantPosition,
        _form(GrantPosition, "position", "fte", "cost_percent", "starts_on", "ends_on", **_PERIOD),
        "Geförderte Stelle",
        "Welche Stelle wird zu welchem Anteil gefördert? Dieselben Kosten dürfen nicht zweimal gefördert werden.",
    ),
    "mittelabruf": PartPage(
        Drawdown,
        _form(Drawdown, "year", "amount", "requested_on", "received_on", "remark"),
        "Mittelabruf",
        "Wann ist wie viel abgerufen worden, und wann ist es eingegangen?",
    ),
    "nachweis": PartPage(
        UsageReport,
        _form(UsageReport, "kind", "year", "due_on", "submitted_on", "document", "time_percent", "remark"),
        "Nachweis oder Sachbericht",
        "Was ist bis wann vorzulegen? An die Frist wird rechtzeitig erinnert.",
    ),
    "auflage": PartPage(
        GrantObligation,
        _form(GrantObligation, "kind", "text", "ends_on", "met_on"),
        "Auflage",
        "Was verlangt der Bescheid von der Stadt?",
    ),
    "weiterleitung": PartPage(
        Forwarding,
        _form(Forwarding, "carrier", "amount", "contract", "bank", "starts_on", "ends_on", **_PERIOD),
        "Weiterleitung an einen Träger",
        "Geld geht an einen Träger nur mit Weiterleitungsvertrag. Sein Nachweis wird vor unserem eigenen geprüft.",
    ),
    "traegernachweis": PartPage(
        CarrierProof,
        _form(CarrierProof, "forwarding", "year", "received_on", "checked_on"),
        "Nachweis eines Trägers",
        "Für welches Jahr hat der Träger nachgewiesen? Vor unserem Nachweis wird der Nachweis jedes Jahres geprüft.",
    ),
    "rueckzahlung": PartPage(
        Clawback,
        _form(Clawback, "kind", "year", "amount", "reason", "settled_on"),
        "Rückzahlung",
        "Was ist zurückzuzahlen oder daraufhin zu prüfen?",
    ),
}
