"""Formulare der Tagesordnung: an item, papers to take up, a place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from crispy_forms.layout import Layout, Row
from django import forms

from motions.models import AgendaItem, Consultation, Meeting
from motions.models.choices import SecrecyGround
from motions.rules.agenda_checks import Entry
from motions.rules.agenda_sources import Proposal, Subject
from motions.rules.findings import Finding

from .checks import VersionField
from .rule_form import PrintedForm

if TYPE_CHECKING:
    _ItemField = forms.ModelChoiceField[AgendaItem]
    _ConsultationField = forms.ModelChoiceField[Consultation]
    _ConsultationsField = forms.ModelMultipleChoiceField[Consultation]
else:
    _ItemField = _ConsultationField = forms.ModelChoiceField
    _ConsultationsField = forms.ModelMultipleChoiceField


class _Parents(_ItemField):
    def label_from_instance(self, obj: Any) -> str:
        """The title, and the part it stands in when that is not the public one."""
        return str(obj.title) if obj.is_public else f"{obj.title} (nichtöffentlich)"


class AgendaForm(PrintedForm):
    """Was jede Handlung mitbringt: the version the person saw."""

    version = VersionField()

    def refuse(self, findings: Iterable[Finding]) -> None:
        """What stands in the way, at the field where it is answered."""
        for finding in findings:
            field = finding.field if finding.field in self.fields else None
            self.add_error(field, f"{finding.text} (Regel {finding.rule})")


def _offer_parents(field: forms.Field, meeting: Meeting, *, but: AgendaItem | None = None) -> None:
    """Every item that is none of the sub-items, and not the one that is being changed."""
    rows = meeting.items.filter(parent=None).in_order()
    field.queryset = rows.exclude(pk=but.pk) if but else rows  # type: ignore[attr-defined]


class ItemForm(AgendaForm):
    """Ein Punkt ohne Vorlage oder die Angaben zu einem Punkt."""

    title = forms.CharField(
        label="Titel", max_length=500, error_messages={"required": "Geben Sie den Titel des Punktes ein."}
    )
    is_public = forms.TypedChoiceField(
        label="Behandlung",
        choices=[("1", "öffentlich"), ("0", "nichtöffentlich")],
        coerce=lambda value: value == "1",
        initial="1",
        error_messages={"required": "Wählen Sie aus, ob öffentlich beraten wird."},
    )
    secrecy_ground = forms.ChoiceField(
        label="Grund der Nichtöffentlichkeit",
        required=False,
        choices=[("", "Bitte wählen"), *(row for row in SecrecyGround.choices if row[0])],
    )
    public_title = forms.CharField(
        label="Titel für die Öffentlichkeit",
        max_length=200,
        required=False,
        help_text="Allgemein, zum Beispiel „Grundstücksangelegenheit“. Nur ihn lesen Bürgerinnen und Bürger.",
    )
    parent = _Parents(
        label="Unterpunkt von",
        queryset=AgendaItem.objects.none(),
        required=False,
        empty_label="eigener Punkt",
    )

    def __init__(self, data: Any = None, *, meeting: Meeting, item: AgendaItem | None = None) -> None:
        initial: dict[str, Any] = {"version": meeting.version}
        if item is not None:
            names = ("title", "secrecy_ground", "public_title")
            initial |= {name: getattr(item, name) for name in names}
            initial |= {"is_public": "1" if item.is_public else "0", "parent": item.parent_id}
        # Several forms share one page, each with names of its own.
        super().__init__(data, initial=initial, auto_id="punkt_%s")
        layout = ["title", Row("is_public", "secrecy_ground"), "public_title"]
        if item is None or not item.children.exists():
            _offer_parents(self.fields["parent"], meeting, but=item)
            layout.append("parent")
        else:
            del self.fields["parent"]
        self.helper.layout = Layout("version", *layout)

    def entry(self) -> Entry:
        """What was typed, for the rule; a sub-item stands in the part of its item."""
        data = self.cleaned_data
        parent = data.get("parent")
        return Entry(
            title=data["title"],
            is_public=data["is_public"],
            secrecy_ground="" if data["is_public"] else data["secrecy_ground"],
            public_title="" if data["is_public"] else data["public_title"],
            parent=parent,
        )


# The checker knows this class as generic, the running one is not.
class _Consultations(_ConsultationsField):
    def label_from_instance(self, obj: Any) -> str:
        """Number, subject, and what the organ is to do."""
        paper = obj.paper
        parts = [f"{paper.reference}: {paper.subject}", f"({obj.get_role_display()}"]
        parts.append("nichtöffentlich," if not obj.is_public else "öffentlich,")
        day = f"geplant für den {obj.planned_on:%d.%m.%Y})" if obj.planned_on else "ohne Termin)"
        return f"{parts[0]} {parts[1]}, {parts[2]} {day}"


class _Consultation(_ConsultationField):
    def label_from_instance(self, obj: Any) -> str:
        """Number and subject."""
        return f"{obj.paper.reference}: {obj.paper.subject}"


class PapersForm(AgendaForm):
    """Vorlagen aufnehmen; what is planned for this very day is ticked already."""

    consultations = _Consultations(
        label="Offene Beratungen dieses Gremiums",
        queryset=Consultation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Wählen Sie mindestens eine Vorlage aus.",
            "invalid_choice": "Eine der Vorlagen steht schon auf einer Tagesordnung oder gilt nicht mehr.",
        },
    )
    accepted_note = forms.CharField(
        label="Vermerk zur freiwilligen Aufnahme",
        max_length=300,
        required=False,
        help_text="Nur nötig für Anträge ohne Anspruch oder nach dem Antragsschluss.",
    )
    parent = _Parents(
        label="Als Unterpunkt von",
        queryset=AgendaItem.objects.none(),
        required=False,
        empty_label="eigene Punkte",
    )

    def __init__(self, data: Any = None, *, meeting: Meeting, proposals: list[Proposal]) -> None:
        day = meeting.held_on
        ticked = [
            row.consultation.pk
            for row in proposals
            if row.consultation.planned_on == day and not row.reservations
        ]
        initial = {"version": meeting.version, "consultations": ticked}
        super().__init__(data, initial=initial, auto_id="vorlagen_%s")
        rows = Consultation.objects.filter(pk__in=[row.consultation.pk for row in proposals])
        field = self.fields["consultations"]
        field.queryset = rows.select_related("paper").order_by("planned_on", "pk")  # type: ignore[attr-defined]
        _offer_parents(self.fields["parent"], meeting)


class SubjectsForm(AgendaForm):
    """Verlangte, vertagte oder verwiesene Beratungsgegenstände aufnehmen, each at an item of its own (E-15, O-01)."""

    subjects = forms.MultipleChoiceField(
        label="Beratungsgegenstände ohne Vorlage",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Wählen Sie mindestens einen Gegenstand aus.",
            "invalid_choice": "Einer der Gegenstände steht schon auf der Tagesordnung.",
        },
    )

    def __init__(self, data: Any = None, *, meeting: Meeting, subjects: list[Subject]) -> None:
        super().__init__(data, initial={"version": meeting.version}, auto_id="verlangt_%s")
        self._subjects = {row.key: row for row in subjects}
        self.fields["subjects"].choices = [  # type: ignore[attr-defined]
            (row.key, f"{row.title} ({row.origin})") for row in subjects
        ]

    def entries(self) -> list[Entry]:
        """One item for each chosen subject, in its words and as public as it was."""
        chosen = [self._subjects[key] for key in self.cleaned_data["subjects"]]
        return [
            Entry(
                row.title,
                is_public=row.is_public,
                secrecy_ground=row.secrecy_ground,
                public_title=row.public_title,
            )
            for row in chosen
        ]


class HandOutForm(AgendaForm):
    """Tischvorlage zu einem Punkt, zu dem ohne Vorlage eingeladen wurde (E-11)."""

    item = _Parents(
        label="Mitgeteilter Punkt ohne Vorlage",
        queryset=AgendaItem.objects.none(),
        empty_label="Bitte wählen",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Wählen Sie den Punkt aus."),
    )
    consultation = _Consultation(
        label="Vorlage",
        queryset=Consultation.objects.none(),
        empty_label="Bitte wählen",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Wählen Sie die Vorlage aus."),
    )

    def __init__(self, data: Any = None, *, meeting: Meeting, proposals: list[Proposal]) -> None:
        super().__init__(data, initial={"version": meeting.version}, auto_id="tisch_%s")
        rows = Consultation.objects.filter(pk__in=[row.consultation.pk for row in proposals])
        self.fields["consultation"].queryset = rows.select_related("paper")  # type: ignore[attr-defined]
        items = meeting.items.announced().filter(consultation=None).in_order()
        self.fields["item"].queryset = items  # type: ignore[attr-defined]


class PlaceForm(AgendaForm):
    """An Position …"""

    to = forms.IntegerField(
        label="An Position",
        min_value=1,
        max_value=500,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Geben Sie die neue Position als Zahl ein."
        ),
    )


class TabledForm(AgendaForm):
    """Tischvorlage ja oder nein."""

    is_tabled = forms.BooleanField(required=False)
