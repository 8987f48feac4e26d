"""Abrechnungen der Mandatsträger: closed month by month, corrected by a further row, read by their owner (G-01)."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from motions.models import (
    FeeMonth,
    FeeStatement,
    GroupAttendance,
    GroupSession,
    Meeting,
    Organization,
    Person,
    User,
)
from motions.models.choices import MeetingStatus, Office, OrganizationType

from . import fees, offices
from .csv_tables import Cell
from .fees import Computed
from .findings import NotPermitted, OutdatedState, Refused, block
from .permissions import Visitor, today

PAYROLL_HEAD = (
    "Monat",
    "Name",
    "Vorname",
    "Fassung",
    "Zuletzt ausgezahlt",
    "Betrag in Euro",
    "Grund der Berichtigung",
)

_MONTHS = 12


@dataclass(frozen=True)
class Row:
    """Eine Person in der Liste eines Monats: what was frozen, what would be computed today."""

    person: Person
    frozen: FeeStatement | None
    computed: Computed | None

    @property
    def total(self) -> Decimal:
        """What was closed, before that what is computed; in euro."""
        if self.frozen is not None:
            return self.frozen.total
        return self.computed.total if self.computed else Decimal("0.00")

    @property
    def differs(self) -> bool:
        """The attendance or the local law was changed after the month was closed."""
        return self.frozen is not None and self.frozen.content["lines"] != _lines(self.computed)


# --- sets and acts ------------------------------------------------------------------------------------------


def visible_statements(user: Visitor) -> QuerySet[FeeStatement]:
    """The own ones; for the Ratsbüro all."""
    if not isinstance(user, User) or not user.is_active:
        return FeeStatement.objects.none()
    if may_keep_fees(user):
        return FeeStatement.objects.all()
    return FeeStatement.objects.filter(person=user.person_id, person__isnull=False)


def own_statements(user: User) -> QuerySet[FeeStatement]:
    """What was paid to the person, the newest first, corrections above what they correct."""
    rows = visible_statements(user).filter(person=user.person_id, person__isnull=False)
    return rows.order_by("-month", "-revision")


def may_keep_fees(user: User, on: dt.date | None = None) -> bool:
    """The Ratsbüro; the allowances of others are nobody else's business."""
    return user.is_active and offices.holds(user, Office.MEETING_OFFICE, on=on or today())


def groups() -> QuerySet[Organization]:
    """The Fraktionen of today."""
    kind = OrganizationType.PARLIAMENTARY_GROUP
    return Organization.objects.filter(organization_type=kind, is_active=True).order_by("name")


def members_of(group: Organization) -> QuerySet[Person]:
    """Everybody who ever sat in a Fraktion: a session of last year may still be missing."""
    return Person.objects.filter(memberships__organization=group).distinct()


def sessions_of(group: Organization) -> QuerySet[GroupSession]:
    """The recorded sessions with the number of those present, the newest first."""
    return group.group_sessions.annotate(present=Count("attendances")).order_by("-held_on", "-pk")


