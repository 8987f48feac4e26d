"""Öffentliche Ausfertigungen ohne Vorlage und Sitzung: frozen content, its PDF made once by a job (SI-04)."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Q, QuerySet

from motions.models import PublicDocument
from motions.models.choices import Edition
from motions.pdf.isolation import render_isolated

from . import permissions, short_address, version_chain
from .content import Content
from .documents import Hindrance, fulfil
from .queue import LATE_AFTER, each_later, later


@dataclass(frozen=True)
class Matter:
    """Was ausgefertigt wird; ``page`` shows the same on the screen, ``papers`` are those it follows from."""

    series: str
    title: str
    page: str
    as_of: dt.date
    papers: Sequence[int]
    content: Content


def visible() -> QuerySet[PublicDocument]:
    """What everybody may read: with the withdrawal of a paper goes whatever follows from it."""
    papers = ArraySubquery(permissions.public_papers().order_by().values("pk"))
    return PublicDocument.objects.filter(papers__contained_by=papers)


def freeze(matter: Matter, *, now: dt.datetime) -> PublicDocument:
    """Write down the next revision of a series and have its PDF made by a job of the same transaction.

    Of two at once the database takes one; the other is tried again and finds it.
    """
    public_id = uuid.uuid4()
    last = newest(matter.series)
    with transaction.atomic():
        document = PublicDocument.objects.create(
            public_id=public_id,
            series=matter.series,
            revision=last.revision + 1 if last else 1,
            title=matter.title,
            page=matter.page,
            papers=list(matter.papers),
            as_of=matter.as_of,
            content=matter.content
            | short_address.printed(public_id, Edition.PUBLIC)
            | version_chain.naming(last),
            issued_at=now,
        )
        later("issue_public_document", document_id=document.pk)
    return document


def newest(series: str) -> PublicDocument | None:
    """The last revision of a series, whoever may read it."""
    return PublicDocument.objects.filter(series=series).order_by("-revision").first()


def says(document: PublicDocument, matter: Matter) -> bool:
    """The document tells exactly this."""
    added = (short_address.PRINTED, version_chain.NAME)
    told = {name: value for name, value in document.content.items() if name not in added}
    return (document.as_of, document.papers, told) == (matter.as_of, list(matter.papers), matter.content)


def make(document_id: int, *, now: dt.datetime) -> Hindrance | None:
    """Make one PDF, if it does not exist yet; what hinders it is written down, so that people see it."""
    with transaction.atomic():
        document = PublicDocument.objects.select_for_update().get(pk=document_id)
        return fulfil(document, render_isolated, now=now)


def overdue(*, now: dt.datetime) -> QuerySet[PublicDocument]:
    """Documents whose PDF failed or should have been there for some time."""
    late = Q(issued_at__lt=now - LATE_AFTER) | ~Q(failure="")
    return PublicDocument.objects.filter(late, sha256="")


def ask_again(*, now: dt.datetime) -> int:
    """Have overdue PDFs tried once more; returns how many."""
    return each_later("issue_public_document", "document_id", overdue(now=now))
