"""Formate: German dates and amounts; nothing is decided here."""

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from django import template
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from motions.pdf.richtext import for_print
from motions.rules import german_numbers

register = template.Library()
_NBSP = "\u00a0"
_TAG = re.compile(r"(<[^>]*>)")
_FRAME = '<div class="table-wrap" role="group" aria-label="Tabelle" tabindex="0">'
_GENDERS = re.compile(r"\([a-z](?:/[a-z*]){1,3}\)")


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
def clock(value: str) -> str:
    """The time of a moment as 18:05, from its ISO text."""
    return f"{dt.datetime.fromisoformat(value):%H:%M}" if value else ""


@register.filter
def euro(value: object) -> str:
    """An amount as 57.000,00 € with a space that never breaks (D-09)."""
    try:
        return german_numbers.euro(Decimal(str(value)))
    except InvalidOperation:
        return ""


@register.filter
def signed(value: Decimal) -> str:
    """A change as +0,50 or −0,25."""
    return german_numbers.signed(value)


@register.filter
def yes_no(value: object) -> str:
    """ "ja" or "nein"."""
    return "ja" if value else "nein"


@register.filter
def whole(text: str) -> SafeString:
    """A line in which "(m/w/d)" is never broken (D-10)."""
    return _kept_whole(str(escape(text)))


@register.filter
def breakable_email(address: str) -> SafeString:
    """An address that may go on in the next line after its "@", not within a name."""
    return format_html_join(mark_safe("@<wbr>"), "{}", ((part,) for part in address.split("@")))


@register.filter
def printable(text: str) -> SafeString:
    """Stored rich text with table heads (it was cleaned when stored)."""
    return _kept_whole(for_print(text))


@register.filter
def readable(text: str) -> SafeString:
    """The same for a screen: a wide table rolls in a frame of its own, which the keyboard can reach."""
    framed = printable(text).replace("<table", f"{_FRAME}<table").replace("</table>", "</table></div>")
    return mark_safe(framed)  # noqa: S308  as above


def _kept_whole(markup: str) -> SafeString:
    """Outside of tags; what comes in is escaped or was cleaned when stored."""
    parts = _TAG.split(markup)
    parts[::2] = [_GENDERS.sub(r'<span class="whole">\g<0></span>', words) for words in parts[::2]]
    return mark_safe("".join(parts))  # noqa: S308
