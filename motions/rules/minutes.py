"""Niederschrift schreiben, unterschreiben, Einwendungen (§ 52 GO NRW, domain.md 1.15)."""

import datetime as dt
from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from motions.models import (
    AgendaItem,
    ExclusionMotion,
    Meeting,
    MeetingDocument,
    Minutes,
    MinutesEntry,
    MinutesObjection,
    MinutesScan,
    MinutesSignature,
    Person,
    User,
)
from motions.models.choices import Edition, MeetingDocumentKind, MeetingStatus, MinutesStatus, SignerRole
from motions.pdf.richtext import clean

from . import chairs, files, meeting_permissions, minutes_objections, past_days
from .findings import Finding, NotPermitted, OutdatedState, Refused, block
from .history import record
from .scans import inspect_scan

_NOT_YOURS = "Niederschriften führt das Ratsbüro."


@dataclass(frozen=True)
class Signer:
    """Wer zu unterschreiben hat und wofür; ``signature`` once it is recorded."""

    role: str
    name: str
    covers: str
    signature: MinutesSignature | None = None

    @property
    def role_label(self) -> str:
        """Vorsitz or Schriftführung."""
        return SignerRole(self.role).label


class EntryOutdated(OutdatedState):
    """Jemand anders hat den Text geändert; ``current`` is what stands now (409 shows both)."""

    def __init__(self, current: MinutesEntry) -> None:
        self.current = current
        super().__init__(
            "Der Text wurde inzwischen von jemand anderem geändert. Ihre Eingaben sind nicht verloren. "
            "Vergleichen Sie beide Fassungen."
        )


def begin(meeting: Meeting, *, now: dt.datetime) -> Minutes:
    """The Niederschrift of a closed meeting; the second call finds the first one's."""
    return Minutes.objects.get_or_create(meeting=meeting, defaults={"status_since": now})[0]


def parts(meeting: Meeting) -> list[str]:
    """The documents a Niederschrift consists of: the non-public one only where there was such a part (N-06, P-03)."""
    has_secret = meeting.items.announced().filter(is_public=False).exists()
    has_debate = ExclusionMotion.objects.filter(ballot__treatment__item__meeting=meeting).exists()
    return [Edition.PUBLIC, *([Edition.INTERNAL] if has_secret or has_debate else [])]


def save_entry(item: AgendaItem, text: str, *, version: int, by: User, now: dt.datetime) -> MinutesEntry:
    """Write what is told about an item, from the opening of the meeting on.

    Raises EntryOutdated with both texts kept, NotPermitted or Refused.
    """
    with transaction.atomic():
        if item.meeting.status == MeetingStatus.IN_SESSION and meeting_permissions.may_plan_meetings(by):
            begin(item.meeting, now=now)
        minutes = _locked(item.meeting, by, is_begun=True)
        if minutes.status != MinutesStatus.DRAFT:
            raise Refused([block("N-04", "Die Niederschrift ist nicht mehr in Bearbeitung.", absolute=True)])
        entry = MinutesEntry.objects.filter(item=item).first()
        if (entry.version if entry else 0) != version:
            raise EntryOutdated(entry or MinutesEntry(item=item, version=0))
        entry = entry or MinutesEntry(minutes=minutes, item=item, version=0)
        entry.text, entry.version = clean(text), version + 1
        entry.changed_by, entry.changed_at = by, now
        entry.save()
    return entry


def signers(minutes: Minutes) -> list[Signer]:
    """Everybody who has to sign: each chair for the items chaired, and the Schriftführung (N-02)."""
    meeting = minutes.meeting
    items = meeting.items.announced().select_related("treatment__chaired_by").in_order()
    known = {(row.role, row.name): row for row in minutes.signatures.all()}
    asked = [(SignerRole.CHAIR, row.name, row.covers) for row in chairs.of_items(meeting, list(items))]
    if meeting.minute_taker:
        asked.append(
            (SignerRole.MINUTE_TAKER, meeting.minute_taker.get_full_name(), "die ganze Niederschrift")
        )
    return [Signer(role, name, covers, known.get((role, name))) for role, name, covers in asked]


def set_minute_taker(minutes: Minutes, taker: User, *, by: User, now: dt.datetime) -> None:
    """Enter who wrote the Niederschrift down (N-03); raises Refused once it is printed for the signatures."""
    with transaction.atomic():
        locked = _locked(minutes.meeting, by)
        if locked.status != MinutesStatus.DRAFT:
            raise Refused([block("N-04", "Die Niederschrift ist nicht mehr in Bearbeitung.", absolute=True)])
        meeting = locked.meeting
        meeting.minute_taker = taker
        meeting.save(update_fields=["minute_taker"])
        record(locked, "minute_taker", f"Schriftführung: {taker}", by=by, now=now)


def sign(
    minutes: Minutes,
    *,
    role: str,
    name: str,
    by: User,
    now: dt.datetime,
    signed_on: dt.date | None = None,
    refusal: str = "",
) -> MinutesSignature:
    """Record a signature on paper, or why it was refused; raises Refused for somebody who has not to sign."""
    with transaction.atomic():
        locked = _locked(minutes.meeting, by)
        _insist_on_ready(locked)
        signer = next((row for row in signers(locked) if (row.role, row.name) == (role, name)), None)
        if signer is None:
            text = f"{name} hat diese Niederschrift nicht zu unterschreiben."
            raise Refused([block("N-02", text, absolute=True)])
        if signer.signature is not None:
            raise OutdatedState("Diese Unterschrift ist schon eingetragen. Es ist nichts mehr zu tun.")
        if not refusal.strip():
            _insist_on_day(locked.meeting, signed_on, on=timezone.localdate(now))
        signature = MinutesSignature.objects.create(
            minutes=locked,
            role=role,
            name=name,
            covers=signer.covers[:200],
            signed_on=None if refusal.strip() else signed_on,
            refusal=refusal.strip(),
            recorded_by=by,
            recorded_at=now,
        )
        words = "Unterschrift verweigert" if signature.refusal else "Unterschrift eingetragen"
        record(locked, "sign_minutes", f"{words}: {name}", by=by, now=now, note=signature.refusal)
    return signature


