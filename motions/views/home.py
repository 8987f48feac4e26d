"""Startseiten: for citizens, for members, and the way to the right one after the login."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from motions.models import User
from motions.models.choices import OrganizationType
from motions.rules import organs, permissions, reading

from .access import Access, access
from .person import staff_of

NEWEST = 6
PER_PAGE = 25


@require_safe
@access(Access.PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """Start für Bürgerinnen und Bürger: find a paper, see what is new, understand how a decision is made."""
    rows = organs.active_organs(on=permissions.today())
    context = {
        "newest": reading.listed(reading.readable_papers(request.user))[:NEWEST],
        "organs": rows.exclude(organization_type=OrganizationType.PARLIAMENTARY_GROUP),
    }
    return render(request, "portal/home.html", context)


@require_safe
@access(Access.LOGIN)
def start(request: HttpRequest) -> HttpResponse:
    """Nach der Anmeldung: the administration to its tasks, members to their papers."""
    if permissions.may_work(request.user):
        return redirect("desk")
    if isinstance(request.user, User) and request.user.person is not None:
        return redirect("member-home")
    return redirect("home")


@require_safe
@access(Access.LOGIN)
def member_home(request: HttpRequest) -> HttpResponse:
    """Start der Mitglieder: the papers of the own organs, newest first."""
    user = staff_of(request)
    mine = reading.organs_of(user)
    papers = reading.listed(reading.of_organs(reading.readable_papers(user), mine))
    page = Paginator(papers, PER_PAGE).get_page(request.GET.get("seite"))
    petitions = permissions.group_papers(user).select_related("paper_type").newest_first()
    context = {"organs": mine, "page": page, "petitions": petitions}
    return render(request, "portal/member_home.html", context)
