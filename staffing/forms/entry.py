"""Formulare einer Stelle: the short one of a row, and the whole one with products and notes (C-01, C-08, C-10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from crispy_forms.layout import Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory

from motions.forms.checks import VersionField, plausible_day, refuse_unprintable_texts
from motions.forms.layout import helper
from motions.forms.rows import OrderedFormSet
from motions.forms.rule_form import PrintedForm
from motions.models import Organization, Unit
from motions.rules.findings import Finding
from staffing.models import CostCenter, PlanEntry, Product
from staffing.models.choices import NoteKind, NoteTrigger
from staffing.rules.listing import Listing, Note, listing_of

from .codes import CodeField, FteField, GradeField

_MOST = 20
_PERCENT = "Geben Sie den Anteil in Prozent ein, zum Beispiel 60 oder 33,33."


class RowForm(PrintedForm):
    """Was in der Zeile geändert wird; ``seen`` is the row of the post that was on the page."""

    seen = VersionField()
    title = forms.CharField(
        label="Bezeichnung",
        max_length=200,
        error_messages={"required": "Geben Sie die Bezeichnung der Stelle ein."},
    )
    unit = CodeField(
        Unit.objects.all, offered="fachbereiche", told="Geben Sie einen Fachbereich ein.", label="Fachbereich"
    )
    grade = GradeField(label="Gruppe")
    fte = FteField(label="VZÄ")
    cost_center = CodeField(
        CostCenter.objects.all,
        offered="kostenstellen",
        told="Geben Sie eine Kostenstelle ein.",
        label="Kostenstelle",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(*self.layout())

    def layout(self) -> list[Any]:
        """The fields in their places."""
        return ["seen", "title", Row("unit", "grade"), Row("fte", "cost_center")]

    def changed(self, listing: Listing) -> Listing:
        """The post with what was typed."""
        sent = self.cleaned_data
        return replace(
            listing,
            title=sent["title"],
            unit=sent["unit"],
            grade=sent["grade"],
            fte=sent["fte"],
            cost_center=sent["cost_center"],
        )


class EntryForm(RowForm):
    """Die ganze Stelle; products and notes are rows beside it."""

    occupied_fte = FteField(label="besetzt am Stichtag, VZÄ", least=Decimal(0), initial=Decimal(0))
    is_elected = forms.BooleanField(label="Wahlbeamtin oder Wahlbeamter", required=False)
    is_tariff_forced = forms.BooleanField(
        label="Das Tarifrecht zwingt zu dieser Gruppe",
        required=False,
        help_text="Abweichung nach § 74 Abs. 2 GO NRW, zum Beispiel nach einer Eingruppierungsklage.",
    )
    reason = forms.CharField(
        label="Begründung",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Warum die Stelle neu ist oder sich ändert. Sie steht in der Veränderungsliste.",
    )

    def layout(self) -> list[Any]:
        """The whole post."""
        return [*super().layout(), "occupied_fte", "is_elected", "is_tariff_forced", "reason"]


class ShareForm(forms.Form):
    """Ein Produktanteil."""

    product = CodeField(
        Product.objects.all, offered="produkte", told="Geben Sie ein Produkt ein.", label="Produkt"
    )
    percent = forms.CharField(
        label="Anteil in Prozent", max_length=6, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        self.fields["percent"].error_messages["required"] = _PERCENT

    def clean_percent(self) -> Decimal:
        """More than 0, up to 100, two places."""
        typed = self.cleaned_data["percent"].strip().rstrip("%").strip().replace(",", ".")
        whole, _, places = typed.partition(".")
        if not (
            whole.isascii() and whole.isdecimal() and (not places or places.isdecimal()) and len(places) < 3
        ):
            raise ValidationError(_PERCENT)
        percent = Decimal(typed)
        if not 0 < percent <= 100:
            raise ValidationError(_PERCENT)
        return percent


class NoteForm(forms.Form):
    """Ein Vermerk mit seinem Auslöser."""

    hides_optional = True

    kind = forms.ChoiceField(
        label="Vermerk", choices=NoteKind, error_messages={"required": "Wählen Sie den Vermerk."}
    )
    trigger = forms.ChoiceField(label="Wirkt", required=False, choices=NoteTrigger)
    on = forms.DateField(
        label="Tag", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    target_grade = GradeField(label="wird zu Gruppe", required=False)
    released_by = forms.ModelChoiceField(
        label="Freigabe durch", required=False, queryset=Organization.objects.none(), empty_label="–"
    )
    text = forms.CharField(label="Erläuterung", required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        self.fields["released_by"].queryset = Organization.objects.order_by("name")  # type: ignore[attr-defined]

    def clean_on(self) -> Any:
        """Years far away are typing errors."""
        return plausible_day(self.cleaned_data["on"])

    def clean(self) -> dict[str, Any]:
        """A day belongs to the trigger that needs one, a text to a note that is nothing else."""
        sent = super().clean() or {}
        refuse_unprintable_texts(self)
        if sent.get("trigger") == NoteTrigger.DATE and not sent.get("on") and "on" not in self.errors:
            self.add_error("on", "Geben Sie den Tag ein, an dem der Vermerk wirkt.")
        if sent.get("trigger") != NoteTrigger.DATE and sent.get("on"):
            self.add_error("trigger", "Wählen Sie „an einem Tag“ oder leeren Sie den Tag.")
        if sent.get("kind") == NoteKind.OTHER and not sent.get("text"):
            self.add_error("text", "Schreiben Sie die Erläuterung.")
        if sent.get("kind") == NoteKind.RELEASE_BLOCK and not sent.get("released_by") and not self.errors:
            self.add_error("released_by", "Nennen Sie das Gremium, das die Stelle freigibt.")
        if sent.get("kind") == NoteKind.CONVERSION and not sent.get("target_grade") and not self.errors:
            self.add_error("target_grade", "Geben Sie die Gruppe an, in die umgewandelt wird.")
        return sent


class Shares(OrderedFormSet):
    """Die Produktanteile."""

    row_label = "Produkt"


class Notes(OrderedFormSet):
    """Die Vermerke."""

    row_label = "Vermerk"


_ROWS = {"extra": 0, "can_order": True, "can_delete": True, "max_num": _MOST, "validate_max": True}
ShareFormSet = formset_factory(ShareForm, formset=Shares, absolute_max=_MOST + 100, **_ROWS)  # type: ignore[arg-type]
NoteFormSet = formset_factory(NoteForm, formset=Notes, absolute_max=_MOST + 100, **_ROWS)  # type: ignore[arg-type]


class EntryEditor:
    """Das ganze Formular: the post, its products and its notes."""

    def __init__(self, data: Any = None, *, entry: PlanEntry | None = None) -> None:
        listing = listing_of(entry) if entry else None
        initial = {**vars(listing), "seen": entry.pk} if entry and listing else {"seen": 0}
        self.form = EntryForm(data, initial=initial)
        split = listing.shares if listing else []
        shares = [{"product": product, "percent": _shown(share)} for product, share in split] or [{}]
        notes = [vars(note) for note in listing.notes] if listing else []
        self.shares = cast(Shares, ShareFormSet(data, prefix="produkte", initial=shares))
        self.notes = cast(Notes, NoteFormSet(data, prefix="vermerke", initial=notes))

    @property
    def forms(self) -> list[Any]:
        """For the summary of errors."""
        return [self.form, *self.shares.forms, *self.notes.forms]

    def refuse(self, findings: Iterable[Finding]) -> None:
        """What the rule says, at the field where it is answered."""
        self.form.refuse(findings)

    def is_valid(self) -> bool:
        """All three are."""
        return all([self.form.is_valid(), self.shares.is_valid(), self.notes.is_valid()])

    def listing(self) -> Listing:
        """The post as it was typed; only after is_valid()."""
        sent = self.form.cleaned_data
        return Listing(
            **{name: value for name, value in sent.items() if name != "seen"},
            shares=[(row["product"], row["percent"]) for row in self.shares.rows()],
            notes=[Note(**row) for row in self.notes.rows()],
        )


def _shown(percent: Decimal) -> str:
    return f"{percent:.2f}".rstrip("0").rstrip(".").replace(".", ",")
