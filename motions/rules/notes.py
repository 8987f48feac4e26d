"""Private Notizen (ux.md 8.2): written for one text, kept through every new one, shared with the own Fraktion at most.

The database closes them to everybody else (migration 0024); whatever calls these rules does so as the member.
"""

import datetime as dt
import re
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.html import strip_tags

from motions.models import AgendaItem, IssuedDocument, Membership, Note, Organization, Paper, User
from motions.models.choices import OrganizationType, PaperStatus, SuccessorKind

from . import meeting_permissions, permissions
from .findings import NotPermitted, OutdatedState, Refused, block
from .permissions import Visitor

_TWICE_WITHIN = dt.timedelta(minutes=2)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Words:
    """Was jemand schreibt: the note, the place of the text it speaks of, and whether the Fraktion reads it, too."""

    text: str
    quote: str = ""
    is_shared: bool = False


def visible_notes(user: Visitor) -> QuerySet[Note]:
    """The own notes, and those colleagues of the Fraktion share about items the person may read (P-08, P-10)."""
    if not isinstance(user, User) or not user.is_active:
        return Note.objects.none()
    items = meeting_permissions.visible_items(user).values("pk")
    shared = Q(shared_with__in=_groups_of(user).values("pk"), item__in=items)
    return Note.objects.filter(Q(author=user) | shared)


def own_notes(user: Visitor) -> QuerySet[Note]:
    """What the person has written."""
    return (
        Note.objects.filter(author=user) if isinstance(user, User) and user.is_active else Note.objects.none()
    )


def group_of(user: User) -> Organization | None:
    """The Fraktion a note can be shared with: the own one of today."""
    return _groups_of(user).first()


def about(user: User, item: AgendaItem, paper: Paper | None) -> QuerySet[Note]:
    """The notes on the page of an item: its own, those on its paper elsewhere, and on the text before a Neufassung."""
    place = Q(item=item)
    if paper is not None:
        place |= Q(paper=paper)
        if paper.original_id and paper.successor_kind == SuccessorKind.REPLACEMENT:
            place |= Q(paper=paper.original_id)
    rows = visible_notes(user).filter(place).select_related("author", "item__meeting__organization")
    return rows.order_by("written_at", "pk")


def write(
    item: AgendaItem, words: Words, *, document: IssuedDocument | None, by: User, now: dt.datetime
) -> Note:
    """Keep a note with the revision it was written for; the same words sent twice are one note.

    Raises NotPermitted (the item is not the person's to read, or was never sent), or Refused.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if not meeting_permissions.visible_items(by).announced().filter(pk=item.pk).exists():
            raise NotPermitted("Notizen schreiben Sie zu Punkten, die Sie lesen dürfen.")
        _refuse_empty(words)
        same = Note.objects.filter(author=by, item=item, text=words.text, quote=words.quote)
        if (twin := same.filter(written_at__gt=now - _TWICE_WITHIN).first()) is not None:
            return twin
        return Note.objects.create(
            author=by,
            item=item,
            paper=document.paper if document else None,
            revision=document.release.revision if document else None,
            quote=words.quote,
            text=words.text,
            shared_with=group_of(by) if words.is_shared else None,
            written_at=now,
            changed_at=now,
        )


def change(note: Note, words: Words, *, version: int, by: User, now: dt.datetime) -> None:
    """Write a note anew, also one whose place is gone; raises OutdatedState, NotPermitted or Refused."""
    _refuse_others(note, by)
    _refuse_empty(words)
    changed = Note.objects.filter(pk=note.pk, version=version).update(
        text=words.text,
        quote=words.quote,
        shared_with=group_of(by) if words.is_shared else None,
        changed_at=now,
        version=F("version") + 1,
    )
    if not changed:
        raise OutdatedState(
            "Diese Notiz haben Sie inzwischen an anderer Stelle geändert. Vergleichen Sie beide Fassungen."
        )


def delete(note: Note, *, version: int, by: User) -> None:
    """Throw a note away; only its author can, and only the words that were on the screen."""
    _refuse_others(note, by)
    if not Note.objects.filter(pk=note.pk, version=version).delete()[0]:
        raise OutdatedState("Diese Notiz hat sich inzwischen geändert. Lesen Sie sie, bevor Sie sie löschen.")


def missing_place(note: Note, document: IssuedDocument | None) -> str:
    """Why a note no longer fits the text of today, as a sentence; "" if it does."""
    if note.revision is None or document is None:
        return ""
    if document.paper_id != note.paper_id:
        return "Sie gehört zur früheren Vorlage, die ersetzt wurde."
    if note.quote and _plain(note.quote) not in _plain(_text_of(document)):
        return f"Die Stelle steht in Fassung {document.release.revision} nicht mehr so."
    if document.release.revision != note.revision:
        return f"Sie wurde zu Fassung {note.revision} geschrieben; jetzt gilt Fassung {document.release.revision}."
    return ""


def lost_paper(paper: Paper | None, *, is_readable: bool) -> str:
    """Why the paper of a note is not there to be read any more, as a sentence; "" if it is."""
    if not is_readable or paper is None:
        return "Die Vorlage ist nicht mehr zu lesen."
    return "Die Vorlage wurde ersetzt." if paper.status == PaperStatus.SUPERSEDED else ""


def _groups_of(user: User) -> QuerySet[Organization]:
    if user.person is None:
        return Organization.objects.none()
    held = Membership.held(user.person, permissions.today())
    return Organization.objects.filter(
        pk__in=held.values("organization"), organization_type=OrganizationType.PARLIAMENTARY_GROUP
    )


def _refuse_others(note: Note, by: User) -> None:
    if note.author_id != by.pk:
        raise NotPermitted("Diese Notiz gehört jemand anderem.")


def _refuse_empty(words: Words) -> None:
    if not words.text:
        raise Refused([block("NOTE", "Schreiben Sie, was Sie sich merken wollen.", "text", absolute=True)])


def _text_of(document: IssuedDocument) -> str:
    names = ("subject", "plain_words", "draft_resolution", "statement", "administration_comment", "climate")
    parts = [str(document.content.get(name, "")) for name in names]
    parts.append(str(document.content.get("financial", {}).get("text", "")))
    return strip_tags(" ".join(parts).replace("<", " <"))


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip().casefold()
