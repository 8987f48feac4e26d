"""Gremien, wie sie heute besetzt sind (§§ 40, 57–59 GO NRW): seats, functions, Fraktionen."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from motions.models import Appointment, Membership, Organization, Seating, SubstituteMembership
from motions.models.choices import MembershipRole, Office, OrganizationType
from motions.models.period import holds_on

_ORDER = [
    MembershipRole.CHAIR,
    MembershipRole.DEPUTY_CHAIR,
    MembershipRole.DEPUTY_MAYOR,
    MembershipRole.MEMBER,
    MembershipRole.EXPERT_CITIZEN,
    MembershipRole.ADVISORY_RESIDENT,
]


@dataclass(frozen=True)
class Seat:
    """Ein Mitglied mit Funktion, Stimme und Fraktion; the Bürgermeister is member by law (§ 40 Abs. 2 GO NRW)."""

    membership: Membership
    group: str
    is_mayor: bool


@dataclass(frozen=True)
class Composition:
    """Besetzung eines Gremiums an einem Tag."""

    seats: list[Seat]
    statutory_count: int | None
    substitutes: list[SubstituteMembership]

    @property
    def voting(self) -> int:
        """How many may vote."""
        return sum(seat.membership.has_vote for seat in self.seats)


def active_organs(*, on: dt.date) -> QuerySet[Organization]:
    """The existing organs with the number of their members on a day; the Rat, committees, Fraktionen."""
    members = Count("memberships", filter=holds_on(on, "memberships__"), distinct=True)
    return Organization.objects.filter(is_active=True).annotate(member_count=members).order_by("name")


def treating_organs() -> QuerySet[Organization]:
    """Organs that treat papers: everything but Fraktionen, abolished ones included."""
    return Organization.objects.exclude(organization_type=OrganizationType.PARLIAMENTARY_GROUP).order_by(
        "name"
    )


def deliberating_organs() -> QuerySet[Organization]:
    """Organs a paper can be sent to today."""
    return treating_organs().filter(is_active=True)


def all_organs() -> QuerySet[Organization]:
    """Every organ there is or was."""
    return Organization.objects.all()


def composition(organization: Organization, *, on: dt.date) -> Composition:
    """Who sits in an organ on a day: chair and deputies first, then the others by name."""
    rows = list(
        Membership.objects.filter(holds_on(on), organization=organization)
        .select_related("person")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    rows.sort(key=lambda row: (_ORDER.index(MembershipRole(row.role)), row.rank or 0))
    people = [row.person_id for row in rows]
    groups, mayors = _groups(people, on), _mayors(people, on)
    substitutes = SubstituteMembership.objects.filter(holds_on(on), organization=organization)
    return Composition(
        seats=[Seat(row, groups.get(row.person_id, ""), row.person_id in mayors) for row in rows],
        statutory_count=statutory_count(organization, on=on),
        substitutes=list(substitutes.select_related("person", "parliamentary_group")),
    )


def statutory_count(organization: Organization, *, on: dt.date) -> int | None:
    """Gesetzliche Mitgliederzahl in the term of a day (Q-01); None if it is not recorded."""
    seating = Seating.objects.filter(holds_on(on, "term__"), organization=organization).first()
    return seating.statutory_member_count if seating else None


def _groups(people: list[int], on: dt.date) -> dict[int, str]:
    """The Fraktion of each person on a day."""
    of_group = Q(organization__organization_type=OrganizationType.PARLIAMENTARY_GROUP, person__in=people)
    rows = Membership.objects.filter(holds_on(on), of_group)
    return dict(rows.values_list("person", "organization__name"))


def _mayors(people: list[int], on: dt.date) -> set[int | None]:
    rows = Appointment.objects.filter(holds_on(on), office=Office.MAYOR, user__person__in=people)
    return set(rows.values_list("user__person", flat=True))
