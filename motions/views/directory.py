"""Anmeldung über das Verzeichnis der Stadt (OpenID Connect): for those who have an account here (security.md 3)."""

from http import HTTPStatus

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect.views import callback
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from .access import Access, access


class DirectoryAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Das Verzeichnis öffnet Konten, es macht keine."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Always closed: the administration makes the accounts."""
        return False


@require_POST
@access(Access.PUBLIC)
def directory_login(request: HttpRequest) -> HttpResponseBase:
    """On to the login of the town; a page that was asked for comes afterwards."""
    if settings.DIRECTORY is None:
        raise Http404
    provider = get_adapter().get_provider(request, settings.DIRECTORY["provider_id"])
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    try:
        answer: HttpResponseBase = provider.redirect(
            request, AuthProcess.LOGIN, next_url=asked if ours else None
        )
    except (RequestException, KeyError):
        return render(request, "account/directory_down.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    return answer


@require_safe
@access(Access.PUBLIC)
def directory_return(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Back from the town's login; in comes whose confirmed address has an account here."""
    try:
        answer: HttpResponseBase = callback(request, provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (RequestException, KeyError):
        return render(request, "account/directory_down.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    return answer


@require_safe
@access(Access.PUBLIC)
def directory_cancelled(request: HttpRequest) -> HttpResponse:
    """Whoever turned back at the town's login is told that nothing has happened."""
    return render(request, "account/directory_cancelled.html")
