"""Anlagen (V-15, DS-02): each act only while the paper may still change, and on its timeline."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from django.db import transaction
from django.db.models import F, Max, Q, Sum
from django.utils import timezone

from motions.importing.inspection import ENDINGS, Inspection, InspectionRefused, inspect
from motions.models import Attachment, Paper, User

from . import bylaws, files, permissions, text_changes
from .clearance import clearance
from .drafting import bump_version
from .findings import NotPermitted, OutdatedState, Refused, block
from .history import record

MEGABYTE = 1024 * 1024
_LONGEST_NAME = 200
# An annex that comes back gets a new address: the old one is part of no history.
_RESTORED = [
    row.attname for row in Attachment._meta.concrete_fields if row.name not in ("id", "paper", "public_id")
]


def add_attachment(
    paper: Paper,
    stream: BinaryIO,
    *,
    file_name: str,
    title: str,
    is_public: bool,
    by: User,
    now: dt.datetime,
) -> Attachment:
    """Store a file under the hash of its bytes and put it last; raises Refused with the reason."""
    facts, size = _facts(stream, file_name)
    with _editing(paper, by, now) as locked:
        if locked.attachments.filter(title=title, sha256=files.digest_of(stream)).exists():
            text = "Diese Datei ist unter diesem Titel schon angehängt. Es ist nichts mehr zu tun."
            raise Refused([block("F-01", text, "file", absolute=True)])
        _refuse_too_much(locked, size, timezone.localdate(now))
        last = locked.attachments.aggregate(last=Max("position"))["last"] or 0
        attachment = Attachment(paper=locked, position=last + 1, title=title, is_public=is_public)
        _fill(attachment, stream, file_name, facts, size, by=by, now=now)
        attachment.save()
        _note(locked, "attach", "Anlage hinzugefügt", attachment, by, now)
    return attachment


def hand_on(source: Paper, target: Paper) -> None:
    """The annexes of the text that is replaced, the same files under addresses of their own (V-03)."""
    rows = source.attachments.all()
    Attachment.objects.bulk_create(
        Attachment(paper=target, **{name: getattr(row, name) for name in _RESTORED}) for row in rows
    )


def examine(paper: Paper, stream: BinaryIO, *, file_name: str, on: dt.date) -> Attachment:
    """An annex from another system, as an upload would be examined, at its paper but not yet stored (F-01, F-02).

    Its bytes still have to be kept. Raises Refused with the reason.
    """
    facts, size = _facts(stream, file_name)
    _refuse_too_much(paper, size, on)
    return Attachment(
        paper=paper,
        file_name=_clean_name(file_name, facts.media_type),
        media_type=facts.media_type,
        pages=facts.pages,
        hidden=list(facts.hidden),
        is_pdfa=facts.is_pdfa,
        size=size,
        sha256=files.digest_of(stream),
    )


def change_attachment(
    attachment: Attachment,
    *,
    title: str,
    is_public: bool,
    by: User,
    now: dt.datetime,
    stream: BinaryIO | None = None,
    file_name: str = "",
) -> None:
    """New title, publicity or file; the row history keeps what was there before."""
    found = _facts(stream, file_name) if stream else None
    with _editing(attachment.paper, by, now) as locked:
        _insist_on(locked, attachment)
        if found is None and (attachment.title, attachment.is_public) == (title, is_public):
            return
        attachment.title, attachment.is_public = title, is_public
        if stream and found:
            facts, size = found
            _refuse_too_much(locked, size, timezone.localdate(now), instead_of=attachment)
            _fill(attachment, stream, file_name, facts, size, by=by, now=now)
        attachment.save()
        _note(locked, "change_attachment", "Anlage geändert", attachment, by, now)


def move_attachment(
    attachment: Attachment, *, up: bool, by: User, now: dt.datetime, seen_at: int | None = None
) -> None:
    """One place up or down; at the end of the list nothing happens.

    ``seen_at`` is the position the person saw: raises OutdatedState if it stands elsewhere by now (a second click).
    """
    with _editing(attachment.paper, by, now) as locked:
        _insist_on(locked, attachment)
        if seen_at is not None and not locked.attachments.filter(pk=attachment.pk, position=seen_at).exists():
            raise OutdatedState(
                "Die Anlage steht schon an einer anderen Stelle. Sehen Sie die Reihenfolge an."
            )
        rows = list(locked.attachments.order_by("position"))
        index = [row.pk for row in rows].index(attachment.pk)
        other = index - 1 if up else index + 1
        if not 0 <= other < len(rows):
            return
        first, second = rows[index], rows[other]
        first.position, second.position = second.position, first.position
        Attachment.objects.bulk_update([first, second], ["position"])
        _note(locked, "move_attachment", "Anlage verschoben", attachment, by, now)


def remove_attachment(attachment: Attachment, *, by: User, now: dt.datetime) -> None:
    """Take an annex out; its file and its history stay."""
    with _editing(attachment.paper, by, now) as locked:
        _insist_on(locked, attachment)
        _note(locked, "remove_attachment", "Anlage entfernt", attachment, by, now)
        attachment.delete()


def restore_attachment(paper: Paper, removed: int, *, by: User, now: dt.datetime) -> Attachment:
    """Undo a removal: the annex stands at its old place again; those behind it make room.

    ``removed`` is the row's old id; its fields come from the row history, its file was never away. Raises
    OutdatedState where it stands there already, or Refused when there is no room for it any more (F-02).
    """
    with _editing(paper, by, now) as locked:
        attachment = Attachment(pk=removed, paper=locked, **_as_removed(locked, removed))
        rows = locked.attachments.all()
        if rows.filter(Q(pk=removed) | Q(title=attachment.title, sha256=attachment.sha256)).exists():
            raise OutdatedState("Diese Anlage ist schon wieder da. Es ist nichts mehr zu tun.")
        _refuse_too_much(locked, attachment.size, timezone.localdate(now))
        if rows.filter(position=attachment.position).exists():
            rows.filter(position__gte=attachment.position).update(position=F("position") + 1)
        attachment.save(force_insert=True)
        _note(locked, "restore_attachment", "Anlage zurückgeholt", attachment, by, now)
    return attachment


def _as_removed(paper: Paper, removed: int) -> dict[str, Any]:
    """The row as it was when it went; only the system reads the history, and here that of the person's own paper."""
    rows = cast("Any", Attachment).pgh_event_model.objects.filter(paper=paper, pgh_obj=removed)
    with clearance("system"):
        last = rows.filter(pgh_label="delete").order_by("-pgh_id").values(*_RESTORED)
        found: dict[str, Any] | None = last.first()
    if found is None:
        raise OutdatedState("Diese Anlage lässt sich nicht zurückholen. Hängen Sie die Datei neu an.")
    return found


