"""Archivpakete des Sitzungsdienstes: the list, a new one, the file (SI-05)."""

from __future__ import annotations

import logging
import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motions.forms.archive import EditionForm, MatterForm
from motions.models.choices import Edition
from motions.rules import archive_packages, files
from motions.rules.archive_packages import State

from .access import Access, access
from .errors import file_lost
from .person import staff_of
from .rule_page import carried_out, page

log = logging.getLogger(__name__)

_PAGE = 25


@require_safe
@access(Access.OFFICE)
def archive_list(request: HttpRequest) -> HttpResponse:
    """Die Archivpakete: being made, to be fetched, made before."""
    user = staff_of(request)
    packages = Paginator(archive_packages.visible_packages(user), _PAGE).get_page(request.GET.get("seite"))
    rows = [(row, archive_packages.state_of(row), archive_packages.kept_until(row)) for row in packages]
    context = {
        "form": _matters(request),
        "page": packages,
        "rows": rows,
        "is_waiting": any(state == State.MAKING for _, state, _ in rows),
    }
    return render(request, "motions/archive_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def archive_new(request: HttpRequest) -> HttpResponse:
    """Ein Paket herstellen lassen: what would be missing is told before."""
    user = staff_of(request)
    matters = _matters(request)
    if not matters.is_valid():
        messages.error(request, "Wählen Sie eine abgeschlossene Sitzung oder ein Jahr aus.")
        return redirect("archive-list")
    form = EditionForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        archive_packages.ask(matters.scope(form.cleaned_data["edition"]), by=user, now=timezone.now())

    if carried_out(form, act):
        messages.success(request, "Das Paket wird hergestellt. Diese Seite zeigt, wie weit es ist.")
        return redirect("archive-list")
    scope = matters.scope(Edition.INTERNAL)
    context = {
        "scope": scope,
        "gaps": archive_packages.gaps(scope),
        "no_pdfa": archive_packages.no_pdfa(scope),
    }
    return page(request, "motions/archive_new.html", form, **context)


@require_POST
@access(Access.OFFICE)
def archive_again(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ein gescheitertes Paket noch einmal herstellen lassen."""
    user = staff_of(request)
    package = get_object_or_404(archive_packages.visible_packages(user), public_id=public_id)
    archive_packages.try_again(package, by=user)
    messages.success(request, "Das Paket wird noch einmal hergestellt.")
    return redirect("archive-list")


@require_safe
@access(Access.OFFICE)
def archive_file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Das Paket als ZIP."""
    user = staff_of(request)
    package = get_object_or_404(archive_packages.visible_packages(user), public_id=public_id)
    try:
        stored = archive_packages.fetch(package, by=user)
    except FileNotFoundError:
        raise Http404 from None
    except files.FileDamaged:
        log.error("the archive package %s is recorded but missing or damaged", package.public_id)
        return file_lost(request)
    name = f"{archive_packages.scope_of(package).name}.zip"
    response = FileResponse(stored, as_attachment=True, filename=name, content_type="application/zip")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _matters(request: HttpRequest) -> MatterForm:
    meetings, years = archive_packages.choices_of(staff_of(request))
    return MatterForm(request.GET if "was" in request.GET else None, meetings=meetings, years=years)
