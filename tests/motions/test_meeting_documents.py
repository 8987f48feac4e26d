"""Documents of meetings: frozen for each audience, made once, delivered to who may read them (SI-04, P-06, E-13)."""

import datetime as dt
import io
import json
from dataclasses import dataclass
from typing import Any

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from motions import jobs
from motions.models import Invitation, Meeting, MeetingDocument, ReadRecord
from motions.pdf.failures import Unprintable
from motions.rules import files, invariants, meeting_documents
from motions.rules.clearance import clearance
from tests.conftest import Login
from tests.factories import consultation, make_released
from tests.meetings import announce, make_agenda, make_item, make_meeting, make_paper_item
from tests.motions.pdf.judges import running_text
from tests.people import Town
from tests.standing import Ground, Standing

SECRET = "Geheimvogel"


@dataclass(frozen=True)
class Scene:
    """An invited meeting of the HFA: a public and a secret paper, a secret item with a secret item below it."""

    meeting: Meeting
    reference: str
    secret_reference: str


def make_invited_scene(town: Town) -> Scene:
    hfa = town.organs["HFA"]
    paper = make_released(by=town.clerk, consultations=[consultation(hfa, "deciding")])
    secret = make_released(
        by=town.clerk,
        is_public=False,
        secrecy_ground="property",
        subject=f"{SECRET} kauft",
        consultations=[consultation(hfa, "deciding", is_public=False)],
    )
    meeting = make_meeting(hfa, access_note="Aufzug im Hof")
    make_paper_item(meeting, paper.consultations.get())
    make_paper_item(meeting, secret.consultations.get())
    parent = make_item(meeting, f"{SECRET} baut", is_public=False, public_title="Vergabe")
    announce(meeting, by=town.office)
    make_item(
        meeting,
        f"{SECRET} malt",
        is_public=False,
        public_title="Vergabe, Teil",
        parent=parent,
        number="2.1",
        announced_at=timezone.now(),
    )
    return Scene(meeting, paper.reference, secret.reference)


@pytest.fixture(scope="module")
def standing_scene(ground: Ground) -> Standing[Scene]:
    """Made once for this file."""
    return ground.build(make_invited_scene)


@pytest.fixture
def scene(town: Town, standing_scene: Standing[Scene], system: None) -> Scene:
    return standing_scene.put_back()


def content(meeting: Meeting, edition: str, **fields: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"edition": edition, "revision": 1, "now": timezone.now()}
    return meeting_documents.agenda_content(meeting, **facts | fields)


def rows(content: dict[str, Any]) -> list[tuple[str, str, str]]:
    items = [item for part in content["parts"] for top in part["items"] for item in (top, *top["children"])]
    return [(row["label"], row["title"], (row["paper"] or {"reference": ""})["reference"]) for row in items]


def test_e13_the_public_agenda_holds_abstract_titles_only(scene: Scene) -> None:
    subject = scene.meeting.items.get(is_public=True).title
    public = content(scene.meeting, "public")
    assert rows(public) == [
        ("Ö 1", subject, scene.reference),
        ("N 1", "Grundstücksangelegenheit", ""),
        ("N 2", "Vergabe", ""),
        ("N 2.1", "Vergabe, Teil", ""),
    ]
    assert SECRET not in json.dumps(public, ensure_ascii=False)
    assert scene.secret_reference not in json.dumps(public, ensure_ascii=False)
    assert rows(content(scene.meeting, "internal")) == [
        ("Ö 1", subject, scene.reference),
        ("N 1", f"{SECRET} kauft", scene.secret_reference),
        ("N 2", f"{SECRET} baut", ""),
        ("N 2.1", f"{SECRET} malt", ""),
    ]


def test_e13_nothing_in_the_public_pdf_tells_of_the_other(scene: Scene) -> None:
    document = make_agenda(scene.meeting, "public")
    data = files.fetch(document.sha256).read()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        attached = b"".join(entry.get_file().read_bytes() for entry in pdf.attachments.values())
        metadata = bytes(pdf.Root.Metadata.read_bytes()) + str(pdf.docinfo).encode()
    assert b"Grundst" in attached
    text = running_text(data)
    assert "Grundstücksangelegenheit" in text
    for found in (text, attached.decode(), metadata.decode()):
        assert SECRET not in found
        assert scene.secret_reference not in found


def test_an_item_nobody_was_sent_is_in_no_agenda(scene: Scene) -> None:
    make_item(scene.meeting, "Später")
    assert "Später" not in [title for _, title, _ in rows(content(scene.meeting, "internal"))]


@pytest.mark.parametrize(
    ("kind", "revision", "name"),
    [("agenda", 1, "Einladung"), ("agenda", 2, "Nachtrag"), ("notice", 1, "Bekanntmachung")],
)
def test_each_kind_says_what_it_is(scene: Scene, kind: str, revision: int, name: str) -> None:
    said = content(scene.meeting, "public", kind=kind, revision=revision, urgency_reason="Frist")
    assert (said["type"], said["revision"], said["urgency_reason"]) == (name, revision, "")
    assert (said["place"], said["access_note"], said["time"]) == ("Heimatmuseum", "Aufzug im Hof", "18:00")


def test_e02_why_it_is_urgent_is_told_to_the_members_only(scene: Scene) -> None:
    told = [content(scene.meeting, edition, urgency_reason="Frist") for edition in ("public", "internal")]
    assert [row["urgency_reason"] for row in told] == ["", "Frist"]


