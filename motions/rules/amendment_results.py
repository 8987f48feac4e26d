"""Was aus einem Änderungsantrag wurde: the ballot on it, at the item of the paper it was to change (A-15, A-16)."""

from motions.models import Ballot, Paper
from motions.models.choices import BallotKind, MeetingStatus

from . import ballots, counting, meeting_permissions
from .permissions import Visitor


def by_organ(user: Visitor, paper: Paper) -> dict[int, Ballot]:
    """The last ballot of each organ on an Änderungsantrag, as far as the person may see it; else nothing."""
    if paper.amends_id is None:
        return {}
    seen = meeting_permissions.visible_treatments(user).filter(item__meeting__status=MeetingStatus.CLOSED)
    rows = Ballot.objects.filter(ballots.on_amendment(paper), treatment__in=seen, kind=BallotKind.AMENDMENT)
    ordered = rows.select_related("treatment__item__meeting").order_by(
        "treatment__item__meeting__starts_at", "position"
    )
    return {row.treatment.item.meeting.organization_id: row for row in ordered}


def outcome_of(ballot: Ballot) -> str:
    """In a word; whether the paper went on with it is told by the paper itself."""
    return "angenommen" if counting.is_carried(ballot) else "abgelehnt"
