"""Anlagen: add, change, order, remove; only while the paper may still change, every act on the timeline."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from django.db import transaction
from django.db.models import Max, Sum

from motions.importing.inspection import InspectionRefused, inspect
from motions.models import Attachment, Paper, User

from . import bylaws, files, permissions
from .drafting import bump_version
from .findings import NotPermitted, OutdatedState, Refused, block
from .history import record

_MEGABYTE = 1024 * 1024
_LONGEST_NAME = 200


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
    try:
        facts = inspect(stream, file_name)
    except InspectionRefused as refusal:
        raise Refused([block("F-01", str(refusal), "file", absolute=True)]) from None
    stream.seek(0, 2)
    size = stream.tell()
    with _editing(paper, by) as locked:
        _refuse_too_much(locked, size, now.date())
        last = locked.attachments.aggregate(last=Max("position"))["last"] or 0
        attachment = Attachment.objects.create(
            paper=locked,
            position=last + 1,
            title=title,
            is_public=is_public,
            file_name=file_name[-_LONGEST_NAME:],
            media_type=facts.media_type,
            pages=facts.pages,
            hidden=list(facts.hidden),
            sha256=files.keep_stream(stream),
            size=size,
            uploaded_by=by,
            uploaded_at=now,
        )
        _note(locked, "attach", "Anlage hinzugefügt", attachment, by, now)
    return attachment


def change_attachment(attachment: Attachment, *, title: str, is_public: bool, by: User, now: dt.datetime) -> None:
    """New title or publicity."""
    with _editing(attachment.paper, by) as locked:
        attachment.title, attachment.is_public = title, is_public
        attachment.save(update_fields=["title", "is_public"])
        _note(locked, "change_attachment", "Anlage geändert", attachment, by, now)


def move_attachment(attachment: Attachment, *, up: bool, by: User, now: dt.datetime) -> None:
    """One place up or down; at the end of the list nothing happens."""
    with _editing(attachment.paper, by) as locked:
        rows = list(locked.attachments.order_by("position"))
        index = next((number for number, row in enumerate(rows) if row.pk == attachment.pk), None)
        if index is None:
            raise OutdatedState("Diese Anlage gibt es nicht mehr. Laden Sie die Seite neu.")
        other = index - 1 if up else index + 1
        if not 0 <= other < len(rows):
            return
        first, second = rows[index], rows[other]
        first.position, second.position = second.position, first.position
        Attachment.objects.bulk_update([first, second], ["position"])
        bump_version(locked, now=now)


def remove_attachment(attachment: Attachment, *, by: User, now: dt.datetime) -> None:
    """Take an annex out; its file and its history stay."""
    with _editing(attachment.paper, by) as locked:
        if not locked.attachments.filter(pk=attachment.pk).exists():
            raise OutdatedState("Diese Anlage gibt es nicht mehr. Laden Sie die Seite neu.")
        _note(locked, "remove_attachment", "Anlage entfernt", attachment, by, now)
        attachment.delete()


@contextmanager
def _editing(paper: Paper, by: User) -> Iterator[Paper]:
    with transaction.atomic():
        locked = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        if not locked.is_editable:
            raise OutdatedState("Die Vorlage ist nicht mehr im Entwurf. Anlagen können nicht mehr geändert werden.")
        if not permissions.may_edit_wording(by, locked):
            raise NotPermitted("Anlagen dieser Vorlage dürfen Sie nicht ändern.")
        yield locked


def _refuse_too_much(paper: Paper, size: int, on: dt.date) -> None:
    most, quota = bylaws.number("attachment.max_mb", on=on), bylaws.number("attachment.quota_mb", on=on)
    if size > most * _MEGABYTE:
        text = f"Die Datei ist größer als {most} MB. Verkleinern oder teilen Sie sie."
        raise Refused([block("F-02", text, "file", absolute=True)])
    stored = paper.attachments.aggregate(total=Sum("size"))["total"] or 0
    if stored + size > quota * _MEGABYTE:
        text = f"Alle Anlagen zusammen dürfen höchstens {quota} MB haben. Entfernen Sie eine andere Anlage."
        raise Refused([block("F-02", text, "file", absolute=True)])


def _note(paper: Paper, act: str, label: str, attachment: Attachment, by: User, now: dt.datetime) -> None:
    bump_version(paper, now=now)
    record(paper, act, label, by=by, now=now, note=attachment.title)
