"""Suche auf Tagesordnungen: public items by the words of their title, the newest meeting first (P-06)."""

from motions.models import AgendaItem

from . import meeting_permissions
from .permissions import Visitor

MOST = 10


def items_saying(user: Visitor, text: str) -> list[AgendaItem]:
    """Items without a paper whose title holds all the words; papers are found by their own search.

    Non-public items are looked for by nobody: a hit alone would tell of them.
    """
    words = text.split()
    if not words:
        return []
    rows = meeting_permissions.visible_items(user).announced().filter(is_public=True, consultation=None)
    for word in words:
        rows = rows.filter(title__icontains=word)
    return list(
        rows.select_related("meeting__organization").order_by("-meeting__starts_at", "position")[:MOST]
    )
