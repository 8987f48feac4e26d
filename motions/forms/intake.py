"""Übernahme einer Textdatei: choose a file, look at what was understood, save."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from motions.importing.decoding import MAX_BYTES
from motions.models import Unit

from .layout import helper
from .new_paper import GroupForm
from .upload import file_input


class ImportFileForm(forms.Form):
    """Die Datei."""

    file = forms.FileField(
        label="Textdatei der Vorlage",
        help_text="Nur Text (Endung .txt), bis 2 MB. Aus Word: „Speichern unter“, Dateityp „Nur Text“.",
        widget=file_input(".txt,text/plain", most=MAX_BYTES),
        allow_empty_file=True,
        error_messages={"required": "Wählen Sie die Textdatei der Vorlage."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()

    def content(self) -> bytes:
        """The file's bytes, at most one more than the parser takes."""
        data: bytes = self.cleaned_data["file"].read(MAX_BYTES + 1)
        return data


class CarriedFile(forms.CharField):
    """Eine geprüfte Datei, die in der Seite mitreist; ``most`` bytes, every one of them survives."""

    widget = forms.HiddenInput

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(max_length=4 * most // 3 + 8, **kwargs)

    def clean(self, value: Any) -> bytes:
        """The bytes of the file."""
        try:
            return base64.b64decode(super().clean(value), validate=True)
        except (binascii.Error, ValueError):
            raise ValidationError("Die Datei kam beschädigt zurück. Wählen Sie sie noch einmal.") from None


class ImportSaveForm(GroupForm):
    """Geprüfte Übernahme: the file travels with the page and is read again by the same parser.

    Nothing the browser sends is trusted beyond what a fresh upload of the same bytes would be, so it needs no
    signature; and no file of an import that was never saved stays behind in the store (I14).
    """

    # Whose motion it is only the file can say; the rule asks for it (V-17).
    asks_author = False

    content = CarriedFile(most=MAX_BYTES)
    lead_unit = forms.ModelChoiceField(
        label="Federführender Fachbereich", queryset=Unit.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, units: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_unit"].queryset = Unit.objects.filter(pk__in=units)  # type: ignore[attr-defined]

    def ask_group(self, *, is_needed: bool) -> None:
        """Show the question whose motion it is, or not."""
        if is_needed:
            return
        for name in ("author_group", "author_person"):
            del self.fields[name]
            self.errors.pop(name, None)


def carried(data: bytes) -> str:
    """The file as text for the hidden field; every byte survives, line ends included."""
    return base64.b64encode(data).decode()