def test_e12_each_item_names_the_revision_it_came_with(town: Town, system: None) -> None:
    meeting = make_meeting(town.organs["HFA"])
    first, second = timezone.now(), timezone.now() + dt.timedelta(hours=1)
    for revision, at in enumerate((first, second), start=1):
        make_item(meeting, f"Fassung {revision}", number=str(revision), announced_at=at)
        Invitation.objects.create(meeting=meeting, revision=revision, sent_by=town.office, sent_at=at)
    items = content(meeting, "public", revision=2)["parts"][0]["items"]
    assert [(item["title"], item["added_in"]) for item in items] == [("Fassung 1", 1), ("Fassung 2", 2)]


def test_the_chair_invites_and_for_the_rat_the_mayor(town: Town, scene: Scene) -> None:
    assert content(scene.meeting, "public")["chair"] is None
    rat = make_meeting(town.organs["Rat"])
    assert content(rat, "public")["chair"] == {"name": "Clara Schlossgarten", "function": "Bürgermeisterin"}


def test_si04_revisions_are_counted_and_a_job_makes_the_pdf(scene: Scene) -> None:
    now = timezone.now()
    said = content(scene.meeting, "public")
    first, second = (
        meeting_documents.freeze(scene.meeting, "agenda", edition="public", content=said, now=now)
        for _ in range(2)
    )
    assert [first.revision, second.revision] == [2, 3]
    asked = ProcrastinateJob.objects.filter(task_name="motions.jobs.issue_meeting_document").order_by("pk")
    assert [job.args["document_id"] for job in asked][-2:] == [first.pk, second.pk]
    jobs.issue_meeting_document(first.pk)
    first.refresh_from_db()
    assert (first.is_made, first.pages, files.is_intact(first.sha256)) == (True, 1, True)
    made_at = first.made_at
    jobs.issue_meeting_document(first.pk)
    first.refresh_from_db()
    assert first.made_at == made_at
    with pytest.raises(IntegrityError), transaction.atomic():
        meeting_documents.freeze(scene.meeting, "agenda", edition="public", content=said, now=now, revision=2)


def test_i13_what_hinders_a_pdf_is_kept_and_tried_again_at_night(scene: Scene) -> None:
    early = timezone.now() - dt.timedelta(minutes=11)
    said = content(scene.meeting, "public") | {"place": "\U0001f4a9"}
    document = meeting_documents.freeze(scene.meeting, "agenda", edition="public", content=said, now=early)
    with pytest.raises(Unprintable):
        jobs.issue_meeting_document(document.pk)
    document.refresh_from_db()
    assert "U+1F4A9" in document.failure
    named = [line for line in invariants.documents_made() if "U+1F4A9" in line]
    assert len(named) == 1
    waiting = ProcrastinateJob.objects.filter(task_name="motions.jobs.issue_meeting_document")
    before = waiting.count()
    jobs.catch_up(0)
    assert waiting.count() == before + 1


def test_i09_i14_the_files_of_meetings_are_watched(scene: Scene) -> None:
    document = make_agenda(scene.meeting, "public")
    assert [line for line in invariants.files_recorded() if document.sha256 in line] == []
    assert document.sha256 not in invariants.orphans()
    default_storage.delete(f"{document.sha256[:2]}/{document.sha256}")
    assert [line for line in invariants.files_recorded() if document.sha256 in line] == [
        f"I14: Die Datei {document.sha256} fehlt in der Ablage."
    ]


def address(document: MeetingDocument) -> str:
    return reverse("meeting-document-file", args=[document.public_id])


def test_a_citizen_reads_the_public_edition_and_asks_again_each_time(scene: Scene, client: Client) -> None:
    document = make_agenda(scene.meeting, "public")
    answer = client.get(address(document))
    assert answer.getvalue().startswith(b"%PDF")
    assert (answer["Cache-Control"], answer["ETag"]) == ("no-cache", f'"{document.sha256}"')
    assert f"einladung-{scene.meeting.slug}-fassung-2.pdf" in answer["Content-Disposition"]
    assert client.get(address(document), headers={"If-None-Match": answer["ETag"]}).status_code == 304
    with clearance("system"):
        assert ReadRecord.objects.count() == 0


def test_p06_the_internal_edition_does_not_exist_for_a_citizen(scene: Scene, client: Client) -> None:
    secret, unpublished = (
        make_agenda(scene.meeting, "internal"),
        make_agenda(scene.meeting, "public", is_published=False),
    )
    missing = "/dokumente/sitzungen/00000000-0000-4000-8000-000000000000.pdf"
    for ask in (client.get, client.head):
        answers = [ask(where) for where in (address(secret), address(unpublished), missing)]
        assert [answer.status_code for answer in answers] == [404] * 3
        bodies = {answer.content for answer in answers}
        assert len(bodies) == 1
        assert len({frozenset(answer.headers) for answer in answers}) == 1


def test_ds09_reading_the_internal_edition_is_logged(town: Town, scene: Scene, login: Login) -> None:
    document = make_agenda(scene.meeting, "internal")
    answer = login(town.council_member).get(address(document))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "nichtoeffentlich" in answer["Content-Disposition"]
    with clearance("system"):
        row = ReadRecord.objects.get()
    assert (row.reader, row.meeting, row.paper) == (town.council_member, scene.meeting, None)
    assert row.part == "Einladung mit Tagesordnung, Fassung 2"


def test_ds09_a_reading_is_of_one_matter(town: Town, scene: Scene) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ReadRecord.objects.create(reader=town.office, part="nichts", read_at=timezone.now())
