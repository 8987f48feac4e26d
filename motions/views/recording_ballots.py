"""Abstimmung nach Namen oder Fraktionen und Wahl: ballots with a page of their own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from motions.forms.again import sent_again
from motions.forms.ballot import ByGroupForm, ByNameForm, ElectionForm
from motions.models import AgendaItem
from motions.models.choices import BallotKind, BallotMode, MeetingStatus
from motions.rules import ballots, group_votes, outcomes, sitting, voted_text
from motions.rules.ballots import Vote
from motions.rules.findings import OutdatedState, Refused

from .access import Access, access
from .recording_page import fetch, fetch_item, late, place

TAKEN = 302


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def ballot_by_name(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Namentliche Abstimmung: everybody present is in the list (A-11)."""
    user, meeting = fetch(request, pk)
    item = fetch_item(user, meeting, item_pk)
    if meeting.status != MeetingStatus.IN_SESSION:
        return late(request, user, meeting)
    now, row = timezone.now(), sitting.treatment_of(item)
    sent = request.POST if request.method == "POST" else None
    voters = sitting.electorate(meeting, item, at=now)
    form = ByNameForm(sent, electorate=voters, initial={"version": row.version})
    status = 422 if form.is_bound else 200
    if form.is_valid():
        data = form.cleaned_data
        vote = Vote(*form.about(), mode=BallotMode.BY_NAME, named=form.named())
        given = {"version": data["version"], "note": data["note"]}
        status = _attempt(form, item, lambda: _take(vote)(item, vote, **given, by=user, now=now))
    if status == TAKEN:
        return redirect(place(meeting, item))
    context = {"meeting": meeting, "item": item, "form": form, "is_nonpublic": not item.is_public}
    context["wording"] = voted_text.open_choice(row)
    return render(request, "motions/ballot_by_name.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def ballot_by_group(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Offene Abstimmung nach Fraktionen, where the Geschäftsordnung asks for it (A-13)."""
    user, meeting = fetch(request, pk)
    item = fetch_item(user, meeting, item_pk)
    if meeting.status != MeetingStatus.IN_SESSION:
        return late(request, user, meeting)
    now, row = timezone.now(), sitting.treatment_of(item)
    voters = sitting.electorate(meeting, item, at=now)
    sent = request.POST if request.method == "POST" else None
    form = ByGroupForm(sent, strengths=group_votes.strengths(voters), initial={"version": row.version})
    status = 409 if form.is_outdated else 422 if form.is_bound else 200
    if form.is_valid():
        data, groups = form.cleaned_data, form.counted()
        counts = group_votes.summed(groups, voters=len(voters), note=data["not_voted_note"])
        vote = Vote(*form.about(), counts=counts, groups=groups)
        given = {"version": data["version"], "note": data["note"]}
        status = _attempt(form, item, lambda: _take(vote)(item, vote, **given, by=user, now=now))
    if status == TAKEN:
        return redirect(place(meeting, item))
    context = {"meeting": meeting, "item": item, "form": form, "is_nonpublic": not item.is_public}
    context |= {"wording": voted_text.open_choice(row), "is_asked": group_votes.is_asked(on=meeting.held_on)}
    return render(request, "motions/ballot_by_group.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def ballot_election(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Ein Wahlgang (A-14); who is elected ends the item."""
    user, meeting = fetch(request, pk)
    item = fetch_item(user, meeting, item_pk)
    if meeting.status != MeetingStatus.IN_SESSION:
        return late(request, user, meeting)
    row = sitting.treatment_of(item)
    sent = request.POST if request.method == "POST" else None
    known = {"version": row.version, "subject": sitting.unfinished_election(row)}
    form = ElectionForm(sent, initial=known)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        data = form.cleaned_data
        mode = BallotMode.SECRET if data["is_secret"] else BallotMode.OPEN
        vote = Vote(BallotKind.ELECTION, data["subject"], mode, election=form.election())
        given = {"version": data["version"], "by": user, "now": timezone.now()}
        status = _attempt(form, item, lambda: outcomes.vote_and_settle(item, vote, **given))
    if status == TAKEN:
        return redirect(place(meeting, item))
    context = {
        "meeting": meeting,
        "item": item,
        "form": form,
        "is_nonpublic": not item.is_public,
        "told": sitting.told(row, on=meeting.held_on),
    }
    return render(request, "motions/ballot_election.html", context, status=status)


def _take(vote: Vote) -> Callable[..., object]:
    """The whole text settles the item, anything else is one vote among others."""
    return outcomes.vote_and_settle if vote.kind == BallotKind.MAIN else ballots.take


def _attempt(
    form: ByGroupForm | ByNameForm | ElectionForm, item: AgendaItem, act: Callable[[], object]
) -> int:
    """The status of the answer; what was typed stays in the form, for the item as it is stored now."""
    try:
        act()
    except Refused as refusal:
        form.refuse(refusal.findings)
        return 422
    except OutdatedState as outdated:
        form.data = sent_again(form.data, version=sitting.treatment_of(item).version)
        form.add_error(None, str(outdated))
        return 409
    return TAKEN
