"""Besetzung der Gremien prüfen (Q-05, Q-06; §§ 58, 59 GO NRW)."""

import datetime as dt

from motions.models import Membership, Organization
from motions.models.choices import MembershipRole, OrganizationType
from motions.models.period import holds_on

from .findings import Finding, block

_CITIZENS = (MembershipRole.EXPERT_CITIZEN, MembershipRole.ADVISORY_RESIDENT)


def check_role(organization: Organization, role: str) -> list[Finding]:
    """Q-06: no sachkundige Bürger in Rat, HFA, Finanz- and Rechnungsprüfungsausschuss."""
    is_organ = organization.organization_type != OrganizationType.PARLIAMENTARY_GROUP
    if role in _CITIZENS and is_organ and not organization.takes_expert_citizens:
        text = f"{organization}: Sachkundige Bürgerinnen und Bürger sind hier nicht zugelassen (§§ 58, 59 GO NRW)."
        return [block("Q-06", text, "role", absolute=True)]
    return []


def check_balance(organization: Organization, *, on: dt.date, joining: str = "") -> list[Finding]:
    """Q-05: Ratsmitglieder must outnumber sachkundige Bürger; ``joining`` is a role about to be added."""
    roles = list(
        Membership.objects.filter(holds_on(on), organization=organization).values_list("role", flat=True)
    )
    roles += [joining] if joining else []
    citizens = roles.count(MembershipRole.EXPERT_CITIZEN)
    members = sum(role not in _CITIZENS for role in roles)
    if citizens and citizens >= members:
        text = (
            f"{organization}: {citizens} sachkundige Bürger stehen {members} Ratsmitgliedern gegenüber. "
            "Es müssen weniger sein (§ 58 Abs. 3 GO NRW)."
        )
        return [block("Q-05", text, "role", absolute=True)]
    return []