def add_scan(minutes: Minutes, edition: str, stream: BinaryIO, *, by: User, now: dt.datetime) -> MinutesScan:
    """Keep the scan of one signed part by its hash (N-01); raises Refused with the reason, or OutdatedState."""
    facts = inspect_scan(stream)
    with transaction.atomic():
        locked = _locked(minutes.meeting, by)
        _insist_on_ready(locked)
        if edition not in parts(locked.meeting):
            raise Refused([block("N-01", "Diesen Teil gibt es nicht.", "edition", absolute=True)])
        if locked.scans.filter(edition=edition).exists():
            raise OutdatedState("Zu diesem Teil liegt schon ein Scan. Es ist nichts mehr zu tun.")
        digest = files.keep_stream(stream)
        scan = MinutesScan.objects.create(
            minutes=locked,
            edition=edition,
            media_type=facts.media_type,
            sha256=digest,
            size=files.size_of(stream),
            pages=facts.pages,
            uploaded_by=by,
            uploaded_at=now,
        )
        record(locked, "scan_minutes", "Scan der Niederschrift abgelegt", by=by, now=now)
    return scan


def object_to(
    minutes: Minutes,
    *,
    person: Person,
    text: str,
    raised_on: dt.date,
    by: User,
    now: dt.datetime,
    edition: str = Edition.PUBLIC,
) -> MinutesObjection:
    """Record an Einwendung; the signed text stays as it is, the next meeting speaks about it (N-04, N-05)."""
    with transaction.atomic():
        locked = _locked(minutes.meeting, by)
        if locked.status != MinutesStatus.SIGNED:
            text_ = "Solange die Niederschrift nicht unterschrieben ist, berichtigen Sie den Text selbst."
            raise Refused([block("N-04", text_, absolute=True)])
        if not text.strip():
            raise Refused([block("N-04", "Schreiben Sie die Einwendung.", "text")])
        if wrong := _not_of(locked.meeting, "N-04", "raised_on", raised_on, on=timezone.localdate(now)):
            raise Refused(wrong)
        objection = MinutesObjection.objects.create(
            minutes=locked,
            item=minutes_objections.place_of(locked.meeting, raised_on),
            edition=edition,
            person=person,
            text=text.strip(),
            raised_on=raised_on,
            recorded_by=by,
            recorded_at=now,
        )
        record(locked, "object_to_minutes", f"Einwendung von {person} eingetragen", by=by, now=now)
    return objection


def printed(minutes: Minutes) -> QuerySet[MeetingDocument]:
    """The newest frozen text of each part: what was signed, or is to be."""
    rows = MeetingDocument.objects.filter(meeting=minutes.meeting_id, kind=MeetingDocumentKind.MINUTES)
    newest = rows.order_by("-revision").values("revision")[:1]
    return rows.filter(revision__in=newest)


def previous(meeting: Meeting) -> Minutes | None:
    """The Niederschrift the item "Einwendungen" of a meeting is about: the newest one before it (N-05)."""
    rows = Minutes.objects.filter(
        meeting__organization=meeting.organization, meeting__starts_at__lt=meeting.starts_at
    )
    return rows.order_by("-meeting__starts_at").select_related("meeting").first()


def is_final(meeting: Meeting) -> bool:
    """The minutes are past their drafting: what they say must not change under the signatures (N-04)."""
    return Minutes.objects.filter(meeting=meeting).exclude(status=MinutesStatus.DRAFT).exists()


def _locked(meeting: Meeting, by: User, *, is_begun: bool = False) -> Minutes:
    if not meeting_permissions.may_plan_meetings(by):
        raise NotPermitted(_NOT_YOURS)
    if meeting.status != MeetingStatus.CLOSED and not (
        is_begun and meeting.status == MeetingStatus.IN_SESSION
    ):
        raise Refused([block("N-01", "Schließen Sie zuerst die Sitzung.", absolute=True)])
    return Minutes.objects.select_for_update(of=("self",)).select_related("meeting").get(meeting=meeting)


def _insist_on_day(meeting: Meeting, signed_on: dt.date | None, *, on: dt.date) -> None:
    if signed_on is None:
        raise Refused([block("N-01", "Geben Sie den Tag der Unterschrift ein.", "signed_on")])
    if wrong := _not_of(meeting, "N-01", "signed_on", signed_on, on=on):
        raise Refused(wrong)


def _not_of(meeting: Meeting, rule: str, field: str, day: dt.date, *, on: dt.date) -> list[Finding]:
    """Why a day cannot be one after the meeting: it is still to come, or the meeting had not been held."""
    opened = timezone.localdate(meeting.opened_at) if meeting.opened_at else meeting.held_on
    first = min(opened, meeting.held_on)
    if day < first:
        text = f"Die Sitzung war erst am {first:%d.%m.%Y}. Geben Sie einen Tag von da an ein."
        return [block(rule, text, field, absolute=True)]
    return past_days.to_come(rule, {field: day}, on=on)


def _insist_on_ready(minutes: Minutes) -> None:
    if minutes.status != MinutesStatus.READY:
        text = "Die Niederschrift ist nicht bereit zur Unterschrift. Prüfen Sie ihren Stand."
        raise Refused([block("N-01", text, absolute=True)])
