"""Signieren lassen (SI-02, SI-04): a person saw a file and its hash; exactly these bytes are signed, once, by a job."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from motions.models import (
    IssuedDocument,
    Meeting,
    MeetingDocument,
    Minutes,
    Paper,
    PublicDocument,
    Signature,
    SigningRequest,
    User,
)
from motions.models.choices import MeetingDocumentKind, SignatureKind
from motions.pdf.fields import FIELD
from motions.signing import identities
from motions.signing.identities import Identity, Setup

from . import files, meeting_permissions, outdated, permissions
from .clearance import clearance
from .findings import NotPermitted, OutdatedState, Refused, block
from .history import record
from .once import save_once
from .queue import LATE_AFTER, each_later, later
from .signed_versions import Document, named, of_document, signatures, version

ATTEMPTS = "signing"
_EXTRACT = MeetingDocumentKind.EXTRACT
SEALED_KINDS = (MeetingDocumentKind.AGENDA, _EXTRACT, MeetingDocumentKind.MANIFEST)
NO_SEAL = "Für die Stadt ist kein Siegel eingerichtet. Wenden Sie sich an die Betreuung der Anwendung."
NO_KEY = (
    "Dieser Schlüssel ist nicht für Sie eingerichtet. Wählen Sie das Siegel oder Ihren eigenen Schlüssel."
)
_NOT_YOURS = "Um diesen Auftrag kümmert sich, wer ihn erteilt hat, oder das Ratsbüro."
_RUNNING = "Dieses Dokument wird schon signiert. Es ist nichts mehr zu tun."


def setup() -> Setup:
    """What the town has set up; read anew when a file of its folder changes."""
    folder = Path(settings.SIGNING_DIR)
    file = folder / identities.FILE
    if not file.exists():
        return Setup()
    return _loaded(folder, _marks(folder))


def _marks(folder: Path) -> tuple[tuple[str, int], ...]:
    """Every file counts: a new list of revoked certificates leaves signing.toml as it is."""
    marks = []
    for entry in os.scandir(folder):
        with contextlib.suppress(FileNotFoundError):  # the name a fetched list had until it was whole
            marks.append((entry.name, entry.stat().st_mtime_ns))
    return tuple(sorted(marks))


@functools.lru_cache(maxsize=4)
def _loaded(folder: Path, marks: tuple[tuple[str, int], ...]) -> Setup:
    return identities.load(folder)


def may_seal(user: User, document: Document) -> bool:
    """The Ratsbüro seals what it issues; whoever releases papers seals those as well."""
    if not isinstance(document, MeetingDocument):
        return may_seal_papers(user)
    return document.kind in SEALED_KINDS and meeting_permissions.may_plan_meetings(user)


def may_seal_papers(user: User) -> bool:
    """Whoever releases papers today, and the Ratsbüro."""
    return permissions.releases_papers(user) or meeting_permissions.may_plan_meetings(user)


def looks_after(user: User, document: Document) -> bool:
    """The Ratsbüro looks after the signatures of all its documents, those that only people sign included."""
    return meeting_permissions.may_plan_meetings(user) or may_seal(user, document)


def may_tend(user: User, order: SigningRequest) -> bool:
    """Noch einmal versuchen, zurücknehmen: who asked for it, and who looks after the document."""
    return order.asked_by_id == user.pk or looks_after(user, order.document)


def open_request(document: Document) -> SigningRequest | None:
    """The order that waits for the worker."""
    return SigningRequest.objects.filter(of_document(document), ended_at__isnull=True).first()


def lock(document: Document) -> Document:
    """As it stands now, and nobody else signs it meanwhile; a Niederschrift before its documents, like everybody."""
    if isinstance(document, MeetingDocument) and document.kind == MeetingDocumentKind.MINUTES:
        list(Minutes.objects.select_for_update(of=("self",)).filter(meeting=document.meeting_id))
    locked: Document = type(document)._default_manager.select_for_update(of=("self",)).get(pk=document.pk)
    return locked


def next_field(document: Document) -> str:
    """The field of the signature that comes next."""
    return f"{FIELD}{signatures(document).count() + 1}"


def keys_of(user: User) -> list[Identity]:
    """What a person may have documents signed with: the Siegel of the town, and an own key."""
    known = setup()
    return [key for key in (known.seal(), known.of_person(user.email)) if key is not None]


def seal(document: Document, *, shown: str, by: User, now: dt.datetime, key: str = "") -> SigningRequest:
    """Have the Siegel put on a document, or the signature of an own ``key``; ``shown`` is the hash the person saw.

    Raises NotPermitted; Refused where nothing can be sealed; OutdatedState for another file or a second click.
    """
    identity = _key_for(document, key, by=by)
    with transaction.atomic():
        if signatures(document).exists():
            raise OutdatedState(
                "Dieses Dokument ist schon gesiegelt oder unterschrieben. Es ist nichts mehr zu tun."
            )
        if why := outdated.reason(document):
            raise Refused([block("SI-04", why, absolute=True)])
        return _ask_and_tell(document, identity, shown=shown, by=by, now=now)


def seal_all(
    extracts: Iterable[MeetingDocument], *, shown: dict[str, str], by: User, now: dt.datetime
) -> list[SigningRequest]:
    """Seal many extracts at once, in one act: all or none; ``shown`` has the hash seen for each public id."""
    with transaction.atomic():
        waiting = SigningRequest.objects.filter(of_meeting=OuterRef("pk"), ended_at__isnull=True)
        signed = Signature.objects.filter(of_meeting=OuterRef("pk"))
        rows = MeetingDocument.objects.filter(
            ~Exists(waiting), ~Exists(signed), pk__in=[row.pk for row in extracts], kind=_EXTRACT
        )
        found = list(rows.order_by("pk").select_related("meeting", "item"))
        if not found:
            return []
        identity = _key_for(found[0], "", by=by)
        return [
            _ask_and_tell(row, identity, shown=shown.get(str(row.public_id), ""), by=by, now=now)
            for row in found
        ]


def _key_for(document: Document, key: str, *, by: User) -> Identity:
    if not may_seal(by, document):
        raise NotPermitted("Das Siegel der Stadt setzt das Ratsbüro oder wer die Vorlage freigibt.")
    identity = next((own for own in keys_of(by) if own.name == key), None) if key else setup().seal()
    if identity is None:
        raise Refused([block("SI-04", NO_KEY if key else NO_SEAL, absolute=True)])
    return identity


def _ask_and_tell(
    document: Document, identity: Identity, *, shown: str, by: User, now: dt.datetime
) -> SigningRequest:
    request = ask(document, identity, shown=shown, by=by, now=now)
    asked = (
        "Siegel beauftragt"
        if identity.kind == SignatureKind.SEAL
        else "Elektronische Unterschrift beauftragt"
    )
    _record(document, "seal_document", asked, by=by, now=now)
    return request


def ask(
    document: Document, identity: Identity, *, shown: str, by: User, now: dt.datetime, field: str = ""
) -> SigningRequest:
    """Write the order down and its job in the same transaction; raises OutdatedState if the file is another one."""
    with transaction.atomic():
        locked = lock(document)
        current = version(locked)
        if not locked.is_made or shown != current.sha256:
            raise OutdatedState(
                "Die Datei ist nicht mehr die, die Sie gesehen haben. Laden Sie die Seite neu und prüfen Sie sie."
            )
        request = SigningRequest(
            **named(locked),
            field=field or next_field(locked),
            kind=identity.kind,
            key=identity.name,
            signer=identity.label[:200],
            source_sha256=current.sha256,
            asked_by=by,
            asked_at=now,
        )
        save_once(request, _RUNNING)
        later("sign_document", request_id=request.pk)
    return request


def note_made(request: SigningRequest, *, now: dt.datetime) -> None:
    """The worker has done it: the history tells that it was ordered and that it came about."""
    made = "Siegel gesetzt" if request.kind == SignatureKind.SEAL else "Elektronisch unterschrieben"
    _record(request.document, "sign_document", made, by=request.asked_by, now=now)


def take_back(request: SigningRequest, *, by: User, now: dt.datetime) -> None:
    """End an order that was not carried out; raises NotPermitted, or OutdatedState if it was or just is."""
    with clearance("system"):  # whoever signs minutes sees neither them nor the order
        locked = _locked(request)
        if not may_tend(by, locked):
            raise NotPermitted(_NOT_YOURS)
        locked.ended_at, locked.cancelled_by = now, by
        locked.save(update_fields=["ended_at", "cancelled_by"])
        _record(locked.document, "cancel_signing", "Signaturauftrag zurückgenommen", by=by, now=now)


def try_again(request: SigningRequest, *, by: User) -> None:
    """Have a waiting order tried at once, and with it those that wait because the same key was refused.

    Raises NotPermitted, or OutdatedState if it is not waiting any more.
    """
    with clearance("system"):
        locked = _locked(request)
        if not may_tend(by, locked):
            raise NotPermitted(_NOT_YOURS)
        held = SigningRequest.objects.filter(key=locked.key, ended_at__isnull=True, is_held=True)
        # In order and without those somebody else releases this moment: two of them never wait for each other.
        free = held.order_by("pk").select_for_update(of=("self",), skip_locked=True)
        again = {locked.pk, *free.values_list("pk", flat=True)}
        held.filter(pk__in=again).update(is_held=False)
        for request_id in sorted(again):
            later("sign_document", request_id=request_id)


def is_being_signed(matter: Paper | Meeting) -> bool:
    """An order waits for one of its documents: until it is carried out or taken back, the state stays (SI-04)."""
    rows = SigningRequest.objects.filter(ended_at__isnull=True)
    of_matter = Q(issued__paper=matter) if isinstance(matter, Paper) else Q(of_meeting__meeting=matter)
    return rows.filter(of_matter).exists()


def forget_attempts(*, before: dt.datetime) -> int:
    """Delete what killed workers left of orders that have ended; whatever was linked has its own name."""
    with clearance("system"):
        waiting = {attempt(row) for row in SigningRequest.objects.filter(ended_at__isnull=True)}
    return files.forget(ATTEMPTS, before=before, but=waiting)


def attempt(request: SigningRequest) -> str:
    """The name under which the signed bytes lie until they are linked."""
    return f"{request.public_id}-{request.source_sha256}.pdf"


def ask_again() -> int:
    """Enqueue every waiting order once more, whatever became of its job, but those whose key was refused.

    Returns how many.
    """
    waiting = SigningRequest.objects.filter(ended_at__isnull=True, is_held=False)
    return each_later("sign_document", "request_id", waiting)


def overdue(*, now: dt.datetime) -> QuerySet[SigningRequest]:
    """Orders that wait for longer than signing takes, and for no person."""
    waiting = SigningRequest.objects.filter(
        ended_at__isnull=True, is_held=False, asked_at__lt=now - LATE_AFTER
    )
    return waiting.select_related("issued__paper", "of_meeting__meeting__organization", "public_document")


def _locked(request: SigningRequest) -> SigningRequest:
    """Nobody waits until a card or a service has answered: what is just being signed is locked by the worker."""
    rows = SigningRequest.objects.select_for_update(of=("self",), skip_locked=True)
    locked = rows.filter(pk=request.pk).first()
    if locked is None:
        raise OutdatedState("Der Auftrag wird gerade ausgeführt. Laden Sie die Seite gleich neu.")
    if not locked.is_open:
        raise OutdatedState("Der Auftrag ist schon erledigt. Laden Sie die Seite neu.")
    return locked


def _told(document: Document) -> str:
    if isinstance(document, PublicDocument):
        return f"{document.title}, Fassung {document.revision}"
    if isinstance(document, IssuedDocument):
        return f"{document.paper.reference}, {document.get_edition_display()}"
    item = f" {document.item.label}" if document.item and document.item.is_public else ""
    return f"{document.get_kind_display()}{item}, Fassung {document.revision}"


def _record(document: Document, act: str, label: str, *, by: User, now: dt.datetime) -> None:
    """In the history of its paper or meeting; what follows from no paper has the order alone."""
    matter = _matter(document)
    if matter is not None:
        record(matter, act, f"{label}: {_told(document)}"[:200], by=by, now=now)


def _matter(document: Document) -> Paper | Meeting | None:
    if isinstance(document, IssuedDocument):
        return document.paper
    if isinstance(document, MeetingDocument):
        return document.meeting
    return Paper.objects.filter(pk__in=document.papers[-1:]).first()
