"""Nothing non-public gets out: marked words are planted in every kind of text and looked for everywhere."""

import io
import re
import subprocess
import uuid
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from motions.models import IssuedDocument, Paper
from motions.rules import documents, short_address
from motions.rules.clearance import clearance
from motions.rules.workflow import RELEASE, SUBMIT
from tests.factories import euro_row, invite, make_attachment, make_paper, make_released, step
from tests.people import Town

MARK = "Geheimvogel"
SECRET_TEXT: dict[str, Any] = {
    "subject": f"{MARK} im Betreff",
    "plain_words": f"{MARK} einfach",
    "draft_resolution": f"<p>{MARK} beschließen</p>",
    "statement": f"<p>{MARK} ist so.</p>",
    "financial_impact": f"<p>{MARK} kostet</p>",
    "climate_impact": f"<p>{MARK} wärmt</p>",
    "file_reference": f"{MARK}-1",
    "signatory": f"{MARK} Amt",
}


@pytest.fixture
def hidden(town: Town) -> list[Paper]:
    """A non-public paper in the organ of everybody, and a public one with secrets around it."""
    secret = make_released(
        by=town.clerk,
        is_public=False,
        secrecy_ground="property",
        financial_rows=[euro_row(product=MARK, cost_center=MARK)],
        **SECRET_TEXT,
    )
    draft = make_paper(by=town.clerk, **SECRET_TEXT)
    open_paper = make_paper(by=town.clerk, invitations=[invite(town.units["FB I"])])
    make_attachment(open_paper, by=town.clerk, title=f"{MARK} Plan", file_name=f"{MARK}.pdf", is_public=False)
    step(open_paper, SUBMIT, by=town.clerk, note=f"{MARK} im Vermerk")
    step(open_paper, RELEASE, by=town.mayor, note=f"{MARK} bei der Freigabe")
    with clearance("system"):
        for document in IssuedDocument.objects.all():
            documents.issue(document.release_id, now=document.release.released_at)
    return [secret, draft, open_paper]


def everything_readable(client: Client, papers: list[Paper]) -> str:
    """All bytes a visitor can fetch, by every address that could name a paper."""
    addresses = [
        reverse("home"),
        reverse("public-papers"),
        reverse("organizations"),
        reverse("organization", args=["rat"]),
    ]
    # The page repeats what was searched for: asked in small letters, the planted capital is an answer.
    addresses += [f"{reverse('public-papers')}?q={MARK.lower()}", f"{reverse('public-papers')}?seite=2"]
    addresses += [reverse("public-paper", args=[paper.slug]) for paper in papers if paper.slug]
    with clearance("system"):
        documents_made = list(IssuedDocument.objects.values_list("public_id", flat=True))
        annexes = [row.public_id for paper in papers for row in paper.attachments.all()]
    addresses += [reverse("document-file", args=[pk]) for pk in documents_made]
    addresses += [reverse("document-state", args=[short_address.code(pk)]) for pk in documents_made]
    addresses += [reverse("attachment-file", args=[pk]) for pk in annexes]
    addresses += [reverse("paper-detail", args=[paper.pk]) for paper in papers]
    addresses += [reverse("paper-preview", args=[paper.pk]) for paper in papers]
    found = []
    for address in addresses:
        response = client.get(address)
        body = response.getvalue() if response.streaming else response.content
        if body.startswith(b"%PDF"):
            body = text_of(body)
        found.append(str(response.headers) + body.decode(errors="replace"))
    return "\n".join(found)


def text_of(pdf: bytes) -> bytes:
    """Words, metadata and attached data of a PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        data = b"".join(file.get_file().read_bytes() for file in document.attachments.values())
        metadata = str(document.docinfo) + str(document.open_metadata())
    words = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return words + data + metadata.encode()


def test_marked_words_reach_those_who_may_see_them_and_nobody_else(town: Town, hidden: list[Paper]) -> None:
    with clearance("system"):
        papers = list(Paper.objects.filter(pk__in=[paper.pk for paper in hidden]))
    texts = {"citizen": everything_readable(Client(), papers)}
    for name in ("outsider", "expert_citizen", "administrator", "clerk"):
        client = Client()
        client.force_login(getattr(town, name))
        texts[name] = everything_readable(client, papers)
    assert texts.pop("clerk").count(MARK) > 20
    for name, text in texts.items():
        assert "Neue Bänke" in text, name
        assert re.findall(rf".{{0,60}}{MARK}.{{0,30}}", text) == [], name


def test_a_public_search_counts_nothing_hidden(town: Town, hidden: list[Paper], client: Client) -> None:
    secret, _, open_paper = hidden
    found = {
        words: client.get(reverse("public-papers"), {"q": words}).context["page"].paginator.count
        for words in (MARK, secret.reference, str(secret.reference_number), open_paper.reference)
    }
    assert found == {
        MARK: 0,
        secret.reference: 0,
        str(secret.reference_number): 0,
        open_paper.reference: 1,
    }


def test_p06_the_addresses_of_a_page_have_no_gaps(town: Town, client: Client) -> None:
    """A counted number would tell how many annexes and documents lie between two that citizens see."""
    paper = make_paper(by=town.clerk)
    for title, is_public in (("Plan", True), ("Gutachten", False), ("Karte", True)):
        make_attachment(paper, by=town.clerk, title=title, is_public=is_public)
    step(step(paper, SUBMIT, by=town.clerk, note="ok"), RELEASE, by=town.mayor, note="ok")
    with clearance("system"):
        paper = Paper.objects.get(pk=paper.pk)
        documents.issue(paper.releases.get().pk, now=paper.status_since)
    page = client.get(reverse("public-paper", args=[paper.slug])).content.decode()
    names = re.findall(r"/(?:anlagen|dokumente)/([^/\"]+?)(?:\.pdf|/)\"", page)
    assert [uuid.UUID(name).version for name in names] == [4] * 4
