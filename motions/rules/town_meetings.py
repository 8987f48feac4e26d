"""Umzug: Sitzungen mit Tagesordnung; each is led to the state it has in the file.

Until a meeting is opened here, a later file may change it: what was sent stays, items and results come in addition.
Once it was opened, closed or cancelled it stays as it is, and what the file says otherwise is told.
"""

import datetime as dt
import re
from dataclasses import replace
from typing import Any

from django.utils import timezone

from motions.importing.town_meeting_rows import ItemRow, MeetingRow
from motions.importing.town_rows import TownFile
from motions.models import AgendaItem, Invitation, Meeting, PublicNotice, Recusal
from motions.models.choices import ANNOUNCED, MeetingStatus

from . import town_describe, town_issued, town_results, town_steps
from .town_work import Work
from .transitions import Transition, perform

_STATE = ("status", "opened_at", "closed_at")
_SENT = ("number", "announced_at", "is_public", "public_title", "consultation", "parent", "title")
# What stands in the address of an item and in the names of archives.
_NUMBER = re.compile(r"[0-9A-Za-z]+([.-][0-9A-Za-z]+)*")
_OPENED = (MeetingStatus.IN_SESSION, MeetingStatus.CLOSED)


def take_over(town: TownFile, work: Work) -> None:
    """All meetings first, for results point at later ones; then agenda, results and state of each."""
    found: list[tuple[MeetingRow, Meeting, str, bool]] = []
    for number, row in enumerate(town.meetings):
        place = f"meetings[{number}]"
        known_errors = len(work.errors)
        tidy = work.tidy(row, place)
        if len(work.errors) > known_errors:
            continue
        meeting = work.standing(tidy, Meeting, place)
        is_open = meeting is None or meeting.status in (MeetingStatus.PLANNED, MeetingStatus.INVITED)
        if is_open and not _fits(tidy, work, place):
            continue
        meeting = meeting or _make(tidy, work, place)
        if meeting is not None:
            found.append((tidy, meeting, place, is_open))
    for tidy, meeting, place, is_open in found:
        if is_open:
            _lead(meeting, tidy, work, place)
        else:
            _compare(meeting, tidy, work, place)


def _make(row: MeetingRow, work: Work, place: str) -> Meeting | None:
    values = {name: value for name, value in work.values(row).items() if name not in _STATE}
    if not row.slug:
        values["slug"] = _address(values["organization_id"], row.starts_at)
    meeting = Meeting(status_since=min(row.starts_at, work.now), **values)
    return meeting if work.make(row, meeting, place) else None


def _fits(row: MeetingRow, work: Work, place: str) -> bool:
    """The times of a meeting belong to its state."""
    before = len(work.errors)
    is_opened, is_closed = row.status in _OPENED, row.status == MeetingStatus.CLOSED
    if is_opened != (row.opened_at is not None) or is_closed != (row.closed_at is not None):
        text = "Eröffnung (opened_at) und Schluss (closed_at) passen nicht zum Stand (status)."
        work.refuse(place, text)
    elif row.opened_at and row.closed_at and row.closed_at < row.opened_at:
        work.refuse(place, "Die Sitzung schließt, bevor sie eröffnet wird.")
    if row.status == MeetingStatus.PLANNED and any(item.number or item.announced_at for item in row.items):
        work.refuse(
            place, "TOP-Nummern entstehen erst mit der Einladung (E-12). Die Sitzung ist nur geplant."
        )
    moments = [row.opened_at, row.closed_at, *(sent.sent_at for sent in row.invitations)]
    moments += [item.announced_at for item in row.items]
    if any(at and at > work.now for at in moments):
        work.refuse(place, "Einladung, Eröffnung und Schluss liegen nicht in der Zukunft.")
    if not is_opened and (row.attendees or any(item.treatment for item in row.items)):
        text = (
            "Anwesenheit und Ergebnisse bleiben außen vor: Die Sitzung ist weder eröffnet noch geschlossen."
        )
        work.remark(place, text)
    return len(work.errors) == before


