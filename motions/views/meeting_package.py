"""Sitzungsmappe und ZIP-Archiv: everything of a meeting in one file, as far as the person may read it."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from motions.rules import archives, meeting_calendar, packages, reading

from .access import Access, access


@require_safe
@access(Access.PUBLIC)
def meeting_package(request: HttpRequest, slug: str) -> HttpResponse:
    """Die Mappen einer Sitzung: there, being made, or to be asked for."""
    meeting = get_object_or_404(meeting_calendar.dates(request.user), slug=slug)
    offers = packages.offers(request.user, meeting)
    is_waiting = any(offer.is_waiting for offer in offers)
    context = {"meeting": meeting, "offers": offers, "is_waiting": is_waiting}
    return render(request, "public/meeting_package.html", context)


@require_POST
@access(Access.PUBLIC)
def meeting_package_ask(request: HttpRequest, slug: str, edition: str) -> HttpResponse:
    """Eine Mappe erstellen lassen; asked twice it is made once."""
    meeting = get_object_or_404(meeting_calendar.dates(request.user), slug=slug)
    if edition not in packages.editions_for(request.user, meeting):
        raise Http404
    packages.ask(meeting, edition=edition, by=request.user, now=timezone.now())
    return redirect("meeting-package", slug=slug)


@require_safe
@access(Access.PUBLIC)
def meeting_archive(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Alle Dokumente als ZIP, streamed from the store."""
    meeting = get_object_or_404(meeting_calendar.dates(request.user), slug=slug)
    found = archives.entries(request.user, meeting)
    if not found:
        raise Http404
    is_secret = any(entry.is_secret for entry in found)
    reading.note_reading(request.user, meeting, "ZIP-Archiv", is_secret=is_secret)
    response = StreamingHttpResponse(archives.stream(meeting, found), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="sitzung-{meeting.slug}.zip"'
    response["X-Content-Type-Options"] = "nosniff"
    if not request.user.is_authenticated:
        response["Cache-Control"] = "no-cache"
    return response
