"""Wahlperioden, Gremien, Fraktionen und ihre Besetzung in der Demo-Stadt (domain.md 7.2)."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from motions.models import LegislativeTerm, Membership, Organization, Person, Seating, SubstituteMembership
from motions.models.choices import CommitteeKind, MembershipRole, OrganizationType
from motions.rules import memberships
from motions.rules.findings import Refused

from . import cast

TERMS = (("2020–2025", 2020), ("2025–2030", 2025))
DEPUTY_MAYORS = (2, 13)
GROUP_CHAIRS = (1, 11, 17, 20, 22)


@dataclass(frozen=True)
class Organ:
    """Ein Gremium mit seinen Mitgliedern nach Nummern."""

    name: str
    short_name: str
    slug: str
    kind: str
    seats: int
    chair: int
    councillors: tuple[int, ...]
    experts: tuple[int, ...] = ()
    advisers: tuple[int, ...] = ()
    article: str = "der"


COUNCIL = Organ("Rat", "Rat", "rat", CommitteeKind.NONE, 25, 0, cast.COUNCIL_NUMBERS)
COMMITTEES = (
    Organ(
        "Haupt- und Finanzausschuss",
        "HFA",
        "haupt-und-finanzausschuss",
        CommitteeKind.MAIN,
        11,
        0,
        (0, 1, 4, 5, 7, 11, 12, 17, 18, 20, 22),
    ),
    Organ(
        "Rechnungsprüfungsausschuss",
        "RPA",
        "rechnungspruefungsausschuss",
        CommitteeKind.AUDIT,
        7,
        14,
        (6, 7, 8, 14, 15, 19, 21),
    ),
    Organ(
        "Ausschuss für Soziales, Jugend und Familie",
        "ASJF",
        "soziales-jugend-familie",
        CommitteeKind.VOLUNTARY,
        11,
        10,
        (6, 8, 9, 10, 13, 18, 21),
        (25, 26, 27, 28),
        (31,),
    ),
    Organ(
        "Ausschuss für Schule, Kultur und Sport",
        "ASKS",
        "schule-kultur-sport",
        CommitteeKind.VOLUNTARY,
        9,
        3,
        (3, 8, 9, 12, 15, 19, 23),
        (26, 27),
    ),
    Organ(
        "Ausschuss für Planung, Bau und Klima",
        "APBK",
        "planung-bau-klima",
        CommitteeKind.VOLUNTARY,
        13,
        16,
        (2, 4, 6, 9, 14, 15, 16, 19, 21),
        (25, 28, 29, 30),
        (24,),
    ),
    Organ(
        "Wahlprüfungsausschuss",
        "WPA",
        "wahlpruefungsausschuss",
        CommitteeKind.STATUTORY,
        5,
        12,
        (2, 5, 12, 17, 23),
    ),
)


def load_organs(persons: dict[int, Person]) -> dict[str, Organization]:
    """Organs by their short name, seated for both terms."""
    terms = _load_terms()
    organs = {}
    for organ, organ_type in [(COUNCIL, OrganizationType.COUNCIL)] + [
        (committee, OrganizationType.COMMITTEE) for committee in COMMITTEES
    ]:
        row = Organization.objects.create(
            name=organ.name,
            short_name=organ.short_name,
            slug=organ.slug,
            organization_type=organ_type,
            committee_kind=organ.kind,
            article=organ.article,
        )
        Seating.objects.bulk_create(
            Seating(organization=row, term=term, statutory_member_count=organ.seats) for term in terms
        )
        _seat(row, _members(organ), persons)
        organs[organ.short_name] = row
    groups = _load_groups(persons)
    for committee in COMMITTEES:
        _load_substitutes(organs[committee.short_name], committee, groups, persons)
    return organs | groups


def _terms() -> list[tuple[dt.date, dt.date]]:
    """First and last day of each term; everybody of the first was elected again."""
    return [(dt.date(year, 11, 1), dt.date(year + 5, 10, 31)) for _, year in TERMS]


def _load_terms() -> list[LegislativeTerm]:
    days = zip(TERMS, _terms(), strict=True)
    return [
        LegislativeTerm.objects.create(name=name, starts_on=first, ends_on=last)
        for (name, _), (first, last) in days
    ]


def _members(organ: Organ) -> Iterator[tuple[int, str, bool]]:
    """(number, role, vote) of everybody in an organ; advisers are councillors or residents without a vote."""
    for number in organ.councillors:
        is_deputy = organ is COUNCIL and number in DEPUTY_MAYORS
        role = MembershipRole.DEPUTY_MAYOR if is_deputy else MembershipRole.MEMBER
        yield number, MembershipRole.CHAIR if number == organ.chair else role, True
    for number in organ.experts:
        yield number, MembershipRole.EXPERT_CITIZEN, True
    for number in organ.advisers:
        is_councillor = number in cast.COUNCIL_NUMBERS
        yield number, MembershipRole.MEMBER if is_councillor else MembershipRole.ADVISORY_RESIDENT, False


def _load_groups(persons: dict[int, Person]) -> dict[str, Organization]:
    groups = {}
    for name, short_name, slug, article in cast.GROUPS:
        row = Organization.objects.create(
            name=name,
            short_name=short_name,
            slug=slug,
            organization_type=OrganizationType.PARLIAMENTARY_GROUP,
            article=article,
        )
        _seat(row, _group_members(short_name), persons)
        groups[short_name] = row
    return groups


def _group_members(short_name: str) -> Iterator[tuple[int, str, bool]]:
    """Councillors of a Fraktion vote in it, its sachkundige Bürger only take part."""
    for member in cast.MEMBERS:
        if member.group == short_name:
            is_expert = member.number in cast.EXPERT_NUMBERS
            role = MembershipRole.CHAIR if member.number in GROUP_CHAIRS else MembershipRole.MEMBER
            yield member.number, MembershipRole.EXPERT_CITIZEN if is_expert else role, not is_expert


def _seat(row: Organization, members: Iterable[tuple[int, str, bool]], persons: dict[int, Person]) -> None:
    """Members in their lawful order: citizens after the councillors they must not outnumber (Q-05, Q-06)."""
    for number, role, has_vote in members:
        findings = memberships.check_role(row, role)
        if findings:
            raise Refused(findings)
        is_deputy = role == MembershipRole.DEPUTY_MAYOR
        for first, last in _terms():
            Membership.objects.create(
                organization=row,
                person=persons[number],
                role=role,
                rank=DEPUTY_MAYORS.index(number) + 1 if is_deputy else None,
                has_vote=has_vote,
                starts_on=first,
                ends_on=last,
            )


def _load_substitutes(
    row: Organization, organ: Organ, groups: dict[str, Organization], persons: dict[int, Person]
) -> None:
    """The other councillors of the same Fraktion, in the order of their numbers (Q-08)."""
    for short_name, group in groups.items():
        present = [number for number in organ.councillors if cast.MEMBERS[number].group == short_name]
        others = [
            member.number
            for member in cast.MEMBERS
            if member.group == short_name
            and member.number in cast.COUNCIL_NUMBERS
            and member.number not in present
        ]
        SubstituteMembership.objects.bulk_create(
            SubstituteMembership(
                organization=row,
                parliamentary_group=group,
                person=persons[number],
                position=position,
                starts_on=first,
                ends_on=last,
            )
            for first, last in _terms()
            for position, number in enumerate(others[: 2 * len(present)], start=1)
        )
