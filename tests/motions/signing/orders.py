"""Aufträge der Tests: a printed document, an order to seal it, the worker that carries the order out."""

from __future__ import annotations

from django.utils import timezone

from motions.models import IssuedDocument, SigningRequest
from motions.rules import documents, signing, signing_work
from motions.rules.clearance import clearance
from tests.factories import make_released
from tests.people import Town


def printed(town: Town) -> IssuedDocument:
    """A released paper, printed."""
    paper = make_released(by=town.clerk)
    with clearance("system"):
        found = paper.documents.select_related("paper").get()
        assert documents.make(found.pk, now=timezone.now()) is None
        return IssuedDocument.objects.select_related("paper").get(pk=found.pk)


def ordered(town: Town, document: IssuedDocument) -> SigningRequest:
    """The mayor has its seal ordered."""
    with clearance("system"):
        return signing.seal(document, shown=document.sha256, by=town.mayor, now=timezone.now())


def work(request: SigningRequest) -> Exception | None:
    """The worker; what hinders it."""
    with clearance("system"):
        return signing_work.fulfil(request.pk, now=timezone.now())
