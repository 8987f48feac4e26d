"""Niederschrift elektronisch unterschreiben (§ 52 GO NRW, N-02, SI-02): each signer in turn, with a qualified key.

Chairs come first, in the order of the items they chaired, the Schriftführung last. A signer signs every part that has a
line for the person in one act. Signers may be members without any right in the office: they see these documents here
only, and only while their signature is due.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from motions.models import (
    MeetingDocument,
    Minutes,
    MinutesSignature,
    Person,
    Signature,
    SigningRequest,
    User,
)
from motions.models.choices import MinutesStatus, SignatureKind, SignatureWay, SignerRole
from motions.pdf.fields import FIELD

from . import minutes, minutes_uploads, signed_versions, signing
from .clearance import clearance
from .findings import NotPermitted, OutdatedState, Refused, block
from .history import record
from .minutes import Signer
from .signed_versions import Version

NO_KEY = "Für Sie ist kein qualifizierter Schlüssel eingerichtet. Unterschreiben Sie auf Papier."
NOT_QUALIFIED = (
    "Ihr Schlüssel ist ein fortgeschrittener. Eine Niederschrift schließt nur die qualifizierte elektronische "
    "Unterschrift ab. Unterschreiben Sie auf Papier."
)


@dataclass(frozen=True)
class Sheet:
    """Ein Teil zur Unterschrift: its document, the file to be signed, the field of the person in it."""

    document: MeetingDocument
    version: Version
    field: str
    is_signed: bool


@dataclass(frozen=True)
class Due:
    """Eine Niederschrift, die auf eine Person wartet; ``waits_for`` is who has to sign before.

    ``orders`` are those of this person that the worker still has to carry out.
    """

    minutes: Minutes
    signer: Signer
    sheets: list[Sheet]
    waits_for: str
    orders: list[SigningRequest]

    @property
    def is_running(self) -> bool:
        """The person has done what there was to do."""
        return bool(self.orders)

    @property
    def hindrance(self) -> str:
        """Why the signature that was asked for is not set yet, "" if nothing is known to hinder it."""
        return next((row.failure for row in self.orders if row.failure), "")

    @property
    def is_made(self) -> bool:
        """Every file is there."""
        return all(sheet.document.is_made for sheet in self.sheets)


@dataclass(frozen=True)
class Turn:
    """Wer in welchem Feld eines Teils unterschreibt; ``waits_for`` is who has to sign every part before."""

    document: MeetingDocument
    field: str
    name: str
    on_certificate: str
    waits_for: str
    is_signed: bool

    def __str__(self) -> str:
        other = (
            ""
            if self.on_certificate == self.name
            else f", mit einem Zertifikat auf den Namen {self.on_certificate}"
        )
        return f"eine Unterschrift von {self.name} im Feld {self.field}{other}"


def due(user: User) -> list[Due]:
    """The minutes this person has to sign and has not signed yet, the oldest first."""
    with clearance("system"):
        rows = Minutes.objects.filter(status=MinutesStatus.READY).select_related(
            "meeting__organization", "meeting__minute_taker"
        )
        found = [_due(row, user) for row in rows.order_by("meeting__starts_at")]
    return [row for row in found if row is not None]


def waiting(user: User) -> int:
    """How many minutes wait for the key of this person, and for nobody before; who has none is asked on paper."""
    if why_no_key(user):
        return 0
    return sum(not row.waits_for for row in due(user))


def due_of(user: User, meeting_pk: int) -> Due | None:
    """The same of one meeting."""
    return next((row for row in due(user) if row.minutes.meeting_id == meeting_pk), None)


def file_to_sign(user: User, public_id: uuid.UUID) -> tuple[MeetingDocument, str] | None:
    """A document the person has to sign and the hash of its file."""
    for row in due(user):
        for sheet in row.sheets:
            if sheet.document.public_id == public_id and sheet.document.is_made:
                return sheet.document, sheet.version.sha256
    return None


def why_no_key(user: User) -> str:
    """Why a person cannot sign minutes electronically, "" for whoever has a qualified key (SI-02)."""
    identity = signing.setup().of_person(user.email)
    if identity is None:
        return NO_KEY
    return "" if identity.kind == SignatureKind.QUALIFIED else NOT_QUALIFIED


def sign(user: User, meeting_pk: int, *, shown: Mapping[str, str], now: dt.datetime) -> list[SigningRequest]:
    """Have all parts signed for this person in one act; ``shown`` has the hash seen for each public id.

    Raises NotPermitted for somebody who has nothing to sign, Refused where it is not the person's turn or there is no
    qualified key, OutdatedState for another file or a second click.
    """
    identity = signing.setup().of_person(user.email)
    if identity is None or identity.kind != SignatureKind.QUALIFIED:
        raise Refused([block("SI-02", why_no_key(user), absolute=True)])
    with clearance("system"):
        row = Minutes.objects.select_for_update(of=("self",)).filter(meeting=meeting_pk).first()
        found = _due(row, user) if row is not None and row.status == MinutesStatus.READY else None
        if row is None or found is None:
            raise NotPermitted("Sie haben diese Niederschrift nicht (mehr) zu unterschreiben.")
        if found.is_running:
            raise OutdatedState("Ihre Unterschrift wird gerade gesetzt. Es ist nichts mehr zu tun.")
        parts = [sheet.document for sheet in found.sheets]
        if minutes_uploads.unchecked(row).filter(of_meeting__in=parts).exists():
            raise OutdatedState(
                "Gerade wird eine anderswo unterschriebene Fassung geprüft. Laden Sie die Seite in einer Minute neu."
            )
        if found.waits_for:
            text = f"Zuerst unterschreibt {found.waits_for}. Danach sind Sie an der Reihe."
            raise Refused([block("N-02", text, absolute=True)])
        asked = [
            signing.ask(
                sheet.document,
                identity,
                shown=shown.get(str(sheet.document.public_id), ""),
                by=user,
                now=now,
                field=sheet.field,
            )
            for sheet in found.sheets
            if not sheet.is_signed
        ]
        record(row, "sign_minutes", f"Elektronische Unterschrift beauftragt: {user}", by=user, now=now)
    return asked


def signed(request: SigningRequest, *, now: dt.datetime) -> None:
    """The worker has signed one part for a person."""
    if request.kind == SignatureKind.QUALIFIED and request.of_meeting is not None:
        note_signed(request.of_meeting, request.field, by=request.asked_by, now=now)


def note_signed(document: MeetingDocument, field: str, *, by: User, now: dt.datetime) -> None:
    """A field of a part is signed: whoever has signed every part stands in the Niederschrift (N-01)."""
    row = Minutes.objects.select_for_update(of=("self",)).filter(meeting=document.meeting_id).first()
    if row is None or row.status != MinutesStatus.READY:
        return
    for signer in minutes.signers(row):
        sheets = _sheets(row, signer)
        mine = any(sheet.document.pk == document.pk and sheet.field == field for sheet in sheets)
        if mine and signer.signature is None and all(sheet.is_signed for sheet in sheets):
            MinutesSignature.objects.create(
                minutes=row,
                role=signer.role,
                name=signer.name,
                covers=signer.covers[:200],
                way=SignatureWay.ELECTRONIC,
                signed_on=timezone.localdate(now),
                recorded_by=by,
                recorded_at=now,
            )


def turns(document: MeetingDocument) -> list[Turn]:
    """Who signs this part, in order."""
    row = Minutes.objects.select_related("meeting__minute_taker").get(meeting=document.meeting_id)
    setup, fields, asked = signing.setup(), _signed_fields(document), minutes.signers(row)
    found = []
    for place, line in enumerate(document.content["signers"], start=1):
        mine = next((index for index, one in enumerate(asked) if _is_line(line, one)), 0)
        waits_for = next((one.name for one in asked[:mine] if one.signature is None), "")
        field, name = f"{FIELD}{place}", line["name"]
        found.append(Turn(document, field, name, setup.name_on_certificate(name), waits_for, field in fields))
    return found


def expected(row: Minutes) -> dict[str, Turn]:
    """Whose signature comes next in each part."""
    found = {}
    for document in minutes.printed(row).exclude(sha256=""):
        turn = next((one for one in turns(document) if not one.is_signed), None)
        if turn is not None:
            found[document.edition] = turn
    return found


def _is_line(line: Mapping[str, str], signer: Signer) -> bool:
    return (line["name"], line["role"]) == (signer.name, signer.role_label)


def signed_parts(row: Minutes) -> set[str]:
    """The parts that need no scan: each line is signed electronically, or its refusal noted, and somebody signed."""
    refused = {found.name for found in row.signatures.all() if found.refusal}
    whole = set()
    for document in minutes.printed(row):
        fields = _signed_fields(document)
        lines = list(enumerate(document.content["signers"], start=1))
        if fields and all(f"{FIELD}{place}" in fields or line["name"] in refused for place, line in lines):
            whole.add(document.edition)
    return whole


def _due(row: Minutes, user: User) -> Due | None:
    signers = minutes.signers(row)
    mine = next((signer for signer in signers if signer.signature is None and _is(user, signer, row)), None)
    if mine is None:
        return None
    sheets = _sheets(row, mine)
    before = [signer for signer in signers[: signers.index(mine)] if signer.signature is None]
    documents = [sheet.document.pk for sheet in sheets]
    asked = SigningRequest.objects.filter(of_meeting__in=documents, ended_at__isnull=True, asked_by=user)
    first = before[0].name if before else ""
    orders = list(asked.select_related("of_meeting").order_by("pk"))
    return Due(row, mine, sheets, first, orders) if sheets else None


def _is(user: User, signer: Signer, row: Minutes) -> bool:
    if signer.role == SignerRole.MINUTE_TAKER:
        return row.meeting.minute_taker_id == user.pk
    person = Person.objects.filter(pk=user.person_id).first() if user.person_id else None
    return person is not None and str(person) == signer.name


def _sheets(row: Minutes, signer: Signer) -> list[Sheet]:
    """The parts with a line for this signer; the line says which field is whose."""
    found = []
    for document in minutes.printed(row).order_by("-edition"):
        for place, line in enumerate(document.content["signers"], start=1):
            if _is_line(line, signer):
                field = f"{FIELD}{place}"
                is_signed = field in _signed_fields(document)
                found.append(Sheet(document, signed_versions.version(document), field, is_signed))
    return found


def _signed_fields(document: MeetingDocument) -> set[str]:
    qualified = Signature.objects.filter(of_meeting=document, kind=SignatureKind.QUALIFIED)
    return set(qualified.values_list("field", flat=True))
