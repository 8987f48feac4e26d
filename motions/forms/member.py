"""Formulare der Mitglieder: Zu- und Absage, Notiz, Befangenheit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from motions.models import Note, Organization
from motions.models.choices import RecusalGround
from motions.rules.notes import Words

from .again import sent_again
from .checks import LinesField, VersionField
from .layout import helper

_COMING = {"1": True, "0": False}


class ReplyForm(forms.Form):
    """Zu- oder Absage mit einem Hinweis an das Ratsbüro."""

    is_coming = forms.ChoiceField(
        label="Kommen Sie zur Sitzung?",
        choices=[("1", "Ich komme"), ("0", "Ich komme nicht")],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Wählen Sie aus, ob Sie kommen."),
    )
    note = forms.CharField(
        label="Hinweis an das Ratsbüro",
        required=False,
        max_length=300,
        help_text="Zum Beispiel, wenn Sie später kommen. Einen Grund müssen Sie nicht nennen.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()

    def act(self) -> dict[str, Any]:
        """Arguments of the rule."""
        return {"is_coming": _COMING[self.cleaned_data["is_coming"]], "note": self.cleaned_data["note"]}


class NoteForm(forms.Form):
    """Notiz zu einem Tagesordnungspunkt."""

    text = LinesField(
        label="Notiz",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Schreiben Sie, was Sie sich merken wollen."},
    )
    quote = forms.CharField(
        label="Stelle im Text",
        required=False,
        max_length=300,
        help_text="Einige Wörter aus der Vorlage, damit Sie die Stelle wiederfinden.",
    )
    is_shared = forms.BooleanField(label="Mit meiner Fraktion teilen", required=False)
    version = VersionField()

    def __init__(
        self, *args: Any, group: Organization | None, note: Note | None = None, **kwargs: Any
    ) -> None:
        if note is not None:
            kwargs["initial"] = {
                "text": note.text,
                "quote": note.quote,
                "is_shared": note.shared_with_id is not None,
                "version": note.version,
            }
        super().__init__(*args, **kwargs)
        self.helper = helper()
        self.initial.setdefault("version", 0)
        if group is None:
            del self.fields["is_shared"]
        else:
            self.fields["is_shared"].label = f"Mit meiner Fraktion teilen: {group}"

    def words(self) -> Words:
        """What was typed, for the rule."""
        data = self.cleaned_data
        return Words(data["text"], data["quote"], is_shared=data.get("is_shared", False))

    def retry(self, version: int) -> QueryDict:
        """The same words for the note as it stands now."""
        return sent_again(self.data, version=version)


class RecusalForm(forms.Form):
    """Befangenheit anzeigen: the legal ground, never the private reason (R-02)."""

    ground = forms.ChoiceField(
        label="Rechtsgrund",
        choices=RecusalGround.choices,
        widget=forms.RadioSelect,
        help_text="Nur der Rechtsgrund erscheint in der Niederschrift, nie Ihr persönlicher Grund.",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Wählen Sie den Rechtsgrund aus."),
    )
    stays_in_audience = forms.BooleanField(
        label="Ich bleibe bei öffentlicher Beratung im Zuhörerbereich", required=False
    )

    def __init__(self, *args: Any, is_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        if not is_public:
            del self.fields["stays_in_audience"]

    def act(self) -> dict[str, Any]:
        """Arguments of the rule."""
        data = self.cleaned_data
        return {"ground": data["ground"], "stays_in_audience": data.get("stays_in_audience", False)}
