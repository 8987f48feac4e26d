"""Tagesordnung bearbeiten: every act is a form of its own, so that all works by keyboard and without script."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motions.forms.agenda import (
    AgendaForm,
    HandOutForm,
    ItemForm,
    PapersForm,
    PlaceForm,
    SubjectsForm,
    TabledForm,
)
from motions.models import AgendaItem, Meeting, User
from motions.rules import agenda, agenda_editing, agenda_sources, meeting_permissions
from motions.rules.findings import NotPermitted, OutdatedState, Refused

from .access import Access, access
from .person import staff_of


@require_safe
@access(Access.OFFICE)
def agenda_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Die Tagesordnung mit allem, was daran zu tun ist."""
    user, meeting = _meeting(request, pk)
    return _page(request, user, meeting)


@require_POST
@access(Access.OFFICE)
def agenda_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Einen Punkt oder Unterpunkt aufnehmen."""
    user, meeting = _meeting(request, pk)
    form = ItemForm(request.POST, meeting=meeting)

    def add() -> AgendaItem:
        return agenda.add_item(meeting, form.entry(), **_by(user, form))

    return _act(request, user, meeting, form, add, "„{}“ ist aufgenommen.", name="item_form")


@require_POST
@access(Access.OFFICE)
def agenda_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Vorlagen nach ihrer Beratungsfolge aufnehmen."""
    user, meeting = _meeting(request, pk)
    form = PapersForm(request.POST, meeting=meeting, proposals=agenda_sources.proposals(meeting))

    def add() -> AgendaItem:
        rows, note = list(form.cleaned_data["consultations"]), form.cleaned_data["accepted_note"]
        parent = form.cleaned_data["parent"]
        return agenda.add_papers(meeting, rows, **_by(user, form), accepted_note=note, parent=parent)[0]

    return _act(request, user, meeting, form, add, "Aufgenommen, zuerst „{}“.", name="papers_form")


@require_POST
@access(Access.OFFICE)
def agenda_subjects(request: HttpRequest, pk: int) -> HttpResponse:
    """Verlangte, vertagte oder verwiesene Gegenstände aufnehmen (E-15, O-01, O-02)."""
    user, meeting = _meeting(request, pk)
    form = SubjectsForm(request.POST, meeting=meeting, subjects=agenda_sources.subjects(meeting))

    def add() -> AgendaItem:
        return agenda.add_items(meeting, form.entries(), **_by(user, form))[0]

    return _act(request, user, meeting, form, add, "Aufgenommen, zuerst „{}“.", name="subjects_form")


@require_POST
@access(Access.OFFICE)
def agenda_standard(request: HttpRequest, pk: int) -> HttpResponse:
    """Die Punkte jeder Tagesordnung aufnehmen (N-05)."""
    user, meeting = _meeting(request, pk)
    form = AgendaForm(request.POST)

    def add() -> None:
        agenda.add_standard_items(meeting, **_by(user, form))

    return _act(request, user, meeting, form, add, "Die Standardpunkte stehen auf der Tagesordnung.")


