"""D-07: the package of a meeting and its ZIP, for each audience, never with a part that may not be seen (P-06)."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions import jobs
from motions.models import IssuedDocument, Meeting, MeetingDocument, Paper, ReadRecord, Recusal, User
from motions.pdf.conformance import UNTAGGED
from motions.rules import archives, documents, files, meeting_documents, packages
from motions.rules.clearance import clearance
from motions.rules.packages import State
from motions.rules.workflow import RELEASE, SUBMIT, WITHDRAW
from tests.conftest import Login
from tests.factories import consultation, make_attachment, make_paper, step
from tests.meetings import announce, make_agenda, make_item, make_meeting, make_paper_item
from tests.motions.pdf.contents import AGENDA
from tests.motions.pdf.judges import faults, printed, verdicts, words
from tests.motions.pdf.test_merge import foreign
from tests.people import Town, person_of
from tests.standing import Ground, Standing

SECRET = "Geheimvogel"


@dataclass(frozen=True)
class Scene:
    """An invited meeting of the HFA with two public papers, one with annexes, and a secret one; all PDFs made."""

    meeting: Meeting
    papers: list[Paper]
    secret: Paper


def released(
    town: Town, subject: str, *, is_public: bool = True, annexes: bool = False, annex: bytes | None = None
) -> Paper:
    ground: dict[str, Any] = {} if is_public else {"secrecy_ground": "property"}
    sequence = [consultation(town.organs["HFA"], "deciding", is_public=is_public)]
    paper = make_paper(by=town.clerk, subject=subject, is_public=is_public, consultations=sequence, **ground)
    if annexes:
        make_attachment(paper, by=town.clerk, title="Lageplan", data=foreign())
        make_attachment(paper, by=town.clerk, title=f"{SECRET} Gutachten", data=foreign(), is_public=False)
    if annex is not None:
        make_attachment(paper, by=town.clerk, title="Lageplan", data=annex)
    paper = step(step(paper, SUBMIT, by=town.clerk, note="ok"), RELEASE, by=town.mayor, note="ok")
    with clearance("system"):
        documents.issue(paper.releases.get().pk, now=timezone.now())
    return paper


def make_printed_scene(town: Town) -> Scene:
    papers = [released(town, "Turnhalle"), released(town, "Bauplatz", annexes=True)]
    secret = released(town, f"{SECRET} kauft", is_public=False)
    meeting = make_meeting(town.organs["HFA"])
    for paper in (*papers, secret):
        make_paper_item(meeting, paper.consultations.get())
    return Scene(_printed(announce(meeting, by=town.office)), papers, secret)


@pytest.fixture(scope="module")
def standing_scene(ground: Ground) -> Standing[Scene]:
    """Made once for this file."""
    return ground.build(make_printed_scene)


@pytest.fixture
def scene(town: Town, standing_scene: Standing[Scene], system: None) -> Scene:
    return standing_scene.put_back()


def without_files(data: bytes) -> bytes:
    """A valid document as a drafter brings it: files inside a file are refused as an annex."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        del document.Root.Names, document.Root.AF
        document.save(out)
    return out.getvalue()


def _printed(meeting: Meeting) -> Meeting:
    """The meeting with the PDFs of its agenda."""
    with clearance("system"):
        for document in meeting.documents.all():
            meeting_documents.make(document.pk, now=timezone.now())
    return meeting


def made(meeting: Meeting, edition: str) -> MeetingDocument:
    now = timezone.now()
    with clearance("system"):
        document = packages.issue(meeting, edition=edition, now=now)
        assert document is not None
        assert meeting_documents.make(document.pk, now=now) is None
        return MeetingDocument.objects.get(pk=document.pk)


def data_of(document: MeetingDocument) -> bytes:
    return bytes(files.fetch(document.sha256).read())


def titles(document: MeetingDocument) -> list[str]:
    return [entry["title"] for section in document.content["sections"] for entry in section["entries"]]


def test_d07_p06_the_public_package_holds_public_parts_only(scene: Scene) -> None:
    first, second = scene.papers
    document = made(scene.meeting, "public")
    assert titles(document) == [
        "Einladung",
        f"{first.reference}: Turnhalle",
        f"{second.reference}: Bauplatz",
        "Anlage: Lageplan",
    ]
    data = data_of(document)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        metadata = bytes(pdf.Root.Metadata.read_bytes()).decode() + str(pdf.docinfo)
        outline = str([item.title for item in pdf.open_outline().root])
    for text in (*words(data), metadata, outline, str(document.content)):
        assert SECRET not in text
        assert scene.secret.reference not in text


