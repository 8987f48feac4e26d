"""Gerechnete Teile einer Vorlage: tables and amounts that come from elsewhere, written while it is drafted (K-13)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from motions.models import Paper, User
from motions.models.choices import PaperStatus

from . import co_signing, draft_parts, drafting, impact_tables, text_changes
from .draft_parts import Draft
from .findings import OutdatedState
from .history import record
from .impact_tables import Table


def write(
    paper: Paper, tables: Sequence[Table], amounts: Sequence[Mapping[str, Any]], *, by: User, now: dt.datetime
) -> Paper:
    """Write both anew; what stands there already is no change. Who may is judged where they are reckoned.

    Raises OutdatedState once the paper is no longer drafted.
    """
    with transaction.atomic():
        locked = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        if not locked.is_editable:
            raise OutdatedState(
                "Die Vorlage ist nicht mehr in Arbeit. Lassen Sie sie zurückgeben, um zu ändern."
            )
        same_amounts = not draft_parts.differ(locked, Draft(financial_rows=amounts))
        if same_amounts and impact_tables.stored(locked) == list(tables):
            return locked
        with text_changes.told(locked, by=by, now=now):
            draft_parts.replace_rows(locked, amounts)
            impact_tables.replace(locked, tables)
            drafting.bump_version(locked, now=now)
            record(locked, "figures", "Zahlen aus dem Stellenplan übernommen", by=by, now=now)
            if locked.status == PaperStatus.CO_SIGNING:
                co_signing.invite_required(locked, on=timezone.localdate(now))
        locked.refresh_from_db()
    return locked