@require_POST
@access(Access.OFFICE)
def agenda_move(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Einen Punkt nach oben, nach unten oder an eine Position setzen."""
    user, meeting = _meeting(request, pk)
    item, form = _item(user, meeting, item_pk), PlaceForm(request.POST)

    def move() -> AgendaItem:
        return agenda.move_item(item, form.cleaned_data["to"], **_by(user, form))

    return _act(request, user, meeting, form, move, "„{}“ steht jetzt an Position {}.")


@require_POST
@access(Access.OFFICE)
def agenda_remove(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Einen Punkt vor dem Versand herausnehmen."""
    user, meeting = _meeting(request, pk)
    item, form = _item(user, meeting, item_pk), AgendaForm(request.POST)

    def remove() -> None:
        agenda.remove_item(item, **_by(user, form))

    return _act(request, user, meeting, form, remove, f"„{item.title}“ ist herausgenommen.")


@require_POST
@access(Access.OFFICE)
def agenda_tabled(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Einen Punkt als Tischvorlage kennzeichnen oder nicht mehr (E-11)."""
    user, meeting = _meeting(request, pk)
    item, form = _item(user, meeting, item_pk), TabledForm(request.POST)

    def mark() -> AgendaItem:
        return agenda.mark_tabled(item, is_tabled=form.cleaned_data["is_tabled"], **_by(user, form))

    return _act(request, user, meeting, form, mark, "„{}“ ist geändert.")


@require_POST
@access(Access.OFFICE)
def agenda_hand_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Eine Vorlage zu einem mitgeteilten Punkt als Tischvorlage geben (E-11)."""
    user, meeting = _meeting(request, pk)
    form = HandOutForm(request.POST, meeting=meeting, proposals=agenda_sources.proposals(meeting))

    def hand_out() -> AgendaItem:
        item, consultation = form.cleaned_data["item"], form.cleaned_data["consultation"]
        return agenda.hand_out_paper(item, consultation, **_by(user, form))

    return _act(
        request, user, meeting, form, hand_out, "„{}“ hat jetzt eine Tischvorlage.", name="hand_out_form"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def agenda_item_edit(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Titel, Teil und Grund eines Punktes ändern."""
    user, meeting = _meeting(request, pk)
    item = _item(user, meeting, item_pk)
    form = ItemForm(request.POST if request.method == "POST" else None, meeting=meeting, item=item)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            agenda.change_item(item, form.entry(), **_by(user, form))
            messages.success(request, f"„{form.cleaned_data['title']}“ ist geändert.")
            return redirect(_place(meeting, item))
        except Refused as refusal:
            form.refuse(refusal.findings)
        except OutdatedState as outdated:
            form.add_error(None, str(outdated))
            status = 409
    context = {"meeting": meeting, "item": item, "form": form, "is_nonpublic": not item.is_public}
    return render(request, "motions/agenda_item_edit.html", context, status=status)


def _act(
    request: HttpRequest,
    user: User,
    meeting: Meeting,
    form: AgendaForm,
    do: Callable[[], AgendaItem | None],
    done: str,
    *,
    name: str = "act_form",
) -> HttpResponse:
    """Carry out one act; whatever is refused comes back on the page with everything typed."""
    status = 422
    if form.is_valid():
        try:
            item = do()
        except Refused as refusal:
            form.refuse(refusal.findings)
        except OutdatedState as outdated:
            messages.warning(request, str(outdated))
            status = 409
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from None
        else:
            messages.success(request, done.format(item.title, item.position) if item else done)
            return redirect(_place(meeting, item))
    return _page(request, user, _meeting(request, meeting.pk)[1], status=status, **{name: form})


def _page(
    request: HttpRequest, user: User, meeting: Meeting, *, status: int = 200, **forms: AgendaForm
) -> HttpResponse:
    proposals, subjects = agenda_sources.proposals(meeting), agenda_sources.subjects(meeting)
    context = {
        "meeting": meeting,
        "parts": agenda_editing.parts(meeting),
        "may_edit": agenda.may_edit_agenda(user, meeting),
        "proposals": proposals,
        "item_form": ItemForm(meeting=meeting),
        "papers_form": PapersForm(meeting=meeting, proposals=proposals),
        "subjects": subjects,
        "subjects_form": SubjectsForm(meeting=meeting, subjects=subjects),
        "hand_out_form": HandOutForm(meeting=meeting, proposals=proposals) if meeting.is_announced else None,
        **forms,
        "forms": list(forms.values()),
    }
    return render(request, "motions/agenda_edit.html", context, status=status)


def _by(user: User, form: AgendaForm) -> Mapping[str, Any]:
    return {"by": user, "now": timezone.now(), "version": form.cleaned_data["version"]}


def _meeting(request: HttpRequest, pk: int) -> tuple[User, Meeting]:
    user = staff_of(request)
    rows = meeting_permissions.visible_meetings(user).select_related("organization")
    return user, get_object_or_404(rows, pk=pk)


def _item(user: User, meeting: Meeting, pk: int) -> AgendaItem:
    rows = meeting_permissions.visible_items(user).select_related("meeting__organization")
    return get_object_or_404(rows, pk=pk, meeting=meeting)


def _place(meeting: Meeting, item: AgendaItem | None) -> str:
    address = reverse("agenda-edit", args=[meeting.pk])
    return f"{address}#punkt-{item.pk}" if item else address
