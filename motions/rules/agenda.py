"""Tagesordnung bearbeiten (§ 48 GO NRW): items, sub-items, order and publicity until members were told of them.

Each act names the version of the meeting it was asked on: a second click or a stale page changes nothing.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from motions.models import AgendaItem, Consultation, Meeting, MinutesObjection, Recusal, User
from motions.models.choices import ItemKind, MeetingStatus, SecrecyGround

from . import agenda_sources, bylaws, meeting_permissions
from .agenda_checks import Entry, not_announced, refuse_if_necessary
from .findings import NotPermitted, OutdatedState, Refused, block
from .history import record

_EDITED = (MeetingStatus.PLANNED, MeetingStatus.INVITED)
# What stands at the end of the public part; papers come before it.
_CLOSING = (ItemKind.INQUIRIES,)


def may_edit_agenda(user: User, meeting: Meeting, on: dt.date | None = None) -> bool:
    """The Ratsbüro, until the meeting is opened; then the organ itself decides about its agenda (E-09, E-10)."""
    return meeting.status in _EDITED and meeting_permissions.may_manage_meeting(user, meeting, on)


def add_item(meeting: Meeting, entry: Entry, *, by: User, now: dt.datetime, version: int) -> AgendaItem:
    """Put one item at the end of its part or below another; raises OutdatedState, NotPermitted or Refused."""
    return add_items(meeting, [entry], by=by, now=now, version=version)[0]


def add_items(
    meeting: Meeting, entries: Sequence[Entry], *, by: User, now: dt.datetime, version: int
) -> list[AgendaItem]:
    """Put several items on the agenda, all or none; raises OutdatedState, NotPermitted or Refused."""
    with _editing(meeting, by=by, now=now, version=version) as locked:
        return [_add(locked, entry) for entry in entries]


def add_papers(
    meeting: Meeting,
    consultations: Sequence[Consultation],
    *,
    by: User,
    now: dt.datetime,
    version: int,
    accepted_note: str = "",
    parent: AgendaItem | None = None,
) -> list[AgendaItem]:
    """Put papers on the agenda by their Beratungsfolge; what nobody may claim needs a note (E-07, E-08).

    ``parent`` is the item they stand below, if they are parts of one matter.

    Raises OutdatedState (one of them stands on an agenda already), NotPermitted or Refused.
    """
    with _editing(meeting, by=by, now=now, version=version) as locked:
        wanted = {row.pk for row in consultations}
        rows = [row for row in agenda_sources.open_consultations(locked) if row.pk in wanted]
        if len(rows) < len(wanted):
            raise OutdatedState("Eine der Vorlagen steht schon auf einer Tagesordnung oder gilt nicht mehr.")
        asked = agenda_sources.reservations(rows, locked)
        if asked and not accepted_note.strip():
            raise Refused(asked)
        note = accepted_note.strip() if asked else ""
        if asked:
            words = f"{', '.join(dict.fromkeys(row.rule for row in asked))}: {note}"
            record(locked, "accept_motion", "Antrag freiwillig aufgenommen", by=by, now=now, note=words)
        return [_add(locked, replace(_of_paper(row, note), parent=parent)) for row in rows]


def add_standard_items(meeting: Meeting, *, by: User, now: dt.datetime, version: int) -> list[AgendaItem]:
    """The items of every agenda in this town (N-05: objections, not approval); none of them twice.

    Those of the non-public part are words everybody may read, for example "Mitteilungen" (E-13).
    """
    with _editing(meeting, by=by, now=now, version=version) as locked:
        listed = bylaws.value("agenda.standard_items", on=locked.held_on)
        rows = _standard(locked, [Entry(title, kind) for kind, title in listed])
        known = bylaws.known("agenda.nonpublic_items", on=locked.held_on)
        inside = [_inside(title, kind) for kind, title in (known[0] if known else [])]
        return rows + _standard(locked, inside)


def _inside(title: str, kind: str) -> Entry:
    return Entry(title, kind, is_public=False, secrecy_ground=SecrecyGround.OTHER, public_title=title)


def _standard(meeting: Meeting, listed: Sequence[Entry]) -> list[AgendaItem]:
    """Those of one part that are missing: at its beginning, but for what closes it."""
    there = set(meeting.items.values_list("is_public", "kind", "title"))
    missing = [row for row in listed if (row.is_public, row.kind, row.title) not in there]
    first = [row for row in missing if row.kind not in _CLOSING]
    rows = [_insert(meeting, row, place) for place, row in enumerate(first, start=1)]
    return rows + [_add(meeting, row) for row in missing if row.kind in _CLOSING]


def change_item(item: AgendaItem, entry: Entry, *, by: User, now: dt.datetime, version: int) -> AgendaItem:
    """Another title, part, ground or item above for an item nobody was told of yet; its paper stays."""
    with _editing(item.meeting, by=by, now=now, version=version) as locked:
        row = _unsent(locked, item)
        kept = Entry(
            title=entry.title,
            kind=row.kind,
            is_public=entry.is_public,
            secrecy_ground="" if entry.is_public else entry.secrecy_ground,
            public_title="" if entry.is_public else entry.public_title,
            parent=entry.parent,
            consultation=row.consultation,
        )
        changes_place = (row.is_public, row.parent) != (kept.is_public, kept.parent)
        if changes_place and row.children.exists():
            text = (
                "Nehmen Sie zuerst die Unterpunkte heraus; sie gehören zu diesem Punkt und in denselben Teil."
            )
            raise Refused([block("E-12", text, "is_public", absolute=True)])
        if kept.parent == row:
            text = "Ein Punkt ist kein Unterpunkt von sich selbst. Wählen Sie einen anderen."
            raise Refused([block("E-12", text, "parent", absolute=True)])
        refuse_if_necessary(locked, kept)
        for name in ("title", "is_public", "secrecy_ground", "public_title", "parent"):
            setattr(row, name, getattr(kept, name))
        row.save()
        if changes_place:
            _put_in_order(locked, row, _end_of(locked, kept))
        return row


def move_item(item: AgendaItem, to: int, *, by: User, now: dt.datetime, version: int) -> AgendaItem:
    """Give an item another place among its siblings, counted from 1; what was sent stays in its order (E-12)."""
    with _editing(item.meeting, by=by, now=now, version=version) as locked:
        row = _unsent(locked, item)
        _put_in_order(locked, row, to)
        return row


def mark_tabled(item: AgendaItem, *, is_tabled: bool, by: User, now: dt.datetime, version: int) -> AgendaItem:
    """The paper of an item is handed out in the meeting; that makes no item of its own (E-11)."""
    with _editing(item.meeting, by=by, now=now, version=version) as locked:
        row = _row(locked, item)
        if is_tabled and locked.is_announced and row.announced_at is None:
            raise Refused([not_announced()])
        if row.is_tabled != is_tabled and row.announced_at is not None:
            label = "Tischvorlage" if is_tabled else "Keine Tischvorlage mehr"
            record(locked, "table_paper", f"{label}: {row.label}", by=by, now=now)
        row.is_tabled = is_tabled
        row.save(update_fields=["is_tabled"])
        return row


def hand_out_paper(
    item: AgendaItem, consultation: Consultation, *, by: User, now: dt.datetime, version: int
) -> AgendaItem:
    """Give a sent item without a paper one, as a Tischvorlage (E-11): the matter was announced, its paper was not.

    Raises OutdatedState (the paper stands on an agenda already), NotPermitted or Refused.
    """
    with _editing(item.meeting, by=by, now=now, version=version) as locked:
        row = _row(locked, item)
        found = agenda_sources.open_consultations(locked).filter(pk=consultation.pk).first()
        if found is None or row.consultation_id is not None:
            raise OutdatedState("Die Vorlage oder der Punkt ist schon vergeben. Prüfen Sie die Tagesordnung.")
        _refuse_another_part(row, found)
        row.consultation, row.is_tabled = found, True
        row.save(update_fields=["consultation", "is_tabled"])
        words = f"Tischvorlage: {row.label}"
        record(locked, "table_paper", words, by=by, now=now, note=f"Vorlage {found.paper.reference}.")
        return row


def _refuse_another_part(row: AgendaItem, consultation: Consultation) -> None:
    """An item that was not sent takes up papers by their Beratungsfolge; a sent one keeps its part (E-11, E-12)."""
    if row.announced_at is None:
        raise Refused([not_announced()])
    if row.is_public is not consultation.is_public:
        text = "Die Vorlage gehört in den anderen Teil der Tagesordnung."
        raise Refused([block("E-12", text, "consultation", absolute=True)])


def remove_item(item: AgendaItem, *, by: User, now: dt.datetime, version: int) -> None:
    """Take an item off before it was sent, with what was declared about it (R-01); its sub-items go first."""
    with _editing(item.meeting, by=by, now=now, version=version) as locked:
        row = _unsent(locked, item)
        if row.children.exists():
            text = (
                "Dieser Punkt hat Unterpunkte. Nehmen Sie sie zuerst heraus, oder ordnen Sie sie anders ein."
            )
            raise Refused([block("E-12", text, absolute=True)])
        if MinutesObjection.objects.filter(item=row).exists():
            text = "Zu diesem Punkt ist eine Einwendung eingetragen. Er bleibt auf der Tagesordnung."
            raise Refused([block("N-05", text, absolute=True)])
        Recusal.objects.filter(item=row).delete()
        row.delete()


@contextmanager
def _editing(meeting: Meeting, *, by: User, now: dt.datetime, version: int) -> Iterator[Meeting]:
    with transaction.atomic():
        locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if locked.version != version or locked.status not in _EDITED:
            raise OutdatedState(
                "Die Tagesordnung wurde inzwischen geändert. Prüfen Sie sie und wiederholen Sie dann den Schritt."
            )
        if not may_edit_agenda(by, locked, timezone.localdate(now)):
            raise NotPermitted("Die Tagesordnung bearbeitet das Ratsbüro.")
        yield locked
        locked.version += 1
        locked.save(update_fields=["version"])


def _of_paper(row: Consultation, note: str) -> Entry:
    ground = "" if row.is_public else row.paper.secrecy_ground or SecrecyGround.OTHER
    is_named = ground not in ("", SecrecyGround.OTHER)
    return Entry(
        title=row.paper.subject,
        kind=ItemKind.PAPER,
        is_public=row.is_public,
        secrecy_ground=ground,
        public_title=SecrecyGround(ground).label if is_named else "",
        consultation=row,
        accepted_note=note,
    )


def _add(meeting: Meeting, entry: Entry) -> AgendaItem:
    return _insert(meeting, entry, _end_of(meeting, entry))


def _insert(meeting: Meeting, entry: Entry, place: int) -> AgendaItem:
    refuse_if_necessary(meeting, entry)
    row = AgendaItem.objects.create(
        meeting=meeting,
        position=place,
        title=entry.title.strip(),
        kind=entry.kind,
        is_public=entry.is_public,
        secrecy_ground=entry.secrecy_ground,
        public_title=entry.public_title.strip(),
        parent=entry.parent,
        consultation=entry.consultation,
        is_tabled=entry.is_tabled,
        accepted_note=entry.accepted_note,
    )
    _put_in_order(meeting, row, place)
    return row


def _siblings(meeting: Meeting, is_public: bool, parent_id: int | None) -> list[AgendaItem]:
    rows = meeting.items.filter(is_public=is_public, parent=parent_id)
    return list(rows.order_by("position", "pk"))


def _end_of(meeting: Meeting, entry: Entry) -> int:
    """The place behind the last item; a paper stands before "Anfragen und Mitteilungen"."""
    rows = _siblings(meeting, entry.is_public, entry.parent.pk if entry.parent else None)
    if entry.kind in _CLOSING:
        return len(rows) + 1
    while rows and rows[-1].kind in _CLOSING:
        rows.pop()
    return len(rows) + 1


def _put_in_order(meeting: Meeting, row: AgendaItem, place: int) -> None:
    """Count the siblings anew with this one at its place; numbers that were sent do not change (E-12)."""
    rows = [other for other in _siblings(meeting, row.is_public, row.parent_id) if other.pk != row.pk]
    rows.insert(max(0, min(place, len(rows) + 1) - 1), row)
    for position, other in enumerate(rows, start=1):
        if other.position != position or other is row:
            other.position = position
            other.save(update_fields=["position"])


def _row(meeting: Meeting, item: AgendaItem) -> AgendaItem:
    found = meeting.items.select_related("consultation__paper", "parent").filter(pk=item.pk).first()
    if found is None:
        raise OutdatedState("Diesen Punkt gibt es nicht mehr. Prüfen Sie die Tagesordnung.")
    return found


def _unsent(meeting: Meeting, item: AgendaItem) -> AgendaItem:
    row = _row(meeting, item)
    if row.announced_at is not None:
        text = (
            f"{row.label} ist schon mitgeteilt und bleibt, wie er ist. In der Sitzung kann das Gremium ihn absetzen "
            "oder in anderer Reihenfolge behandeln."
        )
        raise Refused([block("E-12", text, absolute=True)])
    return row
