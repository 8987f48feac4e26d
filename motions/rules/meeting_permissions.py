"""Wer was von einer Sitzung sieht und tun darf (P-06 to P-10): the sets and predicates beside permissions.py.

The date of a meeting is public. Of a non-public item citizens read the abstract title in the frozen agenda, never
the row. The database repeats these sets as row-level security (migration 0019 and later ones); tests prove that
both agree (I7).
"""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from motions.models import (
    AgendaItem,
    Ballot,
    Meeting,
    MeetingDocument,
    Membership,
    OnlineAccess,
    Recusal,
    Treatment,
    User,
)
from motions.models.choices import Edition, MeetingDocumentKind, MeetingStatus, Office, OrganizationType
from motions.models.meeting import AgendaItemQuerySet, MeetingQuerySet

from . import offices, permissions, seats
from .permissions import SEES_EVERYTHING, Visitor, today

# Internal documents that tell of every non-public item what it is called, or what its paper and debate say (P-10).
_TELLS_ALL = (
    MeetingDocumentKind.AGENDA,
    MeetingDocumentKind.PACKAGE,
    MeetingDocumentKind.MINUTES,
    MeetingDocumentKind.MANIFEST,
)

# --- sets ---------------------------------------------------------------------------------------------------


def visible_meetings(user: Visitor) -> MeetingQuerySet:
    """Every meeting with time and place: the calendar is for everybody."""
    return Meeting.objects.all()


def visible_items(user: Visitor) -> AgendaItemQuerySet:
    """Agenda items the person may read in full; an agenda nobody was invited with is the Ratsbüro's own."""
    public = Q(is_public=True, announced_at__isnull=False)
    if not isinstance(user, User) or not user.is_active:
        return AgendaItem.objects.filter(public)
    if sees_everything(user):
        return AgendaItem.objects.all()
    of_desk = Q(consultation__paper__in=permissions.desk_papers(user).values("pk"))
    return AgendaItem.objects.filter(public | of_desk | _of_member(user))


def visible_treatments(user: Visitor) -> QuerySet[Treatment]:
    """Results of visible items, as soon as the meeting is closed; the Ratsbüro sees them while it records."""
    if isinstance(user, User) and user.is_active and sees_everything(user):
        return Treatment.objects.all()
    items = visible_items(user).filter(meeting__status=MeetingStatus.CLOSED)
    return Treatment.objects.filter(item__in=items.values("pk"))


def visible_ballots(user: Visitor) -> QuerySet[Ballot]:
    """Ballots of visible results."""
    return Ballot.objects.filter(treatment__in=visible_treatments(user).values("pk"))


def visible_meeting_documents(user: Visitor) -> QuerySet[MeetingDocument]:
    """Published editions for citizens; internal ones for members of the organ and Ratsmitglieder (P-08, P-09).

    Who is recused from a non-public item reads no internal document that tells what was said about it (P-10).
    """
    published = Q(published_at__isnull=False)
    public = published & Q(edition=Edition.PUBLIC)
    if not isinstance(user, User) or not user.is_active:
        return MeetingDocument.objects.filter(public)
    if sees_everything(user):
        return MeetingDocument.objects.all()
    hidden = Recusal.objects.filter(person=user.person_id, item__is_public=False)
    of_hidden_item = Q(item__in=hidden.values("item"))
    with_hidden_item = Q(
        kind__in=_TELLS_ALL, meeting__in=hidden.values("item__meeting"), edition=Edition.INTERNAL
    )
    internal = published & _of_own_organ(user) & ~of_hidden_item & ~with_hidden_item
    return MeetingDocument.objects.filter(public | internal)


def visible_online_access(user: Visitor) -> QuerySet[OnlineAccess]:
    """The link of a hybrid meeting: for its members and the Ratsbüro (H-02)."""
    if not isinstance(user, User) or not user.is_active:
        return OnlineAccess.objects.none()
    if sees_everything(user):
        return OnlineAccess.objects.all()
    return OnlineAccess.objects.filter(_of_own_organ(user))


def own_meetings(user: Visitor) -> MeetingQuerySet:
    """Meetings of the organs a member belongs to today, and those he or she is called to on their day (E-04)."""
    if not isinstance(user, User) or not user.is_active or user.person is None:
        return Meeting.objects.none()
    held = Membership.held(user.person, today()).values("organization")
    called = seats.called_meetings(user.person, on=today())
    return Meeting.objects.filter(Q(organization__in=held) | Q(pk__in=called.values("pk")))


def _of_own_organ(user: User) -> Q:
    """Rows with a meeting of an organ the person belongs to, or is called to on that day (E-04).

    For Ratsmitglieder those of every organ (P-09).
    """
    if user.person is None:
        return Q(pk__in=[])
    held = list(
        Membership.held(user.person, today()).values_list("organization", "organization__organization_type")
    )
    if any(kind == OrganizationType.COUNCIL for _, kind in held):
        return Q(meeting__isnull=False)
    called = seats.called_meetings(user.person, on=today())
    return Q(meeting__organization__in=[organ for organ, _ in held]) | Q(meeting__in=called.values("pk"))


def _of_member(user: User) -> Q:
    """Announced items of the own organs; a non-public one is closed to who is recused from it (P-10)."""
    recused = Recusal.objects.filter(item=OuterRef("pk"), person=user.person_id)
    announced = Q(announced_at__isnull=False) & (Q(is_public=True) | ~Exists(recused))
    return announced & _of_own_organ(user)


# --- acts ---------------------------------------------------------------------------------------------------


def sees_everything(user: User, on: dt.date | None = None) -> bool:
    """Bürgermeister, allgemeiner Vertreter and Ratsbüro."""
    return offices.holds(user, *SEES_EVERYTHING, on=on or today())


def may_plan_meetings(user: Visitor) -> bool:
    """The Ratsbüro keeps the calendar, the agenda and the minutes."""
    return isinstance(user, User) and user.is_active and permissions.is_meeting_office(user)


def may_manage_meeting(user: User, meeting: Meeting, on: dt.date | None = None) -> bool:
    """The Ratsbüro invites, opens, closes and cancels what the chair decides."""
    return user.is_active and offices.holds(user, Office.MEETING_OFFICE, on=on or today())


def may_record_meeting(user: User, meeting: Meeting, on: dt.date | None = None) -> bool:
    """Who writes down a meeting while it is in session: the Ratsbüro."""
    return meeting.status == MeetingStatus.IN_SESSION and may_manage_meeting(user, meeting, on)