def test_the_internal_package_holds_every_part(scene: Scene) -> None:
    document = made(scene.meeting, "internal")
    assert f"{scene.secret.reference}: {SECRET} kauft" in titles(document)
    assert f"Anlage: {SECRET} Gutachten" in titles(document)
    assert SECRET in "".join(words(data_of(document)))


def listed(data: bytes) -> dict[str, int]:
    """The contents as printed: the name of a document and the page beside it."""
    found = re.findall(r"(FB [^:\n]+: \w+|Einladung|Anlage: \w+).*?(?:\n[^\n]*)??\s(\d+)\n", words(data)[0])
    return {name: int(number) for name, number in found}


def test_d07_the_pages_in_the_contents_are_those_of_the_package(scene: Scene) -> None:
    data = data_of(made(scene.meeting, "public"))
    pages = words(data)
    contents = listed(data)
    for paper in scene.papers:
        number = contents[f"{paper.reference}: {paper.subject}"]
        assert f"Vorlage {paper.reference}" in pages[number - 1]
        assert f"Vorlage {paper.reference}" not in pages[number - 2]
    assert "Einladung zur Sitzung" in pages[contents["Einladung"] - 1]
    assert contents["Anlage: Lageplan"] == len(pages)
    assert f"Sitzungsmappe Seite {len(pages)} von {len(pages)}" in pages[-1]
    assert "ohne Strukturangaben" in pages[0]
    assert "nicht als PDF/A-3a und PDF/UA-1 ausgewiesen" in " ".join(pages[0].split())


def test_d07_the_item_is_printed_on_the_copy_in_the_package_alone(scene: Scene) -> None:
    data = data_of(made(scene.meeting, "public"))
    contents, pages = listed(data), words(data)
    for paper, label in zip(scene.papers, ("Ö 1", "Ö 2"), strict=True):
        own = "".join(
            words(files.fetch(IssuedDocument.objects.get(paper=paper, edition="public").sha256).read())
        )
        assert f"TOP {label}" in pages[contents[f"{paper.reference}: {paper.subject}"] - 1]
        assert ("Sitzungsmappe" in own, "TOP Ö" in own) == (False, False)


def test_d07_the_bookmarks_lead_to_the_pages_of_the_contents(scene: Scene) -> None:
    data = data_of(made(scene.meeting, "public"))
    pages = listed(data)
    first, second = (f"{paper.reference}: {paper.subject}" for paper in scene.papers)
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        found = {row.title: _page_of(pdf, row) for row in outline.root}
        annexes = {row.title: _page_of(pdf, row) for row in outline.root[-1].children}
    expected = {"Inhalt": 1, "Einladung": pages["Einladung"]}
    assert found == expected | {f"TOP Ö 1: {first}": pages[first], f"TOP Ö 2: {second}": pages[second]}
    assert annexes == {"Anlage: Lageplan": pages["Anlage: Lageplan"]}


def _page_of(pdf: pikepdf.Pdf, row: pikepdf.OutlineItem) -> int:
    destination: Any = row.destination
    return pdf.pages.index(pikepdf.Page(destination[0])) + 1


def test_d07_a_package_without_foreign_parts_is_valid(town: Town, system: None) -> None:
    paper = released(town, "Turnhalle")
    meeting = make_meeting(town.organs["HFA"])
    make_paper_item(meeting, paper.consultations.get())
    meeting = _printed(announce(meeting, by=town.office))
    data = data_of(made(meeting, "public"))
    assert faults(data) == []
    assert verdicts(data) == {"3a": True, "ua1": True}


def test_d07_the_page_tells_what_keeps_a_package_from_a_format(
    town: Town, scene: Scene, client: Client, login: Login
) -> None:
    public, internal = made(scene.meeting, "public"), made(scene.meeting, "internal")
    lost = [{"title": "Anlage: Lageplan", "reason": UNTAGGED}]
    assert public.shortfalls == lost
    assert internal.shortfalls == [*lost, {"title": f"Anlage: {SECRET} Gutachten", "reason": UNTAGGED}]
    page = reverse("meeting-package", args=[scene.meeting.slug])
    for_everybody = client.get(page).content.decode()
    assert f"<li>Anlage: Lageplan: {UNTAGGED}</li>" in for_everybody
    assert SECRET not in for_everybody
    assert (
        f"<li>Anlage: {SECRET} Gutachten: {UNTAGGED}</li>"
        in login(town.council_member).get(page).content.decode()
    )


