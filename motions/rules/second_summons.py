"""Zweite Ladung zum selben Gegenstand (§ 49 Abs. 2 GO NRW, Q-03): what was put off because too few had come.

The rule is about the matter, not about the meeting: for everything else on the agenda the usual quorum holds. The
invitation has to say so; ``Meeting.second_summons`` keeps that it did.
"""

from collections.abc import Iterable

from motions.models import AgendaItem, Meeting, Treatment
from motions.models.choices import MeetingStatus

from . import families

Matter = tuple[str, int | str, bool]


def items_put_off(meeting: Meeting, items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """The items this organ could not decide on before for lack of a quorum, as the chair had stated."""
    rows = Treatment.objects.filter(
        quorum_lacking=True,
        item__meeting__organization=meeting.organization_id,
        item__meeting__status=MeetingStatus.CLOSED,
        item__meeting__starts_at__lt=meeting.starts_at,
    )
    matters = {_matter(row.item) for row in rows.select_related("item__consultation__paper")}
    return [item for item in items if _matter(item) in matters] if matters else []


def holds_for(meeting: Meeting, item: AgendaItem) -> bool:
    """Whoever comes may decide on this item: it was put off, and the invitation said so."""
    return meeting.second_summons and bool(items_put_off(meeting, [item]))


def _matter(item: AgendaItem) -> Matter:
    if item.consultation is not None:
        return "paper", families.root(item.consultation.paper), item.is_public
    return "title", item.title.casefold(), item.is_public
