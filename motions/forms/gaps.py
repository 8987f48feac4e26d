"""Lücken: which parts of the editor cannot be stored yet, in a few words for the line that saving in passing writes."""

from __future__ import annotations

from collections.abc import Iterable

from django.forms import BaseForm

from .editor import Editor
from .rows import OrderedFormSet


def gaps(editor: Editor) -> list[str]:
    """Each part that stays as it was stored, with its reason: "Beratungsfolge (Gremium fehlt)"."""
    parts = [
        *_fields(editor.placement),
        *_fields(editor.text),
        ("Beratungsfolge", _rows(editor.consultations)),
        ("Beträge je Haushaltsjahr", _rows(editor.financial_rows)),
        ("Beteiligte Fachbereiche", [words for line in editor.participants.lines for words in _words(line)]),
    ]
    return [f"{name} ({', '.join(dict.fromkeys(reasons))})" for name, reasons in parts if reasons]


def _fields(form: BaseForm) -> list[tuple[str, list[str]]]:
    """Every field is stored for itself."""
    found = form.errors.as_data()
    return [
        (str(field.label), [_reason(found[name])]) for name, field in form.fields.items() if name in found
    ]


def _rows(formset: OrderedFormSet) -> list[str]:
    whole = ["Zeilen prüfen"] if formset.non_form_errors() else []
    return [*whole, *(words for form in formset.kept for words in _words(form))]


def _words(form: BaseForm) -> Iterable[str]:
    """What a row lacks, in the order of its fields."""
    for name, errors in form.errors.as_data().items():
        label = form.fields[name].label if name in form.fields else "Zeile"
        yield f"{label} {_reason(errors)}"


def _reason(errors: Iterable[object]) -> str:
    return "fehlt" if any(getattr(error, "code", "") == "required" for error in errors) else "prüfen"
