"""Verweisung an ein anderes Gremium: its effect on the Beratungsfolge, once the meeting is closed (O-01, B-07)."""

import datetime as dt

from motions.models import Consultation, Meeting, Organization, Treatment, User
from motions.models.choices import ConsultationRole, Outcome, PaperStatus

from . import further_organs, resolution_notices
from .findings import Finding, warn
from .further_organs import FurtherOrgan


def carry_out(meeting: Meeting, *, by: User, now: dt.datetime) -> None:
    """Insert the organ of each referral before the deciding one, exactly once; raises Refused.

    What has no paper waits for the next agenda of that organ (agenda_sources.handed_on).
    """
    rows = Treatment.objects.filter(item__meeting=meeting, outcome=Outcome.REFERRED)
    for row in rows.select_related("item__consultation__paper", "referred_to").order_by("pk"):
        if row.referred_to is not None and not _is_carried_out(row):
            _insert(row, row.referred_to, by=by, now=now)


def left_behind(meeting: Meeting) -> list[Finding]:
    """Consultations added by a referral that a correction has dropped since; a person has to look at them."""
    rows = Treatment.objects.filter(item__meeting=meeting, added_consultation__isnull=False)
    return [
        warn(
            "O-01",
            f"{row.item.label}: Die Beratungsfolge enthält noch „{row.added_consultation}“ aus der früheren "
            "Verweisung. Sie bleibt stehen; setzen Sie diese Beratung dort ab.",
            f"item-{row.item_id}",
        )
        for row in rows.select_related("item", "added_consultation__organization")
        if not _is_carried_out(row)
    ]


def _is_carried_out(row: Treatment) -> bool:
    added = row.added_consultation
    return (
        added is not None and row.outcome == Outcome.REFERRED and added.organization_id == row.referred_to_id
    )


def _insert(row: Treatment, organ: Organization, *, by: User, now: dt.datetime) -> None:
    consultation = row.item.consultation
    if consultation is None or consultation.paper.status != PaperStatus.RELEASED:
        return
    paper = consultation.paper
    known = list(paper.consultations.values_list("pk", flat=True))
    further_organs.add_organ(
        paper,
        FurtherOrgan(
            organ, ConsultationRole.ADVISORY, consultation.is_public, before=_place_of_decision(consultation)
        ),
        by=by,
        now=now,
        version=paper.version,
        note=f"Verweisung aus der Sitzung: {row.item.meeting}, {row.item.label}.",
        override=True,
    )
    row.added_consultation = paper.consultations.exclude(pk__in=known).get()
    row.save(update_fields=["added_consultation"])
    resolution_notices.paper_referred(paper, organ, by=by, now=now)


def _place_of_decision(consultation: Consultation) -> int | None:
    """The place of the organ that decides, this one or a later one; None for the end."""
    later = consultation.paper.consultations.filter(
        role=ConsultationRole.DECIDING, position__gte=consultation.position
    )
    return later.order_by("position").values_list("position", flat=True).first()
