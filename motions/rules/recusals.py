"""Befangenheit (§§ 31, 50 Abs. 6 GO NRW, R-01 to R-07): declared, no Enthaltung; its reason is never kept."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from motions.models import AgendaItem, Ballot, Meeting, Person, Recusal, Treatment, User
from motions.models.choices import MeetingStatus

from . import attendance, chairs, counting, meeting_permissions
from .attendance import Roll
from .clearance import clearance
from .findings import Finding, NotPermitted, OutdatedState, warn
from .history import record

_OPEN = (MeetingStatus.INVITED, MeetingStatus.IN_SESSION)


def declare(
    item: AgendaItem,
    person: Person,
    *,
    ground: str,
    by: User,
    now: dt.datetime,
    stays_in_audience: bool = False,
) -> Recusal:
    """Befangenheit anzeigen: the member ahead of the meeting, or the Ratsbüro while it records.

    From then on the person is in no vote of the item (R-01), and a non-public item is closed to her or him (P-10).
    Raises OutdatedState if it is declared already or the meeting is over, or NotPermitted.
    """
    if not may_declare(by, item, person, on=timezone.localdate(now)):
        raise NotPermitted("Eine Befangenheit zeigt das Mitglied selbst an oder trägt das Ratsbüro ein.")
    try:
        with transaction.atomic():
            _lock(item, "Eine Befangenheit wird vor oder in der Sitzung angezeigt. Diese ist vorbei.")
            row = Recusal.objects.create(
                item=item,
                person=person,
                ground=ground,
                stays_in_audience=stays_in_audience,
                declared_by=by,
                declared_at=now,
            )
            _pass_the_chair(item, person, now)
            words = f"{item.label}: Befangenheit angezeigt"
            record(item.meeting, "declare_recusal", words, by=by, now=now)
    except IntegrityError:
        raise OutdatedState("Diese Befangenheit ist schon eingetragen.") from None
    return row


def withdraw(recusal: Recusal, *, by: User, now: dt.datetime) -> None:
    """Eine irrtümlich angezeigte Befangenheit zurücknehmen; a secret item was closed with it, so the office does it.

    Raises OutdatedState or NotPermitted.
    """
    item = recusal.item
    on = timezone.localdate(now)
    if not may_declare(by, item, recusal.person, on=on):
        raise NotPermitted("Das nimmt das Mitglied selbst zurück oder das Ratsbüro.")
    if not item.is_public and not meeting_permissions.may_manage_meeting(by, item.meeting, on):
        raise NotPermitted("Der Punkt ist seit Ihrer Anzeige für Sie geschlossen. Rufen Sie das Ratsbüro an.")
    with transaction.atomic():
        _lock(item, "Die Sitzung ist vorbei. Berichtigen Sie zuerst die Aufzeichnung.")
        deleted, _ = Recusal.objects.filter(pk=recusal.pk).delete()
        if not deleted:
            raise OutdatedState("Diese Befangenheit ist schon zurückgenommen.")
        _pass_the_chair(item, recusal.person, now)
        words = f"{item.label}: Befangenheit zurückgenommen"
        record(item.meeting, "withdraw_recusal", words, by=by, now=now)


def may_declare(by: User, item: AgendaItem, person: Person, *, on: dt.date) -> bool:
    """The member for himself or herself, the Ratsbüro for everybody."""
    is_own = by.is_active and by.person_id == person.pk
    return is_own or meeting_permissions.may_manage_meeting(by, item.meeting, on)


def of_item(item: AgendaItem) -> list[Recusal]:
    """The recusals of an item by name."""
    return list(item.recusals.select_related("person").order_by("person__last_name", "person__first_name"))


def ahead(meeting: Meeting, *, by: User) -> list[Recusal]:
    """What was declared for a meeting by item, for the Ratsbüro and the chair (§ 31 Abs. 4 GO NRW); else nothing.

    The chair reads it of the items that are open to her or him (P-10).
    """
    chair = chairs.of_organ(meeting)
    if not meeting_permissions.sees_everything(by) and (chair is None or chair.pk != by.person_id):
        return []
    readable = list(
        meeting_permissions.visible_items(by).filter(meeting=meeting).values_list("pk", flat=True)
    )
    with clearance("system"):
        rows = Recusal.objects.filter(item__in=readable).select_related("person", "item__meeting")
        return list(rows.order_by("-item__is_public", "item__position", "person__last_name", "pk"))


def proposals(item: AgendaItem, roll: Roll) -> list[Recusal]:
    """Who was recused from the same paper in another organ and sits here, too: to be confirmed (R-06)."""
    if item.consultation is None:
        return []
    here = {row.person_id for row in roll.attendees} - {row.person_id for row in roll.recused_from(item)}
    rows = Recusal.objects.filter(item__consultation__paper=item.consultation.paper_id, person__in=here)
    found = {row.person_id: row for row in rows.exclude(item=item).select_related("person")}
    return list(found.values())


def took_part(item: AgendaItem, roll: Roll, ballots: list[Ballot]) -> list[Finding]:
    """Who voted although recused, and whether that was decisive (§ 31 Abs. 6 GO NRW, R-04)."""
    declared = {row.person_id: row for row in of_item(item)}
    found = []
    for ballot in ballots:
        late = [
            row
            for row in roll.present(ballot.taken_at)
            if row.has_vote
            and row.person_id in declared
            and declared[row.person_id].declared_at > ballot.taken_at
        ]
        if late:
            names = ", ".join(row.name for row in late)
            is_decisive = counting.is_decisive(ballot, len(late))
            text = (
                f"{item.label}: {names} hat abgestimmt und war befangen. "
                f"Mitwirkung {'entscheidend' if is_decisive else 'nicht entscheidend'} (§ 31 Abs. 6 GO NRW)."
            )
            found.append(warn("R-04", text, f"ballot-{ballot.pk}"))
    return found


def _lock(item: AgendaItem, too_late: str) -> None:
    """Nobody votes, closes or declares until this transaction ends; raises OutdatedState with ``too_late``."""
    # A member may not lock the row of a meeting.
    with clearance("system"):
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
    if meeting.status not in _OPEN:
        raise OutdatedState(too_late)


def _pass_the_chair(item: AgendaItem, person: Person, now: dt.datetime) -> None:
    """Who chairs an item that is being treated: the deputy, if the chair is recused; others keep it (R-05)."""
    if item.meeting.status != MeetingStatus.IN_SESSION:
        return
    # A member who declares a recusal sees neither treatment nor attendance of a meeting in session.
    with clearance("system"):
        row = Treatment.objects.filter(item=item, started_at__isnull=False).first()
        if row is not None:
            chair = chairs.presiding(item, attendance.roll(item.meeting), at=row.ended_at or now)
            if chair == person or row.chaired_by_id in (None, person.pk):
                Treatment.objects.filter(pk=row.pk).update(chaired_by=chair)
