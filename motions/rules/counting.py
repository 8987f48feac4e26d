"""Stimmen zählen (§ 50 GO NRW, A-01 to A-10): what was needed, whether it was reached, how it is called."""

from dataclasses import dataclass

from motions.models import Ballot
from motions.models.choices import BallotKind, Majority


@dataclass(frozen=True)
class Counts:
    """Stimmen einer Abstimmung; "nicht abgestimmt" explains a difference to those present (A-06)."""

    yes: int
    no: int = 0
    abstention: int = 0
    invalid: int = 0
    not_voted: int = 0
    not_voted_note: str = ""

    @property
    def total(self) -> int:
        """Everybody present and entitled must be in it."""
        return self.yes + self.no + self.abstention + self.invalid + self.not_voted

    @property
    def words(self) -> str:
        """The sum as it is written down, for example "Ja 12 + Nein 3 + Enthaltung 2 = 17"."""
        parts = [f"Ja {self.yes}", f"Nein {self.no}", f"Enthaltung {self.abstention}"]
        if self.invalid:
            parts.append(f"ungültig {self.invalid}")
        if self.not_voted:
            parts.append(f"nicht abgestimmt {self.not_voted}")
        return f"{' + '.join(parts)} = {self.total}"


def needed(majority: str, statutory: int) -> int:
    """The least number of Ja; 0 where only the votes cast decide (A-08, A-09)."""
    if majority == Majority.STATUTORY:
        return statutory // 2 + 1
    return -(-2 * statutory // 3) if majority == Majority.TWO_THIRDS else 0


def reaches(yes: int, no: int, *, majority: str, statutory: int) -> bool:
    """More Ja than Nein, a tie rejects, abstentions do not count (A-01, A-02); then the special majority."""
    return yes > no and yes >= needed(majority, statutory)


def is_carried(ballot: Ballot) -> bool:
    """The ballot said yes; an election is judged by its candidates (elections.py)."""
    if ballot.is_unanimous:
        return True
    yes, no = ballot.yes_count or 0, ballot.no_count or 0
    return reaches(yes, no, majority=ballot.majority, statutory=ballot.statutory_member_count)


def is_decisive(ballot: Ballot, votes: int = 1) -> bool:
    """Without the votes of those who should not have taken part it would have ended otherwise (R-04)."""
    if ballot.is_unanimous or ballot.kind == BallotKind.ELECTION:
        return False
    yes, no = ballot.yes_count or 0, ballot.no_count or 0
    rest = (yes - votes, no) if is_carried(ballot) else (yes, no - votes)
    ended_otherwise = reaches(*rest, majority=ballot.majority, statutory=ballot.statutory_member_count)
    return ended_otherwise is not is_carried(ballot)


def label(ballot: Ballot, *, abstentions_leave_unanimous: bool) -> str:
    """How the result is called (A-03 to A-05, A-07); derived, never stored.

    ``abstentions_leave_unanimous`` is local law (bylaw "ballot.unanimous_with_abstentions").
    """
    if ballot.is_unanimous:
        return "einstimmig"
    yes, no, abstentions = ballot.yes_count or 0, ballot.no_count or 0, ballot.abstention_count or 0
    with_abstentions = f" bei {abstentions} Enthaltung{'en' * (abstentions != 1)}" if abstentions else ""
    if is_carried(ballot):
        is_unanimous = no == 0 and (abstentions_leave_unanimous or not abstentions)
        return f"{'einstimmig' if is_unanimous else 'mehrheitlich'}{with_abstentions}"
    if yes == 0 and no:
        return f"einstimmig abgelehnt{with_abstentions}"
    if yes == no:
        return "bei Stimmengleichheit abgelehnt"
    if yes > no:
        least = needed(ballot.majority, ballot.statutory_member_count)
        return f"abgelehnt, nötig waren {least} Ja-Stimmen"
    return f"mehrheitlich abgelehnt{with_abstentions}"
