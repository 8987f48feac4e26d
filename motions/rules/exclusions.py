"""Ausschluss der Öffentlichkeit im Einzelfall (§ 48 Abs. 2 GO NRW, P-03): its result is public, its debate never."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from motions.models import AgendaItem, ExclusionMotion, Meeting, Treatment, User
from motions.models.choices import BallotKind, Outcome

from . import agenda_checks, agenda_numbers, ballots, counting
from .ballots import Vote
from .counting import Counts
from .findings import Finding, Refused, block
from .history import record
from .in_session import locked_treatment

SUBJECT = "Ausschluss der Öffentlichkeit"
_CONTINUED = "Die Öffentlichkeit wurde durch Beschluss ausgeschlossen (§ 48 Abs. 2 GO NRW)."


@dataclass(frozen=True)
class Exclusion:
    """Ein Antrag: who moved it, why, what was said, and the votes for it (None: einstimmig)."""

    moved_by: str
    ground: str
    public_title: str
    debate: str = ""
    counts: Counts | None = None


def move(
    item: AgendaItem, exclusion: Exclusion, *, version: int, by: User, now: dt.datetime
) -> ExclusionMotion:
    """Write the motion down; once carried the item goes on in the non-public part, under a number of its own.

    Raises Refused, OutdatedState or NotPermitted.
    """
    with transaction.atomic():
        row = locked_treatment(item, version=version, by=by, now=now)
        found = _objections(row, exclusion)
        if found:
            raise Refused(found)
        vote = Vote(BallotKind.PROCEDURE, SUBJECT, counts=exclusion.counts)
        ballot = ballots.add(row, vote, by=by, now=now, note="", override=False)
        motion = ExclusionMotion(
            ballot=ballot,
            moved_by=exclusion.moved_by.strip(),
            ground=exclusion.ground,
            debate=exclusion.debate.strip(),
            recorded_by=by,
            recorded_at=now,
        )
        if counting.is_carried(ballot):
            motion.continued_as = _continue(row, exclusion, now)
        motion.save(force_insert=True)
        row.save(update_fields=["version", "outcome", "reason", "ended_at"])
        words = "angenommen" if motion.continued_as else "abgelehnt"
        record(item.meeting, "exclude_public", f"{item.label}: {SUBJECT} {words}", by=by, now=now)
    return motion


def of_meeting(meeting: Meeting) -> list[ExclusionMotion]:
    """The motions of a meeting in the order of their votes; read at a level that may know the debate."""
    rows = ExclusionMotion.objects.filter(ballot__treatment__item__meeting=meeting)
    related = rows.select_related("ballot__treatment__item", "continued_as")
    return list(related.order_by("ballot__taken_at", "pk"))


def _objections(row: Treatment, exclusion: Exclusion) -> list[Finding]:
    item = row.item
    found = []
    if not item.is_public:
        found.append(block("P-03", "Dieser Punkt wird schon nichtöffentlich beraten.", absolute=True))
    if row.is_done or row.started_at is None:
        text = "Über den Ausschluss wird entschieden, solange der Punkt aufgerufen ist."
        found.append(block("P-03", text, absolute=True))
    if not exclusion.moved_by.strip():
        found.append(block("P-03", "Nennen Sie, wer den Antrag stellt.", "moved_by", absolute=True))
    if not exclusion.public_title.strip():
        text = "Nennen Sie den allgemeinen Titel, den alle lesen."
        found.append(block("E-13", text, "public_title", absolute=True))
    entry = agenda_checks.Entry(
        item.title, is_public=False, secrecy_ground=exclusion.ground, consultation=item.consultation
    )
    return [*found, *(_at_the_top(finding) for finding in agenda_checks.check_entry(entry))]


def _at_the_top(finding: Finding) -> Finding:
    """The form has no field for publicity."""
    return block(finding.rule, finding.text, "ground" if finding.rule == "P-02" else "", absolute=True)


def _continue(row: Treatment, exclusion: Exclusion, now: dt.datetime) -> AgendaItem:
    """The item in the other part; what stood in the public one is closed without a decision on the matter."""
    item = row.item
    row.outcome, row.reason, row.ended_at = Outcome.CONTINUED, _CONTINUED, now
    part = list(item.meeting.items.filter(parent=None, is_public=False).order_by("position"))
    continued = AgendaItem.objects.create(
        meeting=item.meeting,
        position=max((other.position for other in part), default=0) + 1,
        kind=item.kind,
        title=item.title,
        public_title=exclusion.public_title.strip(),
        is_public=False,
        secrecy_ground=exclusion.ground,
        consultation=item.consultation,
        is_tabled=item.is_tabled,
        number=_number(part),
        announced_at=now,
        extension_reason=f"{SUBJECT} bei {item.label}, beschlossen am {timezone.localdate(now):%d.%m.%Y}.",
    )
    Treatment.objects.create(item=continued)
    _recuse_again(item, continued)
    return continued


def _recuse_again(item: AgendaItem, continued: AgendaItem) -> None:
    """Who is recused from the matter stays so, and reads nothing of what is said behind closed doors (P-10)."""
    for row in item.recusals.all():
        row.pk, row.item, row.stays_in_audience = None, continued, False
        row.save(force_insert=True)


def _number(part: list[AgendaItem]) -> str:
    """1 in a part without items, else the last number with a letter: what was sent stays (E-12)."""
    if not part:
        return "1"
    return agenda_numbers.lettered_after(part[-1].number, {other.number for other in part})
