"""Ausnahmen: the Ratsbüro lets a paper pass a blocking finding with a stored reason (SI-06)."""

import datetime as dt
import hashlib
import json

from django.db import transaction
from django.db.models import QuerySet

from motions.models import Paper, User, Waiver

from . import permissions
from .content import text_hash
from .findings import Finding, NotPermitted, OutdatedState, Refused, block
from .history import record


def valid(paper: Paper) -> QuerySet[Waiver]:
    """The exceptions that hold for the paper as it stands; those for an older text are over."""
    return paper.waivers.filter(text_hash=matter_hash(paper)).select_related("granted_by")


def covered(paper: Paper) -> set[str]:
    """The keys of the findings the Ratsbüro has let pass."""
    if not paper.waivers.exists():
        return set()
    return set(valid(paper).values_list("finding_key", flat=True))


def matter_hash(paper: Paper) -> str:
    """SHA-256 of what the Ratsbüro judged: the text, who deliberates on it and how, not the dates of meetings."""
    judged = {
        "text": text_hash(paper),
        "consultations": list(
            paper.consultations.order_by("position").values_list("organization", "role", "is_public")
        ),
    }
    return hashlib.sha256(json.dumps(judged, sort_keys=True).encode()).hexdigest()


def carry_over(paper: Paper, judged: str) -> None:
    """What was let pass stays so when the Ratsbüro itself only adds an organ (B-07)."""
    current = matter_hash(paper)
    for row in paper.waivers.filter(text_hash=judged):
        paper.waivers.get_or_create(
            finding_key=row.finding_key,
            text_hash=current,
            defaults={
                "rule": row.rule,
                "reason": row.reason,
                "granted_by": row.granted_by,
                "granted_at": row.granted_at,
            },
        )


def waive(paper: Paper, finding: Finding, *, reason: str, by: User, now: dt.datetime) -> Waiver:
    """Store who lets which finding pass and why.

    Raises NotPermitted, OutdatedState if the text is another by now, or Refused for what nobody may let pass.
    """
    if not permissions.may_waive_finding(by, paper):
        raise NotPermitted("Eine Ausnahme erteilt nur das Ratsbüro.")
    if finding.is_absolute or not finding.blocks:
        raise Refused([block(finding.rule, "Von dieser Regel gibt es keine Ausnahme.", absolute=True)])
    if not reason.strip():
        raise Refused([block("SI-06", "Begründen Sie die Ausnahme.", "reason")])
    with transaction.atomic():
        locked = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        if locked.version != paper.version:
            raise OutdatedState("Die Vorlage wurde inzwischen geändert. Prüfen Sie sie noch einmal.")
        waiver, is_new = Waiver.objects.get_or_create(
            paper=paper,
            finding_key=finding.key,
            text_hash=matter_hash(locked),
            defaults={
                "rule": finding.rule,
                "reason": reason.strip(),
                "granted_by": by,
                "granted_at": now,
            },
        )
        if is_new:
            label = f"Ausnahme von Regel {finding.rule} erteilt"
            record(paper, "waive", label, by=by, now=now, note=f"{finding.text} Begründung: {waiver.reason}")
    return waiver
