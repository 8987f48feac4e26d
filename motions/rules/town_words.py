"""Wörter des Umzugsformats: the closed lists of the field, as the file names them."""

from motions.importing.town_values import Words
from motions.models import choices
from motions.models.choices import PaperStatus
from motions.models.interest import InterestKind

_LISTS = (
    choices.OrganizationType,
    choices.CommitteeKind,
    choices.Article,
    choices.MembershipRole,
    choices.Behaviour,
    choices.Author,
    choices.SuccessorKind,
    choices.SecrecyGround,
    choices.CouncilMatter,
    choices.ConsultationRole,
    choices.MeetingStatus,
    choices.ItemKind,
    choices.SeatKind,
    choices.RecusalGround,
    choices.Outcome,
    choices.VotedText,
    choices.BallotKind,
    choices.BallotMode,
    choices.Majority,
    choices.Choice,
    InterestKind,
)
# What is not released yet is a draft and no part of a move.
ISSUED_STATUS = frozenset({PaperStatus.RELEASED, PaperStatus.SUPERSEDED, PaperStatus.WITHDRAWN})
WORDS: Words = {
    **{words.__name__: frozenset(words.values) for words in _LISTS},
    "IssuedStatus": frozenset(status.value for status in ISSUED_STATUS),
}
# What issued.json names besides.
_ISSUED = (
    choices.Edition,
    choices.MeetingDocumentKind,
    choices.Office,
    choices.SignatureKind,
    choices.SignatureWay,
    choices.SignerRole,
)
ISSUED_WORDS: Words = {words.__name__: frozenset(words.values) for words in _ISSUED}
