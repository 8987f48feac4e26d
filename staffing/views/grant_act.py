"""Förderungen führen: one page for the grant, one shape of page for all of its parts, and the draft of a Vorlage."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from motions.forms.again import sent_again
from motions.models import User
from motions.rules import permissions
from motions.rules.findings import OutdatedState, Refused
from motions.views.access import Access, access
from motions.views.person import staff_of
from motions.views.rule_page import carried_out, page
from staffing.forms.grant import GRANT_FORM, PAGES, GrantPartForm, PartPage, StrikeForm
from staffing.models import FundingGrant
from staffing.rules import grant_keeping, grant_ledger, grant_papers, grant_striking, phase_out
from staffing.rules.grant_papers import PaperKind
from staffing.rules.permissions import keeps_grants, visible_grants

_KEEPERS = "Förderungen führen die Personalstelle und die Kämmerei."
_SAVED = "Die Förderung ist gespeichert."
_LEAD = "Woher kommt das Geld, für welche Zeit, und wer führt die Förderung?"


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def grant_new(request: HttpRequest) -> HttpResponse:
    """Eine Förderung anlegen."""
    user, grant = _keeper(request), FundingGrant()
    form = _grant_form(request, grant)
    begun: list[tuple[FundingGrant, bool]] = []
    if carried_out(form, lambda: begun.append(grant_keeping.begin_grant(form.instance, by=user))):
        [(row, is_new)] = begun
        if is_new:
            messages.success(request, _SAVED)
        else:
            messages.info(request, "Diese Förderung gibt es schon mit genau diesen Angaben.")
        return redirect("grant-detail", row.pk)
    return _shown_again(request, grant, form, title="Förderung anlegen", lead=_LEAD)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def grant_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Die Angaben einer Förderung ändern."""
    grant = get_object_or_404(visible_grants(request.user), pk=pk)
    user, title = _keeper(request), f"{grant.title}: Angaben ändern"
    form = _grant_form(request, grant)

    def act() -> None:
        grant_keeping.save_grant(form.instance, version=form.cleaned_data["version"], by=user)

    if carried_out(form, act):
        messages.success(request, _SAVED)
        return redirect("grant-detail", grant.pk)
    return _shown_again(request, grant, form, title=title, lead=_LEAD)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def grant_part_new(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Einen Stand, Satz, Abruf, Nachweis … eintragen."""
    grant, part_page = _grant_and_page(request, pk, part)
    row = grant_keeping.new_part(grant, part_page.table)
    return _part_page(request, grant, part_page, row, f"{part_page.title} eintragen")


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def grant_part_edit(request: HttpRequest, pk: int, part: str, part_pk: int) -> HttpResponse:
    """Einen Satz, Abruf, Nachweis … ändern; a stage is written once."""
    grant, part_page = _grant_and_page(request, pk, part)
    row = None if part_page.is_frozen else grant_keeping.part_of(grant, part_page.table, part_pk)
    if row is None:
        raise Http404
    return _part_page(request, grant, part_page, row, f"{part_page.title} ändern")


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def grant_part_strike(request: HttpRequest, pk: int, part: str, part_pk: int) -> HttpResponse:
    """Einen falschen Teil streichen; a stage, too."""
    grant, part_page = _grant_and_page(request, pk, part)
    user, row = _keeper(request), grant_keeping.part_of(grant, part_page.table, part_pk)
    if row is None:
        raise Http404
    if row.struck_at is not None:
        messages.info(request, "Dieser Eintrag ist schon gestrichen.")
        return redirect("grant-detail", pk)
    given = request.POST if request.method == "POST" else None
    form = StrikeForm(given, initial={"version": grant.version})

    def act() -> None:
        sent = form.cleaned_data
        grant_striking.strike(grant, row, **sent, by=user, now=timezone.now())

    if carried_out(form, act):
        messages.success(request, f"Gestrichen: {part_page.title}.")
        return redirect("grant-detail", grant.pk)
    if form.is_outdated:
        form.data = sent_again(request.POST, version=visible_grants(user).get(pk=grant.pk).version)
    stored = part_page.form(instance=row, grant=grant).stored()
    papers = grant_striking.papers_of(grant, row, by=user)
    context = {"grant": grant, "title": f"{part_page.title} streichen", "stored": stored, "papers": papers}
    return page(request, "staffing/grant_strike.html", form, **context)


@require_POST
@access(Access.WORK)
def grant_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Den Entwurf einer Vorlage aus der Förderung anlegen."""
    user = staff_of(request)
    row = grant_ledger.of_grant(user, pk, on=permissions.today())
    if row is None or kind not in grant_papers.KINDS:
        raise Http404
    try:
        plan = phase_out.begin(row, by=user, now=timezone.now()) if kind == PaperKind.PHASE_OUT else None
        if plan is not None:
            told = (
                "Die Änderung des Stellenplans ist begonnen. Prüfen Sie sie und erstellen Sie ihre Vorlage."
            )
            messages.success(request, told)
            return redirect("plan-paper", plan.pk)
        paper = grant_papers.draft_paper(row, PaperKind(kind), by=user, now=timezone.now())
    except (OutdatedState, Refused) as refusal:
        messages.error(request, str(refusal))
        return redirect("grant-detail", pk)
    messages.success(request, "Der Entwurf ist angelegt. Prüfen und ergänzen Sie ihn.")
    return redirect("paper-edit", paper.pk)


def _grant_form(request: HttpRequest, grant: FundingGrant) -> GrantPartForm:
    return GRANT_FORM(request.POST if request.method == "POST" else None, instance=grant, grant=grant)


def _part_page(
    request: HttpRequest, grant: FundingGrant, part_page: PartPage, row: Model, title: str
) -> HttpResponse:
    user = _keeper(request)
    form = part_page.form(request.POST if request.method == "POST" else None, instance=row, grant=grant)

    def act() -> None:
        version = form.cleaned_data["version"]
        grant_keeping.keep(grant, form.instance, version=version, by=user, now=timezone.now())

    if carried_out(form, act):
        messages.success(request, f"Gespeichert: {part_page.title}.")
        return redirect("grant-detail", grant.pk)
    return _shown_again(request, grant, form, title=title, lead=part_page.lead)


def _shown_again(
    request: HttpRequest, grant: FundingGrant, form: GrantPartForm, **context: object
) -> HttpResponse:
    """After somebody was faster, the form goes on from what is stored now, with everything typed."""
    stored = form.stored() if form.is_outdated else []
    if form.is_outdated:
        current = visible_grants(request.user).get(pk=grant.pk).version
        form.data = sent_again(request.POST, version=current)
    known = grant if grant.pk else None
    return page(request, "staffing/grant_form.html", form, grant=known, stored=stored, **context)


def _grant_and_page(request: HttpRequest, pk: int, part: str) -> tuple[FundingGrant, PartPage]:
    grant = get_object_or_404(visible_grants(request.user), pk=pk)
    if part not in PAGES:
        raise Http404
    return grant, PAGES[part]


def _keeper(request: HttpRequest) -> User:
    user = staff_of(request)
    if not keeps_grants(user):
        raise PermissionDenied(_KEEPERS)
    return user
