"""Formulare des Kalenders: one meeting, a series, a change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import Layout, Row
from django import forms
from django.http import QueryDict
from django.utils import timezone

from motions.models import Meeting, Organization, User
from motions.rules import offices, organs, permissions
from motions.rules.findings import Finding
from motions.rules.planning_checks import Plan

from .again import sent_again
from .checks import LinesField, VersionField, plausible_day
from .layout import helper
from .rule_form import PrintedForm, ask_for_note, refuse_at_fields

_DATE = {"invalid": "Geben Sie ein Datum ein, zum Beispiel 26.09.2027."}
_TIME = {"invalid": "Geben Sie eine Uhrzeit ein, zum Beispiel 18:00."}


def day_field(label: str, **kwargs: Any) -> forms.DateField:
    """A day, with the calendar of the browser."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, widget=widget, error_messages=_DATE | kwargs.pop("errors", {}), **kwargs
    )


def _time(label: str, **kwargs: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(
        label=label, widget=widget, error_messages=_TIME | kwargs.pop("errors", {}), **kwargs
    )


class AnsweredForm(PrintedForm):
    """Was jede Planung fragt: a note for warnings, an exception for blocks."""

    note = LinesField(
        label="Vermerk",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Erscheint im Verlauf. Spricht eine Regel dagegen, ist eine Begründung nötig.",
    )
    override = forms.BooleanField(
        label="Trotz einer blockierenden Regel speichern (mit Begründung im Vermerk)", required=False
    )

    def refuse(self, findings: Iterable[Finding]) -> None:
        """What stands in the way, at the field where it is answered."""
        found = list(findings)
        refuse_at_fields(self, (finding for finding in found if finding.blocks))
        ask_for_note(self, found)

    def answers(self) -> dict[str, Any]:
        """Arguments of the rule."""
        return {name: self.cleaned_data[name] for name in ("note", "override")}


class PlaceForm(AnsweredForm):
    """Gremium, Uhrzeit und Ort."""

    organization = forms.ModelChoiceField(
        label="Gremium",
        queryset=Organization.objects.none(),
        empty_label="Bitte wählen",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Wählen Sie das Gremium aus."),
    )
    starts = _time("Beginn", errors={"required": "Geben Sie den Beginn ein."}, initial=dt.time(18))
    place = forms.CharField(
        label="Ort", max_length=200, error_messages={"required": "Geben Sie den Ort ein."}
    )
    room = forms.CharField(label="Raum", max_length=100, required=False)
    access_note = forms.CharField(
        label="Hinweise zum Zugang",
        max_length=300,
        required=False,
        help_text="Zum Beispiel: Aufzug im Hof, Induktionsschleife vorhanden.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        self.fields["organization"].queryset = organs.deliberating_organs()  # type: ignore[attr-defined]

    def at(self, day: dt.date, time: dt.time) -> dt.datetime:
        """A time of the town's clock."""
        return timezone.make_aware(dt.datetime.combine(day, time))


class MeetingForm(PlaceForm):
    """Eine Sitzung planen."""

    day = day_field("Tag", errors={"required": "Geben Sie den Tag ein."})
    ends = _time("Voraussichtliches Ende", required=False)
    editorial_deadline_on = day_field(
        "Redaktionsschluss", required=False, help_text="Leer: wie in der Dienstanweisung."
    )
    is_hybrid = forms.BooleanField(label="Hybride Sitzung", required=False)
    link = forms.URLField(
        label="Link zur Videokonferenz",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Sehen nur die Mitglieder und das Ratsbüro.",
        error_messages={"invalid": "Geben Sie eine vollständige Adresse ein, zum Beispiel https://…"},
    )
    minute_taker = forms.ModelChoiceField(
        label="Schriftführung", queryset=User.objects.none(), required=False, empty_label="noch offen"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = offices.people_in_office(on=permissions.today())
        self.fields["minute_taker"].queryset = people  # type: ignore[attr-defined]
        names = [name for name in ("organization", "version", "reason") if name in self.fields]
        self.helper.layout = Layout(
            *names,
            Row("day", "starts", "ends"),
            Row("place", "room"),
            "access_note",
            Row("editorial_deadline_on", "minute_taker"),
            "is_hybrid",
            "link",
            "note",
            "override",
        )

    def clean_day(self) -> dt.date | None:
        """A plausible day."""
        return plausible_day(self.cleaned_data["day"])

    def clean_editorial_deadline_on(self) -> dt.date | None:
        """A plausible day."""
        return plausible_day(self.cleaned_data["editorial_deadline_on"])

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "Das Ende liegt vor dem Beginn. Korrigieren Sie die Uhrzeit.")
        return cleaned

    def plan(self) -> Plan:
        """What was typed, for the rule."""
        data = self.cleaned_data
        return Plan(
            starts_at=self.at(data["day"], data["starts"]),
            planned_end_at=self.at(data["day"], data["ends"]) if data["ends"] else None,
            **{
                name: data[name]
                for name in (
                    "place",
                    "room",
                    "access_note",
                    "editorial_deadline_on",
                    "is_hybrid",
                    "link",
                    "minute_taker",
                )
            },
        )


class MeetingChangeForm(MeetingForm):
    """Eine Sitzung ändern oder verlegen."""

    version = VersionField()
    reason = forms.CharField(
        label="Grund der Verlegung",
        max_length=300,
        required=False,
        help_text="Nötig, wenn sich Tag oder Uhrzeit ändern; er steht im Kalender.",
    )

    def __init__(self, data: Any = None, *, meeting: Meeting, link: str) -> None:
        starts = timezone.localtime(meeting.starts_at)
        ends = timezone.localtime(meeting.planned_end_at) if meeting.planned_end_at else None
        names = (
            "place",
            "room",
            "access_note",
            "editorial_deadline_on",
            "is_hybrid",
            "minute_taker",
            "version",
        )
        initial = {name: getattr(meeting, name) for name in names}
        initial |= {"day": starts.date(), "starts": starts.time(), "ends": ends and ends.time(), "link": link}
        super().__init__(data, initial=initial)
        del self.fields["organization"]
        self.helper.layout.fields.remove("organization")

    def act(self) -> dict[str, Any]:
        """The other arguments of the rule."""
        return {
            **self.answers(),
            "version": self.cleaned_data["version"],
            "reason": self.cleaned_data["reason"],
        }

    def retry(self, version: int) -> QueryDict:
        """The same words for the meeting as it stands now."""
        return sent_again(self.data, version=version)
