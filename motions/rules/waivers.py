"""Ausnahmen: the Ratsbüro lets a paper pass a blocking finding with a stored reason (SI-06)."""

import datetime as dt

from django.db import transaction

from motions.models import Paper, User, Waiver

from . import permissions
from .findings import Finding, NotPermitted, Refused, block
from .history import record


def waive(paper: Paper, finding: Finding, *, reason: str, by: User, now: dt.datetime) -> Waiver:
    """Store who lets which rule pass and why; raises NotPermitted, or Refused for a rule nobody may override."""
    if not permissions.may_waive_finding(by, paper):
        raise NotPermitted("Eine Ausnahme erteilt nur das Ratsbüro.")
    if finding.is_absolute or not finding.blocks:
        raise Refused([block(finding.rule, "Von dieser Regel gibt es keine Ausnahme.", absolute=True)])
    if not reason.strip():
        raise Refused([block("SI-06", "Begründen Sie die Ausnahme.", "reason")])
    with transaction.atomic():
        Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        waiver, is_new = Waiver.objects.get_or_create(
            paper=paper,
            rule=finding.rule,
            defaults={"reason": reason.strip(), "granted_by": by, "granted_at": now},
        )
        if is_new:
            label = f"Ausnahme von Regel {finding.rule} erteilt"
            record(paper, "waive", label, by=by, now=now, note=f"{finding.text} Begründung: {waiver.reason}")
    return waiver
