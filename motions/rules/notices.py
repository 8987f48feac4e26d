"""Benachrichtigen: one small function for each act that concerns somebody; a row of the outbox, no mail yet.

Called inside the act, so that the row exists exactly if the act does. Nobody is told of an own act.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

from django.db.models import Q, QuerySet
from django.utils import timezone

from motions.models import (
    Meeting,
    Membership,
    Notification,
    NotificationChoice,
    Paper,
    Participation,
    Person,
    Unit,
    User,
)
from motions.models.choices import OPEN, Office, PaperStatus
from motions.models.notification import NotificationKind, NotificationRhythm
from motions.models.period import holds_on

from . import co_signing, offices, permissions
from .authors import council_members
from .clearance import clearance
from .queue import later

_DAILY_AT = dt.time(6)


def meeting_invited(meeting: Meeting, people: Iterable[Person], *, by: User, now: dt.datetime) -> None:
    """The members and their substitutes are told that the Einladung lies ready (E-03)."""
    tell(NotificationKind.MEETING_INVITED, accounts(people), by=by, now=now, meeting=meeting)


def meeting_moved(meeting: Meeting, people: Iterable[Person], *, by: User, now: dt.datetime) -> None:
    """Another day or place: those invited are told, and who has written a paper for the old day."""
    told = [*accounts(people), *_drafters(meeting, meeting.moved_from or meeting.starts_at)]
    tell(NotificationKind.MEETING_MOVED, told, by=by, now=now, meeting=meeting)


def meeting_cancelled(meeting: Meeting, people: Iterable[Person], *, by: User, now: dt.datetime) -> None:
    """The meeting does not take place: those invited are told, and who has written a paper for it."""
    told = [*accounts(people), *_drafters(meeting, meeting.starts_at)]
    tell(NotificationKind.MEETING_CANCELLED, told, by=by, now=now, meeting=meeting)


def agenda_supplemented(meeting: Meeting, people: Iterable[Person], *, by: User, now: dt.datetime) -> None:
    """A Nachtrag was sent: those invited are told."""
    tell(NotificationKind.AGENDA_SUPPLEMENTED, accounts(people), by=by, now=now, meeting=meeting)


def member_declined(meeting: Meeting, *, by: User, now: dt.datetime) -> None:
    """A seat will be empty, or taken by a substitute: the Ratsbüro is told (Q-08)."""
    people = offices.people_in_office(Office.MEETING_OFFICE, on=timezone.localdate(now))
    tell(NotificationKind.MEMBER_DECLINED, people, by=by, now=now, meeting=meeting)


def substitutes_changed(
    meeting: Meeting, *, called: Iterable[Person], freed: Iterable[Person], by: User, now: dt.datetime
) -> None:
    """Who comes instead of a member, and who need not come any more (Q-08)."""
    tell(NotificationKind.SUBSTITUTE_CALLED, accounts(called), by=by, now=now, meeting=meeting)
    tell(NotificationKind.SUBSTITUTE_FREED, accounts(freed), by=by, now=now, meeting=meeting)


def paper_returned(paper: Paper, *, by: User, now: dt.datetime) -> None:
    """Whoever wrote the paper has to go on with it."""
    tell(NotificationKind.PAPER_RETURNED, [paper.drafter], by=by, now=now, paper=paper)


def paper_handed_over(paper: Paper, former: User, *, by: User, now: dt.datetime) -> None:
    """Who goes on with a draft, and who wrote it until now if somebody else has given it away."""
    tell(NotificationKind.PAPER_HANDED_OVER, [paper.drafter, former], by=by, now=now, paper=paper)


def co_signature_asked(paper: Paper, *, by: User, now: dt.datetime) -> None:
    """Those who may answer a Mitzeichnung or Kenntnisnahme that is still open (M-01)."""
    with clearance("system"):
        asked = [row.participation for row in co_signing.standings(paper) if row.is_open]
    participation_asked(paper, asked, by=by, now=now)


def participation_asked(paper: Paper, asked: Iterable[Participation], *, by: User, now: dt.datetime) -> None:
    """Those who may answer these, also where they are asked while others already sign."""
    people = [user for row in asked for user in _asked(row, timezone.localdate(now))]
    tell(NotificationKind.CO_SIGNATURE_ASKED, people, by=by, now=now, paper=paper)


def co_signature_outdated(
    paper: Paper, rows: Iterable[co_signing.Standing], *, by: User, now: dt.datetime
) -> None:
    """Who signed the former text has to look again; whoever left the office is followed by those who hold it (M-04)."""
    people = [user for row in rows for user in _signers(row, timezone.localdate(now))]
    tell(NotificationKind.SIGNATURE_OUTDATED, people, by=by, now=now, paper=paper)


def paper_submitted(paper: Paper, *, by: User, now: dt.datetime) -> None:
    """The Bürgermeister, or who releases in the absence (V-13)."""
    person = offices.releasing_person(timezone.localdate(now))
    tell(NotificationKind.PAPER_SUBMITTED, [person] if person else [], by=by, now=now, paper=paper)


def paper_released(paper: Paper, *, by: User, now: dt.datetime) -> None:
    """Whoever wrote it, and the Fraktion or Ratsmitglied whose motion it is."""
    tell(NotificationKind.PAPER_RELEASED, authors(paper, now), by=by, now=now, paper=paper)


def paper_decided(paper: Paper, *, by: User, now: dt.datetime) -> None:
    """The last organ has spoken: whoever wrote it, and the Fraktion or Ratsmitglied whose motion it is."""
    tell(NotificationKind.PAPER_DECIDED, authors(paper, now), by=by, now=now, paper=paper)


def report_due(unit: Unit, office: str, *, page: str, now: dt.datetime) -> None:
    """A deadline of something else than a paper nears: the heads of the unit and the holders of the office (K-07)."""
    today = timezone.localdate(now)
    people = [*heads([unit.pk], on=today), *offices.people_in_office(office, on=today)]
    tell(NotificationKind.REPORT_DUE, people, by=None, now=now, page=page)


def repayment_to_check(*held: str, page: str, now: dt.datetime) -> None:
    """Money may have to go back: the holders of the offices that keep it (K-04)."""
    people = offices.people_in_office(*held, on=timezone.localdate(now))
    tell(NotificationKind.REPAYMENT_CHECK, people, by=None, now=now, page=page)


def rhythm_of(user: User) -> str:
    """When the person gets mails; at once unless something else was chosen."""
    row = NotificationChoice.objects.filter(user=user).first()
    return row.rhythm if row else NotificationRhythm.AT_ONCE


def choose_rhythm(*, by: User, rhythm: str) -> None:
    """Remember when this person wants mails; what already waits keeps its hour."""
    NotificationChoice.objects.update_or_create(user=by, defaults={"rhythm": rhythm})


def accounts(people: Iterable[Person]) -> Iterator[User]:
    """The accounts of these people, where they have one."""
    persons = [person.pk for person in people]
    yield from User.objects.filter(person__in=persons)


def _drafters(meeting: Meeting, at: dt.datetime) -> Iterator[User]:
    """Who has written a paper that is planned for that day in this organ, or stands on its agenda."""
    planned = Q(
        consultations__organization=meeting.organization_id, consultations__planned_on=timezone.localdate(at)
    )
    with clearance("system"):
        rows = Paper.objects.filter(planned | Q(consultations__items__meeting=meeting))
        papers = rows.filter(status__in=[*OPEN, PaperStatus.RELEASED]).values("drafter")
        drafters = list(User.objects.filter(pk__in=papers))
    yield from drafters


def _signers(row: co_signing.Standing, on: dt.date) -> Iterator[User]:
    signed = row.latest.signed_by if row.latest else None
    if signed is not None and permissions.may_co_sign(signed, row.participation):
        yield signed
    else:
        yield from _asked(row.participation, on)


def _asked(row: Participation, on: dt.date) -> Iterator[User]:
    """The holders of the office, or the heads of the unit."""
    if row.unit_id is None:
        yield from offices.people_in_office(row.office, on=on)
    else:
        yield from heads([row.unit_id], on=on)


def heads(units: Collection[int], *, on: dt.date) -> QuerySet[User]:
    """Who leads these units on a day."""
    return offices.people_in_office(*permissions.CO_SIGNING_OFFICES, on=on, units=units)


def authors(paper: Paper, now: dt.datetime) -> Iterator[User]:
    """Whoever wrote it, and the Fraktion or Ratsmitglied whose motion it is, while the seat is held."""
    yield paper.drafter
    on = timezone.localdate(now)
    if paper.author_person_id is not None:
        yield from User.objects.filter(person__in=council_members(on=on).filter(pk=paper.author_person_id))
    if paper.author_group_id is not None:
        seats = Membership.objects.filter(holds_on(on), organization=paper.author_group_id)
        yield from User.objects.filter(person__in=seats.values("person"))


def tell(
    kind: NotificationKind,
    people: Iterable[User],
    *,
    by: User | None,
    now: dt.datetime,
    meeting: Meeting | None = None,
    paper: Paper | None = None,
    page: str = "",
) -> None:
    """Write one row for each person who wants mails, and the job in the same transaction.

    The rows are written at the clearance "system": nobody but the recipient may read them back.
    """
    told = {user.pk: user for user in people if user.is_active and user != by}
    with clearance("system"):
        chosen = NotificationChoice.objects.filter(user__in=told)
        rhythms = dict(chosen.values_list("user", "rhythm"))
        rows = [
            Notification(
                recipient=user,
                kind=kind,
                meeting=meeting,
                paper=paper,
                page=page,
                created_at=now,
                due_at=_due(rhythms.get(user.pk), now),
            )
            for user in told.values()
            if rhythms.get(user.pk) != NotificationRhythm.NONE
        ]
        Notification.objects.bulk_create(rows)
    if any(row.due_at == now for row in rows):
        later("send_notifications")


def _due(rhythm: str | None, now: dt.datetime) -> dt.datetime:
    """Now, or six o'clock in the next morning of the town."""
    if rhythm != NotificationRhythm.DAILY:
        return now
    local = timezone.localtime(now)
    day = timezone.localdate(now) + dt.timedelta(days=local.time() >= _DAILY_AT)
    return dt.datetime.combine(day, _DAILY_AT, tzinfo=local.tzinfo)
