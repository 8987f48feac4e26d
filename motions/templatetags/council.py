"""Sitzungen auf Seiten: results in words; what they mean is decided in rules/results.py."""

from django import template

from motions.models import Ballot
from motions.rules.results import votes_in_words

register = template.Library()


@register.filter
def votes(ballot: Ballot) -> str:
    """The counts of a ballot as they are read out."""
    return votes_in_words(ballot)
