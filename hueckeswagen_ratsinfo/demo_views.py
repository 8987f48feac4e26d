"""Anmelden als …: the cast of the demo town; there is no such page outside the demo."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import get_user_model, login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from hueckeswagen_ratsinfo import demo
from motions.views.access import Access, access

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.PUBLIC)
def demo_login(request: HttpRequest) -> HttpResponse:
    """Show who is there; log in as the one whose button was pressed."""
    if request.method != "POST":
        return render(request, "account/demo.html", {"groups": demo.grouped_cast()})
    offered = [person.email for _, cards in demo.grouped_cast() for person in cards]
    email = request.POST.get("email", "")
    if email not in offered:
        raise Http404
    user = get_object_or_404(get_user_model(), email=email, is_active=True)
    login(request, user, backend=_BACKEND)
    record_authentication(request, user, method="demo", email=user.email)
    return redirect("start")
