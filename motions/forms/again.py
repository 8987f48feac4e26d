"""Noch einmal: what was sent, for a form that asks once more."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict


def sent_again(data: Mapping[str, Any], **values: object) -> QueryDict:
    """The same words with other hidden values, for the paper as it stands now."""
    again = QueryDict(mutable=True)
    again.update(data)
    for name, value in values.items():
        again[name] = str(value)
    return again
