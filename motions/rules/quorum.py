"""Beschlussfähigkeit (§ 49, § 58 Abs. 3 GO NRW; Q-01 to Q-04, Q-09, R-07): counted, told, never a reason to stop.

As long as the chair does not state the lack, resolutions count as valid (§ 49 Abs. 1 Satz 2 GO NRW).
"""

import datetime as dt
from dataclasses import dataclass

from motions.models import AgendaItem, Meeting, Treatment
from motions.models.choices import OrganizationType

from . import organs, second_summons
from .attendance import Roll
from .findings import Finding, block, info


@dataclass(frozen=True)
class Quorum:
    """Wer anwesend ist und wie viele es sein müssen; those recused from the item are not counted (R-07)."""

    present: int
    statutory: int
    council: int
    others: int
    recused: int
    is_second_summons: bool = False
    is_committee: bool = False

    @property
    def needed(self) -> int:
        """More than half of the gesetzliche Mitgliederzahl (Q-01)."""
        return self.statutory // 2 + 1

    @property
    def is_met(self) -> bool:
        """Both tests are passed, or the second summons makes them needless (Q-03, Q-04)."""
        return self.is_second_summons or (self.present >= self.needed and not self.is_outnumbered)

    @property
    def is_outnumbered(self) -> bool:
        """Sachkundige Bürger are at least as many as Ratsmitglieder (Q-04)."""
        return self.is_committee and self.others > 0 and self.council <= self.others

    @property
    def is_nobody_there(self) -> bool:
        """The attendance is not stated yet (Q-07)."""
        return self.present == 0 and self.recused == 0

    @property
    def words(self) -> str:
        """The state as one sentence for the foot of the page."""
        counted = f"{self.present} von {self.statutory} Stimmberechtigten sind anwesend"
        if self.is_second_summons:
            return f"{counted}. Nach der zweiten Einladung ist das immer beschlussfähig (§ 49 Abs. 2 GO NRW)."
        if self.is_met:
            return f"Beschlussfähig: {counted}, nötig sind {self.needed}."
        if self.present < self.needed:
            return f"Nicht beschlussfähig: {counted}, nötig sind {self.needed}."
        return (
            f"Nicht beschlussfähig: Anwesend sind {self.council} Ratsmitglieder und {self.others} sachkundige "
            "Bürgerinnen und Bürger. Die Ratsmitglieder müssen überwiegen (§ 58 Abs. 3 GO NRW)."
        )


def statutory_count(meeting: Meeting) -> int:
    """Gesetzliche Mitgliederzahl of the organ in the term of the meeting (Q-01); 0 if it is not recorded."""
    return organs.statutory_count(meeting.organization, on=meeting.held_on) or 0


def of_item(meeting: Meeting, item: AgendaItem, roll: Roll, *, statutory: int, at: dt.datetime) -> Quorum:
    """The quorum for one item at a moment; abstentions and invalid votes are present, too (Q-09)."""
    voters = roll.voters(item, at)
    council = sum(row.counts_as_council for row in voters)
    return Quorum(
        present=len(voters),
        statutory=statutory,
        council=council,
        others=len(voters) - council,
        recused=len(roll.recused_from(item)),
        is_second_summons=second_summons.holds_for(meeting, item),
        is_committee=meeting.organization.organization_type == OrganizationType.COMMITTEE,
    )


def findings(quorum: Quorum, treatment: Treatment) -> list[Finding]:
    """What the clerk reads before a vote: warned as long as nobody has stated the lack, refused afterwards."""
    found: list[Finding] = []
    if quorum.recused * 2 > quorum.statutory:
        text = "Mehr als die Hälfte der Mitglieder ist befangen. Prüfen Sie § 49 GO NRW mit dem Vorsitz."
        found.append(info("R-07", text))
    if treatment.quorum_lacking and not quorum.is_second_summons:
        text = (
            "Die Beschlussunfähigkeit ist zu diesem Punkt festgestellt. Tragen Sie „vertagt“ ein; die zweite "
            "Einladung muss ausdrücklich darauf hinweisen (§ 49 Abs. 2 GO NRW)."
        )
        return [*found, block("Q-03", text, absolute=True)]
    if not quorum.is_met and quorum.statutory:
        rule = "Q-04" if quorum.present >= quorum.needed else "Q-02"
        text = (
            f"{quorum.words} Solange der Vorsitz das nicht feststellt, gelten Beschlüsse als gültig "
            "(§ 49 Abs. 1 Satz 2 GO NRW)."
        )
        found.append(info(rule, text))
    return found
