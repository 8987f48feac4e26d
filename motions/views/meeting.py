"""Öffentliche Seiten der Sitzungen: calendar, one meeting, one agenda item; each as far as the person may see."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from motions.forms.calendar import MeetingFilter
from motions.rules import (
    files,
    meeting_calendar,
    meeting_permissions,
    meeting_reading,
    permissions,
    public_summaries,
    reading,
)
from motions.rules.results import by_item

from .access import Access, access
from .search_engines import found_for_years

PER_PAGE = 25


@require_safe
@access(Access.PUBLIC)
def meetings(request: HttpRequest) -> HttpResponse:
    """Sitzungskalender als Liste oder als Monatsblatt."""
    today = permissions.today()
    form = MeetingFilter(request.GET, organs=meeting_calendar.meeting_organs(), on=today)
    rows = meeting_calendar.dates(request.user, organ=form.organ)
    context = {"form": form, "today": today}
    if form.view == "monat":
        context |= {"weeks": meeting_calendar.weeks(rows, form.month), "around": form.months_around()}
        return render(request, "public/meetings_month.html", context)
    narrow = meeting_calendar.past if form.view == "vergangen" else meeting_calendar.coming
    context["page"] = Paginator(narrow(rows, on=today), PER_PAGE).get_page(request.GET.get("seite"))
    return render(request, "public/meetings.html", context)


@require_safe
@access(Access.PUBLIC)
def meetings_calendar(request: HttpRequest) -> HttpResponse:
    """Die Termine für ein Kalenderprogramm (iCalendar)."""
    today = permissions.today()
    form = MeetingFilter(request.GET, organs=meeting_calendar.meeting_organs(), on=today)
    data = meeting_calendar.feed(meeting_calendar.dates(request.user, organ=form.organ), on=today)
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="sitzungen.ics"'
    response["Cache-Control"] = "no-cache"
    response["ETag"] = quote_etag(files.digest(data))
    return get_conditional_response(request, etag=response["ETag"], response=response)  # type: ignore[return-value]


@require_safe
@access(Access.PUBLIC)
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """Eine Sitzung: when, where, what is or was treated, every document."""
    rows = meeting_calendar.dates(request.user).prefetch_related("notices")
    found = get_object_or_404(rows, slug=slug)
    asked = request.GET.get("fassung", "")
    revision = int(asked) if asked.isdecimal() and len(asked) < 4 else None
    agenda = meeting_reading.agenda_of(request.user, found, revision=revision)
    reading.note_reading(request.user, found, "Tagesordnung", is_secret=agenda.shows_secrets)
    before, after = meeting_calendar.neighbours(found)
    context = {
        "meeting": found,
        "agenda": agenda,
        "is_earlier": bool(agenda.document and agenda.document != agenda.revisions[0]),
        "documents": meeting_reading.published_documents(request.user, found),
        "summaries": public_summaries.published_of(found),
        "before": before,
        "after": after,
        "may_plan": meeting_permissions.may_plan_meetings(request.user),
    }
    return found_for_years(render(request, "public/meeting.html", context), found.held_on)


@require_safe
@access(Access.PUBLIC)
def agenda_item(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Ein Tagesordnungspunkt: decision, votes, paper and annexes; a non-public one only for who may see it."""
    user = request.user
    found = get_object_or_404(meeting_calendar.dates(user), slug=slug)
    item = meeting_reading.item_by_address(user, found, label)
    if item is None:
        raise Http404
    reading.note_reading(user, found, f"TOP {item.label}", is_secret=not item.is_public)
    paper = meeting_reading.paper_of(user, item)
    before, after = meeting_reading.items_around(user, found, item)
    context = {
        "meeting": found,
        "item": item,
        "result": by_item(user, item=item).get(item.pk),
        "paper": paper,
        "versions": reading.versions(user, paper) if paper else [],
        "annexes": reading.annexes(user, paper) if paper else [],
        "extracts": meeting_reading.extracts_of(user, item),
        "before": before,
        "after": after,
    }
    return found_for_years(render(request, "public/agenda_item.html", context), found.held_on)
