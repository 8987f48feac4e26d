"""Gang der Sitzung: items debated together, the public excluded from one (E-10, P-03)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from motions.forms.again import sent_again
from motions.forms.order import CombineForm, ExclusionForm
from motions.models import AgendaItem, ExclusionMotion, Meeting
from motions.models.choices import MeetingStatus
from motions.rules import combining, exclusions, sitting
from motions.rules.findings import OutdatedState, Refused

from . import rule_page
from .access import Access, access
from .recording_page import fetch, fetch_item, late, page, place
from .rule_page import carried_out


@require_POST
@access(Access.OFFICE)
def item_combine(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Einen Punkt gemeinsam mit einem anderen beraten, auf Beschluss des Gremiums (E-10)."""
    user, meeting = fetch(request, pk)
    item = fetch_item(user, meeting, item_pk)
    form = CombineForm(request.POST, item=item)
    try:
        if form.is_valid():
            combining.debate_together(
                item,
                form.cleaned_data["debated_with"],
                version=form.cleaned_data["version"],
                by=user,
                now=timezone.now(),
            )
            return redirect(place(meeting, item))
    except Refused as refusal:
        form.refuse(refusal.findings)
    except OutdatedState as outdated:
        return page(request, user, meeting, item=item, status=409, conflict=str(outdated))
    return page(request, user, meeting, item=item, status=422, combine_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def item_exclude(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Über den Ausschluss der Öffentlichkeit bei einem Punkt entscheiden (P-03)."""
    user, meeting = fetch(request, pk)
    if meeting.status != MeetingStatus.IN_SESSION:
        return late(request, user, meeting)
    item = fetch_item(user, meeting, item_pk)
    version = sitting.treatment_of(item).version
    form = ExclusionForm(request.POST if request.method == "POST" else None, initial={"version": version})
    done: list[ExclusionMotion] = []

    def act() -> None:
        sent = {"version": form.cleaned_data["version"], "by": user, "now": timezone.now()}
        done.append(exclusions.move(item, form.exclusion(), **sent))

    if carried_out(form, act):
        return _after_exclusion(request, meeting, item, done[0])
    if form.is_outdated:
        form.data = sent_again(form.data, version=sitting.treatment_of(item).version)
    context = {"meeting": meeting, "item": item, "is_nonpublic": True}
    return rule_page.page(request, "motions/record_exclusion.html", form, **context)


def _after_exclusion(
    request: HttpRequest, meeting: Meeting, item: AgendaItem, motion: ExclusionMotion
) -> HttpResponse:
    if motion.continued_as is None:
        messages.info(request, "Der Antrag ist abgelehnt. Der Punkt wird öffentlich weiter beraten.")
        return redirect(place(meeting, item))
    messages.success(request, f"Der Punkt wird nichtöffentlich beraten: {motion.continued_as.label}.")
    return redirect(place(meeting, motion.continued_as))
