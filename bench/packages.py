"""Sitzungsmappe mit 30 Vorlagen und 40 MB Anlagen: the real job and the page, for each audience (D-07, ≤ 5 s)."""

import io
import resource
import time
from collections.abc import Mapping
from functools import partial

import pikepdf
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.clock import line, milliseconds
from bench.merging import ANNEXES, heavy
from motions.models import Meeting, MeetingDocument, Paper, User
from motions.rules import documents, files, meeting_documents, packages
from motions.rules.clearance import clearance
from motions.rules.workflow import RELEASE, SUBMIT
from tests.factories import consultation, make_attachment, make_paper, step
from tests.meetings import announce, make_meeting, make_paper_item
from tests.people import Town, make_town

_PAPERS = 30
_MB = 1024 * 1024


def measure() -> None:
    """Once with 40 MB for everybody, once with the same 40 MB for members only."""
    line("Sitzungsmappe", "herstellen", "davon CPU", "abholen", "Größe")
    for is_public in (True, False):
        call_command("flush", verbosity=0, interactive=False)
        town = make_town()
        meeting = _meeting(town, is_public=is_public)
        name = "öffentliche" if is_public else "nichtöffentliche"
        _edition(meeting, "public", {"Bürger": None, "Mitglied": town.council_member}, name)
        _edition(meeting, "internal", {"Mitglied": town.council_member, "Ratsbüro": town.office}, name)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line("  Arbeitsspeicher höchstens", f"{peak:.0f} MB")


def _edition(meeting: Meeting, edition: str, readers: Mapping[str, User | None], annexes: str) -> None:
    """A package is made once for all its readers; each of them fetches it through the page that asks for rights."""
    found: list[MeetingDocument] = []

    def make() -> None:
        with clearance("system"):
            document = packages.issue(meeting, edition=edition, now=timezone.now())
            assert document is not None
            meeting_documents.make(document.pk, now=timezone.now())
            found.append(MeetingDocument.objects.get(pk=document.pk))

    began = time.process_time()
    took = milliseconds(make)
    processor = (time.process_time() - began) * 1000
    with clearance("system"):
        data = files.fetch(found[0].sha256).read()
    for reader, user in readers.items():
        client = Client()
        if user is not None:
            client.force_login(user)
        address = reverse("meeting-document-file", args=[found[0].public_id])
        fetching = milliseconds(partial(_fetch, client, address, data))
        label = f"  {annexes} Anlagen, Ausfertigung {edition}, {reader}"
        line(
            label, f"{took:.0f} ms", f"{processor:.0f} ms", f"{fetching:.0f} ms", f"{len(data) / _MB:.1f} MB"
        )
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        line("    Seiten, Lesezeichen", str(len(pdf.pages)), str(len(outline.root)))


def _fetch(client: Client, address: str, data: bytes) -> None:
    assert client.get(address).getvalue() == data


def _meeting(town: Town, *, is_public: bool) -> Meeting:
    """Thirty papers, the first ones with a heavy annex; all PDFs made."""
    meeting = make_meeting(town.organs["HFA"])
    for number in range(_PAPERS):
        paper = _paper(town, number, is_public=is_public)
        make_paper_item(meeting, paper.consultations.get())
    meeting = announce(meeting, by=town.office)
    with clearance("system"):
        for document in meeting.documents.all():
            meeting_documents.make(document.pk, now=timezone.now())
    return meeting


def _paper(town: Town, number: int, *, is_public: bool) -> Paper:
    sequence = [consultation(town.organs["HFA"], "deciding")]
    paper = make_paper(by=town.clerk, subject=f"Turnhalle {number}", consultations=sequence)
    if number < ANNEXES:
        make_attachment(paper, by=town.clerk, title=f"Plan {number}", data=heavy(), is_public=is_public)
    paper = step(step(paper, SUBMIT, by=town.clerk, note="ok"), RELEASE, by=town.mayor, note="ok")
    with clearance("system"):
        documents.issue(paper.releases.get().pk, now=timezone.now())
    return paper
