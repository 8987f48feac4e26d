"""Felder, in die man eine Nummer oder ein Kürzel tippt: units, grades, cost centres and VZÄ, quick by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from staffing.models import PayGrade

_FTE = re.compile(r"^\d{1,2}([.,]\d{1,2})?$")
_LETTERED = re.compile(r"^E ?9$")


class CodeField(forms.CharField):
    """Eine Zeile der Stammdaten by its code; the browser offers those that fit (``list`` names the datalist)."""

    def __init__(self, rows: Callable[[], QuerySet[Any]], *, offered: str, told: str, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"list": offered, "autocomplete": "off"})
        messages = {"required": told}
        super().__init__(widget=widget, max_length=40, error_messages=messages, **kwargs)
        self.rows, self.told = rows, told

    def clean(self, value: Any) -> Model | None:
        """The row; raises ValidationError that tells what to do."""
        typed = super().clean(value)
        if not typed:
            return None
        found: Model | None = self.rows().filter(code__iexact=self.normal(typed)).first()
        if found is None:
            raise ValidationError(self.unknown(typed))
        return found

    def normal(self, typed: str) -> str:
        """The code as it is stored."""
        return " ".join(typed.split())

    def unknown(self, typed: str) -> str:
        """What is said about a code that does not exist."""
        return f"„{typed}“ ist nicht bekannt. {self.told}"

    def prepare_value(self, value: Any) -> Any:
        """The code of a row."""
        return getattr(value, "code", value)


class GradeField(CodeField):
    """Vergütungsgruppe: "E9b" and "E 9b" are the same; E 9 alone does not exist (C-08)."""

    def __init__(self, **kwargs: Any) -> None:
        told = "Geben Sie eine Gruppe ein, zum Beispiel E 9b, S 12 oder A 11."
        super().__init__(PayGrade.objects.all, offered="gruppen", told=told, **kwargs)

    def normal(self, typed: str) -> str:
        """A space between letter and number, small letters behind it."""
        return re.sub(r"^([ABES])\s*(?=\d)", r"\1 ", " ".join(typed.split()), flags=re.IGNORECASE)

    def unknown(self, typed: str) -> str:
        """E 9 says too little."""
        if _LETTERED.match(self.normal(typed).upper()):
            return "E 9 gibt es nicht. Geben Sie E 9a, E 9b oder E 9c ein."
        return super().unknown(typed)


class FteField(forms.CharField):
    """Umfang in VZÄ: 0,5 and 0.50 are the same; exact, never a float (C-10)."""

    def __init__(
        self, *, least: Decimal = Decimal("0.01"), most: Decimal = Decimal(5), **kwargs: Any
    ) -> None:
        told = "Geben Sie den Umfang in VZÄ ein, zum Beispiel 0,50."
        attrs = {"inputmode": "decimal", "class": "amount", "autocomplete": "off"}
        super().__init__(
            widget=forms.TextInput(attrs=attrs), max_length=10, error_messages={"required": told}, **kwargs
        )
        self.least, self.most, self.told = least, most, told

    def clean(self, value: Any) -> Decimal:
        """Decimal with two places; raises ValidationError with an example."""
        typed = super().clean(value)
        try:
            if not _FTE.match(typed):
                raise InvalidOperation
            fte = Decimal(typed.replace(",", ".")).quantize(Decimal("0.01"))
        except InvalidOperation:
            raise ValidationError(self.told) from None
        if not self.least <= fte <= self.most:
            raise ValidationError(f"{self.told} Möglich sind {_told(self.least)} bis {_told(self.most)}.")
        return fte

    def prepare_value(self, value: Any) -> Any:
        """With a comma."""
        return _told(value) if isinstance(value, Decimal) else value


def _told(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")
