"""Dokumente einer Vorlage: preview while drafting, issued PDF after release, each rendered once (SI-04)."""

import datetime as dt

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from motions.models import IssuedDocument, Paper, ReadRecord, Release, User
from motions.models.choices import Edition
from motions.pdf.cache import cache_key, page_count
from motions.pdf.isolation import render_isolated

from . import files
from .content import content_of
from .queue import later


def freeze(paper: Paper, release: Release) -> None:
    """Write down what was released, for each audience, and have the PDFs made by a job."""
    editions = [Edition.PUBLIC] if paper.is_public else [Edition.INTERNAL]
    if paper.is_public and paper.attachments.filter(is_public=False).exists():
        editions.append(Edition.INTERNAL)
    for edition in editions:
        IssuedDocument.objects.create(
            release=release,
            paper=paper,
            edition=edition,
            content=content_of(paper, edition=edition, release=release),
        )
    later("issue_documents", release_id=release.pk)


def issue(release_id: int, *, now: dt.datetime) -> int:
    """Make the PDFs of a release that do not exist yet; returns how many. Doing it twice changes nothing."""
    made = 0
    for document_id in IssuedDocument.objects.filter(release=release_id, sha256="").values_list(
        "pk", flat=True
    ):
        with transaction.atomic():
            document = IssuedDocument.objects.select_for_update().get(pk=document_id)
            if document.is_made:
                continue
            data = render_isolated(document.content)
            document.sha256 = files.keep(data)
            document.size, document.pages, document.made_at = len(data), page_count(data), now
            document.save(update_fields=["sha256", "size", "pages", "made_at"])
            made += 1
    return made


def preview(paper: Paper) -> bytes:
    """The PDF of the text as it stands, marked "Entwurf"; unchanged text is never rendered twice."""
    content = content_of(paper, edition=Edition.INTERNAL)
    name = f"preview/{cache_key(content)}.pdf"
    if default_storage.exists(name):
        with default_storage.open(name) as stored:
            return bytes(stored.read())
    data = render_isolated(content)
    files.write(name, ContentFile(data))
    return data


def forget_previews(*, before: dt.datetime) -> int:
    """Delete previews older than a moment; they can be made again at any time."""
    if not default_storage.exists("preview"):
        return 0
    old = [
        f"preview/{name}"
        for name in default_storage.listdir("preview")[1]
        if default_storage.get_modified_time(f"preview/{name}") < before
    ]
    for name in old:
        default_storage.delete(name)
    return len(old)


def log_reading(paper: Paper, part: str, *, by: User, now: dt.datetime) -> None:
    """Note who read something non-public, when and what (DS-09)."""
    ReadRecord.objects.create(reader=by, paper=paper, part=part, read_at=now)