def _address(organization: int, starts_at: dt.datetime) -> str:
    """A free address in the calendar."""
    slug = Meeting(organization_id=organization).organization.slug
    base = f"{timezone.localdate(starts_at)}-{slug}"
    taken = set(Meeting.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, found = 1, base
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    return found


def _lead(meeting: Meeting, row: MeetingRow, work: Work, place: str) -> None:
    """Bring a meeting that was not opened here to what the file says, as far as its life cycle allows."""
    before, known_errors = work.report.created.total(), len(work.errors)
    changed = _change(meeting, row, work, place)
    sent = meeting.items.announced().count()
    is_supplemented = _papers_of_summons(meeting, row, work, place)
    _agenda(meeting, row, work, place)
    is_supplemented |= meeting.items.announced().count() > sent
    comes_issued = town_issued.has_agenda(row.id, work)
    is_whole = len(work.errors) == known_errors and not comes_issued
    if meeting.status == MeetingStatus.INVITED and is_supplemented and is_whole:
        town_steps.freeze_agenda(meeting, now=work.now)
    steps = _way(meeting.status, row)
    if steps is None:
        work.keep(f"{place}.status", f"Die Sitzung ist hier „{meeting.get_status_display()}“ und bleibt es.")
        steps = []
    for step, at in steps:
        as_issued = step is town_steps.ANNOUNCE and comes_issued
        perform(meeting, town_steps.ANNOUNCE_AS_ISSUED if as_issued else step, by=work.by, now=at)
        if step is town_steps.OPEN:
            town_results.write(meeting, row, work, place)
            if len(work.errors) > known_errors:
                return
    town_issued.of_meeting(meeting, row.id, work)
    grew = work.report.created.total() > before
    work.settle("meeting", meeting, changed=changed or bool(steps) or grew)


def _change(meeting: Meeting, row: MeetingRow, work: Work, place: str) -> bool:
    """The columns of a meeting; organ and address stay (the database sees to it)."""
    present = town_describe.plain(meeting, MeetingRow, work.ids.known)
    differing = [name for name in work.differing(row, present) if name not in _STATE]
    for name in {"organization", "slug"} & set(differing):
        work.keep(f"{place}.{name}", "Gremium und Adresse einer Sitzung bleiben, wie sie sind.")
    changing = [name for name in differing if name not in ("organization", "slug")]
    for name in changing:
        setattr(meeting, name, getattr(row, name))
    return bool(changing) and work.save(meeting, place)


def _papers_of_summons(meeting: Meeting, row: MeetingRow, work: Work, place: str) -> bool:
    """Invitations and notices that are not known yet; says whether there is a new invitation."""
    sent = set(meeting.invitations.values_list("revision", flat=True))
    for number, found in enumerate(row.invitations):
        if found.revision not in sent:
            where = f"{place}.invitations[{number}]"
            values = work.values(work.tidy(found, where))
            work.save(Invitation(meeting=meeting, sent_by=work.by, **values), where)
            work.report.created["invitation"] += 1
    noticed = set(meeting.notices.values_list("revision", flat=True))
    for number, notice in enumerate(row.notices):
        if notice.revision not in noticed:
            where = f"{place}.notices[{number}]"
            values = work.values(work.tidy(notice, where))
            obj = PublicNotice(meeting=meeting, recorded_by=work.by, recorded_at=work.now, **values)
            work.save(obj, where)
            work.report.created["notice"] += 1
    return any(found.revision not in sent for found in row.invitations)


def _agenda(meeting: Meeting, row: MeetingRow, work: Work, place: str) -> None:
    """Every item, those above before those below."""
    rows = dict(enumerate(row.items))
    waiting = {found.id for found in rows.values()}
    while rows:
        ready = [number for number, found in rows.items() if found.parent not in waiting]
        if not ready:
            work.refuse(f"{place}.items", "Tagesordnungspunkte verweisen im Kreis aufeinander (parent).")
            return
        for number in ready:
            found = rows.pop(number)
            waiting.discard(found.id)
            _item(meeting, found, number + 1, work, f"{place}.items[{number}]", row)


def _item(meeting: Meeting, row: ItemRow, position: int, work: Work, place: str, of: MeetingRow) -> None:
    known_errors = len(work.errors)
    row = work.tidy(row, place)
    if len(work.errors) > known_errors:
        return
    if row.number and not _NUMBER.fullmatch(row.number):
        work.refuse(
            f"{place}.number", "Eine TOP-Nummer ist zum Beispiel „5“, „5a“ oder „5.1“. Berichtigen Sie sie."
        )
        return
    if not row.number and of.status in ANNOUNCED:
        work.remark(place, "Der Punkt hat keine Nummer und bleibt deshalb im Ratsbüro.")
    if row.number and row.announced_at is None and of.status != MeetingStatus.PLANNED:
        sent = [found.sent_at for found in of.invitations]
        row = replace(row, announced_at=min(sent, default=min(of.starts_at, work.now)))
    item = work.standing(row, AgendaItem, place)
    if item is None:
        item = AgendaItem(meeting=meeting, position=position, **work.values(row))
        if item.parent and item.parent.meeting_id != meeting.pk:
            work.refuse(f"{place}.parent", "Der Punkt darüber gehört zu einer anderen Sitzung.")
        elif work.make(row, item, place):
            _recusals(item, row, work, place)
        return
    _change_item(item, row, work, place)
    _recusals(item, row, work, place)


def _change_item(item: AgendaItem, row: ItemRow, work: Work, place: str) -> None:
    """What members were sent stays (E-12)."""
    present = town_describe.plain(item, ItemRow, work.ids.known)
    differing = work.differing(row, present)
    if item.announced_at is not None:
        for name in set(differing) & set(_SENT):
            work.keep(
                f"{place}.{name}", "Der Punkt wurde so versandt. Die Angabe bleibt, wie sie ist (E-12)."
            )
        differing = [name for name in differing if name not in _SENT]
    if not differing:
        work.report.unchanged["item"] += 1
        return
    values = work.values(row)
    for name in differing:
        column = name if name in values else f"{name}_id"
        setattr(item, column, values[column])
    if work.save(item, place):
        work.report.changed["item"] += 1


def _recusals(item: AgendaItem, row: ItemRow, work: Work, place: str) -> None:
    known = set(item.recusals.values_list("person", flat=True))
    for number, found in enumerate(row.recusals):
        where = f"{place}.recusals[{number}]"
        values = work.values(work.tidy(found, where))
        if values["person_id"] and values["person_id"] not in known:
            work.save(Recusal(item=item, declared_by=work.by, **values), where)
            work.report.created["recusal"] += 1


def _way(status: str, row: MeetingRow) -> list[tuple[Transition[Meeting], Any]] | None:
    """The steps from one state to the other with the times they had; None if there is no way."""
    sent = [found.sent_at for found in row.invitations] + [
        item.announced_at for item in row.items if item.announced_at
    ]
    announced = min(sent, default=row.opened_at or row.starts_at)
    target = row.status
    if status == target:
        return []
    was_sent = bool(sent) or any(item.number for item in row.items)
    way: list[tuple[Transition[Meeting], Any]] = []
    if status == MeetingStatus.PLANNED and (target != MeetingStatus.CANCELLED or was_sent):
        way.append((town_steps.ANNOUNCE, announced))
    if target == MeetingStatus.CANCELLED:
        return [*way, (town_steps.CANCEL, announced)]
    if target in _OPENED:
        way.append((town_steps.OPEN, row.opened_at))
    if target == MeetingStatus.CLOSED:
        way.append((town_steps.CLOSE, row.closed_at))
    return None if target == MeetingStatus.PLANNED else way


def _compare(meeting: Meeting, row: MeetingRow, work: Work, place: str) -> None:
    """What the file says otherwise about a meeting that is opened, closed or cancelled here."""
    town_issued.of_known_meeting(row.id, work)
    items = list(meeting.items.in_order())
    present = town_describe.meeting(meeting, work.ids.known, items)
    for name in work.differing(row, present):
        work.keep(f"{place}.{name}", "Die Sitzung ist eröffnet oder beendet. Die Angabe bleibt, wie sie ist.")
    for name in ("invitations", "notices", "attendees"):
        known = list(getattr(present, name))
        for number, found in enumerate(getattr(row, name)):
            if work.tidy(found, place) not in known:
                work.keep(
                    f"{place}.{name}[{number}]", "Die Sitzung ist beendet. Die Angabe bleibt außen vor."
                )
    known_items = {found.id: found for found in present.items}
    for number, item in enumerate(row.items):
        town_results.compare(item, known_items.get(item.id), work, f"{place}.items[{number}]")
    work.report.unchanged["meeting"] += 1
