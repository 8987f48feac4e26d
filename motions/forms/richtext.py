"""Formatierter Text: the field with the editor; what arrives is cleaned on the server."""

from typing import Any

from django.core.exceptions import ValidationError
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import ProseEditorWidget, importmap
from js_asset import ImportMap, Media, Script  # type: ignore[import-untyped]

from motions.pdf.richtext import RichTextTooLarge, clean

# Heading 1 and 2 belong to the page; the toolbar and the paste cleaner are our own (static/js/editor.js).
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "HardBreak": True,
    "Heading": {"levels": [3, 4]},
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "TrailingNode": True,
    "History": True,
    "Menu": False,
    "NoSpellCheck": False,
}


_MODULES = importmap | ImportMap({"council/paste": "js/paste.js", "council/link-dialog": "js/link-dialog.js"})


class RichTextWidget(ProseEditorWidget):  # type: ignore[misc]
    """Textarea that static/js/editor.js turns into the editor; without script it holds the HTML."""

    @property
    def media(self) -> Media:
        """The import map (needs the nonce of the request) and our module; no icon font, no foreign menu."""
        return Media(
            importmap=_MODULES,
            css={"all": ["django_prose_editor/editor.css"]},
            js=[Script("js/editor.js", type="module")],
        )


class RichTextField(ProseEditorFormField):  # type: ignore[misc]
    """Formatierter Text einer Vorlage (domain.md 4.3)."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"lang": "de", "rows": 10}
        super().__init__(
            extensions=dict(EXTENSIONS),
            preset="council",
            sanitize=clean,
            widget=RichTextWidget(attrs=attrs),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        """Allowed elements only; too much text is said, never cut."""
        try:
            return super().clean(value)
        except RichTextTooLarge as refusal:
            raise ValidationError(str(refusal)) from None