@contextmanager
def _editing(paper: Paper, by: User, now: dt.datetime) -> Iterator[Paper]:
    with transaction.atomic():
        locked = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        if not locked.is_editable:
            raise OutdatedState(
                "Die Vorlage ist nicht mehr im Entwurf. Anlagen können nicht mehr geändert werden."
            )
        if not permissions.may_edit_wording(by, locked):
            raise NotPermitted("Anlagen dieser Vorlage dürfen Sie nicht ändern.")
        with text_changes.told(locked, by=by, now=now):
            yield locked


def _insist_on(locked: Paper, attachment: Attachment) -> None:
    if not locked.attachments.filter(pk=attachment.pk).exists():
        raise OutdatedState("Diese Anlage gibt es nicht mehr. Laden Sie die Seite neu.")


def _facts(stream: BinaryIO, file_name: str) -> tuple[Inspection, int]:
    try:
        facts = inspect(stream, file_name)
    except InspectionRefused as refusal:
        raise Refused([block("F-01", str(refusal), "file", absolute=True)]) from None
    return facts, stream.seek(0, 2)


def _clean_name(file_name: str, media_type: str) -> str:
    """No folders, no control characters, and the ending of what the file is, whatever it called itself."""
    name = "".join(letter for letter in file_name.replace("\\", "/") if letter.isprintable())
    ending = ENDINGS[media_type]
    path = PurePath(PurePath(name).name or "anlage")
    fits = path.suffix.lower().removeprefix(".").replace("jpeg", "jpg") == ending
    return f"{(path.stem if fits else path.name)[: _LONGEST_NAME - 5]}.{ending}"


def _fill(
    attachment: Attachment,
    stream: BinaryIO,
    file_name: str,
    facts: Inspection,
    size: int,
    *,
    by: User,
    now: dt.datetime,
) -> None:
    """Keep the file and write down what it is."""
    attachment.file_name, attachment.size = _clean_name(file_name, facts.media_type), size
    attachment.media_type, attachment.pages, attachment.hidden = (
        facts.media_type,
        facts.pages,
        list(facts.hidden),
    )
    attachment.is_pdfa = facts.is_pdfa
    attachment.sha256 = files.keep_stream(stream)
    attachment.uploaded_by, attachment.uploaded_at = by, now


def _refuse_too_much(paper: Paper, size: int, on: dt.date, *, instead_of: Attachment | None = None) -> None:
    most, quota = bylaws.number("attachment.max_mb", on=on), bylaws.number("attachment.quota_mb", on=on)
    if size > most * MEGABYTE:
        text = f"Die Datei ist größer als {most} MB. Verkleinern oder teilen Sie sie."
        raise Refused([block("F-02", text, "file", absolute=True)])
    others = paper.attachments.exclude(pk=instead_of.pk) if instead_of else paper.attachments.all()
    stored = others.aggregate(total=Sum("size"))["total"] or 0
    if stored + size > quota * MEGABYTE:
        text = f"Alle Anlagen zusammen dürfen höchstens {quota} MB haben. Entfernen Sie eine andere Anlage."
        raise Refused([block("F-02", text, "file", absolute=True)])


def _note(paper: Paper, act: str, label: str, attachment: Attachment, by: User, now: dt.datetime) -> None:
    bump_version(paper, now=now)
    record(paper, act, label, by=by, now=now, note=attachment.title)
