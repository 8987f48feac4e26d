"""kw-Vermerk aus einer endenden Förderung: the amendment of the plan that the Rat shall decide upon (K-09, S-01)."""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from motions.models import User
from staffing.models import PlanEntry, Position, StaffingPlan
from staffing.models.choices import NoteKind, NoteTrigger, PlanKind

from . import drafting, permissions, versions
from .grant_ledger import Ledger
from .listing import Note, listing_of

_NOTE = Note(NoteKind.PHASE_OUT, NoteTrigger.END_OF_GRANT)


def begin(row: Ledger, *, by: User, now: dt.datetime) -> StaffingPlan | None:
    """An amendment with the note at each post that holds, or the one somebody began already (a second click).

    None where the person does not keep the plan or no post of it can get the note.
    """
    entries = [post.entry for post in row.posts if post.entry is not None and not post.is_proposed]
    lasting = [entry for entry in entries if not _has_note(entry)]
    if not lasting or not permissions.keeps_plan(by):
        return None
    title = f"kw-Vermerk: {row.grant.title}"[:200]
    with transaction.atomic():
        # The second of two clicks waits here and finds what the first has begun.
        list(Position.objects.select_for_update().filter(pk__in=[entry.position_id for entry in lasting]))
        begun = StaffingPlan.objects.filter(title=title, kind=PlanKind.AMENDMENT, frozen_at=None, paper=None)
        if (found := begun.first()) is not None:
            return found
        year = versions.plan_of_day(by, timezone.localdate(now))[0].year
        plan = drafting.begin(PlanKind.AMENDMENT, year, title, by=by, now=now)
        for entry in lasting:
            before = listing_of(entry)
            reason = f"Ende der Förderung „{row.grant.title}“"
            listing = replace(before, notes=[*before.notes, _NOTE], reason=reason)
            drafting.put(plan, entry.position, listing, version=None, by=by)
    return plan


def _has_note(entry: PlanEntry) -> bool:
    return any((note.kind, note.trigger) == (_NOTE.kind, _NOTE.trigger) for note in entry.notes.all())
