"""Stadt, Gremien und Personen als OParl-Objekte: only what is public of them (domain.md 5.4, V-03)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from motions.models import LegislativeTerm, Meeting, Membership, Organization, Person, Unit
from motions.models.choices import OrganizationType

from .addresses import Addresses
from .values import SCHEMA, Json, Stamp, day, embedded, made

_LISTS = ("organization", "person", "meeting", "paper", "agendaItem", "consultation", "file", "membership")
_KINDS = {
    OrganizationType.COUNCIL: ("Gremium", "Parlament"),
    OrganizationType.COMMITTEE: ("Gremium", "Ausschuss"),
    OrganizationType.PARLIAMENTARY_GROUP: ("Fraktion", "Fraktion"),
}


@dataclass(frozen=True)
class Town:
    """Die Stadt, wie ihr Ortsrecht sie nennt."""

    name: str
    office: str = ""
    email: str = ""


def system(at: Addresses, town: Town, stamp: Stamp) -> Json:
    """The entry point (3.1)."""
    return made(
        "System",
        at.system,
        stamp,
        oparlVersion=SCHEMA,
        body=f"{at.system}/body",
        name=f"Ratsinformationssystem {town.name}",
        contactEmail=town.email,
        contactName=town.office,
        website=at.page("/"),
    )


def body(at: Addresses, town: Town, terms: Iterable[Json], stamp: Stamp) -> Json:
    """The town (3.2); its list of terms may be empty, but is always there (J-06)."""
    lists = {name: at.list_of(name) for name in _LISTS}
    lists |= {name: at.list_of(name) for name in ("locationList", "legislativeTermList")}
    obj = made(
        "Body",
        at.of("body", 1),
        stamp,
        system=at.system,
        name=town.name,
        website=at.page("/"),
        contactEmail=town.email,
        contactName=town.office,
        classification="Kreisangehörige Stadt",
        **lists,
    )
    return obj | {"legislativeTerm": [embedded(term, "body") for term in terms]}


def term(at: Addresses, row: LegislativeTerm, stamp: Stamp) -> Json:
    """A Wahlperiode (3.3)."""
    return made(
        "LegislativeTerm",
        at.of("term", row.pk),
        stamp,
        body=at.of("body", 1),
        name=f"Wahlperiode {row.name}",
        startDate=day(row.starts_on),
        endDate=day(row.ends_on),
    )


def organization(at: Addresses, row: Organization, memberships: Sequence[Membership], stamp: Stamp) -> Json:
    """A Gremium or a Fraktion (3.4) with the addresses of its memberships."""
    address = at.of("organization", row.pk)
    kind, classification = _KINDS[OrganizationType(row.organization_type)]
    return made(
        "Organization",
        address,
        stamp,
        body=at.of("body", 1),
        name=row.name,
        shortName=row.short_name,
        organizationType=kind,
        classification=classification,
        post=sorted({one.get_role_display() for one in memberships}),
        membership=[at.of("membership", one.pk) for one in memberships],
        meeting=at.list_of("meeting", address),
        consultation=at.list_of("consultation", address),
        web=at.page(f"/gremien/{row.slug}/"),
    )


def unit(at: Addresses, row: Unit, stamp: Stamp) -> Json:
    """A Fachbereich: what a paper is under the direction of."""
    address = at.of("unit", row.pk)
    return made(
        "Organization",
        address,
        stamp,
        body=at.of("body", 1),
        name=row.name,
        shortName=row.code,
        organizationType="Verwaltungsbereich",
        classification="Fachbereich",
        meeting=at.list_of("meeting", address),
        consultation=at.list_of("consultation", address),
    )


def person(at: Addresses, row: Person, memberships: Iterable[Json], stamp: Stamp) -> Json:
    """A person with a seat (3.5): the name and the seats, nothing that needs a consent."""
    return made(
        "Person",
        at.of("person", row.pk),
        stamp,
        body=at.of("body", 1),
        name=" ".join(filter(None, [row.title, row.first_name, row.last_name])),
        familyName=row.last_name,
        givenName=row.first_name,
        title=[row.title] if row.title else [],
        membership=[embedded(one, "person") for one in memberships],
    )


def membership(at: Addresses, row: Membership, stamp: Stamp) -> Json:
    """A seat (3.6)."""
    return made(
        "Membership",
        at.of("membership", row.pk),
        stamp,
        person=at.of("person", row.person_id),
        organization=at.of("organization", row.organization_id),
        role=row.function,
        votingRight=row.has_vote,
        startDate=day(row.starts_on),
        endDate=day(row.ends_on),
    )


def location(at: Addresses, row: Meeting, stamp: Stamp) -> Json:
    """Where a meeting takes place (3.12); rooms are no rows of their own."""
    return made("Location", at.of_place(row.where), stamp, description=row.where, room=row.room)
