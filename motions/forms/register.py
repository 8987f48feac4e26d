"""Formulare der Register des Ratsbüros: Einberufungsverlangen, Tonaufzeichnung, Bekanntgabe, Akteneinsicht, Angaben."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from motions.models import (
    InspectionRequest,
    Interest,
    Meeting,
    MeetingDemand,
    Organization,
    PublicSummary,
)
from motions.models.choices import OrganizationType
from motions.models.inspection import InspectionDecision
from motions.models.public_summary import SummaryWaiver
from motions.rules.organs import deliberating_organs

from .checks import LinesField, VersionField
from .rule_form import DatedForm, PrintedForm, say, without_blank

# The checker knows these classes as generic, the running ones are not.
if TYPE_CHECKING:
    _DemandForm = forms.ModelForm[MeetingDemand]
    _InspectionForm = forms.ModelForm[InspectionRequest]
    _InterestForm = forms.ModelForm[Interest]
else:
    _DemandForm = _InspectionForm = _InterestForm = forms.ModelForm

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_LINES = forms.Textarea(attrs={"rows": 4})


class DemandForm(DatedForm, _DemandForm):
    """Was eingegangen ist: who demands a meeting of which organ about what."""

    class Meta:
        model = MeetingDemand
        fields = ("organ", "received_on", "group", "supporter_count", "subjects")
        widgets = {"received_on": _DAY, "subjects": _LINES}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = Organization.objects.filter(organization_type=OrganizationType.PARLIAMENTARY_GROUP)
        for name, rows, words in (
            ("organ", deliberating_organs(), "Bitte wählen"),
            ("group", groups.order_by("name"), "Keine Fraktion, sondern Mitglieder"),
        ):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
            self.fields[name].empty_label = words  # type: ignore[attr-defined]
        say(self, organ="Wählen Sie das Gremium aus.", received_on="Geben Sie den Tag des Eingangs ein.")
        say(self, subjects="Nennen Sie die Beratungsgegenstände.")


class ConveneForm(PrintedForm):
    """Welche Sitzung dafür einberufen ist."""

    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label="Einberufene Sitzung",
        empty_label="Bitte wählen",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Wählen Sie die Sitzung aus."),
    )

    def __init__(self, *args: Any, meetings: list[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Meeting.objects.filter(pk__in=[row.pk for row in meetings]).select_related("organization")
        self.fields["meeting"].queryset = rows.order_by("starts_at")  # type: ignore[attr-defined]


class AudioForm(PrintedForm):
    """Wo die Tonaufzeichnung liegt."""

    kept_where = forms.CharField(
        label="Wo liegt die Aufzeichnung?",
        max_length=200,
        help_text="Zum Beispiel „Aufnahmegerät im Ratsbüro, Schrank 2“.",
        error_messages={"required": "Nennen Sie den Ort der Aufzeichnung."},
    )


class AudioDeletedForm(DatedForm):
    """Dass die Tonaufzeichnung gelöscht ist."""

    deleted_on = forms.DateField(
        label="Gelöscht am",
        widget=_DAY,
        error_messages=dict.fromkeys(("required", "invalid"), "Geben Sie den Tag der Löschung ein."),
    )


class SummaryForm(PrintedForm):
    """Öffentlicher Wortlaut eines nichtöffentlichen Beschlusses, oder warum es keinen gibt."""

    version = VersionField()
    text = LinesField(
        label="Öffentlicher Wortlaut",
        required=False,
        max_length=4000,
        widget=_LINES,
        help_text="Das lesen alle. Schreiben Sie nichts, was geheim bleiben muss: keine Namen, keine Preise.",
    )
    waiver = forms.ChoiceField(
        label="Oder: Warum wird nichts bekanntgegeben?",
        required=False,
        choices=[("", "Es wird bekanntgegeben"), *SummaryWaiver.choices],
    )

    def __init__(self, *args: Any, known: PublicSummary | None, **kwargs: Any) -> None:
        initial = {"text": known.text, "waiver": known.waiver, "version": known.version} if known else {}
        super().__init__(*args, initial={"version": 0} | initial, **kwargs)


class InspectionForm(DatedForm, _InspectionForm):
    """Ein Antrag auf Akteneinsicht, wie er eingegangen ist."""

    class Meta:
        model = InspectionRequest
        fields = ("ground", "requester", "received_on", "subject")
        widgets = {"ground": forms.RadioSelect, "received_on": _DAY, "subject": _LINES}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_blank(self, "ground")
        say(self, ground="Wählen Sie die Grundlage aus.", received_on="Geben Sie den Tag des Eingangs ein.")
        say(
            self,
            requester="Nennen Sie, wer die Einsicht beantragt.",
            subject="Nennen Sie die Akten oder die Sache.",
        )


class InspectionDecisionForm(DatedForm):
    """Wie über einen Antrag entschieden ist."""

    decision = forms.ChoiceField(
        label="Entscheidung",
        choices=InspectionDecision,
        widget=forms.RadioSelect,
        error_messages={"required": "Wählen Sie die Entscheidung aus."},
    )
    decided_on = forms.DateField(
        label="Entschieden am", widget=_DAY, error_messages={"required": "Geben Sie den Tag ein."}
    )
    reasons = LinesField(
        label="Gründe",
        required=False,
        max_length=4000,
        widget=_LINES,
        help_text="Nötig, wenn die Einsicht nicht oder nur teilweise gewährt wird.",
    )


class InspectionShownForm(DatedForm):
    """Wann was gezeigt wurde."""

    inspected_on = forms.DateField(
        label="Einsicht am", widget=_DAY, error_messages={"required": "Geben Sie den Tag der Einsicht ein."}
    )
    shown = LinesField(
        label="Was wurde gezeigt?",
        max_length=4000,
        widget=_LINES,
        error_messages={"required": "Nennen Sie, was gezeigt wurde."},
    )


class InterestForm(DatedForm, _InterestForm):
    """Eine Angabe nach der Ehrenordnung."""

    class Meta:
        model = Interest
        fields = ("kind", "body", "starts_on")
        widgets = {"kind": forms.RadioSelect, "starts_on": _DAY}
        labels = {"starts_on": "Seit"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_blank(self, "kind")
        say(self, kind="Wählen Sie die Art aus.", body="Nennen Sie die Firma, den Verein oder die Stelle.")
        say(self, starts_on="Geben Sie ein, seit wann das so ist.")
