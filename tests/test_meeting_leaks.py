"""Nothing non-public of a meeting gets out: a marked word is planted in every secret text and looked for everywhere."""

import io
import re
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import Meeting, MeetingDocument, Paper
from motions.rules import documents, meeting_documents, packages
from motions.rules.clearance import clearance
from motions.rules.workflow import RELEASE, SUBMIT
from tests.factories import consultation, make_attachment, make_paper, step
from tests.meetings import (
    announce,
    close_now,
    make_agenda,
    make_item,
    make_meeting,
    make_paper_item,
    open_now,
    settled,
)
from tests.people import Town
from tests.test_leaks import text_of

MARK = "Geheimvogel"


def released(town: Town, subject: str, *, is_public: bool) -> Paper:
    """A paper of the HFA with a public and a secret annex."""
    paper = make_paper(
        by=town.clerk,
        subject=subject,
        is_public=is_public,
        secrecy_ground="" if is_public else "property",
        lead_unit=town.units["FB II"],
        consultations=[consultation(town.organs["HFA"], "deciding", is_public=is_public)],
    )
    make_attachment(paper, by=town.clerk, title=f"{MARK} Plan", file_name=f"{MARK}.pdf", is_public=False)
    paper = step(step(paper, SUBMIT, by=town.clerk, note="ok"), RELEASE, by=town.mayor, note="ok")
    documents.issue(paper.releases.get().pk, now=timezone.now())
    return paper


@pytest.fixture
def closed(town: Town, system: None) -> Meeting:
    """A closed meeting with secrets in item, paper, annex, reason, wording and documents; everything is published."""
    papers = [released(town, "Neue Bänke", is_public=True), released(town, f"{MARK} kauft", is_public=False)]
    meeting = make_meeting(town.organs["HFA"])
    items = [make_paper_item(meeting, paper.consultations.get()) for paper in papers]
    items.append(make_item(meeting, f"{MARK} baut", is_public=False))
    meeting = announce(meeting, by=town.office)
    for edition in ("public", "internal"):
        make_agenda(meeting, edition)
        package = packages.issue(meeting, edition=edition, now=timezone.now())
        assert package is not None
        assert meeting_documents.make(package.pk, now=timezone.now()) is None
    open_now(meeting, by=town.office)
    for item in items:
        word = "bewilligt" if item.is_public else MARK
        made = settled(item, outcome="adopted_amended", final_text=f"<p>{word}</p>", reason=word)
        assert made.pk
    return close_now(meeting, by=town.office)


def addresses(meeting: Meeting) -> list[str]:
    """Every public address of this meeting and of what stands around it."""
    slug = meeting.slug
    with clearance("system"):
        files = [row.public_id for row in MeetingDocument.objects.filter(meeting=meeting)]
        papers = Paper.objects.filter(consultations__items__meeting=meeting)
        pages = [reverse("public-paper", args=[paper.slug]) for paper in papers]
        items = [reverse("agenda-item", args=[slug, item.address]) for item in meeting.items.all()]
    plain = [reverse(name) for name in ("home", "meetings", "meetings-calendar", "public-papers")]
    views = [f"{reverse('meetings')}?ansicht={view}" for view in ("vergangen", "monat")]
    views.append(f"{reverse('meetings')}?ansicht=monat&monat={meeting.starts_at:%Y-%m}")
    of_meeting = [reverse(name, args=[slug]) for name in ("meeting", "meeting-package", "meeting-archive")]
    of_meeting += [f"{of_meeting[0]}?fassung=1", reverse("organization", args=["hfa"])]
    return [
        *plain,
        *views,
        *of_meeting,
        *items,
        *pages,
        *(reverse("meeting-document-file", args=[pk]) for pk in files),
    ]


def everything(client: Client, meeting: Meeting) -> str:
    """All a visitor can fetch: pages, PDFs with metadata and attached data, the archive with its names."""
    found = []
    for address in addresses(meeting):
        answer = client.get(address)
        body = answer.getvalue()
        found.append(str(answer.headers))
        if body.startswith(b"PK"):
            archive = zipfile.ZipFile(io.BytesIO(body))
            parts = [archive.read(name) for name in archive.namelist()]
            found += archive.namelist()
        else:
            parts = [body]
        for part in parts:
            text = text_of(part) if part.startswith(b"%PDF") else part
            found.append(text.decode(errors="replace"))
    return "\n".join(found)


def test_p06_marked_words_reach_those_who_may_see_them_and_nobody_else(town: Town, closed: Meeting) -> None:
    texts = {"citizen": everything(Client(), closed)}
    for name in ("expert_citizen", "outsider", "administrator", "council_member"):
        client = Client()
        client.force_login(getattr(town, name))
        texts[name] = everything(client, closed)
    assert texts.pop("council_member").count(MARK) > 20
    for name, text in texts.items():
        assert "Neue Bänke" in text, name
        assert "bewilligt" in text, name
        assert re.findall(rf".{{0,60}}{MARK}.{{0,30}}", text) == [], name
