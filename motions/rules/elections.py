"""Wahlen (§ 50 Abs. 2 GO NRW, A-14): more than half of the valid votes, else a second round, else the lot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from motions.models import Ballot, Candidate, Treatment
from motions.models.choices import BallotKind

from .counting import Counts
from .findings import Finding, block

_ROUNDS = 2


@dataclass(frozen=True)
class Nominee:
    """Ein Wahlvorschlag mit seinen Stimmen."""

    name: str
    votes: int


@dataclass(frozen=True)
class Election:
    """Ein Wahlgang: candidates, who said no, and whom the lot has chosen in a tie."""

    nominees: Sequence[Nominee]
    no: int = 0
    abstention: int = 0
    invalid: int = 0
    not_voted: int = 0
    not_voted_note: str = ""
    lot: str = ""

    @property
    def counts(self) -> Counts:
        """As a ballot counts: a vote for somebody is a Ja; Nein is valid, too."""
        yes = sum(row.votes for row in self.nominees)
        return Counts(yes, self.no, self.abstention, self.invalid, self.not_voted, self.not_voted_note)


def findings(election: Election, before: Sequence[Ballot]) -> list[Finding]:
    """What is wrong with a round (A-14); ``before`` are the rounds of the same election."""
    names = [row.name for row in election.nominees]
    texts = []
    if not names or len(set(names)) < len(names) or not all(names):
        texts.append("Nennen Sie jeden Wahlvorschlag einmal mit seinem Namen.")
    if len(before) >= _ROUNDS or (before and elected_in(before[-1], is_last=len(before) == _ROUNDS)):
        texts.append(
            "Diese Wahl ist schon entschieden. Nehmen Sie den letzten Wahlgang zurück, um ihn zu ändern."
        )
    elif before and not set(names) <= _best(before[-1]):
        texts.append(
            "In den zweiten Wahlgang kommen nur die beiden mit den meisten Stimmen: "
            f"{', '.join(sorted(_best(before[-1])))}."
        )
    tied = _tied(election) if len(before) == _ROUNDS - 1 else set()
    if tied and election.lot not in tied:
        texts.append(
            f"Stimmengleichheit: Tragen Sie ein, wen das Los bestimmt hat ({', '.join(sorted(tied))})."
        )
    if election.lot and not tied:
        texts.append("Das Los entscheidet nur bei Stimmengleichheit im zweiten Wahlgang.")
    return [block("A-14", text, "candidates", absolute=True) for text in texts]


def write(election: Election, ballot: Ballot) -> None:
    """The candidates of a round; totals only, nobody's vote."""
    Candidate.objects.bulk_create(
        Candidate(
            ballot=ballot,
            position=place,
            name=row.name,
            votes=row.votes,
            drawn_by_lot=row.name == election.lot,
        )
        for place, row in enumerate(election.nominees, start=1)
    )


def rounds(treatment: Treatment, subject: str) -> list[Ballot]:
    """The rounds of one election on an item so far."""
    rows = treatment.ballots.filter(kind=BallotKind.ELECTION, subject=subject).order_by("position")
    return list(rows.prefetch_related("candidates"))


def elected(treatment: Treatment) -> list[str]:
    """Who was elected on an item, one name for each election that is decided."""
    subjects = treatment.ballots.filter(kind=BallotKind.ELECTION).order_by("position")
    names = []
    for subject in dict.fromkeys(subjects.values_list("subject", flat=True)):
        held = rounds(treatment, subject)
        names.append(elected_in(held[-1], is_last=len(held) == _ROUNDS))
    return [name for name in names if name]


def is_decided(treatment: Treatment) -> bool:
    """Each election on the item has somebody elected."""
    subjects = treatment.ballots.filter(kind=BallotKind.ELECTION).values("subject").distinct().count()
    return subjects > 0 and len(elected(treatment)) == subjects


def elected_in(ballot: Ballot, *, is_last: bool) -> str:
    """Who has won a round: more than half of the valid votes, in the second one the most; "" if nobody."""
    rows = sorted(ballot.candidates.all(), key=lambda row: (-row.votes, not row.drawn_by_lot, row.position))
    if not rows:
        return ""
    best, valid = rows[0], (ballot.yes_count or 0) + (ballot.no_count or 0)
    has_most = is_last and len(rows) > 1 and best.votes > 0
    return best.name if has_most or best.votes * 2 > valid else ""


def label(ballot: Ballot, held: Iterable[Ballot]) -> str:
    """How a round is called: who was elected, or that another one follows; ``held`` are the ballots of the item."""
    rounds_held = [
        row.pk for row in held if row.kind == BallotKind.ELECTION and row.subject == ballot.subject
    ]
    name = elected_in(ballot, is_last=rounds_held.index(ballot.pk) + 1 == _ROUNDS)
    return f"gewählt: {name}" if name else "ohne Mehrheit, zweiter Wahlgang nötig"


def _best(ballot: Ballot) -> set[str]:
    """The two with the most votes; more where the second place is shared."""
    rows = sorted(ballot.candidates.all(), key=lambda row: -row.votes)
    least = rows[min(1, len(rows) - 1)].votes if rows else 0
    return {row.name for row in rows if row.votes >= least}


def _tied(election: Election) -> set[str]:
    most = max((row.votes for row in election.nominees), default=0)
    tied = {row.name for row in election.nominees if row.votes == most}
    return tied if len(tied) > 1 else set()
