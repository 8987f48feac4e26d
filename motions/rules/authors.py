"""Wer eine Vorlage verfasst (V-17): a motion names its Fraktion or Ratsmitglied, an amendment the paper it amends."""

import datetime as dt

from django.db.models import QuerySet

from motions.models import Membership, Organization, Paper, PaperType, Person
from motions.models.choices import Author, Behaviour, OrganizationType
from motions.models.period import holds_on

from .clearance import clearance
from .findings import Finding, Refused, block


def check_author(
    kind: PaperType,
    group: Organization | None,
    amended: Paper | None,
    *,
    person: Person | None = None,
    on: dt.date,
) -> None:
    """Raise Refused if the type and its author, or the amended paper, do not fit together.

    Who writes alone sits in the Rat on the day; whoever leaves it later has written it all the same.
    """
    found = findings(kind, group, amended, person=person)
    if person is not None and not council_members(on=on).filter(pk=person.pk).exists():
        text = f"{person} hat keinen Sitz im Rat. Wählen Sie ein Ratsmitglied."
        found.append(block("V-17", text, "author_person", absolute=True))
    if found:
        raise Refused(found)


def findings(
    kind: PaperType, group: Organization | None, amended: Paper | None, *, person: Person | None = None
) -> list[Finding]:
    """What does not fit together."""
    return [*_author(kind, group, person), *_amended(kind, amended)]


def council_members(*, on: dt.date) -> QuerySet[Person]:
    """Who may write a motion alone, as far as the Geschäftsordnung lets them: the members of the Rat (E-08)."""
    seats = Membership.objects.filter(holds_on(on), organization__organization_type=OrganizationType.COUNCIL)
    return Person.objects.filter(pk__in=seats.values("person"))


def is_used(kind: PaperType) -> bool:
    """Papers rest on the type, whether or not the person who asks may know of them."""
    with clearance("system"):
        return Paper.objects.filter(paper_type=kind).exists()


def _author(kind: PaperType, group: Organization | None, person: Person | None) -> list[Finding]:
    is_of_members = group is not None or person is not None
    if kind.author == Author.GROUP and not is_of_members:
        text = f"Wählen Sie die Fraktion oder das Ratsmitglied, von dem die Vorlage kommt ({kind})."
        return [block("V-17", text, "author_group", absolute=True)]
    if kind.author != Author.GROUP and is_of_members:
        text = (
            f"{kind}: Diese Vorlagenart kommt weder von einer Fraktion noch von einem Ratsmitglied. "
            "Wählen Sie „Antrag“ oder „Anfrage“."
        )
        return [block("V-17", text, "author_group", absolute=True)]
    if group is not None and person is not None:
        text = "Wählen Sie die Fraktion oder das Ratsmitglied, nicht beide."
        return [block("V-17", text, "author_person", absolute=True)]
    if group is not None and group.organization_type != OrganizationType.PARLIAMENTARY_GROUP:
        return [block("V-17", f"{group} ist keine Fraktion. Wählen Sie neu.", "author_group", absolute=True)]
    return []


def _amended(kind: PaperType, amended: Paper | None) -> list[Finding]:
    amends = kind.behaviour == Behaviour.AMENDS
    if amends and amended is None:
        text = (
            "Ein Änderungsantrag braucht die Vorlage, die er ändern soll. Öffnen Sie diese Vorlage und wählen Sie "
            "„Änderungsantrag eintragen“."
        )
        return [block("A-15", text, "paper_type", absolute=True)]
    if amended is not None and not amends:
        return [block("A-15", f"{kind}: Diese Vorlagenart ändert keine andere.", "paper_type", absolute=True)]
    return []