def test_d07_a_valid_annex_leaves_the_package_valid(town: Town, system: None, client: Client) -> None:
    paper = released(town, "Turnhalle", annex=without_files(printed(AGENDA)))
    meeting = make_meeting(town.organs["HFA"])
    make_paper_item(meeting, paper.consultations.get())
    meeting = _printed(announce(meeting, by=town.office))
    package = made(meeting, "public")
    assert package.shortfalls == []
    assert "Anlage: Lageplan" in titles(package)
    assert "ausgewiesen" not in words(data_of(package))[0]
    assert faults(data_of(package)) == []
    assert verdicts(data_of(package)) == {"3a": True, "ua1": True}
    body = client.get(reverse("meeting-package", args=[meeting.slug])).content.decode()
    assert "gekennzeichnet (PDF/UA-1, PDF/A-3a)" in body


def test_si04_what_a_package_lacks_is_written_down_once(scene: Scene) -> None:
    package = made(scene.meeting, "public")
    with pytest.raises(DatabaseError), transaction.atomic():
        MeetingDocument.objects.filter(pk=package.pk).update(shortfalls=[])


def test_the_same_package_is_not_made_twice(scene: Scene) -> None:
    first = made(scene.meeting, "public")
    assert made(scene.meeting, "public") == first


@pytest.mark.parametrize("damage", [b"", b"!"], ids=["missing", "changed"])
def test_i9_a_damaged_paper_is_named_and_goes_into_no_package(
    scene: Scene, settings: object, damage: bytes
) -> None:
    now, digest = timezone.now(), IssuedDocument.objects.get(paper=scene.papers[0], edition="public").sha256
    place = Path(settings.MEDIA_ROOT) / digest[:2] / digest  # type: ignore[attr-defined]
    whole = place.read_bytes()
    place.unlink()
    if damage:
        place.write_bytes(whole + damage)
    package = packages.issue(scene.meeting, edition="public", now=now)
    assert package is not None
    assert isinstance(meeting_documents.make(package.pk, now=now), files.FileDamaged)
    package.refresh_from_db()
    assert (package.is_made, digest in package.failure) == (False, True)
    place.write_bytes(whole)
    assert meeting_documents.make(package.pk, now=now) is None


def test_d07_a_supplement_moves_no_page(town: Town, scene: Scene) -> None:
    before = made(scene.meeting, "public")
    late = released(town, "Nachgereicht")
    item = make_paper_item(scene.meeting, late.consultations.get(), number="3", announced_at=timezone.now())
    make_agenda(scene.meeting, "public")
    after = made(scene.meeting, "public")
    assert after.revision == 2
    old, new = words(data_of(before)), words(data_of(after))
    stamp = re.compile(r"Sitzungsmappe Seite \d+ von \d+")
    assert [stamp.sub("", text) for text in new[1 : len(old)]] == [stamp.sub("", text) for text in old[1:]]
    assert f"Inhalt ab Seite {len(old) + 1}" in new[0]
    assert "Kein Nachtrag." in old[0]
    assert "Inhalt des Nachtrags" in new[len(old)]
    assert f"{late.reference}: Nachgereicht" in new[len(old)]
    assert f"TOP {item.label}" in new[-1]


def fetch(client: Client, document: MeetingDocument) -> Any:
    return client.get(reverse("meeting-document-file", args=[document.public_id]))


def offered(user: User | AnonymousUser, meeting: Meeting) -> dict[str, str]:
    return {offer.edition: offer.state for offer in packages.offers(user, meeting)}


def test_what_was_withdrawn_is_handed_out_no_more(town: Town, scene: Scene, client: Client) -> None:
    document = made(scene.meeting, "public")
    assert fetch(client, document).status_code == 200
    step(scene.papers[0], WITHDRAW, by=town.mayor, note="ok")
    assert fetch(client, document).status_code == 404
    assert offered(AnonymousUser(), scene.meeting) == {"public": State.WITHDRAWN}
    body = client.get(reverse("meeting-package", args=[scene.meeting.slug])).content.decode()
    assert "steht nicht mehr zur Verfügung" in body
    anew = made(scene.meeting, "public")
    assert len(anew.content["sections"]) == 1
    assert "Turnhalle" not in str(titles(anew))
    assert fetch(client, anew).status_code == 200
    assert fetch(client, document).status_code == 404


