"""Lebenslauf einer Niederschrift, von oben nach unten zu lesen (§ 52 GO NRW).

draft → ready → signed; back to draft as long as nobody has signed. The table is repeated in models/minutes.py.
"""

import datetime as dt

from motions.models import Minutes, User
from motions.models.choices import Edition, MeetingDocumentKind, MinutesStatus, SignerRole

from . import (
    chairs,
    meeting_documents,
    meeting_permissions,
    minutes,
    minutes_checks,
    minutes_content,
    permissions,
    resolution_notices,
)
from .transitions import Act, Transition


def _may(user: User, row: Minutes, on: dt.date) -> bool:
    return meeting_permissions.may_manage_meeting(user, row.meeting, on)


def _freeze(act: Act[Minutes]) -> str:
    """Each part is frozen as the paper that people sign; nobody but the Ratsbüro reads it yet (N-01)."""
    meeting, kind = act.row.meeting, MeetingDocumentKind.MINUTES
    revision = meeting_documents.next_revision(meeting, kind, edition=Edition.PUBLIC)
    for part in minutes.parts(meeting):
        content = minutes_content.minutes_content(meeting, edition=part, revision=revision, now=act.now)
        meeting_documents.freeze(
            meeting,
            kind,
            edition=part,
            content=content | {"signers": _signers(act.row, part)},
            revision=revision,
            now=act.now,
        )
    resolution_notices.minutes_to_sign(act.row, by=act.by, now=act.now)
    return ""


def _signers(row: Minutes, edition: str) -> list[dict[str, str]]:
    """The lines for the signatures of one part; which items of the other one somebody chaired is not told (N-06)."""
    items = minutes_content.items_of(row.meeting, edition)
    covers = {chair.name: chair.covers for chair in chairs.of_items(row.meeting, items)}
    return [
        {"role": signer.role_label, "name": signer.name, "covers": covers.get(signer.name, "")}
        for signer in minutes.signers(row)
        if signer.role == SignerRole.MINUTE_TAKER or signer.name in covers
    ]


def _publish(act: Act[Minutes]) -> str:
    """Both parts reach their readers: the public one everybody, the other one the members (N-01)."""
    printed = minutes.printed(act.row)
    printed.update(published_at=act.now)
    resolution_notices.minutes_signed(act.row, by=act.by, now=act.now)
    return ""


MAKE_READY = Transition[Minutes](
    name="minutes_ready",
    label="Zur Unterschrift bereitstellen",
    done="Niederschrift zur Unterschrift bereitgestellt",
    sources=frozenset({MinutesStatus.DRAFT}),
    target=MinutesStatus.READY,
    may=_may,
    findings=minutes_checks.for_signature,
    effect=_freeze,
    may_override=_may,
)
REVISE = Transition[Minutes](
    name="minutes_revise",
    label="Wieder bearbeiten",
    done="Niederschrift wieder in Bearbeitung",
    sources=frozenset({MinutesStatus.READY}),
    target=MinutesStatus.DRAFT,
    may=_may,
    findings=minutes_checks.for_revision,
    needs_note=True,
)
FINISH = Transition[Minutes](
    name="minutes_signed",
    label="Niederschrift abschließen",
    done="Niederschrift abgeschlossen und veröffentlicht",
    sources=frozenset({MinutesStatus.READY}),
    target=MinutesStatus.SIGNED,
    may=_may,
    findings=minutes_checks.for_finishing,
    effect=_publish,
)

MINUTES_STEPS = (MAKE_READY, REVISE, FINISH)


def open_to(user: User, row: Minutes) -> list[Transition[Minutes]]:
    """The steps a person may take with this Niederschrift now."""
    today = permissions.today()
    return [step for step in MINUTES_STEPS if row.status in step.sources and step.may(user, row, today)]
