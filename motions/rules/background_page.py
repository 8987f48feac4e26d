"""Aufträge im Hintergrund: what the page of the Ratsbüro lists, and what the worker does this moment (SI-04)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from motions.models import ArchivePackage, SigningRequest, User

from . import (
    archive_packages,
    documents,
    manifests,
    meeting_permissions,
    minutes_uploads,
    permissions,
    public_documents,
    signing_page,
)
from .queue import LATE_AFTER
from .signed_versions import Document

_QUEUE, _TASK = "signing", "motions.jobs.sign_document"
_HEARTBEAT = dt.timedelta(minutes=1)


class Standing(TextChoices):
    """Wie es um einen Auftrag steht, den noch nichts gehindert hat."""

    RUNNING = "running", "Läuft"
    WAITING = "waiting", "Wartet"
    SILENT = "silent", "Die Signaturarbeit läuft nicht"


@dataclass(frozen=True)
class Signer:
    """Die Signaturarbeit: the orders in its hands, and whether it does anything at all."""

    orders: frozenset[int]
    is_busy: bool

    def standing(self, order: SigningRequest, *, now: dt.datetime) -> Standing:
        """A signer that runs and has nothing to do begins at once: whoever waits a minute waits for one."""
        if order.pk in self.orders:
            return Standing.RUNNING
        is_new = order.asked_at > now - _HEARTBEAT
        return Standing.WAITING if self.is_busy or is_new else Standing.SILENT


def signer(*, now: dt.datetime) -> Signer:
    """What its queue knows; the job of a worker that gives no sign of life is nobody's."""
    alive = ProcrastinateJob.objects.filter(
        queue_name=_QUEUE, status="doing", worker__last_heartbeat__gt=now - _HEARTBEAT
    )
    rows = list(alive.values_list("task_name", "args"))
    return Signer(frozenset(args["request_id"] for name, args in rows if name == _TASK), bool(rows))


def silent_since(orders: Iterable[SigningRequest], *, now: dt.datetime) -> dt.datetime | None:
    """Since when the first of these waits for a signer that does not answer; None while it works or says why not."""
    waiting = [row for row in orders if not row.failure]
    if not waiting:
        return None
    known = signer(now=now)
    silent = [row.asked_at for row in waiting if known.standing(row, now=now) == Standing.SILENT]
    return min(silent, default=None)


@dataclass(frozen=True)
class Missing:
    """Ein Dokument ohne PDF: what it is, since when, what hinders it ("" while it is made), whether it is late."""

    document: Document
    title: str
    back_url: str
    since: dt.datetime
    failure: str
    is_late: bool


def documents_without_file(user: User, *, now: dt.datetime) -> list[Missing]:
    """What is printed at the moment or could not be, the oldest first: what asking again would try."""
    visible = permissions.visible_documents(user)
    issued = documents.missing().filter(pk__in=visible.values("pk")).select_related("paper", "release")
    of_meetings = meeting_permissions.visible_meeting_documents(user).filter(sha256="")
    found: list[tuple[Document, str, dt.datetime]] = [
        (row, reverse("paper-detail", args=[row.paper_id]), row.release.written_at) for row in issued
    ]
    found += [
        (row, reverse("meeting-plan", args=[row.meeting_id]), row.issued_at)
        for row in of_meetings.select_related("meeting__organization", "item")
    ]
    found += [(row, row.page, row.issued_at) for row in public_documents.visible().filter(sha256="")]
    rows = [
        Missing(row, signing_page.title_of(row), url, since, row.failure, since < now - LATE_AFTER)
        for row, url, since in found
    ]
    return sorted(rows, key=lambda row: row.since)


@dataclass(frozen=True)
class Further:
    """Was sonst noch aussteht; ``failure`` is "" while it is only late."""

    title: str
    url: str
    since: dt.datetime
    failure: str


def further(user: User, *, now: dt.datetime) -> list[Further]:
    """Manifests that are not written, files signed elsewhere that nobody checked, packages that failed."""
    meetings = meeting_permissions.visible_meetings(user)
    rows = [
        Further(
            f"Verzeichnis der Dokumente zur Ladung, {row.meeting}",
            reverse("meeting-plan", args=[row.meeting_id]),
            row.sent_at,
            "",
        )
        for row in manifests.missing(now=now)
        .filter(meeting__in=meetings, sent_at__lt=now - LATE_AFTER)
        .select_related("meeting__organization")
    ]
    rows += [
        Further(
            f"Prüfung einer anderswo unterschriebenen Niederschrift, {row.of_meeting.meeting}",
            reverse("meeting-minutes", args=[row.of_meeting.meeting_id]),
            row.uploaded_at,
            "",
        )
        for row in minutes_uploads.waiting()
        .filter(of_meeting__meeting__in=meetings, uploaded_at__lt=now - LATE_AFTER)
        .select_related("of_meeting__meeting__organization")
    ]
    rows += [_of_package(row) for row in archive_packages.failed(user)]
    return sorted(rows, key=lambda row: row.since)


def _of_package(row: ArchivePackage) -> Further:
    title = f"Archivpaket, {archive_packages.scope_of(row).title}"
    return Further(title, reverse("archive-list"), row.asked_at, row.failure)
