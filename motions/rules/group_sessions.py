"""Fraktionssitzungen berichtigen: what was recorded wrongly, with a reason that stays (G-02)."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from motions.models import GroupAttendance, GroupSession, GroupSessionCorrection, Person, User

from . import fee_statements, past_days
from .findings import Finding, NotPermitted, OutdatedState, Refused, block

# Stands in frozen rows: what is written with it is read with it.
_PRESENT = ", anwesend: "


def correct(
    session: GroupSession,
    *,
    held_on: dt.date,
    is_remote: bool,
    people: Collection[Person],
    reason: str,
    version: int,
    by: User,
    now: dt.datetime,
) -> GroupSession:
    """Change day, form or those present; ``version`` is 1 and one more for each correction.

    A statement that is closed already stays: its page shows that it differs, and is corrected there (G-01). Raises
    NotPermitted, OutdatedState or Refused.
    """
    if not fee_statements.may_keep_fees(by):
        raise NotPermitted("Das Sitzungsgeld rechnet das Ratsbüro ab.")
    with transaction.atomic():
        locked = _as_seen(session, version)
        before = _in_words(locked, present(locked))
        found = _objections(locked, held_on, reason, on=timezone.localdate(now))
        if found:
            raise Refused(found)
        locked.held_on, locked.is_remote = held_on, is_remote
        after = _in_words(locked, people)
        if after == before:
            raise OutdatedState("Es ist nichts geändert. Die Sitzung bleibt, wie sie eingetragen ist.")
        locked.save(update_fields=["held_on", "is_remote"])
        _exchange_attendance(locked, people)
        GroupSessionCorrection.objects.create(
            session=locked,
            before=before,
            after=after,
            reason=reason.strip(),
            corrected_by=by,
            corrected_at=now,
        )
    return locked


def present(session: GroupSession) -> list[Person]:
    """Who was there."""
    return list(Person.objects.filter(pk__in=session.attendances.values("person")))


def of_one(person: Person, words: str) -> tuple[str, bool]:
    """Day and form out of the words of a correction, and whether this person is named among those present.

    By the whole name as it is today: who is called otherwise since then is not found.
    """
    held, _, names = words.partition(_PRESENT)
    return held, str(person) in names.split(", ")


def _as_seen(session: GroupSession, version: int) -> GroupSession:
    locked = GroupSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if locked.corrections.count() + 1 != version:
        raise OutdatedState(
            "Diese Sitzung wurde inzwischen berichtigt. Prüfen Sie die neuen Angaben und senden Sie noch einmal."
        )
    return locked


def _exchange_attendance(session: GroupSession, people: Collection[Person]) -> None:
    session.attendances.exclude(person__in=people).delete()
    known = set(session.attendances.values_list("person", flat=True))
    GroupAttendance.objects.bulk_create(
        GroupAttendance(session=session, person=person) for person in people if person.pk not in known
    )


def _objections(session: GroupSession, held_on: dt.date, reason: str, *, on: dt.date) -> list[Finding]:
    found = past_days.to_come("G-02", {"held_on": held_on}, on=on)
    others = GroupSession.objects.filter(organization=session.organization_id, held_on=held_on)
    if others.exclude(pk=session.pk).exists():
        text = "Für diesen Tag ist schon eine Sitzung dieser Fraktion eingetragen."
        found.append(block("G-02", text, "held_on", absolute=True))
    if not reason.strip():
        found.append(block("G-02", "Nennen Sie den Grund der Berichtigung.", "reason", absolute=True))
    return found


def _in_words(session: GroupSession, people: Iterable[Person]) -> str:
    names = sorted(str(person) for person in people)
    form = "digital oder hybrid" if session.is_remote else "vor Ort"
    return f"{session.held_on:%d.%m.%Y}, {form}{_PRESENT}{', '.join(names) or 'niemand'}"
