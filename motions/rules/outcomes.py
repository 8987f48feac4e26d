"""Ergebnisse (domain.md 1.12, B-05, O-01 to O-04): which are allowed, what each needs, what it keeps."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from motions.models import (
    AgendaItem,
    Ballot,
    Consultation,
    Meeting,
    Organization,
    Treatment,
    UrgentDecision,
    User,
)
from motions.models.choices import BallotKind, Behaviour, ConsultationRole, Outcome, VotedText

from . import ballots, chairs, counting, elections, second_summons, urgent_checks, voted_text
from .ballots import Vote
from .findings import Finding, block
from .history import record
from .in_session import locked_treatment

URGENT = "urgent_decision"
_ALWAYS = (Outcome.DEFERRED, Outcome.REMOVED_FROM_AGENDA)
_OF_A_PAPER = (Outcome.REFERRED, Outcome.WITHDRAWN)
_BY_ROLE: dict[str, tuple[Outcome, ...]] = {
    ConsultationRole.ADVISORY: (
        Outcome.RECOMMENDED,
        Outcome.RECOMMENDED_AMENDED,
        Outcome.NOT_RECOMMENDED,
        Outcome.NO_RECOMMENDATION,
        Outcome.NOTED,
    ),
    ConsultationRole.DECIDING: (
        Outcome.ADOPTED,
        Outcome.ADOPTED_AMENDED,
        Outcome.REJECTED,
        Outcome.ELECTED,
        Outcome.NOTED,
        Outcome.SETTLED,
    ),
    ConsultationRole.NOTING: (Outcome.NOTED, Outcome.SETTLED),
    ConsultationRole.HEARING: (Outcome.NOTED, Outcome.SETTLED),
}
_WITHOUT_PAPER = (Outcome.ADOPTED, Outcome.REJECTED, Outcome.ELECTED, Outcome.NOTED, Outcome.SETTLED)
_CARRIED = {
    Outcome.ADOPTED,
    Outcome.ADOPTED_AMENDED,
    Outcome.RECOMMENDED,
    Outcome.RECOMMENDED_AMENDED,
    Outcome.APPROVED,
}
_NOT_CARRIED = {Outcome.REJECTED, Outcome.NOT_RECOMMENDED, Outcome.ANNULLED}
BY_VOTE = frozenset(_CARRIED | _NOT_CARRIED)
_AMENDED = {
    Outcome.ADOPTED: Outcome.ADOPTED_AMENDED,
    Outcome.RECOMMENDED: Outcome.RECOMMENDED_AMENDED,
}
_WITH_REASON = {
    Outcome.REMOVED_FROM_AGENDA: "Nennen Sie den Grund der Absetzung.",
    Outcome.SETTLED: "Nennen Sie, wodurch der Punkt erledigt ist.",
}


@dataclass(frozen=True)
class Result:
    """Was als Ergebnis eingetragen wird; ``withdrawn_by`` is the Fraktion that takes back its motion (O-03).

    None stands for the author who is none: the Ratsmitglied who wrote alone, or the administration.
    """

    outcome: str
    reason: str = ""
    deferred_to: Meeting | None = None
    referred_to: Organization | None = None
    withdrawn_by: Organization | None = None
    is_unanimously_referred: bool = False


def allowed(item: AgendaItem) -> list[Outcome]:
    """The outcomes an item may have, by the role of the organ and what the paper asks for (B-05, V-12)."""
    consultation = item.consultation
    if consultation is None:
        return [*_WITHOUT_PAPER, *_ALWAYS, Outcome.REFERRED]
    kind = consultation.paper.paper_type
    rows = list(_BY_ROLE[consultation.role])
    if kind.behaviour == Behaviour.INFORMS:
        rows = [Outcome.NOTED, Outcome.SETTLED]
    if consultation.role == ConsultationRole.DECIDING and _is_decided_urgently(consultation):
        rows = [Outcome.APPROVED, Outcome.ANNULLED]
    return [*rows, *_ALWAYS, *_OF_A_PAPER]


def _is_decided_urgently(consultation: Consultation) -> bool:
    """Somebody has decided in place of this organ: it approves or annuls, whatever the kind of the paper (U-03)."""
    paper = consultation.paper
    decided = UrgentDecision.objects.filter(paper=paper.pk, organ=consultation.organization_id)
    return paper.paper_type.code == URGENT or decided.exists()


def is_voted(item: AgendaItem) -> bool:
    """The organ says yes or no here; otherwise it takes note or is heard."""
    return bool(_CARRIED & set(allowed(item)))


def save_text(
    item: AgendaItem, *, choice: str, own: str, reason: str, version: int, by: User, now: dt.datetime
) -> Treatment:
    """Wortlaut und Begründung zwischenspeichern; raises OutdatedState if somebody was faster, or NotPermitted."""
    with transaction.atomic():
        row = locked_treatment(item, version=version, by=by, now=now)
        _put_text(row, choice=choice, own=own, reason=reason)
        row.save(update_fields=["version", "voted_text", "final_text", "reason"])
    return row


def vote_and_settle(
    item: AgendaItem,
    vote: Vote,
    *,
    version: int,
    by: User,
    now: dt.datetime,
    note: str = "",
    override: bool = False,
) -> Treatment:
    """Abstimmen und das Ergebnis eintragen, in one press; the outcome follows from the votes (A-01, A-14).

    Raises Refused, OutdatedState (a second press included) or NotPermitted.
    """
    with transaction.atomic():
        row = locked_treatment(item, version=version, by=by, now=now)
        ballot = ballots.add(row, vote, by=by, now=now, note=note, override=override)
        outcome = following(row, ballot)
        if outcome == Outcome.ELECTED and not elections.is_decided(row):
            row.save(update_fields=["version"])
        else:
            _settle(row, Result(outcome, row.reason), now=now)
    return row


def settle(item: AgendaItem, result: Result, *, version: int, by: User, now: dt.datetime) -> Treatment:
    """Das Ergebnis eintragen oder berichtigen; raises Refused, OutdatedState or NotPermitted."""
    with transaction.atomic():
        row = locked_treatment(item, version=version, by=by, now=now)
        if result.is_unanimously_referred and not _carried_procedure(row):
            vote = Vote(kind=BallotKind.PROCEDURE, subject=f"Verweisung an: {result.referred_to}")
            ballots.add(row, vote, by=by, now=now, note="", override=False)
        before = row.outcome
        _settle(row, result, now=now)
        if before and before != row.outcome:
            words = f"{item.label}: Ergebnis berichtigt"
            note = f"{Outcome(before).label} → {row.get_outcome_display()}"
            record(row.item.meeting, "correct_outcome", words, by=by, now=now, note=note)
    return row


def following(row: Treatment, ballot: Ballot) -> Outcome:
    """The outcome a vote on the main text leads to; an amended text makes it an amended one."""
    can = allowed(row.item)
    if ballot.kind == BallotKind.ELECTION:
        return Outcome.ELECTED
    if not counting.is_carried(ballot):
        return next((one for one in can if one in _NOT_CARRIED), Outcome.NOTED)
    plain = next((one for one in can if one in _CARRIED), Outcome.NOTED)
    is_amended = voted_text.texts(row).is_amended(row.voted_text)
    return _AMENDED.get(plain, plain) if is_amended and row.item.consultation else plain


def _put_text(row: Treatment, *, choice: str, own: str, reason: str) -> None:
    row.voted_text, row.reason = choice, reason
    consultation = row.item.consultation
    if consultation is None or choice == VotedText.OWN:
        row.final_text = voted_text.whole(consultation, own)
    elif not row.outcome:
        row.final_text = ""
    if row.outcome in _CARRIED and consultation is not None:
        core = voted_text.texts(row).core(choice)
        row.final_text = voted_text.whole(consultation, core)


def _settle(row: Treatment, result: Result, *, now: dt.datetime) -> None:
    """Check and write an outcome on a treatment that is locked already."""
    ballots.refuse_unless_answered(findings(row, result), note="", override=False)
    row.outcome, row.reason = result.outcome, _reason(row, result)
    row.deferred_to, row.referred_to = result.deferred_to, result.referred_to
    if row.outcome in _CARRIED and row.item.consultation is not None:
        row.voted_text = row.voted_text or VotedText.DRAFT
        row.final_text = voted_text.whole(row.item.consultation, voted_text.texts(row).core(row.voted_text))
    row.started_at = row.started_at or now
    row.ended_at = row.ended_at or now
    chairs.appoint(row, at=row.ended_at)
    row.save()


def _reason(row: Treatment, result: Result) -> str:
    if result.outcome != Outcome.WITHDRAWN:
        return result.reason.strip()
    paper = row.item.consultation.paper if row.item.consultation else None
    who = result.withdrawn_by or (paper.author_person if paper else None) or "Verwaltung"
    return f"Zurückgezogen durch: {who}. {result.reason.strip()}".strip()


def findings(row: Treatment, result: Result) -> list[Finding]:
    """Everything an outcome lacks; all of it absolute, because the record would be untrue."""
    if result.outcome not in allowed(row.item):
        label = dict(Outcome.choices).get(result.outcome, "kein Ergebnis")
        role = row.item.consultation.get_role_display() if row.item.consultation else "ohne Vorlage"
        text = f"„{label}“ ist bei diesem Punkt ({role}) nicht möglich. Wählen Sie ein anderes Ergebnis."
        return [block("B-05", text, "outcome", absolute=True)]
    found = [*_vote_missing(row, result), *_text_missing(row, result), *_target_missing(row, result)]
    is_stopped = row.quorum_lacking and result.outcome not in _ALWAYS
    if is_stopped and not second_summons.holds_for(row.item.meeting, row.item):
        found.append(
            ("Q-03", "Die Beschlussunfähigkeit ist festgestellt: Vertagen Sie den Punkt.", "outcome")
        )
    annulled = urgent_checks.for_outcome(Treatment(outcome=result.outcome, reason=result.reason))
    return [*annulled, *(block(rule, text, field, absolute=True) for rule, text, field in found)]


def _vote_missing(row: Treatment, result: Result) -> list[tuple[str, str, str]]:
    outcome = result.outcome
    if outcome == Outcome.REFERRED and not _carried_procedure(row):
        return [("O-01", "Tragen Sie ein, dass über die Verweisung abgestimmt wurde.", "referred_to")]
    if outcome == Outcome.ELECTED and not elections.is_decided(row):
        return [("A-14", "Tragen Sie die Wahl ein; noch ist niemand gewählt.", "outcome")]
    if outcome not in _CARRIED | _NOT_CARRIED:
        return []
    votes = list(row.ballots.filter(kind__in=ballots.MAIN_KINDS).order_by("position"))
    if not votes:
        return [("A-06", "Tragen Sie zuerst die Abstimmung ein.", "outcome")]
    main = [one for one in votes if one.kind == BallotKind.MAIN]
    carried = [counting.is_carried(one) for one in main or votes]
    if outcome in _CARRIED and not any(carried):
        return [
            ("A-01", "Die Abstimmung hat keine Mehrheit ergeben. Das Ergebnis ist „abgelehnt“.", "outcome")
        ]
    if outcome in _NOT_CARRIED and outcome != Outcome.ANNULLED and any(carried):
        return [
            (
                "A-01",
                "Die Abstimmung hat eine Mehrheit ergeben. Das Ergebnis ist nicht „abgelehnt“.",
                "outcome",
            )
        ]
    if outcome in _AMENDED and not all(carried):
        return [
            ("A-19", "Ein Teil wurde abgelehnt: Wählen Sie „geändert“ und den ganzen Wortlaut.", "outcome")
        ]
    return []


def _text_missing(row: Treatment, result: Result) -> list[tuple[str, str, str]]:
    if result.outcome not in _CARRIED or row.item.consultation is None:
        return []
    known = voted_text.texts(row)
    if open_choice := voted_text.open_choice(row):
        return [open_choice]
    is_amended = known.is_amended(row.voted_text)
    if is_amended is not (result.outcome in _AMENDED.values()) and result.outcome != Outcome.APPROVED:
        text = (
            "Der gewählte Wortlaut weicht vom Entwurf ab." if is_amended else "Der Wortlaut ist der Entwurf."
        )
        word = "geändert" if is_amended else "ungeändert"
        return [("A-16", f"{text} Das Ergebnis lautet „{word}“.", "outcome")]
    return []


def _target_missing(row: Treatment, result: Result) -> list[tuple[str, str, str]]:
    outcome, meeting = result.outcome, row.item.meeting
    if outcome == Outcome.REFERRED and result.referred_to in (None, meeting.organization):
        return [("O-01", "Wählen Sie das andere Gremium, an das verwiesen wird.", "referred_to")]
    if outcome != Outcome.REFERRED and result.referred_to is not None:
        return [("O-01", "Ein Gremium gehört nur zu „verwiesen“.", "referred_to")]
    later = result.deferred_to
    if later is not None and (
        outcome != Outcome.DEFERRED
        or later.organization_id != meeting.organization_id
        or later.starts_at <= meeting.starts_at
    ):
        return [("O-02", "Wählen Sie eine spätere Sitzung desselben Gremiums oder „offen“.", "deferred_to")]
    if outcome in _WITH_REASON and not result.reason.strip():
        return [
            (
                "O-04" if outcome == Outcome.REMOVED_FROM_AGENDA else "B-05",
                _WITH_REASON[Outcome(outcome)],
                "reason",
            )
        ]
    return _wrongly_withdrawn(row, result)


def _wrongly_withdrawn(row: Treatment, result: Result) -> list[tuple[str, str, str]]:
    """Only the author withdraws a motion; a paper of the administration the Bürgermeister does (O-03)."""
    if result.outcome != Outcome.WITHDRAWN or row.item.consultation is None:
        return []
    paper = row.item.consultation.paper
    if paper.author_group == result.withdrawn_by:
        return []
    who = (
        f"Diesen Antrag zieht nur {paper.author_group or paper.author_person} zurück."
        if paper.is_of_members
        else "Diese Vorlage zieht nur die Verwaltung zurück."
    )
    return [("O-03", f"{who} Wählen Sie, wer zurückgezogen hat.", "withdrawn_by")]


def _carried_procedure(row: Treatment) -> bool:
    return any(counting.is_carried(one) for one in row.ballots.filter(kind=BallotKind.PROCEDURE))
