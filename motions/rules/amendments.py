"""Änderungsantrag: recorded at the paper it is to change, before or in the meeting (domain.md 1.2, A-15)."""

import datetime as dt

from django.db import transaction

from motions.models import Organization, Paper, PaperType, User
from motions.models.choices import Behaviour

from . import draft_parts, drafting, permissions
from .findings import NotPermitted, Refused, block


def begin_amendment(paper: Paper, group: Organization, *, by: User, now: dt.datetime) -> Paper:
    """A draft for the words of the Fraktion, with publicity and Beratungsfolge of the paper it is to change.

    Raises NotPermitted, or Refused if the town has no type for it.
    """
    if not permissions.may_record_amendment(by, paper):
        raise NotPermitted("Einen Änderungsantrag trägt das Ratsbüro oder der federführende Fachbereich ein.")
    kind = PaperType.objects.filter(behaviour=Behaviour.AMENDS, is_active=True).order_by("pk").first()
    if kind is None:
        text = "Es gibt keine Vorlagenart für Änderungsanträge. Ergänzen Sie die Stammdaten."
        raise Refused([block("A-15", text, absolute=True)])
    with transaction.atomic():
        amendment = drafting.create_paper(
            by=by, now=now, lead_unit=paper.lead_unit, paper_type=kind, author_group=group, amends=paper
        )
        amendment.subject = f"Änderungsantrag zu {paper.reference}: {paper.subject}"[:500]
        amendment.is_public, amendment.secrecy_ground = paper.is_public, paper.secrecy_ground
        amendment.save(update_fields=["subject", "is_public", "secrecy_ground"])
        draft_parts.copy_consultations(paper, amendment)
    return amendment
