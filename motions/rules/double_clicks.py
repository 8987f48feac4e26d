"""Doppelt gesendet: a second click, or a page sent again, must not begin the same draft twice."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from motions.importing.imported import ImportedPaper, Remark
from motions.models import Organization, Paper, PaperTemplate, PaperType, Person, Unit, User
from motions.models.choices import PaperStatus
from motions.models.paper import PaperQuerySet

from . import drafting, intake
from .findings import OutdatedState

_COMPARED = ("dated_on", "subject", "draft_resolution", "statement", "financial_impact", "climate_impact")
# A draft is saved once when it is taken in; a higher version is somebody's work.
_TAKEN_IN = 2


def begin_paper(
    *,
    by: User,
    now: dt.datetime,
    lead_unit: Unit,
    template: PaperTemplate | None = None,
    paper_type: PaperType | None = None,
    author_group: Organization | None = None,
    author_person: Person | None = None,
) -> tuple[Paper, bool]:
    """A new draft, or the one of today in which nothing has been typed yet, and whether it is new.

    Raises NotPermitted.
    """
    with transaction.atomic():
        begun = _drafts_of(by).filter(
            version=1,
            dated_on=timezone.localdate(now),
            lead_unit=lead_unit,
            author_group=author_group,
            author_person=author_person,
            paper_type=template.paper_type if template else paper_type,
            subject=template.subject if template else "",
            council_matter=template.council_matter if template else Paper().council_matter,
        )
        if (found := begun.first()) is not None:
            return found, False
        kind: dict[str, Any] = {"template": template, "paper_type": paper_type}
        kind |= {"author_group": author_group, "author_person": author_person}
        return drafting.create_paper(by=by, now=now, lead_unit=lead_unit, **kind), True


def take_in_once(
    imported: ImportedPaper,
    *,
    by: User,
    lead_unit: Unit,
    now: dt.datetime,
    author_group: Organization | None = None,
    author_person: Person | None = None,
) -> tuple[Paper, list[Remark]]:
    """The draft of an imported paper; raises OutdatedState if the same person has just made it, or Refused."""
    with transaction.atomic():
        fields = intake.understand(imported, by=by, now=now).draft.fields
        same: dict[str, Any] = {name: fields[name] for name in _COMPARED}
        whose: dict[str, Any] = {"author_group": author_group, "author_person": author_person}
        same |= {"lead_unit": lead_unit, **whose}
        if _drafts_of(by).filter(version=_TAKEN_IN, **same).exists():
            raise OutdatedState("Diese Datei ist schon übernommen. Der Entwurf liegt bei Ihren Aufgaben.")
        return intake.take_in(imported, by=by, lead_unit=lead_unit, now=now, **whose)


def _drafts_of(user: User) -> PaperQuerySet:
    """The person's own drafts; a second click waits here until the first is done."""
    User.objects.select_for_update().get(pk=user.pk)
    return Paper.objects.filter(drafter=user, status=PaperStatus.DRAFT, original=None)
