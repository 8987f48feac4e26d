"""Signieren und prüfen: what was on the screen, and the file somebody wants to know about."""

from __future__ import annotations

from typing import Any

from django import forms

from motions.rules import short_address

from .checks import LinesField
from .rule_form import RuleForm
from .upload import file_input


class SealForm(forms.Form):
    """Siegeln oder unterschreiben: the hash that was shown, and with which key; empty for the Siegel."""

    shown = forms.RegexField(regex=r"\A[0-9a-f]{64}\Z", widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=60)


class RefusalForm(RuleForm):
    """Unterschrift verweigern: the reason, which is noted with the Niederschrift (SI-03)."""

    reason = LinesField(
        label="Grund",
        max_length=500,
        help_text="Er steht beim Ratsbüro im Vermerk über Ihre Unterschrift.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Nennen Sie den Grund. Er wird vermerkt."},
    )


class CheckForm(RuleForm):
    """Dokument prüfen: the file, its hash where the browser has computed it (document_check.js), or a short address."""

    hides_optional = True

    file = forms.FileField(
        label="PDF-Datei",
        required=False,
        help_text="Ihr Browser berechnet die Prüfsumme, die Datei selbst wird nicht gespeichert.",
        widget=file_input(".pdf,application/pdf"),
        error_messages={"empty": "Die Datei ist leer."},
    )
    sha256 = forms.CharField(
        label="Oder die Prüfsumme (SHA-256)",
        required=False,
        max_length=200,
        help_text="64 Zeichen aus Ziffern und den Buchstaben a bis f.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    code = forms.CharField(
        label="Oder die Kurzadresse von einem Ausdruck",
        required=False,
        max_length=200,
        help_text="Zwölf Zeichen in drei Gruppen; sie stehen beim QR-Code.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        ),
    )

    def clean_code(self) -> str:
        """With or without the address before it."""
        typed = str(self.cleaned_data["code"]).strip().rstrip("/").rpartition("/")[2]
        if typed and short_address.ids(typed) is None:
            raise forms.ValidationError(
                "Eine Kurzadresse hat zwölf Ziffern und Buchstaben in drei Gruppen. Vergleichen Sie sie mit dem "
                "Ausdruck."
            )
        return typed

    def clean(self) -> dict[str, Any]:
        """One of the three; a hash may be written with blanks and capitals."""
        cleaned = super().clean() or {}
        typed = "".join(cleaned.get("sha256", "").split()).lower()
        cleaned["sha256"] = typed
        has_other = cleaned.get("file") or cleaned.get("code") or {"file", "code"} & set(self.errors)
        if not typed and not has_other:
            text = "Wählen Sie die PDF-Datei aus, oder geben Sie ihre Prüfsumme oder die Kurzadresse ein."
            self.add_error("file", text)
        elif typed and not (len(typed) == 64 and set(typed) <= set("0123456789abcdef")):
            self.add_error("sha256", "Eine Prüfsumme hat 64 Zeichen aus Ziffern und den Buchstaben a bis f.")
        return cleaned
