"""Kalenderabo: the secret address of a member, and what a calendar program fetches there."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motions.rules import calendar_feed

from .access import Access, access
from .person import staff_of


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.LOGIN)
def calendar_settings(request: HttpRequest) -> HttpResponse:
    """Kalender abonnieren; the address is shown once, right after it was made."""
    user, address = staff_of(request), ""
    if request.method == "POST":
        secret = calendar_feed.create(by=user, now=timezone.now())
        address = request.build_absolute_uri(reverse("calendar-feed", args=[secret]))
    context = {
        "token": calendar_feed.token_of(user),
        "address": address,
        "is_member": user.person is not None,
    }
    return render(request, "portal/calendar_settings.html", context)


@require_POST
@access(Access.LOGIN)
def calendar_revoke(request: HttpRequest) -> HttpResponse:
    """Das Abo beenden; the address finds nothing any more."""
    calendar_feed.revoke(by=staff_of(request), now=timezone.now())
    messages.success(request, "Das Kalenderabo ist beendet. Die Adresse gilt nicht mehr.")
    return redirect("calendar-settings")


@require_safe
@access(Access.PUBLIC)
def calendar_file(request: HttpRequest, secret: str) -> HttpResponse:
    """Die Sitzungen der eigenen Gremien im Format iCalendar."""
    owner = calendar_feed.owner_of(secret)
    if owner is None:
        raise Http404
    response = HttpResponse(
        calendar_feed.feed(owner, now=timezone.now()), content_type="text/calendar; charset=utf-8"
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
