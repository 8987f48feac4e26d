"""Sitzungen lesen: the agenda as invited from the frozen document, beside it what was treated (E-10, E-12, E-13).

A citizen reads the public document; of a non-public item it knows the abstract title. Whoever may see the item
itself reads its title in that place, and only as long as he or she may (P-08 to P-10).
"""

from dataclasses import dataclass, field
from typing import Any

from motions.models import AgendaItem, IssuedDocument, Meeting, MeetingDocument, Paper
from motions.models.choices import Edition, MeetingDocumentKind, MeetingStatus, Outcome
from motions.models.signature import SIGNED

from . import combining, meeting_permissions, permissions, reading, results
from .permissions import Visitor
from .results import Result


@dataclass(frozen=True)
class Line:
    """Eine Zeile der Tagesordnung; without ``item`` only the frozen words are known."""

    label: str
    title: str
    is_secret: bool
    is_below: bool = False
    notes: list[str] = field(default_factory=list)
    item: AgendaItem | None = None
    paper: Paper | None = None
    pdf: IssuedDocument | None = None
    result: Result | None = None


@dataclass(frozen=True)
class Agenda:
    """Die Tagesordnung für eine Person: as invited in one revision, and as held where that differs."""

    document: MeetingDocument | None
    revisions: list[MeetingDocument]
    public: list[Line]
    secret: list[Line]
    held: list[Line]

    @property
    def shows_secrets(self) -> bool:
        """Non-public items stand here in full."""
        return any(line.item and line.is_secret for line in [*self.secret, *self.held])


def published_documents(user: Visitor, meeting: Meeting) -> list[MeetingDocument]:
    """The documents of a meeting its readers find, the newest of each kind first; extracts stand at their items."""
    rows = meeting_permissions.visible_meeting_documents(user).filter(
        meeting=meeting, published_at__isnull=False, item__isnull=True
    )
    return list(rows.defer("content").prefetch_related(SIGNED).order_by("kind", "-revision", "edition"))


def agenda_of(user: Visitor, meeting: Meeting, *, revision: int | None = None) -> Agenda:
    """The newest agenda sent, or an earlier revision of it."""
    revisions = _revisions(user, meeting)
    chosen = next((row for row in revisions if row.revision == revision), None)
    document = chosen or (revisions[0] if revisions else None)
    items = {item.label: _line(item, _below(item)) for item in _items(user, meeting)}
    items = _with_papers(user, meeting, items)
    lines = _frozen_lines(document.content, items) if document else list(items.values())
    return Agenda(
        document=document,
        revisions=revisions,
        public=[line for line in lines if not line.is_secret],
        secret=[line for line in lines if line.is_secret],
        held=_held(meeting, lines, list(items.values())) if chosen is None else [],
    )


def item_by_address(user: Visitor, meeting: Meeting, address: str) -> AgendaItem | None:
    """The item behind "oe-5" or "n-2", if the person may see it."""
    part, _, number = address.partition("-")
    rows = meeting_permissions.visible_items(user).announced().filter(meeting=meeting)
    found = rows.filter(is_public=part == "oe", number=number) if part in ("oe", "n") else rows.none()
    return found.select_related("consultation", "parent").first()


def paper_of(user: Visitor, item: AgendaItem) -> Paper | None:
    """The paper of an item, if the person may read it."""
    if item.consultation is None:
        return None
    return reading.readable_papers(user).filter(pk=item.consultation.paper_id).first()


def items_around(
    user: Visitor, meeting: Meeting, item: AgendaItem
) -> tuple[AgendaItem | None, AgendaItem | None]:
    """The items before and after this one, as far as the person may see them."""
    rows = list(_items(user, meeting))
    place = next((number for number, row in enumerate(rows) if row.pk == item.pk), 0)
    before = rows[place - 1] if place else None
    return before, rows[place + 1] if place + 1 < len(rows) else None


