"""Angaben einer Stelle in Worten; nothing is decided here."""

from django import template

from motions.rules.german_numbers import percent
from staffing.models import PlanEntry
from staffing.rules.statutory import note_in_words

register = template.Library()


@register.filter
def note_words(entry: PlanEntry) -> str:
    """The notes of a post: "kw 31.12.2026; Sperrvermerk HFA"; "–" for none."""
    return "; ".join(sorted(note_in_words(note) for note in entry.notes.all())) or "–"


@register.filter
def share_words(entry: PlanEntry) -> str:
    """The products of a post with their shares."""
    return ", ".join(f"{row.product.code} ({percent(row.percent)})" for row in entry.shares.all())
