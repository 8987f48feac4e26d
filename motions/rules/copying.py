"""Vorlage kopieren: a new draft of one's own that begins with the words of an older paper."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from motions.models import Paper, Unit, User
from motions.models.choices import PaperStatus

from . import draft_parts, drafting, offices, permissions
from .draft_parts import Draft
from .findings import NotPermitted

# The days, the file and the comment belong to the older matter.
_COPIED = [
    name
    for name in drafting.TEXT_FIELDS
    if name not in ("dated_on", "received_on", "file_reference", "administration_comment")
]


def copy_paper(source: Paper, *, by: User, now: dt.datetime) -> tuple[Paper, bool]:
    """Text, amounts and Beratungsfolge without dates, dated today; no number, no annexes, nobody is asked yet.

    Returns the draft and whether it is new: a second click opens the first copy as long as it is untouched. Raises
    NotPermitted.
    """
    if not permissions.may_copy_paper(by, source):
        raise NotPermitted("Diese Vorlage können Sie nicht kopieren. Beginnen Sie eine neue.")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        label = f"Als Kopie von {source.reference} angelegt" if source.reference else "Als Kopie angelegt"
        if (begun := _untouched(source, by, now)) is not None:
            return begun, False
        paper = drafting.create_paper(
            by=by, now=now, lead_unit=_unit(source, by, now), paper_type=source.paper_type, label=label
        )
        paper.copied_from = source
        paper.save(update_fields=["copied_from"])
        draft = _draft_of(source)
        return drafting.save_draft(paper, draft, version=paper.version, by=by, now=now), True


def _draft_of(source: Paper) -> Draft:
    """What is copied; organs that have been abolished meanwhile treat nothing any more."""
    organs = source.consultations.filter(organization__is_active=True)
    rows = organs.values(*draft_parts.CONSULTATION_FIELDS)
    return Draft(
        fields={name: getattr(source, name) for name in _COPIED},
        consultations=[{**row, "planned_on": None} for row in rows],
        financial_rows=list(source.financial_rows.values(*draft_parts.FINANCIAL_FIELDS)),
    )


def _untouched(source: Paper, by: User, now: dt.datetime) -> Paper | None:
    """The copy this person has made today and not yet written in."""
    same = {name: getattr(source, name) for name in _COPIED}
    rows = Paper.objects.filter(
        drafter=by,
        status=PaperStatus.DRAFT,
        original=None,
        paper_type=source.paper_type,
        dated_on=timezone.localdate(now),
        copied_from__isnull=False,
        **same,
    )
    drafts = rows.exclude(pk=source.pk).order_by("-pk")
    return next((row for row in drafts if not draft_parts.differ(row, _draft_of(source))), None)


def _unit(source: Paper, by: User, now: dt.datetime) -> Unit:
    """The unit of the older paper if the person writes for it, else the own one."""
    on = timezone.localdate(now)
    if source.lead_unit_id in offices.unit_ids(by, on):
        return source.lead_unit
    return drafting.home_unit(by, on=on)