def test_p10_who_is_recused_gets_the_public_package(town: Town, scene: Scene, login: Login) -> None:
    document = made(scene.meeting, "internal")
    member = town.council_member
    assert fetch(login(member), document).status_code == 200
    Recusal.objects.create(
        item=scene.meeting.items.get(is_public=False),
        person=person_of(member),
        ground="board",
        declared_by=town.office,
        declared_at=timezone.now(),
    )
    assert fetch(login(member), document).status_code == 404
    assert list(offered(member, scene.meeting)) == ["public"]


def test_each_person_is_offered_what_he_or_she_may_read(town: Town, scene: Scene) -> None:
    assert list(offered(AnonymousUser(), scene.meeting)) == ["public"]
    assert list(offered(town.expert_citizen, scene.meeting)) == ["public"]
    assert list(offered(town.council_member, scene.meeting)) == ["public", "internal"]
    assert list(offered(town.office, scene.meeting)) == ["public", "internal"]


def test_a_package_is_asked_for_made_and_fetched(scene: Scene, client: Client) -> None:
    page = reverse("meeting-package", args=[scene.meeting.slug])
    ask = reverse("meeting-package-ask", args=[scene.meeting.slug, "public"])
    assert "Mappe erstellen" in client.get(page).content.decode()
    for _ in range(2):
        assert client.post(ask).status_code == 302
    assert 'data-reload="5"' in client.get(page).content.decode()
    document = MeetingDocument.objects.get(kind="package")
    jobs.issue_meeting_document(document.pk)
    body = client.get(page).content.decode()
    assert reverse("meeting-document-file", args=[document.public_id]) in body
    assert "data-reload" not in body
    refused = reverse("meeting-package-ask", args=[scene.meeting.slug, "internal"])
    assert client.post(refused).status_code == 404
    assert client.get(ask).status_code == 405


def test_the_package_follows_the_agenda_by_itself(town: Town, system: None) -> None:
    meeting = make_meeting(town.organs["HFA"])
    make_item(meeting)
    meeting = announce(meeting, by=town.office)
    agenda = make_agenda(meeting, "public")
    jobs.issue_meeting_document(agenda.pk)
    jobs.issue_meeting_document(agenda.pk)
    assert MeetingDocument.objects.filter(kind="package", edition="public").count() == 1


def test_ds09_an_internal_package_is_a_reading(town: Town, scene: Scene, login: Login) -> None:
    fetch(login(town.council_member), made(scene.meeting, "internal"))
    login(town.council_member).get(reverse("meeting-archive", args=[scene.meeting.slug])).getvalue()
    with clearance("system"):
        parts = ReadRecord.objects.filter(meeting=scene.meeting).order_by("pk").values_list("part", flat=True)
        assert list(parts) == ["Sitzungsmappe, Fassung 1", "ZIP-Archiv"]


# --- ZIP ----------------------------------------------------------------------------------------------------


def archive(client: Client, meeting: Meeting) -> zipfile.ZipFile:
    answer = client.get(reverse("meeting-archive", args=[meeting.slug]))
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.getvalue()))


def test_p06_the_zip_holds_what_the_person_may_read(town: Town, scene: Scene, login: Login) -> None:
    first, second = scene.papers
    public = archive(Client(), scene.meeting)
    assert public.testzip() is None
    assert public.namelist() == [
        "index.html",
        "00-einladung-mit-tagesordnung-fassung-1.pdf",
        f"oe-1-{first.slug}.pdf",
        f"oe-2-{second.slug}.pdf",
        "oe-2-anlage-1-lageplan.pdf",
    ]
    everything = b"".join(public.read(name) for name in public.namelist()).decode(errors="replace")
    assert SECRET not in everything + str(public.namelist())
    inside = archive(login(town.council_member), scene.meeting)
    assert f"n-1-{scene.secret.slug}-nichtoeffentlich.pdf" in inside.namelist()
    assert SECRET in inside.read("index.html").decode()
    with clearance("system"):
        row = IssuedDocument.objects.get(paper=first)
    assert public.read(f"oe-1-{first.slug}.pdf") == files.fetch(row.sha256).read()


def test_names_in_the_zip_are_safe(scene: Scene) -> None:
    with clearance("system"):
        found = archives.entries(AnonymousUser(), scene.meeting)
    assert [entry.name for entry in found if not re.fullmatch(r"[a-z0-9.-]+", entry.name)] == []


def test_a_meeting_without_documents_has_no_zip(town: Town, client: Client) -> None:
    meeting = make_meeting(town.organs["HFA"])
    assert client.get(reverse("meeting-archive", args=[meeting.slug])).status_code == 404
