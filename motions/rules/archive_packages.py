"""Archivpakete (ArchivG NRW, SI-05): asked for by the Ratsbüro, made by a job, kept for some weeks to be fetched."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from enum import StrEnum

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from motions.models import ArchivePackage, Attachment, IssuedDocument, Meeting, Paper, User
from motions.models.choices import Edition, MeetingStatus, MinutesStatus
from motions.models.paper import PaperQuerySet

from . import archive_making, archive_scope, bylaws, files, meeting_permissions, reading
from .archive_pieces import ArchiveIncomplete
from .archive_scope import OVER, Scope
from .clearance import clearance
from .findings import NotPermitted, OutdatedState, Refused, block
from .history import record
from .once import save_once
from .queue import each_later, hindrance, later

FOLDER = "archive"
KEPT_DAYS = 30
# How often the page may learn how far it is: each time costs a transaction.
_STEP = 20
_RUNNING = "Dieses Paket steht schon in der Liste. Sehen Sie dort nach, wie weit es ist."
_UNEXPECTED = (
    "Das Paket ließ sich nicht herstellen. Versuchen Sie es noch einmal, und wenden Sie sich sonst an die Betreuung "
    "der Anwendung."
)


class State(StrEnum):
    """Wie es um ein Paket steht."""

    MAKING = "making"
    FAILED = "failed"
    READY = "ready"
    FORGOTTEN = "forgotten"


def state_of(package: ArchivePackage) -> State:
    """What the page says of it."""
    if package.made_at is None:
        return State.FAILED if package.failure else State.MAKING
    return State.FORGOTTEN if package.forgotten_at else State.READY


def visible_packages(user: User) -> QuerySet[ArchivePackage]:
    """The packages of the Ratsbüro; for anybody else there are none."""
    if not meeting_permissions.may_plan_meetings(user):
        return ArchivePackage.objects.none()
    return ArchivePackage.objects.select_related("meeting__organization", "asked_by")


def failed(user: User) -> QuerySet[ArchivePackage]:
    """Those that could not be made."""
    return visible_packages(user).filter(made_at__isnull=True).exclude(failure="")


def lost() -> list[ArchivePackage]:
    """Packages that can be fetched by now, but whose file is not there (I14)."""
    kept = ArchivePackage.objects.filter(made_at__isnull=False, forgotten_at__isnull=True)
    return [
        row
        for row in kept.select_related("meeting__organization")
        if not default_storage.exists(file_name(row))
    ]


def choices_of(user: User) -> tuple[list[Meeting], list[int]]:
    """What a package can be made of: the meetings that are over, newest first, and the years that tell of anything."""
    rows = meeting_permissions.visible_meetings(user).filter(status__in=OVER)
    meetings = list(rows.select_related("organization").order_by("-starts_at", "organization__name"))
    years = {row.held_on.year for row in meetings} | archive_scope.years_of(user)
    return meetings, sorted(years, reverse=True)


def scope_of(package: ArchivePackage) -> Scope:
    """What the row asks for."""
    return Scope(package.edition, package.meeting, package.year or 0)


def scope_for(edition: str, *, meeting_id: int | None, year: int) -> Scope:
    """The same at the shell of the operator; raises Refused for what is not there or not over."""
    if meeting_id is None:
        scope = Scope(edition, year=year)
    else:
        meeting = Meeting.objects.select_related("organization").filter(pk=meeting_id).first()
        if meeting is None:
            text = f"Eine Sitzung {meeting_id} gibt es nicht. Die Nummer steht in ihrer Adresse im Sitzungsdienst."
            raise Refused([block("SI-05", text, absolute=True)])
        scope = Scope(edition, meeting)
    insist_on_end(scope)
    return scope


def insist_on_end(scope: Scope) -> None:
    """Only what is over goes to the archive; raises Refused."""
    text = ""
    if scope.meeting and scope.meeting.status not in OVER:
        text = "Schließen Sie zuerst die Sitzung. Ins Archiv gehört, was abgeschlossen ist."
    elif scope.meeting is None and archive_scope.is_empty(scope):
        text = (
            f"Für {scope.year} gibt es weder eine abgeschlossene Sitzung noch eine freigegebene Vorlage. Wählen Sie "
            "ein anderes Jahr."
        )
    if text:
        raise Refused([block("SI-05", text, absolute=True)])


def gaps(scope: Scope) -> list[str]:
    """What would be missing for good: people read it before they have a package made."""
    found = []
    if scope.meeting is None:
        found += [
            f"Die Sitzung {row} ist noch nicht abgeschlossen und fehlt im Paket."
            for row in archive_scope.open_meetings_of(scope.year)
        ]
    closed = archive_scope.meetings_of(scope).filter(status=MeetingStatus.CLOSED)
    found += [
        f"Die Niederschrift der Sitzung {row} ist noch nicht unterschrieben und fehlt im Paket."
        for row in closed.exclude(minutes__status=MinutesStatus.SIGNED)
    ]
    return found


def no_pdfa(scope: Scope) -> list[str]:
    """The annexes an archive may not be able to read for ever: they go in as they are, and people may exchange them."""
    rows = archive_scope.annexes_of(scope).exclude(media_type="application/pdf", is_pdfa=True)
    # Of PDFs from before the question was asked nothing is known, so nothing is said.
    rows = rows.exclude(media_type="application/pdf", is_pdfa__isnull=True)
    return [f"Anlage „{row.title}“ ({row.file_name}) der Vorlage {row.paper.reference}" for row in rows]


def ask(scope: Scope, *, by: User, now: dt.datetime) -> ArchivePackage:
    """Have a package made; raises NotPermitted, Refused while a meeting is not over, OutdatedState if it is running."""
    if not meeting_permissions.may_plan_meetings(by):
        raise NotPermitted("Archivpakete stellt das Ratsbüro her.")
    insist_on_end(scope)
    package = ArchivePackage(
        meeting=scope.meeting, year=scope.year or None, edition=scope.edition, asked_by=by, asked_at=now
    )
    with transaction.atomic():
        save_once(package, _RUNNING)
        if scope.meeting:
            label = f"Archivpaket beauftragt: {package.get_edition_display()}"
            record(scope.meeting, "archive_package", label, by=by, now=now)
        later("make_archive_package", package_id=package.pk)
    return package


def try_again(package: ArchivePackage, *, by: User) -> None:
    """Have a package tried once more; raises NotPermitted, or OutdatedState unless its last attempt has failed."""
    if not meeting_permissions.may_plan_meetings(by):
        raise NotPermitted("Archivpakete stellt das Ratsbüro her.")
    with transaction.atomic():
        locked = ArchivePackage.objects.select_for_update(of=("self",)).get(pk=package.pk)
        if state_of(locked) != State.FAILED:
            raise OutdatedState("Dieses Paket ist nicht gescheitert. Laden Sie die Seite neu.")
        locked.failure, locked.done = "", 0
        locked.save(update_fields=["failure", "done"])
        later("make_archive_package", package_id=locked.pk)


def make(package_id: int, *, now: dt.datetime) -> files.StoreDown | None:
    """Make a package, if it does not exist yet; returns what another try may overcome.

    Short transactions on purpose: people see how far it is, and nothing is locked while files are read.
    """
    with clearance("system"):
        package = ArchivePackage.objects.select_related("meeting__organization").get(pk=package_id)
    if package.made_at:
        return None
    try:
        _make(package, now=now)
    except (ArchiveIncomplete, bylaws.BylawMissing) as obstacle:
        _note(package, failure=hindrance(obstacle))
    except files.StoreDown as failure:
        _note(package, failure=hindrance(failure))
        return failure
    except Exception:
        _note(package, failure=_UNEXPECTED)
        raise
    return None


def _make(package: ArchivePackage, *, now: dt.datetime) -> None:
    made = archive_making.plan(scope_of(package))
    total = len(made.pieces)
    _note(package, failure="", done=0, total=total)

    def tell(done: int) -> None:
        if done % _STEP == 0 or done == total:
            _note(package, done=done)

    with tempfile.TemporaryFile() as target:
        count = archive_making.write(made, target, tell=tell)
        size = target.tell()
        target.seek(0)
        digest = hashlib.file_digest(target, "sha256").hexdigest()
        parts = [str(piece.source.public_id) for piece in made.pieces if piece.source is not None]
        facts = {"sha256": digest, "size": size, "file_count": count, "made_at": now, "parts": parts}
        _keep(package, File(target), facts)


def _keep(package: ArchivePackage, content: File[bytes], facts: dict[str, object]) -> None:
    """File and row at once: of two workers at the same package the second one writes neither."""
    with clearance("system"):
        rows = ArchivePackage.objects.select_for_update(of=("self",)).filter(pk=package.pk)
        if rows.filter(made_at__isnull=True).exists():
            files.write(file_name(package), content)
            rows.update(**facts)


def _note(package: ArchivePackage, **facts: object) -> None:
    with clearance("system"):
        ArchivePackage.objects.filter(pk=package.pk, made_at__isnull=True).update(**facts)


def file_name(package: ArchivePackage) -> str:
    """Where the file lies until it is forgotten."""
    return f"{FOLDER}/{package.public_id}.zip"


def fetch(package: ArchivePackage, *, by: User) -> File[bytes]:
    """Open the file for who fetches it; what is not public in it is noted as read (DS-09).

    Raises FileNotFoundError once it is forgotten, OutdatedState once a part of a public one is public no more,
    FileDamaged where the store has other bytes than those whose checksum is printed, or none (I9).
    """
    if state_of(package) != State.READY:
        raise FileNotFoundError(file_name(package))
    if not package.is_secret and _withdrawn_from(package):
        raise OutdatedState(
            "Ein Dokument dieses Pakets ist inzwischen ersetzt oder nicht mehr öffentlich. Stellen Sie ein neues her."
        )
    if package.is_secret:
        for matter in (*archive_scope.meetings_of(scope_of(package)), *_secret_papers_in(package)):
            reading.note_reading(by, matter, "Archivpaket", is_secret=True)
    try:
        return files.fetch_named(file_name(package), package.sha256)
    except FileNotFoundError as missing:
        raise files.FileDamaged(package.sha256) from missing


def _secret_papers_in(package: ArchivePackage) -> PaperQuerySet:
    """The papers of which it holds something non-public; for a year also those that stood on no agenda."""
    issued = IssuedDocument.objects.filter(public_id__in=package.parts, edition=Edition.INTERNAL)
    annexes = Attachment.objects.filter(public_id__in=package.parts)
    secret = annexes.filter(Q(is_public=False) | Q(paper__is_public=False))
    return Paper.objects.filter(Q(documents__in=issued) | Q(attachments__in=secret)).distinct().order_by("pk")


def _withdrawn_from(package: ArchivePackage) -> set[str]:
    """The parts of a public package that not everybody may read any more (security.md 1.5)."""
    scope = scope_of(package)
    with clearance("public"):
        known = {
            str(public_id)
            for rows in (
                archive_scope.meeting_documents_of(scope),
                archive_scope.paper_documents_of(scope),
                archive_scope.annexes_of(scope),
                archive_scope.public_documents_of(scope),
            )
            for public_id in rows.order_by().values_list("public_id", flat=True)
        }
    return set(package.parts) - known


def ask_again() -> int:
    """Enqueue every package that still waits once more, whatever became of its job; returns how many."""
    waiting = ArchivePackage.objects.filter(made_at__isnull=True, failure="")
    return each_later("make_archive_package", "package_id", waiting)


def forget(*, now: dt.datetime) -> int:
    """Delete the files of packages that were there long enough to be fetched; returns how many."""
    before = now - dt.timedelta(days=KEPT_DAYS)
    old = list(ArchivePackage.objects.filter(made_at__lt=before, forgotten_at__isnull=True))
    for package in old:
        default_storage.delete(file_name(package))
        package.forgotten_at = now
        package.save(update_fields=["forgotten_at"])
    return len(old)


def kept_until(package: ArchivePackage) -> dt.date | None:
    """The last day on which it can be fetched."""
    made = package.made_at
    return timezone.localdate(made) + dt.timedelta(days=KEPT_DAYS) if made else None
