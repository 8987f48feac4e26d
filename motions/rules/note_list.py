"""Alle Notizen eines Mitglieds: by meeting, each with its place, or with the reason why that is gone."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone

from motions.models import AgendaItem, Note, Paper, User

from . import meeting_permissions, member_desk, notes, reading

_RULE = "-" * 60


@dataclass(frozen=True)
class Line:
    """Eine Notiz in der Liste; what the person may not read any more is not named, only the own words are shown."""

    note: Note
    meeting: str
    slug: str
    title: str
    address: str
    missing: str

    @property
    def quote(self) -> str:
        """The place in the text, as long as the text may be read."""
        return self.note.quote if self.address else ""


def by_meeting(user: User) -> list[tuple[str, list[Line]]]:
    """The notes of each meeting, the latest meeting first; the same number of queries for 1 and for 40."""
    rows = notes.own_notes(user).select_related("shared_with")
    lines = _lines(user, rows.order_by("-written_at", "-pk"))
    return [(name, list(group)) for name, group in groupby(lines, key=lambda line: line.meeting)]


def line_of(user: User, note: Note) -> Line:
    """One note with its place."""
    return _lines(user, notes.own_notes(user).filter(pk=note.pk).select_related("shared_with"))[0]


def as_text(user: User) -> str:
    """All notes to take along: plain lines, nothing but what the list shows."""
    parts = ["Meine Notizen", ""]
    for meeting, lines in by_meeting(user):
        parts += [meeting, "=" * len(meeting), ""]
        for line in lines:
            parts += [
                line.title,
                f"Geschrieben am {timezone.localtime(line.note.written_at):%d.%m.%Y, %H:%M} Uhr",
            ]
            parts += [f"Hinweis: {line.missing}"] * bool(line.missing)
            parts += [f"Stelle: {line.quote}"] * bool(line.quote)
            parts += ["", line.note.text, "", _RULE, ""]
    return "\n".join(parts)


def _lines(user: User, rows: QuerySet[Note]) -> list[Line]:
    """Ordered by the start of the meeting; items and papers are fetched as far as the person may read them."""
    found = list(rows)
    visible = meeting_permissions.visible_items(user).announced()
    readable = visible.filter(pk__in=[note.item_id for note in found])
    items = {row.pk: row for row in readable.select_related("meeting__organization")}
    meetings = {row.pk: row.meeting for row in items.values()}
    papers = {
        row.pk: row
        for row in reading.readable_papers(user).filter(
            pk__in=[note.paper_id for note in found if note.paper_id]
        )
    }
    documents = member_desk.newest_documents(user, papers.values())
    lines = []
    for note in sorted(found, key=lambda row: _start(items.get(row.item_id)), reverse=True):
        item, paper = items.get(note.item_id), papers.get(note.paper_id or 0)
        lines.append(
            Line(
                note,
                str(meetings[note.item_id]) if item else "Punkte, die Sie nicht mehr lesen können",
                meetings[note.item_id].slug if item else "",
                f"{item.label} {item.title}" if item else "Der Punkt ist für Sie nicht mehr zu lesen.",
                item.address if item else "",
                _missing(note, item, paper) or notes.missing_place(note, documents.get(note.paper_id or 0)),
            )
        )
    return lines


def _start(item: AgendaItem | None) -> float:
    return item.meeting.starts_at.timestamp() if item else 0.0


def _missing(note: Note, item: AgendaItem | None, paper: Paper | None) -> str:
    if item is None or note.paper_id is None:
        return ""
    return notes.lost_paper(paper, is_readable=paper is not None)
