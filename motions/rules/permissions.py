"""Wer darf was sehen und tun: sets of visible rows and predicates of acts, all in one place (security.md 1.3).

The database repeats the sets as row-level security (migrations 0002 and 0004); tests prove both nets separately and
that they agree (I7).
"""

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from motions.models import (
    Attachment,
    Consultation,
    IssuedDocument,
    Membership,
    Paper,
    Participation,
    Person,
    Recusal,
    Release,
    Unit,
    User,
)
from motions.models.choices import (
    ISSUED,
    ConsultationRole,
    Edition,
    Office,
    OrganizationType,
    PaperStatus,
    ParticipationKind,
    SuccessorKind,
)
from motions.models.paper import PaperQuerySet

from . import offices, seats
from .offices import Holding

Visitor = User | AnonymousUser
SEES_EVERYTHING = (Office.MAYOR, Office.GENERAL_DEPUTY, Office.MEETING_OFFICE)
HANDED_OVER_IN = (PaperStatus.DRAFT, PaperStatus.RETURNED)
CO_SIGNING_OFFICES = (Office.UNIT_HEAD, Office.TREASURER)


def today() -> dt.date:
    """The day on which a right is asked for: the present one, whatever the age of the matter.

    A step of the life cycle is judged on the day of the act itself; on every page that is the present one, too.
    """
    return timezone.localdate()


# --- sets ---------------------------------------------------------------------------------------------------


def public_papers() -> PaperQuerySet:
    """Released, public, not withdrawn: what every citizen may read."""
    return Paper.objects.issued().filter(is_public=True)


def internal_papers(user: Visitor) -> PaperQuerySet:
    """Papers whose non-public parts the person may read."""
    if not isinstance(user, User) or not user.is_active:
        return Paper.objects.none()
    return Paper.objects.filter(_of_administration(user, today()) | _of_member(user, today()))


def visible_papers(user: Visitor) -> PaperQuerySet:
    """All papers the person may know of; for anybody else they do not exist."""
    if not isinstance(user, User) or not user.is_active:
        return public_papers()
    public = Q(is_public=True, status__in=ISSUED)
    return Paper.objects.filter(public | _of_administration(user, today()) | _of_member(user, today()))


def group_papers(user: Visitor) -> PaperQuerySet:
    """Motions and inquiries of the person or the own Fraktion, from their registration on (V-17, O-03)."""
    if not isinstance(user, User) or not user.is_active or user.person is None:
        return Paper.objects.none()
    return Paper.objects.filter(_of_members(user.person, today()))


def desk_papers(user: User) -> PaperQuerySet:
    """The papers the administration works on, as far as the person may see them."""
    return Paper.objects.filter(_of_administration(user, today()))


def visible_attachments(user: Visitor) -> QuerySet[Attachment]:
    """Annexes of visible papers; non-public ones only for readers of the non-public parts."""
    public = Q(is_public=True, paper__in=public_papers())
    return Attachment.objects.filter(public | Q(paper__in=internal_papers(user)))


def visible_documents(user: Visitor) -> QuerySet[IssuedDocument]:
    """Issued PDFs: for everybody those of the last release, for readers of non-public parts every one.

    What was taken back and released again (V-15) is a mistake citizens need not find any more; a revision that only
    adds an organ (B-07) leaves the one before to be read.
    """
    later = Release.objects.filter(
        paper=OuterRef("paper"), revision__gt=OuterRef("release__revision"), revised_at__isnull=True
    )
    public = Q(~Exists(later), edition=Edition.PUBLIC, paper__in=public_papers())
    return IssuedDocument.objects.filter(public | Q(paper__in=internal_papers(user)))


def _of_administration(user: User, on: dt.date) -> Q:
    """Drafter, lead unit, those asked to co-sign, and the three offices that see everything; all while in office."""
    held = offices.holdings(user, on)
    if not held:
        return Q(pk__in=[])
    if any(holding.office in SEES_EVERYTHING for holding in held):
        return Q(pk__isnull=False)
    units = offices.unit_ids(user, on)
    asked = Participation.objects.filter(
        Q(unit__in=units) | Q(office__in={holding.office for holding in held})
    )
    return (
        Q(drafter=user)
        | Q(lead_unit__in=units)
        | (~Q(status=PaperStatus.DRAFT) & Q(pk__in=asked.values("paper")))
    )


