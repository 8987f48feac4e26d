"""Vorlagen lesen: what citizens and members find, and the frozen content that was released for them."""

from dataclasses import dataclass
from pathlib import PurePath

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from motions.models import (
    Attachment,
    IssuedDocument,
    Meeting,
    Membership,
    Organization,
    Paper,
    ReadRecord,
    User,
)
from motions.models.choices import Edition, SuccessorKind
from motions.models.paper import PaperQuerySet
from motions.models.signature import SIGNED

from . import documents, permissions
from .permissions import Visitor


def readable_papers(user: Visitor) -> PaperQuerySet:
    """Issued papers the person may see: the one set behind list, page and member's start."""
    return permissions.visible_papers(user).issued()


def listed(papers: PaperQuerySet) -> PaperQuerySet:
    """Rows of a list with all they show, newest first; the same number of queries for 1 and for 100 rows."""
    rows = papers.select_related("paper_type", "lead_unit").prefetch_related("consultations__organization")
    return rows.newest_first()


def years(papers: PaperQuerySet) -> list[int]:
    """The years of the readable papers, newest first."""
    return [day.year for day in papers.order_by().dates("dated_on", "year", order="DESC")]


def of_organs(papers: PaperQuerySet, organs: QuerySet[Organization]) -> PaperQuerySet:
    """Papers that one of these organs treats."""
    treated = Paper.objects.filter(consultations__organization__in=organs)
    return papers.filter(pk__in=treated.values("pk"))


def organs_of(user: User) -> QuerySet[Organization]:
    """The organs a member belongs to today."""
    if user.person is None:
        return Organization.objects.none()
    held = Membership.held(user.person, permissions.today())
    return Organization.objects.filter(pk__in=held.values("organization"))


def versions(user: Visitor, paper: Paper) -> list[IssuedDocument]:
    """The issued documents of a paper the person may see, the newest first and its fullest edition on top."""
    rows = permissions.visible_documents(user).filter(paper=paper).select_related("release")
    return list(fullest_first(rows.prefetch_related(SIGNED)))


def fullest_first(documents: QuerySet[IssuedDocument]) -> QuerySet[IssuedDocument]:
    """The newest release first, and of each the edition that leaves nothing out."""
    fullest = Case(
        When(edition=Edition.INTERNAL, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return documents.order_by("-release__revision", fullest)


def replacements(user: Visitor, paper: Paper) -> PaperQuerySet:
    """Neufassungen of a paper that the person may see (V-03)."""
    return readable_papers(user).filter(original=paper, successor_kind=SuccessorKind.REPLACEMENT)


def supplements(user: Visitor, paper: Paper) -> PaperQuerySet:
    """Ergänzungen and Antworten of a paper that the person may see (V-03)."""
    rows = readable_papers(user).filter(original=paper).exclude(successor_kind=SuccessorKind.REPLACEMENT)
    return rows.order_by("reference_suffix")


def amendments(user: Visitor, paper: Paper) -> PaperQuerySet:
    """Änderungsanträge to a paper that the person may see (A-15)."""
    return readable_papers(user).filter(amends=paper).order_by("reference_number", "reference_suffix")


@dataclass(frozen=True)
class Annex:
    """Eine Anlage in der Liste: its kind in a word, and whether citizens see it, too."""

    attachment: Attachment
    kind: str
    is_secret: bool


def annexes(user: Visitor, paper: Paper) -> list[Annex]:
    """The annexes of a paper the person may see, in order."""
    rows = permissions.visible_attachments(user).filter(paper=paper)
    return [
        Annex(
            row,
            PurePath(row.file_name).suffix.lstrip(".").upper() or "Datei",
            not (row.is_public and paper.is_public),
        )
        for row in rows
    ]


def note_reading(user: Visitor, matter: Paper | Meeting, part: str, *, is_secret: bool) -> None:
    """Write the reading down if something non-public was read (DS-09)."""
    if is_secret and isinstance(user, User):
        documents.log_reading(matter, part, by=user, now=timezone.now())


def note_desk_reading(user: User, paper: Paper, part: str) -> None:
    """The same for pages of the desk, which show titles of non-public annexes, too (DS-09)."""
    is_secret = not paper.is_public or paper.attachments.filter(is_public=False).exists()
    note_reading(user, paper, part, is_secret=is_secret)


def log_of(matter: Paper | Meeting) -> QuerySet[ReadRecord]:
    """Who read what non-public of a paper or a meeting, newest first (DS-09)."""
    of_matter = Q(paper=matter) if isinstance(matter, Paper) else Q(meeting=matter)
    return ReadRecord.objects.filter(of_matter).select_related("reader").order_by("-read_at", "-pk")
