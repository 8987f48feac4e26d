"""Startseiten: for citizens, for members, and the way to the right one after the login."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from motions.models import User
from motions.models.choices import MeetingStatus, OrganizationType
from motions.rules import (
    meeting_calendar,
    member_desk,
    minutes_signing,
    organs,
    permissions,
    reading,
    replies,
    results,
    tasks,
)

from .access import Access, access
from .person import staff_of

NEWEST = 6
NEXT_MEETINGS = 3
LAST_DECISIONS = 5
PER_PAGE = 25


@require_safe
@access(Access.PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """Start für Bürgerinnen und Bürger: find a paper, see what is new, understand how a decision is made."""
    rows = organs.active_organs(on=permissions.today())
    context = {
        "newest": reading.listed(reading.readable_papers(request.user))[:NEWEST],
        "meetings": meeting_calendar.next_dates(request.user, limit=NEXT_MEETINGS),
        "decisions": results.last_decisions(request.user, limit=LAST_DECISIONS),
        "organs": rows.exclude(organization_type=OrganizationType.PARLIAMENTARY_GROUP),
        "shows_resolutions": tasks.shows_resolutions(on=permissions.today()),
    }
    return render(request, "portal/home.html", context)


@require_safe
@access(Access.LOGIN)
def start(request: HttpRequest) -> HttpResponse:
    """Nach der Anmeldung: the administration to its tasks, members to their meetings."""
    if permissions.may_work(request.user):
        return redirect("desk")
    if isinstance(request.user, User) and request.user.person is not None:
        return redirect("member-home")
    return redirect("home")


@require_safe
@access(Access.LOGIN)
def member_home(request: HttpRequest) -> HttpResponse:
    """Meine Sitzungen: the next one first, then what is new, then the others."""
    user = staff_of(request)
    meetings = member_desk.upcoming(user)
    coming = [row for row in meetings if row.status != MeetingStatus.CANCELLED]
    entries = member_desk.entries(user, coming, now=timezone.now())
    following = coming[0] if coming else None
    context = {
        "organs": reading.organs_of(user),
        "next": following,
        "first": member_desk.first_to_read(
            row for row in entries if following and row.item.meeting_id == following.pk
        ),
        "online": member_desk.online_access(user, following) if following else None,
        "reply": replies.own_reply(user, following) if following else None,
        "may_reply": following is not None and replies.may_reply(user, following),
        "calls": replies.calls(user, coming),
        "others": [row for row in meetings if row != following],
        "fresh": [row for row in entries if row.is_fresh],
        "minutes_to_sign": minutes_signing.waiting(user),
        "past": member_desk.past(user)[:NEWEST],
    }
    return render(request, "portal/member_home.html", context)


@require_safe
@access(Access.LOGIN)
def member_papers(request: HttpRequest) -> HttpResponse:
    """Meine Vorlagen: the papers of the own organs, newest first, and what the own Fraktion has handed in."""
    user = staff_of(request)
    mine = reading.organs_of(user)
    papers = reading.listed(reading.of_organs(reading.readable_papers(user), mine))
    page = Paginator(papers, PER_PAGE).get_page(request.GET.get("seite"))
    petitions = permissions.group_papers(user).select_related("paper_type").newest_first()
    context = {"organs": mine, "page": page, "petitions": petitions}
    return render(request, "portal/member_papers.html", context)
