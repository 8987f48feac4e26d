"""Fehlerseiten: what happened and what to do next, without a word about what exists."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from .access import Access, access
from .uploads import is_too_large


@access(Access.PUBLIC)
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return render(request, "400.html", status=400)


@access(Access.PUBLIC)
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the page is known, this person may not enter."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


@access(Access.PUBLIC)
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: missing and forbidden look the same."""
    return render(request, "404.html", status=404)


@access(Access.PUBLIC)
def server_error(request: HttpRequest) -> HttpResponse:
    """500: no database, no person, no context."""
    return HttpResponse(render_to_string("500.html"), status=500)


@access(Access.PUBLIC)
def too_large(request: HttpRequest) -> HttpResponse:
    """413: the upload was cut off; nothing of it was kept."""
    return render(request, "413.html", status=413)


@access(Access.PUBLIC)
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is too old, or the session has ended; an upload that was cut off ends here, too."""
    if is_too_large(request):
        return render(request, "413.html", status=413)
    return render(request, "403_csrf.html", status=403)
