"""Formular: wann jemand E-Mails bekommt."""

from django import forms

from motions.models.notification import NotificationRhythm

from .layout import helper


class NotificationChoiceForm(forms.Form):
    """One choice for all mails."""

    rhythm = forms.ChoiceField(
        label="Wann möchten Sie E-Mails bekommen?",
        choices=NotificationRhythm,
        widget=forms.RadioSelect,
        error_messages={"required": "Wählen Sie aus, wann Sie E-Mails bekommen möchten."},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = helper()
