"""Was mehrere Dateien signieren: a printed document that stands, for tests that roll back and for those that commit."""

from __future__ import annotations

import pytest

from motions.models import IssuedDocument
from tests.people import Town
from tests.standing import Ground, Standing

from .orders import printed


@pytest.fixture(scope="session")
def standing_document(ground: Ground) -> Standing[IssuedDocument]:
    """Printed once for each worker; its file stays in the store."""
    return ground.build(printed)


@pytest.fixture
def document(town: Town, standing_document: Standing[IssuedDocument]) -> IssuedDocument:
    """A released paper, printed."""
    return standing_document.put_back()


@pytest.fixture
def committed(transactional_db: None, standing_town: Standing[Town]) -> Town:
    """A town other processes see."""
    return standing_town.put_back()


@pytest.fixture
def committed_document(committed: Town, standing_document: Standing[IssuedDocument]) -> IssuedDocument:
    """A released paper, printed, in that town."""
    return standing_document.put_back()
