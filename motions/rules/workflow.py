"""Lebenslauf einer Vorlage, von oben nach unten zu lesen (domain.md 1.4).

draft → co_signing → submitted → released; returned leads back to the drafter; withdrawn and superseded end.
"""

import datetime as dt

from django.utils import timezone

from motions.models import Paper, Release, User
from motions.models.choices import EDITABLE, OPEN, PaperStatus

from . import (
    co_signing,
    contributions,
    decisions,
    documents,
    families,
    notices,
    numbering,
    offices,
    paper_checks,
    permissions,
)
from .findings import Finding, NotPermitted
from .transitions import Act, Transition, expected_findings, perform


def _submit(act: Act[Paper]) -> str:
    numbering.register(act.row, on=act.on)
    notices.paper_submitted(act.row, by=act.by, now=act.now)
    return ""


def _register_and_invite(act: Act[Paper]) -> str:
    co_signing.invite_required(act.row, on=act.on)
    numbering.register(act.row, on=act.on)
    notices.co_signature_asked(act.row, by=act.by, now=act.now)
    return ""


def _return(act: Act[Paper]) -> str:
    notices.paper_returned(act.row, by=act.by, now=act.now)
    return ""


def _release(act: Act[Paper]) -> str:
    """Freeze the text as a new revision and have its documents made; a Neufassung replaces its original (V-03)."""
    releasing = _releasing(act)
    release = Release.objects.create(
        paper=act.row,
        revision=act.row.releases.count() + 1,
        released_by=act.by,
        office=releasing.office,
        in_representation=releasing.absent is not None,
        substitution_ground=releasing.ground,
        released_at=act.now,
    )
    documents.freeze(act.row, release)
    if families.is_replacement(act.row):
        for older in families.valid_texts(act.row):
            perform(older, SUPERSEDE, by=act.by, now=act.now, note=f"Ersetzt durch {act.row.reference}.")
    for effect in contributions.on_release:
        effect(act)
    notices.paper_released(act.row, by=act.by, now=act.now)
    return f"i. V. für {releasing.absent}" if releasing.absent else ""


def _releasing(act: Act[Paper]) -> offices.Holding:
    """The office of the release; the checks have refused everybody without one (V-13)."""
    holding = offices.releasing_holding(act.by, act.on)
    if holding is None:
        raise NotPermitted("Freigeben kann nur die Bürgermeisterin oder der Bürgermeister.")
    return holding


def _withdraw(act: Act[Paper]) -> str:
    """A motion ends by the word of its authors; the Ratsbüro writes it down for those without an account (O-03).

    Who discards the own draft of a motion, still without number, speaks for nobody else.
    """
    _take_back(act)
    is_own_draft = act.row.reference_number is None and act.row.drafter_id == act.by.pk
    is_of_others = act.row.is_of_members and not permissions.is_of_group(act.by, act.row)
    if is_of_others and not is_own_draft:
        of = "von" if act.row.author_person_id is not None else "der"
        return f"im Auftrag {of} {act.row.author_named}"
    return ""


def _take_back(act: Act[Paper]) -> str:
    """What a Neufassung replaced is valid again: citizens never find a town without any text (V-03)."""
    older = families.replaced_text(act.row) if act.row.status == PaperStatus.RELEASED else None
    if older is not None:
        note = f"{act.row.reference} gilt nicht mehr: {act.note}"
        perform(older, REVIVE, by=act.by, now=act.now, note=note)
    return ""


def _as_a_consequence(user: User, paper: Paper, on: dt.date) -> bool:
    """Never offered to anybody: the act it follows from was permitted."""
    return True


REQUEST_CO_SIGNATURES = Transition(
    name="request_co_signatures",
    label="In die Mitzeichnung geben",
    done="In die Mitzeichnung gegeben",
    sources=frozenset({PaperStatus.DRAFT, PaperStatus.RETURNED}),
    target=PaperStatus.CO_SIGNING,
    may=permissions.may_submit_paper,
    findings=paper_checks.for_co_signing,
    effect=_register_and_invite,
)
SUBMIT = Transition(
    name="submit",
    label="Zur Freigabe geben",
    done="Zur Freigabe gegeben",
    sources=frozenset(EDITABLE),
    target=PaperStatus.SUBMITTED,
    may=permissions.may_submit_paper,
    findings=paper_checks.for_submission,
    effect=_submit,
)
RELEASE = Transition(
    name="release",
    label="Freigeben",
    done="Freigegeben",
    sources=frozenset({PaperStatus.SUBMITTED}),
    target=PaperStatus.RELEASED,
    may=permissions.may_release_paper,
    findings=paper_checks.for_release,
    effect=_release,
)
RETURN = Transition(
    name="return",
    label="Zurückgeben",
    done="Zurückgegeben",
    sources=frozenset({PaperStatus.SUBMITTED, PaperStatus.CO_SIGNING}),
    target=PaperStatus.RETURNED,
    may=permissions.may_return_paper,
    effect=_return,
    needs_note=True,
)
RESET = Transition(
    name="reset",
    label="In den Entwurf zurücksetzen",
    done="In den Entwurf zurückgesetzt",
    sources=frozenset({PaperStatus.RELEASED}),
    target=PaperStatus.DRAFT,
    may=permissions.may_reset_paper,
    findings=paper_checks.for_taking_back,
    effect=_take_back,
    needs_note=True,
)
WITHDRAW = Transition(
    name="withdraw",
    label="Zurückziehen",
    done="Zurückgezogen",
    sources=OPEN | {PaperStatus.RELEASED},
    target=PaperStatus.WITHDRAWN,
    may=permissions.may_withdraw_paper,
    findings=paper_checks.for_withdrawal,
    effect=_withdraw,
    needs_note=True,
)
SUPERSEDE = Transition(
    name="supersede",
    label="Ersetzen",
    done="Durch eine Neufassung ersetzt",
    sources=frozenset({PaperStatus.RELEASED}),
    target=PaperStatus.SUPERSEDED,
    may=_as_a_consequence,
)
REVIVE = Transition(
    name="revive",
    label="Wieder in Kraft setzen",
    done="Wieder gültig",
    sources=frozenset({PaperStatus.SUPERSEDED}),
    target=PaperStatus.RELEASED,
    may=_as_a_consequence,
)

PAPER_STEPS = (REQUEST_CO_SIGNATURES, SUBMIT, RELEASE, RETURN, RESET, WITHDRAW)


def may_take(user: User, paper: Paper, step: Transition[Paper]) -> bool:
    """The person may take this step today."""
    return step.may(user, paper, permissions.today())


def open_to(user: User, paper: Paper) -> list[Transition[Paper]]:
    """The steps a person may take with this paper now: the buttons of its page.

    What an organ has decided is offered to nobody for withdrawal.
    """
    steps = [step for step in PAPER_STEPS if paper.status in step.sources and may_take(user, paper, step)]
    if WITHDRAW in steps and paper.is_issued and decisions.decided_in(paper) is not None:
        steps.remove(WITHDRAW)
    return steps


def foreseen(paper: Paper, step: Transition[Paper], *, by: User, now: dt.datetime) -> list[Finding]:
    """What would stand in the way of the step; changes nothing.

    A release is judged as the one of whoever releases today, so that the Ratsbüro sees what it may let pass (V-16).
    """
    judged = by
    if step is RELEASE and not permissions.may_release_paper(by, paper):
        judged = offices.releasing_person(timezone.localdate(now)) or by
    return expected_findings(paper, step, by=judged, now=now)
