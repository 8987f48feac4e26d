"""manage.py import_town: all of a town or nothing of it, twice is once, and everything not understood is told."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from motions.models import (
    AgendaItem,
    Ballot,
    Event,
    ExternalId,
    IssuedDocument,
    Meeting,
    MeetingDocument,
    Membership,
    NamedVote,
    Organization,
    Paper,
    ReferenceCounter,
    Treatment,
    User,
)
from motions.rules import documents, files, invariants, meeting_documents
from motions.rules.clearance import clearance
from tests.standing import Standing

from .sample import Json, all_rows, empty_installation, sample, take_over, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def mayor(db: None) -> User:
    return empty_installation()


@pytest.fixture(scope="module")
def standing_move(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Standing[User]:
    """Made once for this file."""

    def move() -> User:
        mayor = empty_installation()
        take_over(write(tmp_path_factory.mktemp("umzug"), sample()), mayor)
        return mayor

    with django_db_blocker.unblock():
        return Standing(move)


@pytest.fixture
def moved(db: None, standing_move: Standing[User]) -> User:
    """The mayor of an installation into which the sample was moved."""
    return standing_move.put_back()


@pytest.fixture
def data() -> Json:
    return sample()


def test_everything_of_the_file_stands_in_the_tables(mayor: User, data: Json, tmp_path: Path) -> None:
    report = take_over(write(tmp_path, data), mayor)
    assert report.remarks == []
    with clearance("system"):
        paper = Paper.objects.get(reference_number=4100)
        assert (paper.reference, paper.status, paper.slug) == (
            "FB II/4100/2022",
            "released",
            "fb-ii-4100-2022",
        )
        assert [row.organization.short_name for row in paper.consultations.all()] == ["BauA", "Rat"]
        assert [(row.title, row.is_public) for row in paper.attachments.all()] == [
            ("Lageplan", True),
            ("Angebote", False),
        ]
        assert all(files.is_kept(row.sha256) for row in paper.attachments.all())
        assert sorted(paper.documents.values_list("edition", flat=True)) == ["internal", "public"]
        meeting = Meeting.objects.get(status="closed")
        assert [item.label for item in meeting.items.in_order()] == ["Ö 1", "Ö 2", "N 1"]
        assert Ballot.objects.get().yes_count == 1
        assert NamedVote.objects.count() == 2
        assert Treatment.objects.count() == 2
        assert sorted(meeting.documents.values_list("kind", "edition")) == [
            ("agenda", "internal"),
            ("agenda", "public"),
        ]
        assert ReferenceCounter.objects.get(name="paper").last == 4101


def test_citizens_read_what_was_moved(moved: User, client: Client) -> None:
    page = client.get("/vorlagen/fb-ii-4100-2022/")
    assert page.status_code == 200
    assert "Vier Bänke" in page.content.decode()
    assert client.get("/vorlagen/fb-ii-4101-2022/").status_code == 404
    agenda = client.get("/sitzungen/2022-04-05-rat/").content.decode()
    assert "Grundstücksangelegenheit" in agenda
    assert "Kieselweg" not in agenda
    item = client.get("/sitzungen/2022-04-05-rat/top/oe-1/").content.decode()
    assert "Vier Bänke werden aufgestellt." in item


def test_the_invariants_hold_after_a_move(moved: User) -> None:
    with clearance("system"):
        assert [text for text in invariants.broken() if not text.startswith("I13")] == []


def test_the_timeline_tells_of_the_move(moved: User) -> None:
    with clearance("system"):
        events = Event.objects.filter(paper__reference_number=4100).order_by("pk")
        assert list(events.values_list("from_status", "to_status")) == [
            ("", "draft"),
            ("draft", "submitted"),
            ("submitted", "released"),
        ]
        assert set(events.values_list("actor", flat=True)) == {moved.pk}


def test_the_second_run_changes_nothing_and_says_so(mayor: User, data: Json, tmp_path: Path) -> None:
    file = write(tmp_path, data)
    take_over(file, mayor)
    before = all_rows()
    report = take_over(file, mayor)
    assert (report.changed_nothing, report.kept, report.remarks) == (True, [], [])
    assert all_rows() == before


def test_a_dry_run_reports_the_same_and_writes_nothing(mayor: User, data: Json, tmp_path: Path) -> None:
    file = write(tmp_path, data)
    before = all_rows()
    rehearsal = take_over(file, mayor, dry_run=True)
    assert all_rows() == before
    with clearance("system"):
        assert not ExternalId.objects.exists()
    real = take_over(file, mayor)
    assert (rehearsal.created, rehearsal.remarks) == (real.created, real.remarks)


def test_a_dry_run_stores_no_file(mayor: User, data: Json, tmp_path: Path) -> None:
    file = write(tmp_path, data)
    (tmp_path / "anlagen" / "plan.txt").write_text("Nur zur Probe\n")
    take_over(file, mayor, dry_run=True)
    with (tmp_path / "anlagen" / "plan.txt").open("rb") as stream:
        assert not files.is_kept(files.digest_of(stream))


def test_a_changed_row_is_updated(moved: User, data: Json, tmp_path: Path) -> None:
    data["organizations"][1]["name"] = "Ausschuss für Bauen"
    data["organizations"][0]["seatings"][0]["statutory_member_count"] = 35
    data["meetings"][1]["room"] = "Saal 2"
    report = take_over(write(tmp_path, data), moved)
    assert dict(report.changed) == {"organization": 1, "seating": 1, "meeting": 1}
    with clearance("system"):
        assert Organization.objects.get(short_name="BauA").name == "Ausschuss für Bauen"
        assert Meeting.objects.get(status="planned").room == "Saal 2"


def test_what_is_frozen_stays_and_is_told(moved: User, data: Json, tmp_path: Path) -> None:
    data["papers"][0]["subject"] = "Alte Bänke"
    data["meetings"][0]["place"] = "Rathaus"
    data["meetings"][0]["items"][0]["treatment"]["outcome"] = "rejected"
    report = take_over(write(tmp_path, data), moved)
    assert report.changed_nothing
    assert [text.partition(":")[0] for text in report.kept] == [
        "papers[0].subject",
        "meetings[0].place",
        "meetings[0].items[0].treatment",
    ]
    with clearance("system"):
        assert Paper.objects.get(reference_number=4100).subject == "Neue Bänke am Schlossplatz"
        assert Treatment.objects.get(item__title="Neue Bänke am Schlossplatz").outcome == "adopted"


def test_a_planned_meeting_goes_on_with_the_next_file(mayor: User, data: Json, tmp_path: Path) -> None:
    """A town imports, goes on in the old system for some weeks, and imports again."""
    data["meetings"][0] |= {"status": "planned", "opened_at": None, "closed_at": None}
    data["meetings"][0] |= {"attendees": [], "items": [], "invitations": [], "notices": []}
    take_over(write(tmp_path, data), mayor)
    report = take_over(write(tmp_path, sample()), mayor)
    assert report.changed["meeting"] == 1
    with clearance("system"):
        assert Meeting.objects.get(starts_at__year=2022).status == "closed"
        assert Treatment.objects.count() == 2


def test_a_sent_item_keeps_its_title(mayor: User, data: Json, tmp_path: Path) -> None:
    data["meetings"][0] |= {"status": "invited", "opened_at": None, "closed_at": None}
    take_over(write(tmp_path, data), mayor)
    data["meetings"][0]["items"][1] |= {"title": "Anderes", "accepted_note": "nachgereicht"}
    report = take_over(write(tmp_path, data), mayor)
    assert [text.partition(":")[0] for text in report.kept] == ["meetings[0].items[1].title"]
    with clearance("system"):
        assert AgendaItem.objects.get(accepted_note="nachgereicht").title == "Berichte"


def test_a_supplement_of_a_later_file_is_frozen_as_one(mayor: User, data: Json, tmp_path: Path) -> None:
    meeting = data["meetings"][0]
    meeting |= {"status": "invited", "opened_at": None, "closed_at": None, "attendees": []}
    for item in meeting["items"]:
        item.pop("treatment", None)
    take_over(write(tmp_path, data), mayor)
    meeting["invitations"].append({"revision": 2, "sent_at": "2022-03-29T09:00:00+02:00"})
    meeting["items"].append(
        {"id": "i9", "number": "3", "title": "Nachgereicht", "announced_at": "2022-03-29T09:00:00+02:00"}
    )
    take_over(write(tmp_path, data), mayor)
    with clearance("system"):
        newest = MeetingDocument.objects.filter(edition="public", kind="agenda").latest("revision")
    titles = [item["title"] for part in newest.content["parts"] for item in part["items"]]
    assert newest.revision == 2
    assert titles == ["Neue Bänke am Schlossplatz", "Berichte", "Nachgereicht", "Grundstücksangelegenheit"]


def test_what_was_deleted_here_comes_again(moved: User, data: Json, tmp_path: Path) -> None:
    with clearance("system"):
        Membership.objects.filter(person__last_name="Rotkehlchen").delete()
    report = take_over(write(tmp_path, data), moved)
    assert dict(report.created) == {"membership": 1}


def test_results_of_a_meeting_that_was_not_opened_are_told(mayor: User, data: Json, tmp_path: Path) -> None:
    data["meetings"][0] |= {"status": "invited", "opened_at": None, "closed_at": None}
    report = take_over(write(tmp_path, data), mayor)
    assert report.remarks == [
        "meetings[0]: Anwesenheit und Ergebnisse bleiben außen vor: "
        "Die Sitzung ist weder eröffnet noch geschlossen."
    ]


def test_a_released_paper_may_still_be_withdrawn(moved: User, data: Json, tmp_path: Path) -> None:
    data["papers"][0]["status"] = "withdrawn"
    report = take_over(write(tmp_path, data), moved)
    assert (report.changed["paper"], report.kept) == (1, [])
    with clearance("system"):
        assert Paper.objects.get(reference_number=4100).status == "withdrawn"


def test_the_command_reports_and_refuses(mayor: User, data: Json, tmp_path: Path) -> None:
    out = StringIO()
    file = write(tmp_path, data)
    call_command("import_town", str(file), "--as", mayor.email, stdout=out)
    assert "Neu: 1 Fachbereiche" in out.getvalue()
    call_command("import_town", str(file), "--as", mayor.email, stdout=out)
    assert "Nichts zu ändern: Alles war schon da." in out.getvalue()
    data["papers"][0]["reference_number"] = "x"
    data["papers"][0]["id"] = "v9"
    with pytest.raises(CommandError, match="Nichts wurde übernommen") as caught:
        call_command("import_town", str(write(tmp_path, data)), "--as", mayor.email)
    assert "papers[0].reference_number: „x“ nicht verstanden." in str(caught.value)
    with pytest.raises(CommandError, match="Nennen Sie mit --as"):
        call_command("import_town", str(file))


def test_nobody_but_the_system_reads_external_ids(moved: User) -> None:
    assert not ExternalId.objects.exists()
    with clearance("user", moved.pk):
        assert not ExternalId.objects.exists()
    with clearance("system"):
        assert ExternalId.objects.filter(kind="paper").count() == 2


def test_documents_of_the_move_are_made_by_the_job(mayor: User, data: Json, tmp_path: Path) -> None:
    take_over(write(tmp_path, data), mayor)
    with clearance("system"):
        issued = IssuedDocument.objects.filter(edition="public").get()
        agenda = MeetingDocument.objects.get(edition="public")
        assert documents.make(issued.pk, now=timezone.now()) is None
        assert meeting_documents.make(agenda.pk, now=timezone.now()) is None
