"""Ablehnungen prüfen: short forms for the tests of the life cycle."""

import pytest
from django.utils import timezone

from motions.models import Paper, User
from motions.rules import drafting
from motions.rules.drafting import Draft
from motions.rules.findings import Refused
from motions.rules.transitions import Transition
from tests.factories import step


def rules_of(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """The ids of the rules that stood in the way."""
    return sorted(finding.rule for finding in refused.value.findings)


def refuse(paper: Paper, transition: Transition[Paper], *, by: User, note: str = "") -> list[str]:
    """The step must be refused; by which rules."""
    with pytest.raises(Refused) as refused:
        step(paper, transition, by=by, note=note)
    return rules_of(refused)


def edit(paper: Paper, by: User, **fields: object) -> Paper:
    """Save these fields over the stored draft."""
    fresh = Paper.objects.get(pk=paper.pk)
    return drafting.save_draft(fresh, Draft(fields), version=fresh.version, by=by, now=timezone.now())
