"""Teile einer Förderung streichen: a wrong one stays readable and counts nowhere, in no sum and no reminder."""

import datetime as dt

from django.db import transaction

from motions.models import Paper, User
from motions.models.choices import ISSUED
from motions.rules.findings import OutdatedState, Refused, block
from motions.rules.permissions import visible_papers
from staffing.models import FundingGrant, FundingRate, GrantPosition, GrantStageRecord, StaffingPlan

from .grant_keeping import Part, locked, rule_of

# How sure the money is, how much, and for which post: what the tables of a Vorlage are reckoned with.
_RECKONED = (GrantStageRecord, FundingRate, GrantPosition)


def strike(grant: FundingGrant, part: Part, *, reason: str, version: int, by: User, now: dt.datetime) -> Part:
    """Take a wrong part out of all sums, lights and reminders; it stays, with who struck it, when and why.

    Raises NotPermitted, OutdatedState or Refused.
    """
    with transaction.atomic():
        following = locked(grant, version, by).version
        part.refresh_from_db()
        if part.struck_at is not None:
            raise OutdatedState("Dieser Eintrag ist schon gestrichen.")
        if not reason.strip():
            raise Refused([block(rule_of(part), "Nennen Sie den Grund der Streichung.", "reason")])
        part.struck_at, part.struck_by, part.struck_reason = now, by, reason.strip()
        part.save(update_fields=["struck_at", "struck_by", "struck_reason"])
    grant.version = following
    return part


def papers_of(grant: FundingGrant, part: Part, *, by: User) -> list[Paper]:
    """The same for one part: what no table is reckoned with stands in none of them."""
    return papers_with(grant, by=by) if isinstance(part, _RECKONED) else []


def papers_with(grant: FundingGrant, *, by: User) -> list[Paper]:
    """Released Vorlagen whose tables were reckoned with this grant: their amounts stay whatever is struck (S-07)."""
    funded = GrantPosition.objects.filter(grant=grant).values("position")
    plans = StaffingPlan.objects.filter(frozen_at__isnull=False, entries__position__in=funded)
    rows = visible_papers(by).filter(pk__in=plans.values("paper"), status__in=ISSUED)
    return list(rows.filter(impact_tables__isnull=False).distinct().order_by("pk"))
