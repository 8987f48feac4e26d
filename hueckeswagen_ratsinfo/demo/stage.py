"""Die Bühne: short forms of the rules, so that papers.py reads as the story of ten Vorlagen.

Nothing here writes a row of a paper by itself; each act goes through the rule a person at the desk would use.
"""

import datetime as dt
from dataclasses import dataclass
from io import BytesIO
from zoneinfo import ZoneInfo

from motions.models import Organization, Paper, PaperType, Participation, Unit, User
from motions.models.choices import CoSignatureDecision, Office, ParticipationKind
from motions.rules import attachments, co_signing, drafting, numbering
from motions.rules.drafting import Invitation
from motions.rules.transitions import Transition, perform
from motions.rules.workflow import SUBMIT

from .cast import MAYOR
from .text import Text

BERLIN = ZoneInfo("Europe/Berlin")
_AGREED = "Mit dem Ratsbüro abgestimmt."
_HEADS = {
    "FB I": "Marta Münzstein",
    "FB II": "Frida Findling",
    "FB III": "Gero Granit",
    "FB IV": "Henrike Holzbrücke",
    "BM": MAYOR,
}
_HOLDERS = {
    Office.TREASURER: "Marta Münzstein",
    Office.PERSONNEL: "Paula Porzellan",
    Office.EQUALITY: "Gesine Glimmer",
}


def at(year: int, month: int, day: int, hour: int = 9) -> dt.datetime:
    """A moment in the town."""
    return dt.datetime(year, month, day, hour, 15, tzinfo=BERLIN)


@dataclass(frozen=True)
class Stage:
    """Wer und was auf der Bühne ist: accounts by name, units by code, organs by short name, types by code."""

    accounts: dict[str, User]
    units: dict[str, Unit]
    organs: dict[str, Organization]
    types: dict[str, PaperType]

    def write(
        self,
        text: Text,
        number: int | None,
        *,
        by: str,
        unit: str,
        now: dt.datetime,
        kind: str = "resolution_proposal",
        group: str = "",
        invite: tuple[Invitation, ...] = (),
    ) -> Paper:
        """A draft with its text; its first step draws the number it bears in domain.md 7.4 (V-02)."""
        drafter = self.accounts[by]
        paper = drafting.create_paper(
            by=drafter,
            now=now,
            lead_unit=self.units[unit],
            paper_type=self.types[kind],
            author_group=self.organs[group] if group else None,
        )
        self.rewrite(paper, text, by=by, now=now, invite=invite)
        paper.refresh_from_db()
        if number is not None:
            numbering.lead_on(number)
        return paper

    def rewrite(
        self, paper: Paper, text: Text, *, by: str, now: dt.datetime, invite: tuple[Invitation, ...] = ()
    ) -> None:
        """Save a text over the one before."""
        paper.refresh_from_db()
        draft = text.draft(self.organs, invitations=list(invite) or None)
        drafting.save_draft(paper, draft, version=paper.version, by=self.accounts[by], now=now)

    def act(
        self, paper: Paper, step: Transition[Paper], *, by: str, now: dt.datetime, note: str = ""
    ) -> None:
        """One step of the life cycle; what the drafter hands in was agreed with the Ratsbüro, deadlines included."""
        note = note or (_AGREED if step is SUBMIT else "")
        perform(paper, step, by=self.accounts[by], now=now, note=note)
        paper.refresh_from_db()

    def attach(
        self,
        paper: Paper,
        data: bytes,
        title: str,
        file_name: str,
        *,
        by: str,
        now: dt.datetime,
        public: bool = True,
    ) -> None:
        """Add an annex."""
        attachments.add_attachment(
            paper,
            BytesIO(data),
            file_name=file_name,
            title=title,
            is_public=public,
            by=self.accounts[by],
            now=now,
        )

    def notes(self, unit: str, due_on: dt.date | None = None) -> Invitation:
        """A unit that is to take note."""
        return Invitation(self.units[unit], ParticipationKind.ACKNOWLEDGEMENT, due_on=due_on)

    def co_signs(self, unit: str, due_on: dt.date | None = None) -> Invitation:
        """A unit that must co-sign."""
        return Invitation(self.units[unit], ParticipationKind.CO_SIGNATURE, is_mandatory=True, due_on=due_on)

    def sign(self, paper: Paper, *names: str, now: dt.datetime) -> None:
        """Those asked sign or take note; without names all of them."""
        for participation in paper.participations.select_related("unit"):
            if not names or participation.name in names:
                co_signing.sign(
                    participation, decision=_decision(participation), by=self._signer(participation), now=now
                )

    def _signer(self, participation: Participation) -> User:
        if participation.unit is not None:
            return self.accounts[_HEADS[participation.unit.code]]
        return self.accounts[_HOLDERS[Office(participation.office)]]


def _decision(participation: Participation) -> str:
    is_noting = participation.kind == ParticipationKind.ACKNOWLEDGEMENT
    return CoSignatureDecision.ACKNOWLEDGED if is_noting else CoSignatureDecision.SIGNED
