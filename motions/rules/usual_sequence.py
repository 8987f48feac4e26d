"""Übliche Beratungsfolge: what the town's templates propose for a kind of paper (B-01)."""

from typing import Any

from motions.models import Organization, PaperTemplate, PaperType
from motions.models.choices import Behaviour, ConsultationRole, CouncilMatter, OrganizationType


def usual_sequence(kind: PaperType, *, council_matter: str, is_public: bool) -> list[dict[str, Any]]:
    """The organs a paper of this kind usually passes, without dates; empty where no template says it.

    A template for the same matter of the Rat comes first. What only the Rat may decide ends with it (B-01).
    """
    templates = PaperTemplate.objects.filter(paper_type=kind)
    ranked = sorted(templates, key=lambda row: row.council_matter != council_matter)
    found = [
        (row.organization, row.role)
        for row in (ranked[0].consultations.select_related("organization") if ranked else ())
        if row.organization.is_active
    ]
    if council_matter != CouncilMatter.NONE and kind.behaviour != Behaviour.INFORMS:
        found = _decided_by_council(found)
    return [
        {"organization_id": organ.pk, "role": role, "planned_on": None, "is_public": is_public}
        for organ, role in found
    ]


def _decided_by_council(found: list[tuple[Organization, str]]) -> list[tuple[Organization, str]]:
    council = Organization.objects.filter(organization_type=OrganizationType.COUNCIL, is_active=True).first()
    if council is None:
        return found
    before = [
        (organ, ConsultationRole.ADVISORY if role == ConsultationRole.DECIDING else role)
        for organ, role in found
        if organ != council
    ]
    return [*before, (council, ConsultationRole.DECIDING)]
