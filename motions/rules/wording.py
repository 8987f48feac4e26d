"""Wortlaut je Gremium: one core text, the verb follows the organ's role (domain.md 1.6, 7.4)."""

from collections.abc import Sequence

from motions.models import Consultation, Organization
from motions.models.choices import Article, ConsultationRole

_DATIVE = {Article.MASCULINE: "dem", Article.FEMININE: "der", Article.NEUTER: "dem"}


def introduction(consultation: Consultation, sequence: Sequence[Consultation], *, has_text: bool) -> str:
    """The sentence before the core text for one organ, for example "Der Rat beschließt:".

    Without a core text whoever is informed takes note of the paper itself.
    """
    organ = consultation.organization
    subject = f"{organ.article.capitalize()} {organ.name}"
    if consultation.role == ConsultationRole.DECIDING:
        return f"{subject} beschließt:"
    if consultation.role == ConsultationRole.NOTING:
        return f"{subject} nimmt zur Kenntnis:" if has_text else f"{subject} nimmt die Vorlage zur Kenntnis."
    if consultation.role == ConsultationRole.HEARING:
        return f"{subject} wird angehört:"
    target = _decider(consultation, sequence)
    receiver = f" {_dative(target)}" if target else ""
    return f"{subject} empfiehlt{receiver}, wie folgt zu beschließen:"


def _decider(consultation: Consultation, sequence: Sequence[Consultation]) -> Organization | None:
    """The organ that will decide after this recommendation."""
    later = [row for row in sequence if row.position > consultation.position]
    return next((row.organization for row in later if row.role == ConsultationRole.DECIDING), None)


def _dative(organ: Organization) -> str:
    return f"{_DATIVE[Article(organ.article)]} {organ.name}"
