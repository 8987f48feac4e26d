"""Signieren und prüfen: what was on the screen, and the file somebody wants to know about."""

from __future__ import annotations

from typing import Any

from django import forms

from .rule_form import RuleForm


class SealForm(forms.Form):
    """Siegeln: the hash that was shown."""

    shown = forms.RegexField(regex=r"\A[0-9a-f]{64}\Z", widget=forms.HiddenInput)


class CheckForm(RuleForm):
    """Dokument prüfen: the file, or its hash where the browser has computed it (static/js/document_check.js)."""

    hides_optional = True

    file = forms.FileField(
        label="PDF-Datei",
        required=False,
        help_text="Ihr Browser berechnet die Prüfsumme, die Datei selbst wird nicht gespeichert.",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={"empty": "Die Datei ist leer."},
    )
    sha256 = forms.CharField(
        label="Oder die Prüfsumme (SHA-256)",
        required=False,
        max_length=200,
        help_text="64 Zeichen aus Ziffern und den Buchstaben a bis f.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of both; a hash may be written with blanks and capitals."""
        cleaned = super().clean() or {}
        typed = "".join(cleaned.get("sha256", "").split()).lower()
        cleaned["sha256"] = typed
        if not typed and not cleaned.get("file") and "file" not in self.errors:
            self.add_error("file", "Wählen Sie die PDF-Datei aus oder geben Sie ihre Prüfsumme ein.")
        elif typed and not (len(typed) == 64 and set(typed) <= set("0123456789abcdef")):
            self.add_error("sha256", "Eine Prüfsumme hat 64 Zeichen aus Ziffern und den Buchstaben a bis f.")
        return cleaned