def _of_member(user: User, on: dt.date) -> Q:
    """Ratsmitglieder read every issued paper (P-09), others those of their own organs (P-08) and calls (E-04)."""
    if user.person is None:
        return Q(pk__in=[])
    mine = Membership.held(user.person, on).values_list("organization", "organization__organization_type")
    organs = {organ for organ, _ in mine}
    issued = Q(status__in=ISSUED) & (Q(is_public=True) | ~Q(pk__in=_recused_papers(user)))
    if any(kind == OrganizationType.COUNCIL for _, kind in mine):
        return issued | _of_members(user.person, on)
    treated = Consultation.objects.filter(organization__in=organs)
    called = Q(pk__in=seats.called_papers(user.person, on=on))
    return issued & (Q(pk__in=treated.values("paper")) | called) | _of_members(user.person, on)


def _recused_papers(user: User) -> QuerySet[Recusal, int]:
    """Non-public papers of items from which the person is recused stay shut from the declaration on (P-10)."""
    rows = Recusal.objects.filter(person=user.person_id, item__consultation__isnull=False)
    return rows.values_list("item__consultation__paper", flat=True)


def _of_members(person: Person, on: dt.date) -> Q:
    """What the own Fraktion has handed in, or the person alone; both while the seat is held (security.md 1.5).

    An amendment to something secret is for those who may read that (P-09).
    """
    held = Membership.held(person, on)
    alone = Q(author_person__in=_seats_in_council(person, on).values("person"))
    own = (Q(author_group__in=held.values("organization")) | alone) & Q(reference_number__isnull=False)
    return own & (Q(amends__isnull=True) | Q(is_public=True))


def _seats_in_council(person: Person, on: dt.date) -> QuerySet[Membership]:
    return Membership.held(person, on).filter(organization__organization_type=OrganizationType.COUNCIL)


# --- acts ---------------------------------------------------------------------------------------------------


def may_work(user: Visitor) -> bool:
    """Uses the desk of the administration."""
    return isinstance(user, User) and user.is_active and offices.is_administration(user, today())


def may_create_paper(user: Visitor) -> bool:
    """Everybody who works in a unit may begin a Vorlage; an office that is only asked writes none."""
    return isinstance(user, User) and user.is_active and bool(offices.unit_ids(user, today()))


def is_meeting_office(user: User, on: dt.date | None = None) -> bool:
    """Ratsbüro / Sitzungsdienst."""
    return offices.holds(user, Office.MEETING_OFFICE, on=on or today())


def may_edit_paper(user: User, paper: Paper) -> bool:
    """Drafter, colleagues of the lead unit and the Ratsbüro, while the text may still change (V-15)."""
    return paper.is_editable and _belongs_to(user, paper)


def may_edit_wording(user: User, paper: Paper) -> bool:
    """The wording of a registered motion belongs to its Fraktion or Ratsmitglied (V-17)."""
    if paper.is_of_members and paper.reference_number is not None:
        return False
    return may_edit_paper(user, paper)


def may_place_paper(user: User, paper: Paper) -> bool:
    """Choose another lead unit or kind: the drafter alone, before the number is drawn (V-04).

    Who sees a draft follows from its unit: a colleague must not take it away from all others. A Neufassung or
    Ergänzung stays where its original is (V-03).
    """
    is_open = paper.reference_number is None and paper.original_id is None
    return is_open and paper.drafter_id == user.pk and may_edit_paper(user, paper)


def may_hand_over_paper(user: User, paper: Paper, on: dt.date | None = None) -> bool:
    """Give a draft or a returned paper to a colleague: whoever wrote it, and the head of the lead unit."""
    held = offices.holdings(user, on or today())
    is_own = bool(offices.unit_ids(user, on or today())) and paper.drafter_id == user.pk
    heads = any(row.office == Office.UNIT_HEAD and row.unit_id == paper.lead_unit_id for row in held)
    return paper.status in HANDED_OVER_IN and (is_own or heads)


def may_submit_paper(user: User, paper: Paper, on: dt.date | None = None) -> bool:
    """Who may edit a paper may also send it on."""
    return _belongs_to(user, paper, on)


def may_release_paper(user: User, paper: Paper, on: dt.date | None = None) -> bool:
    """Bürgermeister, or the allgemeine Vertreter while the Bürgermeister is absent (V-13, V-14, §§ 62, 68 GO)."""
    return releases_papers(user, on)


def may_return_paper(user: User, paper: Paper, on: dt.date | None = None) -> bool:
    """Who releases, and the Ratsbüro (formal check)."""
    return releases_papers(user, on) or is_meeting_office(user, on)


def may_withdraw_paper(user: User, paper: Paper, on: dt.date | None = None) -> bool:
    """Only the author: the Fraktion or the Ratsmitglied the own motion, the Bürgermeister a released paper (O-03).

    Who has no account asks the Ratsbüro: it records what the authors have declared, on their behalf. Before the
    number a motion is the draft of whoever typed it, and nothing anybody has handed in.
    """
    if paper.is_of_members and paper.reference_number is not None:
        return is_of_group(user, paper) or is_meeting_office(user, on)
    if paper.is_issued:
        return offices.holds(user, Office.MAYOR, on=on or today())
    return paper.drafter_id == user.pk and offices.is_administration(user, on or today())