def months(*, on: dt.date) -> list[tuple[dt.date, bool]]:
    """The last twelve months, the newest first, each with whether it is closed."""
    index = on.year * 12 + on.month - 1
    firsts = [dt.date((index - back) // 12, (index - back) % 12 + 1, 1) for back in range(_MONTHS)]
    closed = set(FeeMonth.objects.filter(month__in=firsts).values_list("month", flat=True))
    return [(first, first in closed) for first in firsts]


def is_closed(month: dt.date) -> bool:
    """The statements of this month are frozen, be there any or none."""
    return FeeMonth.objects.filter(month=month).exists()


def month_list(month: dt.date) -> list[Row]:
    """Everybody with a statement or a claim in this month, by name."""
    computed = {row.person.pk: row for row in fees.of_month(month)}
    frozen = _newest(month)
    people = {row.person.pk: row.person for row in computed.values()}
    people |= {row.person.pk: row.person for row in frozen.values()}
    rows = [Row(person, frozen.get(pk), computed.get(pk)) for pk, person in people.items()]
    return sorted(rows, key=lambda row: (row.person.last_name, row.person.first_name, row.person.pk))


def close_month(month: dt.date, *, by: User, now: dt.datetime) -> list[FeeStatement]:
    """Freeze the statements of a month that is over, also if there is none to freeze.

    Raises NotPermitted, OutdatedState or Refused.
    """
    _insist(by)
    with transaction.atomic():
        _lock()
        if is_closed(month):
            raise OutdatedState(
                "Dieser Monat ist schon abgeschlossen. Berichtigen Sie einzelne Abrechnungen."
            )
        if timezone.localdate(now) <= fees.last_day(month):
            raise Refused([block("G-01", "Der Monat ist noch nicht vorbei. Schließen Sie ihn danach ab.")])
        open_meetings = Meeting.objects.filter(starts_at__date__range=(month, fees.last_day(month))).exclude(
            status__in=[MeetingStatus.CLOSED, MeetingStatus.CANCELLED]
        )
        if open_meetings.exists():
            text = (
                "In diesem Monat ist noch eine Sitzung offen. Schließen Sie sie zuerst oder sagen Sie sie ab."
            )
            raise Refused([block("G-01", text)])
        FeeMonth.objects.create(month=month, closed_by=by, closed_at=now)
        return [_freeze(row.person, month, row, 1, "", by, now) for row in fees.of_month(month)]


def correct(person: Person, month: dt.date, *, reason: str, by: User, now: dt.datetime) -> FeeStatement:
    """Add a row that replaces the last one, from the attendance as it stands now.

    Raises NotPermitted, OutdatedState (nothing differs any more) or Refused.
    """
    _insist(by)
    with transaction.atomic():
        _lock()
        if not is_closed(month):
            raise Refused([block("G-01", "Schließen Sie den Monat zuerst ab.", absolute=True)])
        last = _newest(month).get(person.pk)
        computed = next((row for row in fees.of_month(month) if row.person == person), None)
        if (last.content["lines"] if last else []) == _lines(computed):
            raise OutdatedState("Die Abrechnung stimmt mit der Anwesenheit überein. Es ist nichts zu tun.")
        if not reason.strip():
            raise Refused([block("G-01", "Nennen Sie den Grund der Berichtigung.", "reason", absolute=True)])
        if last is None:
            last = _freeze(person, month, None, 1, "", by, now)
        return _freeze(person, month, computed, last.revision + 1, reason.strip(), by, now)


def record_session(
    organization: Organization,
    *,
    held_on: dt.date,
    is_remote: bool,
    people: Collection[Person],
    by: User,
    now: dt.datetime,
) -> GroupSession:
    """Write down a Fraktionssitzung with who was there; raises NotPermitted or Refused."""
    _insist(by)
    with transaction.atomic():
        _lock()
        if held_on > timezone.localdate(now):
            text = "Tragen Sie die Sitzung ein, wenn sie gewesen ist."
            raise Refused([block("G-02", text, "held_on", absolute=True)])
        if organization.group_sessions.filter(held_on=held_on).exists():
            text = "Für diesen Tag ist schon eine Sitzung dieser Fraktion eingetragen."
            raise Refused([block("G-02", text, "held_on", absolute=True)])
        session = GroupSession.objects.create(
            organization=organization, held_on=held_on, is_remote=is_remote, recorded_by=by, recorded_at=now
        )
        GroupAttendance.objects.bulk_create(
            GroupAttendance(session=session, person=person) for person in people
        )
    return session


def payroll_rows(month: dt.date) -> Iterator[list[Cell]]:
    """The newest closed statement of each person, in the order of PAYROLL_HEAD; amounts in euro.

    A correction names what the row before it said, so that the payroll pays the difference.
    """
    rows = FeeStatement.objects.filter(month=month)
    before = {(row.person_id, row.revision): row.total for row in rows}
    for row in sorted(_newest(month).values(), key=lambda row: (row.person.last_name, row.person.first_name)):
        yield [
            f"{month:%m/%Y}",
            row.person.last_name,
            row.person.first_name,
            row.revision,
            before.get((row.person_id, row.revision - 1)),
            row.total,
            row.reason,
        ]


def _newest(month: dt.date) -> dict[int, FeeStatement]:
    rows = FeeStatement.objects.filter(month=month).select_related("person").order_by("revision")
    return {row.person_id: row for row in rows}


def _freeze(
    person: Person,
    month: dt.date,
    computed: Computed | None,
    revision: int,
    reason: str,
    by: User,
    now: dt.datetime,
) -> FeeStatement:
    return FeeStatement.objects.create(
        person=person,
        month=month,
        revision=revision,
        content={"name": str(person), "lines": _lines(computed)},
        total=computed.total if computed else Decimal("0.00"),
        reason=reason,
        closed_by=by,
        closed_at=now,
    )


def _lines(computed: Computed | None) -> list[dict[str, Any]]:
    return [
        {"on": line.on.isoformat(), "label": line.label, "amount": str(line.amount), "remark": line.remark}
        for line in (computed.lines if computed else [])
    ]


def _insist(by: User) -> None:
    if not may_keep_fees(by):
        raise NotPermitted("Das Sitzungsgeld rechnet das Ratsbüro ab.")


def _lock() -> None:
    """One accountant at a time: a double click closes no month twice."""
    list(Organization.objects.select_for_update().order_by("pk").values_list("pk", flat=True)[:1])
