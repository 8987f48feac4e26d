"""Umzug: Fachbereiche, Wahlperioden, Gremien, Personen, Mitgliedschaften, Vorlagenarten; they may always be changed."""

from typing import Any

from django.utils.text import slugify

from motions.importing.town_rows import (
    InterestRow,
    MembershipRow,
    OrganizationRow,
    PaperTypeRow,
    TermRow,
    TownFile,
    UnitRow,
)
from motions.models import (
    Interest,
    LegislativeTerm,
    Membership,
    Organization,
    PaperType,
    Person,
    Seating,
    SubstituteMembership,
    Unit,
)
from motions.models.choices import OrganizationType

from . import memberships, town_describe
from .town_work import Work


def take_over(town: TownFile, work: Work) -> None:
    """Everything papers and meetings refer to, in the order in which they refer to each other.

    People are never recognised by their name: two may bear the same.
    """
    for number, unit in enumerate(town.units):
        work.put(unit, Unit, f"units[{number}]", twin=_same_unit)
    for number, term in enumerate(town.legislative_terms):
        work.put(term, LegislativeTerm, f"legislative_terms[{number}]", twin=_same_term)
    for number, organ in enumerate(town.organizations):
        _organization(organ, work, f"organizations[{number}]")
    for number, person in enumerate(town.persons):
        work.put(person, Person, f"persons[{number}]")
    for number, membership in enumerate(town.memberships):
        _membership(membership, work, f"memberships[{number}]")
    for number, substitute in enumerate(town.substitutes):
        work.put(substitute, SubstituteMembership, f"substitutes[{number}]")
    for number, interest in enumerate(town.interests):
        _interest(interest, work, f"interests[{number}]")
    for number, paper_type in enumerate(town.paper_types):
        work.put(paper_type, PaperType, f"paper_types[{number}]", twin=_same_type)


def _same_unit(row: UnitRow) -> Unit | None:
    return Unit.objects.filter(code=row.code).first()


def _same_term(row: TermRow) -> LegislativeTerm | None:
    return LegislativeTerm.objects.filter(name=row.name).first()


def _same_type(row: PaperTypeRow) -> PaperType | None:
    return PaperType.objects.filter(code=row.code).first()


def _same_organization(row: OrganizationRow) -> Organization | None:
    """The one Rat, or the organ with this short name."""
    if row.organization_type == OrganizationType.COUNCIL:
        return Organization.objects.filter(organization_type=OrganizationType.COUNCIL).first()
    return Organization.objects.filter(short_name=row.short_name).first()


def _address(row: OrganizationRow) -> dict[str, Any]:
    return {"slug": row.slug or slugify(row.short_name)}


def _organization(row: OrganizationRow, work: Work, place: str) -> None:
    organ = work.put(row, Organization, place, twin=_same_organization, fresh=_address)
    if organ is None:
        return
    for number, found in enumerate(row.seatings):
        where = f"{place}.seatings[{number}]"
        values = work.values(work.tidy(found, where))
        seating = Seating.objects.filter(organization=organ, term=values["term_id"]).first()
        if seating is None:
            work.save(Seating(organization=organ, **values), where)
            work.report.created["seating"] += 1
        elif seating.statutory_member_count != found.statutory_member_count:
            seating.statutory_member_count = found.statutory_member_count
            work.save(seating, where)
            work.report.changed["seating"] += 1


def _membership(row: MembershipRow, work: Work, place: str) -> None:
    """A seat of former times may break a rule of today; that is told, not refused (Q-06)."""
    membership = work.put(row, Membership, place)
    if membership is not None:
        for finding in memberships.check_role(membership.organization, membership.role):
            work.remark(place, finding.text)


def _interest(row: InterestRow, work: Work, place: str) -> None:
    """A declaration may end and stays otherwise as it was (the database sees to it)."""
    known = work.standing(row, Interest, place)
    if known is not None:
        present = town_describe.plain(known, InterestRow, work.ids.known)
        differing = set(work.differing(row, present))
        if differing and (known.ends_on is not None or differing != {"ends_on"}):
            work.keep(place, "Eine Angabe kann nur enden. Sie bleibt, wie sie ist.")
            row = present
    work.put(row, Interest, place, fresh=lambda row: {"recorded_by": work.by})