def may_reset_paper(user: User, paper: Paper, on: dt.date | None = None) -> bool:
    """Back to draft after release: who releases, and the Ratsbüro (V-15)."""
    return may_return_paper(user, paper, on)


def may_add_organ(user: User, paper: Paper) -> bool:
    """A further organ after the release: the Ratsbüro and who releases, while the paper is in force (B-07)."""
    return paper.status == PaperStatus.RELEASED and may_return_paper(user, paper)


def follow_ups(user: User, paper: Paper) -> list[SuccessorKind]:
    """What the person may write after a released paper (V-03).

    A motion is answered by the administration, but only the Ratsbüro records new words of its own (V-17).
    """
    if not paper.is_issued or paper.original_id is not None or not _belongs_to(user, paper):
        return []
    if not paper.is_of_members:
        return [SuccessorKind.REPLACEMENT, SuccessorKind.SUPPLEMENT]
    return [SuccessorKind.REPLACEMENT] * is_meeting_office(user) + [SuccessorKind.ANSWER]


def units_for_petitions(user: User) -> set[int]:
    """The units that may answer for a motion: for the Ratsbüro every one, for others their own."""
    if is_meeting_office(user):
        return set(Unit.objects.filter(is_active=True).values_list("pk", flat=True))
    return offices.unit_ids(user, today())


def may_record_amendment(user: User, paper: Paper) -> bool:
    """The Ratsbüro and the lead unit write down the Änderungsantrag to a paper that is to be decided (A-15)."""
    in_force = paper.status == PaperStatus.RELEASED and paper.amends_id is None
    if not in_force or not _belongs_to(user, paper):
        return False
    return paper.consultations.filter(role=ConsultationRole.DECIDING).exists()


def may_copy_paper(user: User, paper: Paper) -> bool:
    """Begin a new draft with the words of a paper of the own desk; those of members stay their own (V-17).

    A non-public text stays in its unit: others who may read it would open it to all their colleagues (P-08).
    """
    if paper.is_of_members or not may_create_paper(user) or not may_read_inside(user, paper):
        return False
    return paper.is_public or paper.lead_unit_id in offices.unit_ids(user, today())


def may_waive_finding(user: User, paper: Paper) -> bool:
    """Only the Ratsbüro lets a paper pass a blocking finding (domain.md 0)."""
    return is_meeting_office(user)


def may_read_log(user: User) -> bool:
    """The Ratsbüro answers who read what, for the data protection officer; nobody watches colleagues (DS-09)."""
    return is_meeting_office(user)


def may_co_sign(user: User, participation: Participation) -> bool:
    """Heads of the unit co-sign, everybody in the unit takes note; an office signs by its holder."""
    return co_signing_holding(user, participation) is not None


def co_signing_holding(user: User, participation: Participation) -> Holding | None:
    """The office in which the person may act on a participation, the own ones before the lent ones."""
    for holding in offices.holdings(user, today()):
        if participation.office:
            if holding.office == participation.office:
                return holding
        elif holding.unit_id == participation.unit_id and (
            participation.kind == ParticipationKind.ACKNOWLEDGEMENT or holding.office in CO_SIGNING_OFFICES
        ):
            return holding
    return None


def may_read_inside(user: Visitor, paper: Paper) -> bool:
    """Timeline, co-signatures and reservations belong to the administration, never to organs or citizens (M-05)."""
    return may_work(user) and isinstance(user, User) and desk_papers(user).filter(pk=paper.pk).exists()


def _belongs_to(user: User, paper: Paper, on: dt.date | None = None) -> bool:
    units = offices.unit_ids(user, on or today())
    is_near = paper.drafter_id == user.pk or paper.lead_unit_id in units
    return bool(units) and (is_near or is_meeting_office(user, on))


def is_of_group(user: User, paper: Paper) -> bool:
    """Wrote the paper alone and still sits in the Rat, or sits in the Fraktion that wrote it."""
    if user.person is None:
        return False
    if paper.author_person_id is not None:
        is_own = paper.author_person_id == user.person.pk
        return is_own and _seats_in_council(user.person, today()).exists()
    return Membership.held(user.person, today()).filter(organization=paper.author_group).exists()


def releases_papers(user: User, on: dt.date | None = None) -> bool:
    """Holds the releasing office: Bürgermeister, or allgemeiner Vertreter while the Bürgermeister is absent."""
    return offices.releasing_holding(user, on or today()) is not None
