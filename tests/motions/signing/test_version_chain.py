"""SI-04: what is frozen names the hash of the version before; whoever exchanges one is found out."""

from __future__ import annotations

import pgtrigger
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import IssuedDocument
from motions.rules import documents, extracts, signature_invariants, version_chain
from motions.rules.clearance import clearance
from tests.motions.closed_meeting import Scene
from tests.motions.test_further_organ import add
from tests.people import Town

from .test_orders import keys_are_set_up

__all__ = ["keys_are_set_up"]


def versions_of(document: IssuedDocument, town: Town) -> tuple[IssuedDocument, IssuedDocument]:
    """The first version and one with a further organ, printed."""
    add(document.paper, town)
    with clearance("system"):
        first, second = document.paper.documents.select_related("release").order_by("release__revision")
        assert documents.make(second.pk, now=timezone.now()) is None
        second.refresh_from_db()
        return first, second


def test_si04_a_version_names_the_hash_of_the_one_before(town: Town, document: IssuedDocument) -> None:
    first, second = versions_of(document, town)
    assert "previous" not in first.content
    assert second.content["previous"] == {"revision": 1, "sha256": version_chain.digest(first.content)}
    with clearance("system"):
        assert [link.is_whole for link in version_chain.links(second)] == [True, True]
        assert list(signature_invariants.versions_chained()) == []


def test_si04_a_version_that_was_exchanged_is_named(town: Town, document: IssuedDocument) -> None:
    first, second = versions_of(document, town)
    with clearance("system"), pgtrigger.ignore("motions.IssuedDocument:issued_document_frozen"):
        changed = first.content | {"subject": "Etwas anderes"}
        IssuedDocument.objects.filter(pk=first.pk).update(content=changed)
        assert list(signature_invariants.versions_chained()) == [
            f"I9: Das Dokument {second.public_id} nennt eine andere frühere Fassung als die, die hier liegt."
        ]
        assert [link.is_whole for link in version_chain.links(second)] == [True, False]


def test_si04_the_check_page_shows_the_chain(town: Town, document: IssuedDocument, client: Client) -> None:
    first, second = versions_of(document, town)
    address = reverse("document-check")
    page = client.post(address, {"sha256": second.sha256}).content.decode()
    assert "Kette der Fassungen" in page
    for version in (first, second):
        assert version_chain.digest(version.content) in page
    assert "Kette der Fassungen" not in client.post(address, {"sha256": first.sha256}).content.decode()


def test_si04_documents_of_a_meeting_are_chained_each_kind_for_itself(
    town: Town, closed_meeting: Scene
) -> None:
    with clearance("system"):
        now = timezone.now()
        made = extracts.issue_all(closed_meeting.meeting, by=town.office, now=now)
        assert all("previous" not in row.content for row in made)
        assert list(signature_invariants.versions_chained()) == []
