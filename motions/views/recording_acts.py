"""Die Knöpfe eines Punktes: each leads to one rule, after the text was saved."""

import datetime as dt
from collections.abc import Callable

from django.http import Http404
from django.shortcuts import get_object_or_404

from motions.forms.recording import ItemForm
from motions.models import AgendaItem, User
from motions.models.choices import BallotKind, Outcome
from motions.rules import ballots, extensions, outcomes, recording, sitting


def carry_out(act: str, form: ItemForm, *, by: User, now: dt.datetime) -> AgendaItem | None:
    """Save the text, then do what the pressed button says; returns the next item if one was called.

    Raises Refused, OutdatedState or NotPermitted; Http404 for a button that does not exist.
    """
    name, _, value = act.partition(":")
    if name not in _ACTS:
        raise Http404
    item, version = form.sheet.item, form.cleaned_data["version"]
    row = outcomes.save_text(item, **form.text(), version=version, by=by, now=now)
    return _ACTS[name](form, value, row.version, by, now)


def _save(form: ItemForm, value: str, version: int, by: User, now: dt.datetime) -> None:
    """Nothing more than the text."""


def _unanimous(form: ItemForm, value: str, version: int, by: User, now: dt.datetime) -> None:
    vote = form.vote(is_counted=False)
    _vote(form, vote, version, by, now)


def _count(form: ItemForm, value: str, version: int, by: User, now: dt.datetime) -> None:
    _vote(form, form.vote(is_counted=True), version, by, now)


def _vote(form: ItemForm, vote: ballots.Vote, version: int, by: User, now: dt.datetime) -> None:
    take = outcomes.vote_and_settle if vote.kind == BallotKind.MAIN else ballots.take
    take(form.sheet.item, vote, version=version, by=by, now=now, **form.answer())


def _settle(form: ItemForm, value: str, version: int, by: User, now: dt.datetime) -> None:
    if value not in Outcome.values:
        raise Http404
    outcomes.settle(form.sheet.item, form.result(value), version=version, by=by, now=now)


def _take_back(form: ItemForm, value: str, version: int, by: User, now: dt.datetime) -> None:
    rows = form.sheet.treatment.ballots.select_related("treatment__item__meeting")
    ballot = get_object_or_404(rows, pk=int(value) if value.isdecimal() else 0)
    ballots.take_back(ballot, version=version, by=by, now=now)


def _quorum(form: ItemForm, value: str, version: int, by: User, now: dt.datetime) -> None:
    is_lacking = value == "lacking"
    recording.state_lack_of_quorum(form.sheet.item, is_lacking=is_lacking, version=version, by=by, now=now)


def _table(form: ItemForm, value: str, version: int, by: User, now: dt.datetime) -> None:
    extensions.hand_out(form.sheet.item, is_tabled=value == "yes", version=version, by=by, now=now)


def _call(form: ItemForm, value: str, version: int, by: User, now: dt.datetime) -> None:
    recording.call(form.sheet.item, version=version, by=by, now=now)


def _chair(form: ItemForm, value: str, version: int, by: User, now: dt.datetime) -> None:
    if (person := form.cleaned_data["chair"]) is not None:
        recording.set_chair(form.sheet.item, person, version=version, by=by, now=now)


def _next(form: ItemForm, value: str, version: int, by: User, now: dt.datetime) -> AgendaItem | None:
    """Nächster TOP: this one is done, the next one is called."""
    item = form.sheet.item
    recording.finish(item, version=version, by=by, now=now)
    following = sitting.following(sitting.agenda(item.meeting), item)
    if following is not None:
        recording.call(following, version=following.treatment.version, by=by, now=now)
    return following


_ACTS: dict[str, Callable[[ItemForm, str, int, User, dt.datetime], AgendaItem | None]] = {
    "save": _save,
    "unanimous": _unanimous,
    "count": _count,
    "settle": _settle,
    "take-back": _take_back,
    "quorum": _quorum,
    "table": _table,
    "call": _call,
    "chair": _chair,
    "next": _next,
}
