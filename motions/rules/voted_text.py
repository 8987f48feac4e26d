"""Der Wortlaut, über den abgestimmt wird (B-04, A-16): Entwurf, Empfehlung or its own, kept for each organ."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape

from motions.models import Consultation, Organization, Treatment
from motions.models.choices import BallotKind, MeetingStatus, Outcome, VotedText

from . import counting, families, wording
from .differences import Block, compare, differ

_RECOMMENDED = (Outcome.RECOMMENDED, Outcome.RECOMMENDED_AMENDED)


@dataclass(frozen=True)
class Texts:
    """Die Fassungen zu einem Punkt, each without the sentence that names the organ."""

    draft: str
    recommendation: str
    recommended_by: Organization | None
    own: str

    @property
    def is_choice_needed(self) -> bool:
        """Entwurf and Empfehlung differ, so nobody chooses between them silently (B-04)."""
        return self.recommended_by is not None and differ(self.draft, self.recommendation)

    @property
    def difference(self) -> list[Block]:
        """From the Entwurf to the Empfehlung."""
        return compare(self.draft, self.recommendation)

    def core(self, choice: str) -> str:
        """The chosen words."""
        chosen = {VotedText.RECOMMENDATION: self.recommendation, VotedText.OWN: self.own}
        return chosen.get(VotedText(choice), self.draft) if choice else self.draft

    def is_amended(self, choice: str) -> bool:
        """The chosen words are not those of the Entwurf."""
        return differ(self.draft, self.core(choice))


def texts(row: Treatment) -> Texts:
    """The versions of the text of one item."""
    consultation = row.item.consultation
    if consultation is None:
        return Texts("", "", None, row.final_text)
    earlier = last_recommendation(consultation)
    return Texts(
        draft=consultation.paper.draft_resolution,
        recommendation=core_of(earlier.item.consultation, earlier.final_text) if earlier else "",
        recommended_by=earlier.item.consultation.organization
        if earlier and earlier.item.consultation
        else None,
        own=core_of(consultation, row.final_text) if row.voted_text == VotedText.OWN else "",
    )


def open_choice(row: Treatment) -> tuple[str, str, str] | None:
    """What has to be said about the wording before the whole is put to the vote: rule, text, field (B-04, A-16)."""
    if row.item.consultation is None:
        return None
    known = texts(row)
    if known.is_choice_needed and not row.voted_text:
        text = (
            f"Die Empfehlung ({known.recommended_by}) weicht vom Entwurf ab. "
            "Wählen Sie, über welchen Wortlaut abgestimmt wurde."
        )
        return "B-04", text, "voted_text"
    amended = [one for one in row.ballots.filter(kind=BallotKind.AMENDMENT) if counting.is_carried(one)]
    if row.voted_text == VotedText.OWN and not known.own:
        return "A-16", "Schreiben Sie den ganzen geänderten Wortlaut auf.", "own_text"
    if amended and row.voted_text != VotedText.OWN:
        text = "Ein Änderungsantrag wurde angenommen. Wählen Sie „Geänderter Wortlaut“ und schreiben Sie ihn ganz auf."
        return "A-16", text, "voted_text"
    return None


def last_recommendation(consultation: Consultation) -> Treatment | None:
    """The newest recommendation of an organ before this one, from a closed meeting.

    If no organ has advised on this text yet, it is the one on the text it replaced (V-15).
    """
    rows = Treatment.objects.filter(item__meeting__status=MeetingStatus.CLOSED, outcome__in=_RECOMMENDED)
    rows = rows.select_related("item__consultation__organization", "item__consultation__paper")
    newest = ("-item__consultation__position", "-item__meeting__starts_at")
    own = rows.filter(
        item__consultation__paper=consultation.paper_id,
        item__consultation__position__lt=consultation.position,
    )
    if (found := own.order_by(*newest).first()) is not None:
        return found
    earlier = families.earlier_texts(consultation.paper).values("pk")
    others = rows.filter(item__consultation__paper__in=earlier).exclude(
        item__consultation__organization=consultation.organization_id
    )
    return others.order_by("-item__meeting__starts_at", "-item__consultation__position").first()


def whole(consultation: Consultation | None, core: str) -> str:
    """The words with the sentence that names the organ, as they are kept ("Der Rat beschließt:")."""
    return f"{_introduction(consultation)}{core}" if consultation and core else core


def core_of(
    consultation: Consultation | None, text: str, sequence: Sequence[Consultation] | None = None
) -> str:
    """The words without that sentence; ``sequence`` saves asking for the Beratungsfolge again."""
    return text.removeprefix(_introduction(consultation, sequence)) if consultation else text


def _introduction(consultation: Consultation, sequence: Sequence[Consultation] | None = None) -> str:
    rows = sequence or consultation.paper.consultations.select_related("organization").order_by("position")
    return f"<p>{escape(wording.introduction(consultation, list(rows), has_text=True))}</p>"
