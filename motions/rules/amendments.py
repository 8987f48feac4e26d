"""Änderungsantrag: recorded at the paper it is to change, before or in the meeting (domain.md 1.2, A-15)."""

import datetime as dt

from django.db import transaction

from motions.models import Organization, Paper, PaperType, Person, User
from motions.models.choices import Author, Behaviour, PaperStatus

from . import draft_parts, drafting, permissions
from .findings import NotPermitted, Refused, block


def begin_amendment(
    paper: Paper, group: Organization | None, *, by: User, now: dt.datetime, person: Person | None = None
) -> Paper:
    """A draft for the words of the Fraktion or of one Ratsmitglied, placed like the paper it is to change.

    It begins with the publicity and the Beratungsfolge of that paper. A second click opens the same draft as long as it
    is untouched. Raises NotPermitted, or Refused if the town has no type for it.
    """
    with transaction.atomic():
        paper = Paper.objects.select_for_update(of=("self",)).select_related("lead_unit").get(pk=paper.pk)
        if not permissions.may_record_amendment(by, paper):
            raise NotPermitted(
                "Zu dieser Vorlage tragen Sie keinen Änderungsantrag ein: Sie gilt nicht mehr, oder es fehlt das Recht."
            )
        begun = paper.amendments.filter(
            author_group=group, author_person=person, drafter=by, status=PaperStatus.DRAFT, version=1
        ).first()
        return begun or _begin(paper, group, person, by, now)


def _begin(
    paper: Paper, group: Organization | None, person: Person | None, by: User, now: dt.datetime
) -> Paper:
    amendment = drafting.create_paper(
        by=by,
        now=now,
        lead_unit=paper.lead_unit,
        paper_type=_kind(),
        author_group=group,
        author_person=person,
        amends=paper,
    )
    # The Fraktion reads its own words before many of its members may read the matter.
    subject = (
        f"Änderungsantrag zu {paper.reference}: {paper.subject}" if paper.is_public else "Änderungsantrag"
    )
    amendment.subject = subject[:500]
    amendment.is_public, amendment.secrecy_ground = paper.is_public, paper.secrecy_ground
    amendment.save(update_fields=["subject", "is_public", "secrecy_ground"])
    draft_parts.copy_consultations(paper, amendment)
    return amendment


def _kind() -> PaperType:
    offered = PaperType.objects.filter(behaviour=Behaviour.AMENDS, author=Author.GROUP, is_active=True)
    kind = offered.order_by("pk").first()
    if kind is None:
        text = "Es gibt keine Vorlagenart für Änderungsanträge einer Fraktion. Ergänzen Sie sie in den Stammdaten."
        raise Refused([block("A-15", text, absolute=True)])
    return kind
