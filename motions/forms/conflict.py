"""Zwei Fassungen nebeneinander: what is stored and what was typed, for every field in which they differ."""

from dataclasses import dataclass

from motions.models import Paper
from motions.pdf.richtext import plain

from .editor import Editor


@dataclass(frozen=True)
class Difference:
    """Ein Feld mit zwei Fassungen, as plain text."""

    label: str
    stored: str
    typed: str


def differences(stored: Paper, editor: Editor) -> list[Difference]:
    """Fields whose typed text is not the stored one."""
    found = []
    for name, typed in editor.text.changes().items():
        value = getattr(stored, name)
        if value != typed:
            label = str(editor.text.fields[name].label)
            found.append(Difference(label, _readable(value), _readable(typed)))
    return found


def _readable(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    return plain(str(value)) if isinstance(value, str) else str(value)
