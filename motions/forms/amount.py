"""Beträge in Euro: 1.234,56 and 1234.56 are both understood, the normal form is shown again."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_GERMAN = re.compile(r"^\d{1,3}(\.\d{3})+(,\d{1,2})?$|^\d+(,\d{1,2})?$")
_PLAIN = re.compile(r"^\d+(\.\d{1,2})?$")
_LIMIT = Decimal("100000000000")
_LONGEST = 25


class AmountField(forms.CharField):
    """Betrag in Euro, never negative, at most two decimals; empty means zero."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "class": "amount", "autocomplete": "off"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> Any:
        """Decimal with two places; raises ValidationError with an example."""
        text = re.sub(r"[\s\u00a0€]", "", str(value or ""))
        if not text:
            return Decimal("0.00")
        try:
            if len(text) > _LONGEST:
                raise InvalidOperation
            if _GERMAN.match(text):
                amount = Decimal(text.replace(".", "").replace(",", "."))
            elif _PLAIN.match(text):
                amount = Decimal(text)
            else:
                raise InvalidOperation
        except InvalidOperation:
            raise ValidationError("Geben Sie den Betrag als Zahl ein, zum Beispiel 12.500,00.") from None
        if amount >= _LIMIT:
            raise ValidationError("Der Betrag ist zu groß. Prüfen Sie die Stellen.")
        return amount.quantize(Decimal("0.01"))

    def prepare_value(self, value: Any) -> Any:
        """The German form, for example 12.500,00."""
        if isinstance(value, Decimal):
            return f"{value:,.2f}".replace(",", "\u0000").replace(".", ",").replace("\u0000", ".")
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """An empty field and zero are the same."""
        try:
            return bool(self.to_python(initial if initial is not None else "") != self.to_python(data))
        except ValidationError:
            return True