def extracts_of(user: Visitor, item: AgendaItem) -> list[MeetingDocument]:
    """The published Beschlussauszüge of an item."""
    rows = meeting_permissions.visible_meeting_documents(user).filter(item=item, published_at__isnull=False)
    made = rows.exclude(sha256="").defer("content").prefetch_related(SIGNED)
    return list(made.order_by("-revision", "edition"))


def _items(user: Visitor, meeting: Meeting) -> Any:
    rows = meeting_permissions.visible_items(user).announced().filter(meeting=meeting)
    return rows.select_related("consultation").in_order()


def _revisions(user: Visitor, meeting: Meeting) -> list[MeetingDocument]:
    """The public agendas as they were sent; what a person may know beyond them comes from the items themselves."""
    rows = meeting_permissions.visible_meeting_documents(user).filter(
        meeting=meeting,
        kind=MeetingDocumentKind.AGENDA,
        edition=Edition.PUBLIC,
        published_at__isnull=False,
    )
    return list(rows.order_by("-revision"))


def _below(item: AgendaItem) -> bool:
    return item.parent_id is not None


def _line(item: AgendaItem, is_below: bool) -> Line:
    notes = ["Tischvorlage"] * item.is_tabled
    notes += [f"Erweiterung der Tagesordnung: {item.extension_reason}"] * bool(item.extension_reason)
    return Line(item.label, item.title, not item.is_public, is_below, notes, item)


def _with_papers(user: Visitor, meeting: Meeting, lines: dict[str, Line]) -> dict[str, Line]:
    """Papers the person may read, their newest PDF, and results."""
    papers = reading.readable_papers(user).filter(consultations__items__meeting=meeting).distinct()
    known = {paper.pk: paper for paper in papers.select_related("paper_type")}
    pdfs: dict[int, IssuedDocument] = {}
    made = permissions.visible_documents(user).filter(paper__in=known).exclude(sha256="").defer("content")
    for document in made.order_by("-release__revision", "edition"):
        pdfs.setdefault(document.paper_id, document)
    found = results.by_item(user, item__meeting=meeting)
    complete = {}
    for label, line in lines.items():
        item = line.item
        result = found.get(item.pk) if item else None
        together = combining.in_words(result.treatment) if result else ""
        pk = item.consultation.paper_id if item and item.consultation else 0
        complete[label] = Line(
            line.label,
            line.title,
            line.is_secret,
            line.is_below,
            [*line.notes, *[together] * bool(together)],
            item,
            known.get(pk),
            pdfs.get(pk),
            result,
        )
    return complete


def _frozen_lines(content: dict[str, Any], items: dict[str, Line]) -> list[Line]:
    """The rows as they were sent; a row becomes the item itself for whoever may see it."""
    lines = []
    for part in content["parts"]:
        for top in part["items"]:
            for row, is_below in [(top, False), *((child, True) for child in top["children"])]:
                known = items.get(row["label"])
                added = [f"ergänzt mit Fassung {row['added_in']}"] * (row["added_in"] > 1)
                lines.append(
                    Line(row["label"], row["title"], not row["is_public"], is_below, added)
                    if known is None
                    else Line(**{**vars(known), "notes": [*added, *known.notes]})
                )
    return lines


def _held(meeting: Meeting, invited: list[Line], items: list[Line]) -> list[Line]:
    """The items in the order in which they were treated, if that is not the agenda as invited (E-09, E-10)."""
    if meeting.status != MeetingStatus.CLOSED:
        return []
    order = {line.label: place for place, line in enumerate(items)}
    treated = [line for line in items if not _is_removed(line)]
    treated.sort(key=lambda line: (_position(line, order[line.label]), order[line.label]))
    known = {line.label for line in items}
    before = [line.label for line in invited if line.label in known]
    return treated if [line.label for line in treated] != before else []


def _is_removed(line: Line) -> bool:
    return line.result is not None and line.result.treatment.outcome == Outcome.REMOVED_FROM_AGENDA


def _position(line: Line, place: int) -> int:
    treated_as = line.result.treatment.position if line.result else None
    return treated_as if treated_as is not None else place + 1
