"""Ein weiteres Gremium nach der Freigabe (B-07): the paper stays public, its PDF gets a new revision."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from motions.models import Consultation, Organization, Paper, Release, User
from motions.models.choices import PaperStatus

from . import documents, organs, permissions, sequence_checks, waivers
from .findings import Finding, NotPermitted, OutdatedState, Refused, block
from .history import record


@dataclass(frozen=True)
class FurtherOrgan:
    """Was das weitere Gremium tun soll; ``before`` is the place it takes, None for the end."""

    organization: Organization
    role: str
    is_public: bool = True
    planned_on: dt.date | None = None
    before: int | None = None


def foreseen(paper: Paper, organ: FurtherOrgan) -> list[Finding]:
    """What the longer Beratungsfolge would break; what was wrong before is not asked again."""
    sequence = _sequence(paper)
    longer = [*sequence]
    longer.insert(_place(sequence, organ) - 1, _row(paper, organ, _place(sequence, organ)))
    known = {(found.key, found.text) for found in sequence_checks.of_sequence(paper, sequence)}
    found = sequence_checks.of_sequence(paper, longer)
    return [row for row in found if (row.key, row.text) not in known]


def add_organ(
    paper: Paper,
    organ: FurtherOrgan,
    *,
    by: User,
    now: dt.datetime,
    version: int,
    note: str = "",
    override: bool = False,
) -> Release:
    """Add a consultation to a released paper and have its PDFs made again, without taking it offline.

    ``note`` answers warnings; with ``override`` it is the reason of the Ratsbüro for letting a block pass.
    Raises OutdatedState (somebody was faster, or the paper is not in force), NotPermitted, or Refused.
    """
    with transaction.atomic():
        locked = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        if locked.status != PaperStatus.RELEASED or locked.version != version:
            raise OutdatedState(
                "Die Vorlage wurde inzwischen geändert. Prüfen Sie die Beratungsfolge und ergänzen Sie sie dann."
            )
        if not permissions.may_add_organ(by, locked):
            raise NotPermitted("Ein weiteres Gremium trägt das Ratsbüro ein.")
        if not organs.deliberating_organs().filter(pk=organ.organization.pk).exists():
            text = f"{organ.organization} berät keine Vorlagen (mehr). Wählen Sie ein anderes Gremium."
            raise Refused([block("B-07", text, "organization", absolute=True)])
        passed = _refuse_if_necessary(foreseen(locked, organ), by, note.strip(), override=override)
        judged = waivers.matter_hash(locked)
        _insert(locked, organ)
        waivers.carry_over(locked, judged)
        release = _revise(locked, by, now)
        words = f"Beratungsfolge ergänzt: {organ.organization}"
        reason = " ".join([*(f"Ausnahme von Regel {rule}." for rule in passed), note.strip()]).strip()
        record(locked, "add_organ", words, by=by, now=now, note=reason)
    return release


def _refuse_if_necessary(findings: list[Finding], by: User, note: str, *, override: bool) -> list[str]:
    """The rules of the blocks let pass; raises Refused unless a note and the right to override answer them."""
    blocks = [found for found in findings if found.blocks]
    answered = [found for found in findings if found.blocks or found.warns]
    may_pass = override and permissions.is_meeting_office(by) and not any(row.is_absolute for row in blocks)
    if (blocks and not may_pass) or (answered and not note):
        raise Refused(answered)
    return [found.rule for found in blocks]


def _insert(paper: Paper, organ: FurtherOrgan) -> None:
    sequence = _sequence(paper)
    place = _place(sequence, organ)
    paper.consultations.filter(position__gte=place).update(position=F("position") + 1)
    _row(paper, organ, place).save()


def _revise(paper: Paper, by: User, now: dt.datetime) -> Release:
    """The same release of the same text, once more on paper."""
    last = paper.releases.latest("revision")
    release = Release.objects.create(
        paper=paper,
        revision=last.revision + 1,
        released_by=last.released_by,
        office=last.office,
        in_representation=last.in_representation,
        substitution_ground=last.substitution_ground,
        released_at=last.released_at,
        revised_by=by,
        revised_at=now,
    )
    paper.version += 1
    paper.save(update_fields=["version"])
    documents.freeze_again(paper, release, like=last)
    return release


def _sequence(paper: Paper) -> list[Consultation]:
    return list(paper.consultations.select_related("organization").order_by("position"))


def _place(sequence: list[Consultation], organ: FurtherOrgan) -> int:
    """A position somebody else has taken meanwhile is still in the list; an unknown one means the end."""
    end = len(sequence) + 1
    return min(organ.before, end) if organ.before else end


def _row(paper: Paper, organ: FurtherOrgan, position: int) -> Consultation:
    return Consultation(
        paper=paper,
        position=position,
        organization=organ.organization,
        planned_on=organ.planned_on,
        is_public=organ.is_public,
        role=organ.role,
    )
