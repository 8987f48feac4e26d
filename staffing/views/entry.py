"""Eine Stelle in einer Fassung: its row, its whole form, its end; nothing typed is lost when somebody was faster."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from motions.forms.again import sent_again
from motions.models import User
from motions.rules.findings import Finding, OutdatedState, Refused
from motions.views.access import Access, access
from motions.views.rule_page import carried_out, page
from staffing.forms.entry import EntryEditor, RowForm
from staffing.forms.plan import DropForm
from staffing.models import PlanEntry, StaffingPlan
from staffing.rules import changes, drafting, plan_board, plan_checks, revising
from staffing.rules.listing import listing_of
from staffing.views.desk import keeper_of, plan_or_404, position_or_404
from staffing.views.offers import offers

_SAVED = "Stelle {} ist gespeichert."


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def entry_row(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Die Zeile einer Stelle ändern; a script sends the same form and gets the row back."""
    user, plan, entry = _fetched(request, pk, number)
    initial = {**vars(listing_of(entry)), "seen": entry.pk}
    form = RowForm(request.POST if request.method == "POST" else None, initial=initial)

    def act() -> None:
        listing = form.changed(listing_of(entry))
        revising.revise(plan, entry.position, listing, seen=form.cleaned_data["seen"], by=user)

    is_saved = carried_out(form, act)
    if _wants_json(request):
        return _row_for_script(request, user, plan, number, form if not is_saved else None)
    if is_saved:
        messages.success(request, _SAVED.format(number))
        return redirect("plan-version", pk=pk)
    context = {"plan": plan, "entry": entry, **_both(form, entry), **offers()}
    if form.is_outdated:
        form.data = sent_again(form.data, seen=entry.pk)
    return page(request, "staffing/entry_row.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def entry_edit(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Die ganze Stelle ändern: products, notes, reason."""
    user, plan, entry = _fetched(request, pk, number)
    editor = EntryEditor(request.POST if request.method == "POST" else None, entry=entry)
    if request.method == "POST" and editor.is_valid():
        try:
            seen = editor.form.cleaned_data["seen"]
            revising.revise(plan, entry.position, editor.listing(), seen=seen, by=user)
        except Refused as refusal:
            editor.refuse(refusal.findings)
        except OutdatedState as outdated:
            stored = listing_of(entry)
            context = {
                "conflict": str(outdated),
                "both": changes.listing_differences(stored, editor.listing()),
            }
            editor = EntryEditor(sent_again(request.POST, seen=entry.pk), entry=entry)
            return _editor_page(request, plan, editor, entry=entry, status=409, **context)
        else:
            _tell(request, plan_checks.hints(editor.listing(), revising.listed_before(plan, number, by=user)))
            messages.success(request, _SAVED.format(number))
            return redirect("plan-version", pk=pk)
    return _editor_page(request, plan, editor, entry=entry, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def entry_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Eine neue Stelle in eine Fassung schreiben."""
    user = keeper_of(request)
    plan = plan_or_404(user, pk)
    editor = EntryEditor(request.POST if request.method == "POST" else None)
    if request.method == "POST" and editor.is_valid():
        try:
            entry = drafting.put(plan, None, editor.listing(), version=None, by=user)
        except Refused as refusal:
            editor.refuse(refusal.findings)
        else:
            _tell(request, plan_checks.hints(editor.listing(), None))
            messages.success(request, f"Die neue Stelle hat die Nummer {entry.position.number}.")
            return redirect("plan-version", pk=pk)
    return _editor_page(request, plan, editor, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def entry_drop(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Eine Stelle wegfallen lassen, with the reason."""
    user, plan, entry = _fetched(request, pk, number)
    sent = request.POST if request.method == "POST" else None
    form = DropForm(sent, initial={"seen": entry.pk})

    def act() -> None:
        seen = form.cleaned_data["seen"] or 0
        revising.drop(plan, entry.position, reason=form.cleaned_data["reason"], seen=seen, by=user)

    if carried_out(form, act):
        messages.success(request, f"Stelle {number} fällt mit dieser Fassung weg.")
        return redirect("plan-version", pk=pk)
    if form.is_outdated:
        form.data = sent_again(form.data, seen=entry.pk)
    return page(request, "staffing/entry_drop.html", form, plan=plan, entry=entry)


@require_POST
@access(Access.WORK)
def entry_take_back(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Die Änderung einer Stelle zurücknehmen."""
    user = keeper_of(request)
    plan, position = plan_or_404(user, pk), position_or_404(user, number)
    revising.take_back(plan, position, by=user)
    messages.success(request, f"Stelle {number} steht wieder wie vorher.")
    return redirect("plan-version", pk=pk)


def _fetched(request: HttpRequest, pk: int, number: int) -> tuple[User, StaffingPlan, PlanEntry]:
    user = keeper_of(request)
    plan = plan_or_404(user, pk)
    entry = revising.listed(plan, number, by=user)
    if entry is None:
        raise Http404
    return user, plan, entry


def _both(form: RowForm, entry: PlanEntry) -> dict[str, Any]:
    """When somebody was faster: what is stored, and what was typed, where they differ."""
    if not form.is_outdated:
        return {}
    stored = listing_of(entry)
    conflict = " ".join(str(error) for error in form.non_field_errors())
    return {"conflict": conflict, "both": changes.listing_differences(stored, form.changed(stored))}


def _row_for_script(
    request: HttpRequest, user: User, plan: StaffingPlan, number: int, form: RowForm | None
) -> JsonResponse:
    """200 with the row as it stands now, 422 with the errors by field, 409 with both versions."""
    entry = revising.listed(plan, number, by=user)
    if form is not None and not form.is_outdated:
        errors = {name: " ".join(map(str, found)) for name, found in form.errors.items()}
        return JsonResponse({"message": "Bitte prüfen Sie Ihre Angaben.", "errors": errors}, status=422)
    if entry is None:
        raise Http404
    rows = plan_board.board(plan, by=user).rows([entry.position_id])
    html = render_to_string("staffing/_plan_row.html", {"row": rows[0], "plan": plan, "edits": True}, request)
    answer: dict[str, Any] = {"row": html, "message": _SAVED.format(number)}
    if form is None:
        return JsonResponse(answer)
    both = _both(form, entry)
    told = [{"label": row.label, "stored": row.before, "typed": row.after} for row in both["both"]]
    return JsonResponse({**answer, "message": both["conflict"], "seen": entry.pk, "both": told}, status=409)


def _editor_page(
    request: HttpRequest, plan: StaffingPlan, editor: EntryEditor, *, status: int = 200, **context: Any
) -> HttpResponse:
    given = {"plan": plan, "editor": editor, "form": editor.form, **offers(), **context}
    return render(request, "staffing/entry_edit.html", given, status=status)


def _tell(request: HttpRequest, findings: list[Finding]) -> None:
    for finding in findings:
        messages.warning(request, finding.text)


def _wants_json(request: HttpRequest) -> bool:
    return request.accepts("application/json") and not request.accepts("text/html")
