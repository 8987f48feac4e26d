"""Dokumente einer Vorlage: preview while drafting, issued PDF after release, each rendered once (SI-04)."""

import datetime as dt
import uuid
from collections.abc import Callable
from threading import BoundedSemaphore

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from motions.models import (
    IssuedDocument,
    Meeting,
    Paper,
    ReadRecord,
    Release,
    User,
)
from motions.models.choices import ISSUED, Edition, PaperStatus
from motions.models.printed import Printed
from motions.models.signature import SIGNED
from motions.pdf.cache import cache_key, page_count
from motions.pdf.failures import RenderFailed
from motions.pdf.isolation import render_isolated

from . import files, short_address, version_chain
from .content import Content, content_of
from .queue import LATE_AFTER, each_later, hindrance, later

# Why there is no PDF yet; it is written down, told and overcome by trying again.
Hindrance = RenderFailed | files.StoreDown | files.FileDamaged
_PREVIEWS = "preview"
_REVISED = ("consultations", "wordings", "release", "revision", "created_at")
# Of the threads of a web process (RATSINFO_THREADS, usually four) half stay free for pages.
PREVIEW_PLACES = BoundedSemaphore(2)


class TooBusy(Exception):
    """Zu viele Vorschauen zugleich; the message says what to do."""


def freeze(paper: Paper, release: Release) -> None:
    """Write down what was released, for each audience, and have the PDFs made, each by a job of its own."""
    editions = [Edition.PUBLIC] if paper.is_public else [Edition.INTERNAL]
    if paper.is_public and paper.attachments.filter(is_public=False).exists():
        editions.append(Edition.INTERNAL)
    for edition in editions:
        _write_down(paper, release, edition, content_of(paper, edition=edition, release=release))


def freeze_again(paper: Paper, release: Release, *, like: Release) -> None:
    """Write down a revision of the same release: what was frozen stays, but for who deliberates (B-07)."""
    for frozen in like.documents.all():
        fresh = content_of(paper, edition=frozen.edition, release=release)
        content = frozen.content | {name: fresh[name] for name in _REVISED}
        _write_down(paper, release, frozen.edition, content)


def _write_down(paper: Paper, release: Release, edition: str, content: Content) -> None:
    public_id = uuid.uuid4()
    document = IssuedDocument(public_id=public_id, release=release, paper=paper, edition=edition)
    before = version_chain.before_release(document)
    document.content = content | short_address.printed(public_id, edition) | version_chain.naming(before)
    document.save()
    later("issue_document", document_id=document.pk)


def issue(release_id: int, *, now: dt.datetime) -> int:
    """Make the PDFs of a release that do not exist yet; returns how many. Doing it twice changes nothing."""
    missing = IssuedDocument.objects.filter(release=release_id, sha256="").values_list("pk", flat=True)
    return sum(make(document_id, now=now) is None for document_id in missing)


def make(document_id: int, *, now: dt.datetime) -> Hindrance | None:
    """Make one PDF, if it does not exist yet; what hinders it is written down, so that people see it."""
    with transaction.atomic():
        document = IssuedDocument.objects.select_for_update().get(pk=document_id)
        return fulfil(document, render_isolated, now=now)


def fulfil(
    document: Printed,
    print_it: Callable[[Content], bytes],
    *,
    now: dt.datetime,
) -> Hindrance | None:
    """Keep the file of a locked document, made from its frozen content; doing it twice changes nothing."""
    if document.is_made:
        return None
    try:
        data = print_it(document.content)
        digest = files.keep(data)
    except (RenderFailed, files.StoreDown, files.FileDamaged) as failure:
        document.failure = hindrance(failure)
        document.save(update_fields=["failure"])
        return failure
    document.sha256, document.failure = digest, ""
    document.size, document.pages, document.made_at = len(data), page_count(data), now
    document.save(update_fields=["sha256", "failure", "size", "pages", "made_at"])
    return None


def on_work_page(paper: Paper, *, now: dt.datetime) -> QuerySet[IssuedDocument]:
    """The documents of a paper, the newest first; ``is_late`` says that a PDF should have been there long ago.

    ``is_in_force``: of the last release of a paper that holds; only such a document is still sealed.
    """
    last = paper.releases.order_by("-revision").values("pk")[:1]
    in_force = Q(release=Subquery(last)) if paper.status == PaperStatus.RELEASED else Q(pk__in=[])
    rows = paper.documents.select_related("release__released_by", "release__revised_by").annotate(
        is_late=ExpressionWrapper(_late(now), output_field=BooleanField()),
        is_in_force=ExpressionWrapper(in_force, output_field=BooleanField()),
    )
    return rows.prefetch_related(SIGNED).order_by("-release__revision")


def newest(paper: Paper) -> IssuedDocument | None:
    """The document of the last release for the widest audience it has."""
    editions = {row.edition: row for row in paper.documents.order_by("release__revision")}
    return editions.get(Edition.PUBLIC) or editions.get(Edition.INTERNAL)


def missing() -> QuerySet[IssuedDocument]:
    """Texts in force without PDF, those included that are just being printed."""
    newest = Release.objects.filter(paper=OuterRef("paper")).order_by("-revision").values("pk")[:1]
    return IssuedDocument.objects.filter(sha256="", paper__status__in=ISSUED, release=Subquery(newest))


def overdue(*, now: dt.datetime) -> QuerySet[IssuedDocument]:
    """Of these the ones that failed or whose release is some time ago."""
    return missing().filter(_late(now) | ~Q(failure="")).select_related("paper")


def ask_again(*, now: dt.datetime) -> int:
    """Have overdue PDFs tried once more, after whatever stood in the way; returns how many."""
    return each_later("issue_document", "document_id", overdue(now=now))


def _late(now: dt.datetime) -> Q:
    """A revision that only adds an organ counts from the day it was made, not from the first release (B-07)."""
    limit = now - LATE_AFTER
    made_late = Q(release__revised_at__lt=limit) | Q(
        release__revised_at__isnull=True, release__released_at__lt=limit
    )
    return Q(made_late, sha256="")


def preview(paper: Paper) -> bytes:
    """The PDF of the text as it stands, marked "Entwurf"; raises RenderFailed or TooBusy."""
    return preview_of(content_of(paper, edition=Edition.INTERNAL))


def preview_of(content: Content) -> bytes:
    """The PDF of what is not issued yet; the same content is never rendered twice.

    Raises RenderFailed, or TooBusy: people who wait for previews must not keep all others waiting.
    """
    name = f"{_PREVIEWS}/{cache_key(content)}.pdf"
    if default_storage.exists(name):
        with default_storage.open(name) as stored:
            return bytes(stored.read())
    if not PREVIEW_PLACES.acquire(blocking=False):
        raise TooBusy(
            "Gerade werden andere Vorschauen erstellt. Versuchen Sie es in einigen Sekunden noch einmal."
        )
    try:
        data = render_isolated(content)
    finally:
        PREVIEW_PLACES.release()
    files.write(name, ContentFile(data))
    return data


def forget_previews(*, before: dt.datetime) -> int:
    """Delete previews older than a moment; they can be made again at any time."""
    return files.forget(_PREVIEWS, before=before)


def log_reading(matter: Paper | Meeting, part: str, *, by: User, now: dt.datetime) -> None:
    """Note who read something non-public of a paper or a meeting, when and what (DS-09)."""
    ReadRecord.objects.create(
        reader=by,
        paper=matter if isinstance(matter, Paper) else None,
        meeting=matter if isinstance(matter, Meeting) else None,
        part=part,
        read_at=now,
    )
