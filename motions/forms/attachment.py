"""Formular einer Anlage: title, publicity and the file; a file chosen later takes the place of the first."""

from __future__ import annotations

from typing import Any

from django import forms

from motions.models import Attachment
from motions.rules import bylaws, permissions
from motions.rules.attachments import MEGABYTE

from .checks import refuse_unprintable
from .layout import helper
from .upload import file_input, limit


class MoveForm(forms.Form):
    """Anlage verschieben: the direction, and the place at which the person saw it."""

    up = forms.ChoiceField(choices=[("1", "nach oben"), ("0", "nach unten")])
    position = forms.IntegerField(required=False, min_value=0, max_value=30_000)

    def act(self) -> dict[str, Any]:
        """Arguments of the rule."""
        return {"up": self.cleaned_data["up"] == "1", "seen_at": self.cleaned_data["position"]}


class RemovedForm(forms.Form):
    """Anlage entfernen: the paper it stood in, to lead back there when it is gone already."""

    paper = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class AttachmentForm(forms.Form):
    """Anlage hinzufügen oder ändern."""

    title = forms.CharField(
        label="Titel der Anlage",
        max_length=200,
        help_text="So steht sie in der Vorlage. Bei nichtöffentlichen Anlagen nur intern.",
        error_messages={"required": "Geben Sie den Titel der Anlage ein."},
    )
    is_public = forms.TypedChoiceField(
        label="Wer darf sie sehen?",
        choices=[("1", "Alle (öffentlich)"), ("0", "Nur Berechtigte (nichtöffentlich)")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": "Wählen Sie aus, ob die Anlage öffentlich ist."},
    )
    file = forms.FileField(
        label="Datei",
        widget=file_input(".pdf,.docx,.xlsx,.jpg,.jpeg,.png,.txt"),
        error_messages={
            "required": "Wählen Sie eine Datei aus.",
            "empty": "Die Datei ist leer. Wählen Sie eine andere.",
        },
    )

    def __init__(self, *args: Any, attachment: Attachment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "anlage_%s", **kwargs})
        self.helper = helper()
        largest = bylaws.number("attachment.max_mb", on=permissions.today())
        limit(self.fields["file"].widget, largest * MEGABYTE)
        self.fields["file"].help_text = f"PDF, DOCX, XLSX, JPG, PNG oder Text bis {largest} MB."
        if attachment is not None:
            self.fields["file"].label = "Andere Datei"
            self.fields["file"].required = False
            self.initial["title"] = attachment.title
            self.initial["is_public"] = "1" if attachment.is_public else "0"

    def clean_title(self) -> str:
        """The title is printed in the list of annexes."""
        return refuse_unprintable(self.cleaned_data["title"])

    def act(self) -> dict[str, Any]:
        """Arguments of the rule."""
        chosen = {"title": self.cleaned_data["title"], "is_public": self.cleaned_data["is_public"]}
        if file := self.cleaned_data["file"]:
            chosen |= {"stream": file.file, "file_name": file.name}
        return chosen
