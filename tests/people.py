"""Eine kleine Stadt für Tests: few people with clear roles; all dates hold since 2020."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hueckeswagen_ratsinfo.demo.bylaws import load_bylaws
from hueckeswagen_ratsinfo.demo.kinds import load_types
from motions.models import (
    Appointment,
    LegislativeTerm,
    Membership,
    Organization,
    PaperType,
    Person,
    Seating,
    Unit,
    User,
)
from motions.models.choices import CommitteeKind, MembershipRole, Office, OrganizationType

SINCE = dt.date(2020, 11, 1)


@dataclass(frozen=True)
class Town:
    """Alles, was Tests brauchen: people by role, units by code, organs by short name, types by code."""

    clerk: User
    colleague: User
    outsider: User
    unit_head: User
    treasurer: User
    personnel: User
    equality: User
    mayor: User
    deputy: User
    office: User
    council_member: User
    group_member: User
    expert_citizen: User
    administrator: User
    units: dict[str, Unit]
    organs: dict[str, Organization]
    types: dict[str, PaperType]


def make_town() -> Town:
    """Three units, five organs, a dozen people, the local law of the demo."""
    load_bylaws(since=SINCE)
    names = {"BM": "Ratsbüro", "FB I": "Finanzen", "FB II": "Soziales", "FB III": "Bauen"}
    units = {code: Unit.objects.create(code=code, name=name) for code, name in names.items()}
    organs = _organs()
    return Town(
        clerk=official("Selma Schiefer", "Sachbearbeitung Soziales", units["FB II"], Office.CLERK),
        colleague=official("Lorenz Lehm", "Schulverwaltung", units["FB II"], Office.CLERK),
        outsider=official("Timo Torf", "Liegenschaften", units["FB III"], Office.CLERK),
        unit_head=official("Frida Findling", "Fachbereichsleitung", units["FB II"], Office.UNIT_HEAD),
        treasurer=official("Marta Münzstein", "Kämmerei", units["FB I"], Office.UNIT_HEAD, Office.TREASURER),
        personnel=official("Paula Porzellan", "Personal", units["FB I"], Office.PERSONNEL),
        equality=official("Gesine Glimmer", "Gleichstellung", units["BM"], Office.EQUALITY),
        mayor=official("Clara Schlossgarten", "Bürgermeisterin", units["BM"], Office.MAYOR),
        deputy=official("Konrad Kupferhammer", "Beigeordneter", units["BM"], Office.GENERAL_DEPUTY),
        office=official("Silas Sandstein", "Ratsbüro", units["BM"], Office.MEETING_OFFICE),
        council_member=member("Ada Ahornblatt", organs["Rat"], organs["HFA"]),
        group_member=member("Quentin Rotkehlchen", organs["Rat"], organs["GF"]),
        expert_citizen=member("Yasmin Brombeer", organs["ASJF"], role=MembershipRole.EXPERT_CITIZEN),
        administrator=make_user("Alma Achat", is_staff=True, is_superuser=True),
        units=units,
        organs=organs,
        types=load_types(),
    )


def make_user(name: str, **fields: Any) -> User:
    """An account without a password."""
    first, last = name.split(" ", 1)
    email = f"{first}.{last}@example.org".lower()
    return User.objects.create_user(email, first_name=first, last_name=last, **fields)


def official(name: str, function: str, unit: Unit, *offices: str) -> User:
    """Somebody in the administration."""
    user = make_user(name, function=function, short_sign=name.split()[1][:2])
    for office in offices:
        Appointment.objects.create(user=user, office=office, unit=unit, starts_on=SINCE)
    return user


def member(name: str, *organizations: Organization, role: str = MembershipRole.MEMBER) -> User:
    """Somebody with a seat in these organs."""
    first, last = name.split(" ", 1)
    person = Person.objects.create(first_name=first, last_name=last)
    for organization in organizations:
        Membership.objects.create(person=person, organization=organization, role=role, starts_on=SINCE)
    return make_user(name, function="Mitglied", person=person)


def person_of(user: User) -> Person:
    """The person with a mandate behind an account."""
    assert user.person is not None
    return user.person


def _organs() -> dict[str, Organization]:
    committee = OrganizationType.COMMITTEE
    rows = (
        ("Rat", "Rat", OrganizationType.COUNCIL, CommitteeKind.NONE),
        ("Haupt- und Finanzausschuss", "HFA", committee, CommitteeKind.MAIN),
        ("Rechnungsprüfungsausschuss", "RPA", committee, CommitteeKind.AUDIT),
        ("Ausschuss für Soziales, Jugend und Familie", "ASJF", committee, CommitteeKind.VOLUNTARY),
        ("Grünes Forum", "GF", OrganizationType.PARLIAMENTARY_GROUP, CommitteeKind.NONE),
    )
    term = LegislativeTerm.objects.create(name="2020–2030", starts_on=SINCE, ends_on=dt.date(2030, 10, 31))
    organs = {}
    for name, short_name, kind, committee_kind in rows:
        organs[short_name] = Organization.objects.create(
            name=name,
            short_name=short_name,
            slug=short_name.lower(),
            organization_type=kind,
            committee_kind=committee_kind,
            article="das" if short_name == "GF" else "der",
        )
        Seating.objects.create(organization=organs[short_name], term=term, statutory_member_count=25)
    return organs
