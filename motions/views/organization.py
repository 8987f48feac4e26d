"""Gremien: what there is, who sits there today, what was last laid before them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from motions.models.choices import OrganizationType
from motions.rules import meeting_calendar, organs, permissions, reading, results

from .access import Access, access

NEWEST = 10
NEXT_MEETINGS = 3
LAST_DECISIONS = 5


@require_safe
@access(Access.PUBLIC)
def organizations(request: HttpRequest) -> HttpResponse:
    """Rat, Ausschüsse und Fraktionen."""
    rows = list(organs.active_organs(on=permissions.today()))
    parts = [
        (heading, [row for row in rows if row.organization_type == kind])
        for heading, kind in (
            ("Rat", OrganizationType.COUNCIL),
            ("Ausschüsse", OrganizationType.COMMITTEE),
            ("Fraktionen", OrganizationType.PARLIAMENTARY_GROUP),
        )
    ]
    return render(request, "public/organizations.html", {"parts": [part for part in parts if part[1]]})


@require_safe
@access(Access.PUBLIC)
def organization(request: HttpRequest, slug: str) -> HttpResponse:
    """Ein Gremium mit seinen Mitgliedern von heute."""
    organ = get_object_or_404(organs.all_organs(), slug=slug)
    today = permissions.today()
    mine = organs.all_organs().filter(pk=organ.pk)
    papers = reading.listed(reading.of_organs(reading.readable_papers(request.user), mine))
    context = {
        "organ": organ,
        "composition": organs.composition(organ, on=today),
        "today": today,
        "papers": papers[:NEWEST],
        "meetings": meeting_calendar.next_dates(request.user, organ=organ.slug, limit=NEXT_MEETINGS),
        "decisions": results.last_decisions(request.user, organ=organ, limit=LAST_DECISIONS),
        "is_group": organ.organization_type == OrganizationType.PARLIAMENTARY_GROUP,
    }
    return render(request, "public/organization.html", context)
