"""Abstimmungen (§ 50 GO NRW, A-01 to A-19): taken, checked against who is there, taken back."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Q

from motions.models import (
    AgendaItem,
    Attendee,
    Ballot,
    ExclusionMotion,
    Meeting,
    NamedVote,
    Paper,
    Treatment,
    User,
)
from motions.models.choices import (
    BallotKind,
    BallotMode,
    Choice,
    Majority,
    OrganizationType,
    PaperStatus,
)

from . import attendance, elections, group_votes, quorum
from .counting import Counts
from .elections import Election
from .findings import Finding, Refused, block, warn
from .history import record
from .in_session import locked_treatment

MAIN_KINDS = (BallotKind.MAIN, BallotKind.PART)
# What the title of an item tells of its majority and of the vote of the Bürgermeister.
_MAJORITIES = (
    ("hauptsatzung", "A-08", Majority.STATUTORY),
    ("abwahl", "A-09", Majority.TWO_THIRDS),
    ("abberufung", "A-10", Majority.TWO_THIRDS),
)
_WITHOUT_MAYOR = ("entlastung", "stellvertretenden bürgermeister", "stellvertretende bürgermeister")


@dataclass(frozen=True)
class Vote:
    """Was der Schriftführer einträgt; without ``counts`` only "einstimmig" is known (A-07).

    ``named`` holds the vote of each attendee (A-11), ``groups`` the counts of each Fraktion (A-13). ``without`` is the
    person a disputed Befangenheit is about (R-03). ``at`` is the moment, if not now.
    """

    kind: str = BallotKind.MAIN
    subject: str = ""
    mode: str = BallotMode.OPEN
    majority: str = ""
    counts: Counts | None = None
    named: Mapping[Attendee, str] | None = None
    groups: Mapping[str, Counts] | None = None
    election: Election | None = None
    without_mayor: bool | None = None
    without: Attendee | None = None
    at: dt.datetime | None = None


def take(
    item: AgendaItem,
    vote: Vote,
    *,
    version: int,
    by: User,
    now: dt.datetime,
    note: str = "",
    override: bool = False,
) -> Ballot:
    """Eine Abstimmung eintragen, which does not settle the item by itself.

    ``note`` answers warnings; with ``override`` it is the reason for letting a block pass. Raises Refused,
    OutdatedState (somebody was faster, or a second press) or NotPermitted.
    """
    with transaction.atomic():
        row = locked_treatment(item, version=version, by=by, now=now)
        ballot = add(row, vote, by=by, now=now, note=note, override=override)
        row.save(update_fields=["version"])
    return ballot


def take_back(ballot: Ballot, *, version: int, by: User, now: dt.datetime) -> Treatment:
    """Eine falsch eingetragene Abstimmung zurücknehmen; the outcome that rested on it is open again.

    In a meeting that was reopened the item keeps its times: who was there then votes, not who is there now (Q-07).
    """
    with transaction.atomic():
        row = locked_treatment(ballot.treatment.item, version=version, by=by, now=now)
        found = row.ballots.get(pk=ballot.pk)
        if ExclusionMotion.objects.filter(ballot=found, continued_as__isnull=False).exists():
            text = (
                "Der Punkt wird nach dieser Abstimmung schon nichtöffentlich beraten. Sie bleibt eingetragen."
            )
            raise Refused([block("P-03", text, absolute=True)])
        found.delete()
        if ballot.kind != BallotKind.AMENDMENT:
            row.outcome, row.referred_to, row.deferred_to = "", None, None
            row.ended_at = row.ended_at if _is_corrected(row.item.meeting) else None
        row.save(update_fields=["version", "outcome", "referred_to", "deferred_to", "ended_at"])
        words = f"{row.item.label}: Abstimmung zurückgenommen"
        record(row.item.meeting, "take_back", words, by=by, now=now)
    return row


def add(row: Treatment, vote: Vote, *, by: User, now: dt.datetime, note: str, override: bool) -> Ballot:
    """A ballot on a treatment that is locked already; the caller saves the treatment."""
    item, at = row.item, vote.at or row.ended_at or now
    roll = attendance.roll(item.meeting)
    statutory = quorum.statutory_count(item.meeting)
    without_mayor = excludes_mayor(item) if vote.without_mayor is None else vote.without_mayor
    voters = [one for one in roll.voters(item, at, without_mayor=without_mayor) if one != vote.without]
    vote = _counted(vote)
    quorate = quorum.of_item(item.meeting, item, roll, statutory=statutory, at=at)
    found = [
        *quorum.findings(quorate, row),
        *_out_of_turn(row, vote),
        *_miscounted(vote, len(voters)),
        *_misnamed(vote, voters),
        *_by_group(item, vote, voters),
        *_majority_missed(item, vote),
        *_unsure(row, vote),
    ]
    refuse_unless_answered(found, note=note, override=override)
    ballot = _write(row, vote, voters=len(voters), statutory=statutory, at=at, without_mayor=without_mayor)
    if note.strip():
        words = f"{item.label}: Vermerk zur Abstimmung"
        record(item.meeting, "ballot_note", words, by=by, now=now, note=note.strip())
    return ballot


def refuse_unless_answered(found: list[Finding], *, note: str, override: bool) -> None:
    """Raises Refused as long as a block is not overridden, or a warning has no note."""
    standing = [row for row in found if row.blocks or row.warns]
    passed = override and bool(note.strip())
    if any(row.blocks and (row.is_absolute or not passed) for row in standing):
        raise Refused(standing)
    if standing and not note.strip():
        raise Refused(standing)


def proposed_majority(item: AgendaItem) -> str:
    """The majority an item asks for by its title (A-08 to A-10)."""
    return next(
        (majority for word, _, majority in _MAJORITIES if word in item.title.lower()), Majority.SIMPLE
    )


def excludes_mayor(item: AgendaItem) -> bool:
    """In these matters the Bürgermeister has no vote in the Rat (§ 40 Abs. 2 Satz 6 GO NRW, A-17)."""
    if item.meeting.organization.organization_type != OrganizationType.COUNCIL:
        return False
    return any(word in item.title.lower() for word in _WITHOUT_MAYOR)


def open_amendments(row: Treatment) -> list[Paper]:
    """Änderungsanträge to the paper of an item that were not voted on yet (A-15); they come first."""
    consultation = row.item.consultation
    if consultation is None:
        return []
    voted = set(row.ballots.filter(kind=BallotKind.AMENDMENT).values_list("subject", flat=True))
    rows = consultation.paper.amendments.filter(status=PaperStatus.RELEASED).order_by("pk")
    return [paper for paper in rows if amendment_subject(paper) not in voted]


def amendment_subject(paper: Paper) -> str:
    """How the ballot on an Änderungsantrag is called."""
    author = paper.author_group or paper.author_person
    return f"{_amendment(paper)}{f' ({author})' if author else ''}"[:300]


def on_amendment(paper: Paper) -> Q:
    """The ballots on an Änderungsantrag: by its number, for a Fraktion may be called differently later."""
    name = _amendment(paper)
    return Q(subject=name) | Q(subject__startswith=f"{name} (")


def _amendment(paper: Paper) -> str:
    return f"Änderungsantrag {paper.reference}"


def _is_corrected(meeting: Meeting) -> bool:
    """The meeting was over once; its record is being corrected."""
    return meeting.events.filter(act="reopen").exists()


def _counted(vote: Vote) -> Vote:
    """By name and in elections the numbers follow from the votes."""
    counts = vote.counts
    if vote.named is not None:
        said = list(vote.named.values())
        counts = Counts(said.count(Choice.YES), said.count(Choice.NO), said.count(Choice.ABSTENTION))
    elif vote.election is not None:
        counts = vote.election.counts
    return replace(vote, counts=counts)


def _out_of_turn(row: Treatment, vote: Vote) -> list[Finding]:
    """The main text is voted once and last; an election has its rounds."""
    if vote.kind == BallotKind.ELECTION:
        election = vote.election or Election([])
        return elections.findings(election, elections.rounds(row, vote.subject))
    if vote.kind in (BallotKind.AMENDMENT, BallotKind.PART) and not vote.subject.strip():
        return [block("A-19", "Schreiben Sie, worüber abgestimmt wurde.", "subject", absolute=True)]
    if vote.kind == BallotKind.MAIN and row.ballots.filter(kind=BallotKind.MAIN).exists():
        text = "Über den Beschluss ist schon abgestimmt. Nehmen Sie die Abstimmung zurück, um sie zu ändern."
        return [block("A-15", text, absolute=True)]
    return []


def _miscounted(vote: Vote, voters: int) -> list[Finding]:
    """Sums against who is there (A-06, Q-07)."""
    if not voters:
        text = "Niemand mit Stimmrecht ist anwesend. Stellen Sie zuerst die Anwesenheit fest."
        return [block("Q-07", text, absolute=True)]
    counts = vote.counts
    if counts is None:
        return []
    if counts.total != voters:
        text = f"{counts.words}, anwesend sind {voters}. Prüfen Sie die Stimmen oder die Anwesenheit."
        return [block("A-06", text, "yes", absolute=True)]
    if counts.not_voted and not counts.not_voted_note.strip():
        text = "Erläutern Sie, warum jemand Anwesendes nicht abgestimmt hat."
        return [block("A-06", text, "not_voted_note", absolute=True)]
    return []


def _misnamed(vote: Vote, voters: list[Attendee]) -> list[Finding]:
    """A list by name is complete (A-11); a secret ballot has totals only and goes before it (A-12, A-13)."""
    if vote.mode == BallotMode.SECRET and (vote.named is not None or vote.counts is None):
        text = (
            "Bei geheimer Abstimmung werden nur die Summen eingetragen, keine Namen. "
            "Sie geht der namentlichen Abstimmung vor."
        )
        return [block("A-12", text, "mode", absolute=True)]
    if vote.mode != BallotMode.BY_NAME:
        text = "Namen werden nur bei namentlicher Abstimmung eingetragen. Tragen Sie die Summen ein."
        return [block("A-13", text, "named", absolute=True)] if vote.named is not None else []
    named = vote.named or {}
    strangers = [row.name for row in named if row not in voters]
    missing = [row.name for row in voters if row not in named]
    texts = [f"Hier fehlt noch die Stimme: {', '.join(missing)}."] if missing else []
    if strangers:
        texts.append(f"Nicht stimmberechtigt oder nicht anwesend: {', '.join(strangers)}.")
    if any(row.person_id is None for row in named):
        texts.append("Ohne Eintrag unter „Personen“ kann eine Stimme keinem Namen zugeordnet werden.")
    return [block("A-11", text, "named", absolute=True) for text in texts]


def _by_group(item: AgendaItem, vote: Vote, voters: list[Attendee]) -> list[Finding]:
    """The Fraktionen where the Geschäftsordnung asks for them (A-13), in votes on a matter."""
    on = item.meeting.held_on
    if vote.groups is None and vote.kind in MAIN_KINDS:
        return group_votes.missing(vote.counts, mode=vote.mode, on=on)
    return group_votes.findings(vote.groups, vote.counts, mode=vote.mode, voters=voters, on=on)


def _majority_missed(item: AgendaItem, vote: Vote) -> list[Finding]:
    """The title asks for more than the simple majority (A-08 to A-10)."""
    if vote.kind not in MAIN_KINDS:
        return []
    asked = next(((rule, least) for word, rule, least in _MAJORITIES if word in item.title.lower()), None)
    chosen = vote.majority or proposed_majority(item)
    if chosen != Majority.SIMPLE and vote.counts is None:
        text = f"Nötig ist: {Majority(chosen).label}. Tragen Sie die Stimmen mit Zahlen ein."
        return [block(asked[0] if asked else "A-08", text, "yes", absolute=True)]
    if asked is None or chosen == asked[1]:
        return []
    text = f"Dieser Punkt braucht vermutlich: {asked[1].label}. Wählen Sie die Mehrheit oder begründen Sie."
    if asked[0] == "A-10":
        return [warn("A-10", text, "majority")]
    return [block(asked[0], text, "majority")]


def _unsure(row: Treatment, vote: Vote) -> list[Finding]:
    """Amendments come first (A-15); a secret ballot of a hybrid meeting names its system (H-04)."""
    found = []
    if vote.kind == BallotKind.MAIN:
        named = ", ".join(amendment_subject(paper) for paper in open_amendments(row))
        if named:
            text = f"Noch nicht abgestimmt: {named}. Stimmen Sie zuerst darüber ab oder begründen Sie im Vermerk."
            found.append(warn("A-15", text, "note"))
    if vote.mode == BallotMode.SECRET and row.item.meeting.is_hybrid:
        text = "Nennen Sie im Vermerk das zugelassene Abstimmungssystem (§ 5 DigiSiVO)."
        found.append(warn("H-04", text, "note"))
    return found


def _write(
    row: Treatment, vote: Vote, *, voters: int, statutory: int, at: dt.datetime, without_mayor: bool
) -> Ballot:
    counts = vote.counts
    numbers = {
        "yes_count": counts.yes if counts else None,
        "no_count": counts.no if counts else None,
        "abstention_count": counts.abstention if counts else None,
        "invalid_count": counts.invalid if counts else 0,
        "not_voted_count": counts.not_voted if counts else 0,
        "not_voted_note": counts.not_voted_note.strip() if counts else "",
    }
    last = row.ballots.order_by("-position").values_list("position", flat=True).first() or 0
    ballot = Ballot.objects.create(
        treatment=row,
        position=last + 1,
        kind=vote.kind,
        subject=vote.subject.strip(),
        mode=vote.mode,
        majority=vote.majority or proposed_majority(row.item),
        statutory_member_count=statutory,
        voters=voters,
        is_unanimous=counts is None,
        without_mayor=without_mayor,
        taken_at=at,
        **numbers,
    )
    named = vote.named or {}
    NamedVote.objects.bulk_create(
        NamedVote(ballot=ballot, person=one.person, choice=choice) for one, choice in named.items()
    )
    if vote.groups is not None:
        group_votes.write(vote.groups, ballot)
    if vote.election is not None:
        elections.write(vote.election, ballot)
    return ballot
