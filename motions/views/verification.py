"""Dokument prüfen: anybody learns whether a file is one of ours, and what its signatures are worth."""

from allauth.core import ratelimit
from allauth.core.internal import ratelimit as ratelimit_of_reading
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from motions.forms.signing import CheckForm
from motions.rules import document_check as rule
from motions.rules import files, signing

from .access import Access, access
from .errors import too_many


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.PUBLIC)
def document_check(request: HttpRequest) -> HttpResponseBase:
    """Dokument prüfen; nothing that is sent is stored."""
    if request.method != "POST":
        return _page(request, CheckForm())
    if not ratelimit.consume(request, action="check_document"):
        return too_many(request)
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    sent = form.cleaned_data
    if sent["code"] and not sent["file"]:
        return redirect("document-state", code=sent["code"])
    # What a sender says of a file is no proof of it: where there is a file, it alone counts.
    digest = files.digest_of(sent["file"].file) if sent["file"] else sent["sha256"]
    return _page(
        request, CheckForm(), digest=digest, proof=rule.check(digest, viewer=request.user, now=timezone.now())
    )


@require_safe
@access(Access.PUBLIC)
def document_state(request: HttpRequest, code: str) -> HttpResponseBase:
    """Kurzadresse: the state of one public document; everything else is not there."""
    # The library's outer function counts no GET.
    if not ratelimit_of_reading.consume(
        request, app="allauth.account", action="document_state", limit_get=True
    ):
        return too_many(request)
    proof = rule.at(code, now=timezone.now())
    if proof is None:
        # Answered, not raised: an exception would roll back the count of what was asked.
        return render(request, "public/document_unknown.html", status=404)
    return _page(request, CheckForm(), proof=proof)


def _page(
    request: HttpRequest,
    form: CheckForm,
    *,
    digest: str = "",
    proof: rule.Proof | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "digest": digest, "proof": proof, "is_demo_keys": signing.setup().is_demo}
    return render(request, "public/document_check.html", context, status=status)
