"""Datei wählen: the limit stands at the field, so that the browser can say it before anything is sent (forms.js)."""

from django import forms
from django.conf import settings


def file_input(accept: str, *, most: int | None = None) -> forms.FileInput:
    """A field for one file; ``most`` bytes, else what the server takes at all."""
    widget = forms.FileInput(attrs={"accept": accept})
    limit(widget, most or settings.MAX_UPLOAD_BYTES)
    return widget


def limit(widget: forms.Widget, most: int) -> None:
    """Name the largest size in bytes where the script looks for it."""
    widget.attrs["data-most-bytes"] = str(most)
