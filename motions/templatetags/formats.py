"""Formate: German dates and amounts; nothing is decided here."""

import datetime as dt
from decimal import Decimal, InvalidOperation

from django import template
from django.utils.safestring import SafeString, mark_safe

from motions.pdf.richtext import for_print

register = template.Library()
_NBSP = "\u00a0"


@register.filter
def german_date(value: object) -> str:
    """A day as 31.12.2026, from a date or its ISO text; "" for nothing."""
    if isinstance(value, str) and value:
        value = dt.date.fromisoformat(value[:10])
    return f"{value:%d.%m.%Y}" if isinstance(value, dt.date) else ""


@register.filter
def german_time(value: str) -> str:
    """A moment as 31.12.2026, 14:05 Uhr, from its ISO text."""
    return f"{dt.datetime.fromisoformat(value):%d.%m.%Y, %H:%M}{_NBSP}Uhr" if value else ""


@register.filter
def euro(value: object) -> str:
    """An amount as 57.000,00 € with a space that never breaks (D-09).

    The minus is an en dash: Noto Sans has no minus sign, and a missing glyph breaks the archive format.
    """
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return ""
    grouped = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
    return f"{grouped}{_NBSP}€".replace("-", "–")


@register.filter
def printable(text: str) -> SafeString:
    """Stored rich text with table heads (it was cleaned when stored)."""
    return mark_safe(for_print(text))  # noqa: S308  cleaned by motions.pdf.richtext when stored
