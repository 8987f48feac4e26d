"""Prüfung des Sitzungsverlaufs: every Q-, R-, A- and O-rule as a finding; nothing here changes a row."""

from django.db.models import Max
from django.utils import timezone

from motions.models import AgendaItem, Ballot, Meeting, Treatment
from motions.models.choices import BallotKind

from . import agenda_sources, attendance, minutes, recusals, referrals, urgent_checks
from .attendance import Roll
from .findings import Finding, block, info, warn
from .transitions import Act


def for_closing(act: Act[Meeting]) -> list[Finding]:
    """What has to be recorded before a meeting is closed (A-06, A-14, B-05, O-01, Q-07, R-04, U-03)."""
    meeting, roll = act.row, attendance.roll(act.row)
    rows = Treatment.objects.filter(item__meeting=meeting).select_related(
        "item__consultation__paper__paper_type", "item__meeting__organization", "referred_to"
    )
    found = [] if any(one.intervals.all() for one in roll.attendees) else [_nobody_there()]
    rows = rows.prefetch_related("ballots__named_votes", "item__recusals")
    for row in rows.order_by("-item__is_public", "item__position", "item__pk"):
        found += _of_treatment(row, roll)
    return [*_wrong_end(act), *found, *referrals.left_behind(meeting), *urgent_checks.for_closing(meeting)]


def for_reopening(act: Act[Meeting]) -> list[Finding]:
    """Minutes printed for the signatures close the record (N-04)."""
    if minutes.is_final(act.row):
        text = (
            "Die Niederschrift ist schon zur Unterschrift bereitgestellt oder unterschrieben. "
            "Setzen Sie sie zuerst zurück; eine unterschriebene ändert nur noch eine Einwendung."
        )
        return [block("N-04", text, absolute=True)]
    return []


def preparation_missing(item: AgendaItem) -> list[Finding]:
    """An organ before this one has not recommended yet; the decision stays possible (B-03)."""
    consultation = item.consultation
    if consultation is None:
        return []
    return [
        info("B-03", f"Vorberatung fehlt: {row.organization}. Das Gremium kann trotzdem entscheiden.")
        for row in agenda_sources.unprepared([consultation])[consultation.pk]
    ]


def _wrong_end(act: Act[Meeting]) -> list[Finding]:
    """A meeting ends after the last thing recorded in it, and not in the future."""
    at, meeting = act.happened_at, act.row
    if at is None:
        return []
    told = Treatment.objects.filter(item__meeting=meeting).aggregate(Max("started_at"), Max("ended_at"))
    last = max(filter(None, [meeting.opened_at, *told.values()]), default=at)
    if at > act.now or at < last.replace(second=0, microsecond=0):
        text = (
            f"Der Schluss liegt zwischen dem letzten Eintrag um {timezone.localtime(last):%H:%M} Uhr und jetzt. "
            "Geben Sie die Uhrzeit ein, zu der der Vorsitz die Sitzung geschlossen hat."
        )
        return [block("Q-07", text, "time", absolute=True)]
    return []


def _of_treatment(row: Treatment, roll: Roll) -> list[Finding]:
    item, ballots = row.item, list(row.ballots.all())
    found = _unsettled(row, ballots)
    for ballot in ballots:
        voters = len(roll.voters(item, ballot.taken_at, without_mayor=ballot.without_mayor))
        late = recusals.took_part(item, roll, [ballot]) if item.recusals.all() else []
        if not late and ballot.kind != BallotKind.PROCEDURE and voters != ballot.voters:
            text = (
                f"{item.label}: Nach der Anwesenheitsliste konnten {voters} abstimmen, eingetragen sind "
                f"{ballot.voters}. Prüfen Sie die Anwesenheit oder nehmen Sie die Abstimmung zurück."
            )
            found.append(block("A-06", text, f"ballot-{ballot.pk}"))
        found += late
    return found


def _unsettled(row: Treatment, ballots: list[Ballot]) -> list[Finding]:
    item, field = row.item, f"item-{row.item_id}"
    if row.outcome:
        return []
    if ballots and any(
        one.kind in (BallotKind.MAIN, BallotKind.PART, BallotKind.ELECTION) for one in ballots
    ):
        return [
            block("B-05", f"{item.label}: Abgestimmt ist, es fehlt das Ergebnis. Tragen Sie es ein.", field)
        ]
    if item.consultation_id:
        return [block("B-05", f"{item.label}: Es fehlt das Ergebnis. Tragen Sie es ein.", field)]
    if not row.is_done:
        return [block("B-05", f"{item.label}: Der Punkt ist noch offen. Schließen Sie ihn ab.", field)]
    return []


def _nobody_there() -> Finding:
    return warn("Q-07", "Die Anwesenheit ist nicht festgestellt. Tragen Sie ein, wer da war.", "attendance")
