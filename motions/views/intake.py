"""Vorlage aus einer Textdatei übernehmen: upload, look, save."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from motions.forms.intake import ImportFileForm, ImportSaveForm, carried
from motions.importing.text import ImportRefused, read_paper
from motions.models import User
from motions.rules import double_clicks, intake, offices, permissions
from motions.rules.findings import OutdatedState, Refused

from .access import Access, access
from .person import writer_of


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def paper_import(request: HttpRequest) -> HttpResponse:
    """Hochladen, prüfen, speichern; three steps on one address."""
    user = writer_of(request)
    if "content" in request.POST:
        return _save(request, user)
    form = ImportFileForm(request.POST, request.FILES) if request.method == "POST" else ImportFileForm()
    if form.is_valid():
        try:
            return _show(request, user, form.content())
        except (ImportRefused, Refused) as refusal:
            form.add_error("file", str(refusal))
    return _upload(request, form)


def _upload(request: HttpRequest, form: ImportFileForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "motions/paper_import.html", {"form": form}, status=status)


def _show(request: HttpRequest, user: User, data: bytes, form: ImportSaveForm | None = None) -> HttpResponse:
    """Side by side: what was understood, and what people should look at."""
    imported = read_paper(data)
    understood = intake.understand(imported, by=user, now=timezone.now())
    units = offices.unit_ids(user, permissions.today())
    initial = {
        "content": carried(data),
        "lead_unit": intake.fitting_unit(imported, units),
        "author_group": understood.author_group,
    }
    shown = form or ImportSaveForm(units=units, initial=initial)
    shown.ask_group(is_needed=understood.is_of_group)
    context = {
        "form": shown,
        "imported": imported,
        "understood": understood,
        "shown": intake.shown(understood),
    }
    return render(request, "motions/paper_import_check.html", context, status=422 if form else 200)


def _save(request: HttpRequest, user: User) -> HttpResponse:
    """The draft; refused input leads back to the step it belongs to."""
    form = ImportSaveForm(request.POST, units=offices.unit_ids(user, permissions.today()))
    if not form.is_valid():
        return _check_again(request, user, form)
    try:
        chosen = {name: form.cleaned_data[name] for name in ("lead_unit", "author_group", "author_person")}
        imported = read_paper(form.cleaned_data["content"])
        paper, remarks = double_clicks.take_in_once(imported, by=user, now=timezone.now(), **chosen)
    except ImportRefused as refusal:
        return _refused(request, str(refusal))
    except Refused as refusal:
        is_named = chosen["author_group"] or chosen["author_person"]
        if is_named or {finding.field for finding in refusal.findings} != {"author_group"}:
            return _refused(request, str(refusal))
        form.refuse(refusal.findings)
        return _check_again(request, user, form)
    except OutdatedState as outdated:
        context = {"message": str(outdated), "back_url": reverse("desk")}
        return render(request, "409.html", context, status=409)
    hint = " Die Hinweise zur Übernahme stehen im Verlauf." if remarks else ""
    messages.success(request, f"Die Vorlage ist als Entwurf angelegt.{hint}")
    return redirect("paper-edit", pk=paper.pk)


def _check_again(request: HttpRequest, user: User, form: ImportSaveForm) -> HttpResponse:
    """The look at the file once more, with what is wrong; without a file back to choosing one."""
    if "content" not in form.cleaned_data:
        return _refused(request, " ".join(str(text) for text in form.errors.get("content", [])))
    try:
        return _show(request, user, form.cleaned_data["content"], form)
    except (ImportRefused, Refused) as refusal:
        return _refused(request, str(refusal))


def _refused(request: HttpRequest, sentence: str) -> HttpResponse:
    """Back to choosing a file, with the reason at the field."""
    form = ImportFileForm({}, {})
    form.is_valid()
    form.errors["file"] = form.error_class([sentence])
    return _upload(request, form)
