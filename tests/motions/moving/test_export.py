"""manage.py export_town: the same rows give the same file, the round trip loses nothing, --public tells nothing."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from motions.models import (
    AgendaItem,
    Attachment,
    Attendee,
    ExclusionMotion,
    ExternalId,
    Interest,
    Paper,
    User,
)
from motions.rules import town_export
from motions.rules.clearance import clearance
from tests.demo_town import DemoTown

from .sample import (
    Json,
    all_rows,
    empty_installation,
    exported,
    paper,
    planned_meeting,
    sample,
    take_over,
    write,
)

pytestmark = pytest.mark.django_db
_SECRETS = (
    "Kieselweg",
    "Angebote",
    "angebote",
    "Grundstücksangelegenheit",
    '"reference_number": 4101',
    "advantage_self",
    "property",
)


@pytest.fixture
def moved(db: None, tmp_path: Path) -> User:
    by = empty_installation()
    take_over(write(tmp_path / "alt", sample()), by)
    return by


def test_the_file_says_what_the_import_said(moved: User, tmp_path: Path) -> None:
    found = exported(tmp_path / "neu")
    papers = {row["id"]: row for row in found["papers"]}
    given = sample()["papers"][0]
    for name in (
        "subject",
        "reference_number",
        "draft_resolution",
        "financial_rows",
        "impact_tables",
        "released_at",
    ):
        assert papers["v1"][name] == given[name]
    assert [row["id"] for row in papers["v1"]["consultations"]] == ["c1", "c2"]
    meetings = {row["id"]: row for row in found["meetings"]}
    ballot = meetings["z1"]["items"][0]["treatment"]["ballots"][0]
    assert ballot["named_votes"] == [{"person": "p1", "choice": "yes"}, {"person": "p2", "choice": "no"}]


def test_annexes_lie_beside_it_by_their_check_sum(moved: User, tmp_path: Path) -> None:
    found = exported(tmp_path / "neu")
    annex = found["papers"][0]["attachments"][0]
    assert annex["file"] == f"files/{annex['sha256']}.txt"
    assert (tmp_path / "neu" / annex["file"]).read_text() == "Lageplan der Bänke\n"


def test_the_same_rows_give_the_same_bytes(moved: User, tmp_path: Path) -> None:
    exported(tmp_path / "a")
    exported(tmp_path / "b")
    assert (tmp_path / "a" / "town.json").read_bytes() == (tmp_path / "b" / "town.json").read_bytes()


def test_an_export_taken_over_where_it_came_from_changes_nothing(moved: User, tmp_path: Path) -> None:
    exported(tmp_path / "neu")
    before = all_rows()
    report = take_over(tmp_path / "neu" / "town.json", moved)
    assert (report.changed_nothing, report.kept, report.remarks) == (True, [], [])
    assert all_rows() == before


def test_nobody_else_on_the_server_reads_the_folder(moved: User, tmp_path: Path) -> None:
    exported(tmp_path / "neu")
    assert (tmp_path / "neu").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "neu" / "town.json").stat().st_mode & 0o777 == 0o600


def test_a_folder_with_something_in_it_is_left_alone(moved: User, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nicht leer"):
        call_command("export_town", str(tmp_path), stdout=StringIO())


def test_the_public_file_holds_nothing_else(moved: User, tmp_path: Path) -> None:
    found = exported(tmp_path / "neu", "--public")
    text = (tmp_path / "neu" / "town.json").read_text()
    exported(tmp_path / "all")
    everything = (tmp_path / "all" / "town.json").read_text()
    assert [word for word in _SECRETS if word not in everything] == []
    assert [word for word in _SECRETS if word in text] == []
    assert [row["subject"] for row in found["papers"]] == ["Neue Bänke am Schlossplatz"]
    assert [item["title"] for row in found["meetings"] for item in row.get("items", [])] == [
        "Neue Bänke am Schlossplatz",
        "Berichte",
    ]
    assert len(list((tmp_path / "neu" / "files").iterdir())) == 1
    assert all("attendees" not in row and "invitations" not in row for row in found["meetings"])


def test_p06_for_everybody_a_meeting_ends_with_its_last_public_item(db: None, tmp_path: Path) -> None:
    by, data = empty_installation(), sample()
    data["meetings"][0]["items"][0]["treatment"] |= {
        "started_at": "2022-04-05T18:05:00+02:00",
        "ended_at": "2022-04-05T18:40:00+02:00",
    }
    take_over(write(tmp_path / "alt", data), by)
    closed = [row for row in exported(tmp_path / "neu", "--public")["meetings"] if row["status"] == "closed"]
    assert [row["closed_at"] for row in closed] == ["2022-04-05T18:40:00+02:00"]


def test_ids_of_the_public_file_tell_of_no_gap(moved: User, tmp_path: Path) -> None:
    found = exported(tmp_path / "neu", "--public")
    ids = [row["id"] for name in found if name != "schema" for row in found[name]]
    assert all(len(name) == 32 for name in ids)


def test_the_public_export_writes_nothing(moved: User, tmp_path: Path) -> None:
    before = all_rows()
    exported(tmp_path / "neu", "--public")
    assert all_rows() == before


def test_the_sets_alone_keep_the_public_file_clean(moved: User) -> None:
    """The first net by itself: at a clearance that sees everything the file says the same."""
    at_no_clearance = town_export.public_town()
    with clearance("system"):
        assert town_export.public_town() == at_no_clearance


def test_the_database_alone_keeps_secret_rows_from_an_export(moved: User) -> None:
    """The second net by itself: what the export reads holds nothing secret as long as nothing is cleared."""
    assert list(Paper.objects.values_list("reference_number", flat=True)) == [4100]
    assert list(Attachment.objects.values_list("title", flat=True)) == ["Lageplan"]
    assert list(AgendaItem.objects.order_by("number").values_list("title", flat=True)) == [
        "Neue Bänke am Schlossplatz",
        "Berichte",
    ]
    assert Attendee.objects.count() == 0


@pytest.fixture(scope="module")
def demo_export(
    demo_town: DemoTown, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The file the demo town writes."""
    folder = tmp_path_factory.mktemp("demo") / "alt"
    with django_db_blocker.unblock(), demo_town.copied():
        exported(folder)
    return folder / "town.json"


def test_the_demo_town_moves_and_comes_back_the_same(demo_export: Path, db: None, tmp_path: Path) -> None:
    """Out of the demo town, into an empty installation, out again: the same file, byte for byte."""
    by = empty_installation()
    report = take_over(demo_export, by)
    assert report.kept == []
    assert [text for text in report.remarks if "gibt es schon" not in text] == []
    there = json.loads(demo_export.read_text())
    back = exported(tmp_path / "neu")
    assert {name: len(there[name]) for name in there if name != "schema"} == {
        name: len(back[name]) for name in back if name != "schema"
    }
    assert back == there


def test_an_export_asks_no_more_for_more_rows(moved: User, tmp_path: Path) -> None:
    town_export.whole_town()
    with CaptureQueriesContext(connection) as few:
        town_export.whole_town()
    more = sample()
    more["papers"] += [
        paper() | {"id": f"w{number}", "reference_number": 5000 + number, "consultations": []}
        for number in range(3)
    ]
    more["meetings"] += [
        planned_meeting() | {"id": f"y{day}", "starts_at": f"2027-06-0{day}T18:00:00+02:00", "items": []}
        for day in range(1, 4)
    ]
    take_over(write(tmp_path / "mehr", more), moved)
    with CaptureQueriesContext(connection) as many:
        town_export.whole_town()
    assert len(many) == len(few)


def test_what_leaves_gets_its_id_for_good(db: None, tmp_path: Path) -> None:
    empty_installation()
    first = exported(tmp_path / "a")
    with clearance("system"):
        assert ExternalId.objects.filter(kind="unit").count() == 1
    assert exported(tmp_path / "b") == first


def with_secrets_of_the_office() -> Json:
    """The sample with a declared interest and a motion to exclude the public."""
    data = sample()
    data["interests"] = [
        {
            "id": "e1",
            "person": "p1",
            "kind": "board",
            "body": "Sportverein Geheimvogel",
            "starts_on": "2021-01-01",
            "recorded_at": "2021-01-02T10:00:00+01:00",
        }
    ]
    (ballot,) = data["meetings"][0]["items"][0]["treatment"]["ballots"]
    ballot["exclusion"] = {
        "moved_by": "Ada Geheimvogel",
        "ground": "property",
        "debate": "Der Geheimvogel will keine Zuhörer.",
        "continued_as": "i3",
        "recorded_at": "2022-04-05T18:31:00+02:00",
    }
    return data


def test_r08_p03_interests_and_exclusions_move_and_stay_secret(db: None, tmp_path: Path) -> None:
    by, data = empty_installation(), with_secrets_of_the_office()
    assert take_over(write(tmp_path / "alt", data), by).kept == []
    with clearance("system"):
        interest, motion = Interest.objects.get(), ExclusionMotion.objects.get()
        assert (interest.body, interest.recorded_by) == ("Sportverein Geheimvogel", by)
        assert motion.continued_as is not None
        assert (motion.debate, motion.continued_as.title) == (
            "Der Geheimvogel will keine Zuhörer.",
            "Ankauf des Grundstücks Kieselweg",
        )
    found = exported(tmp_path / "neu")
    assert [row["body"] for row in found["interests"]] == ["Sportverein Geheimvogel"]
    moved = [item.get("treatment", {}).get("ballots", []) for item in found["meetings"][0]["items"]]
    assert moved[0][0]["exclusion"]["continued_as"] == "i3"
    exported(tmp_path / "offen", "--public")
    text = (tmp_path / "offen" / "town.json").read_text()
    assert [word in text for word in ("Geheimvogel", "exclusion", "Kieselweg")] == [False] * 3
    data["interests"][0] |= {"body": "Anderer Verein", "ends_on": "2025-01-01"}
    assert take_over(write(tmp_path / "spaeter", data), by).kept == [
        "interests[0]: Eine Angabe kann nur enden. Sie bleibt, wie sie ist."
    ]
    data["interests"][0] |= {"body": "Sportverein Geheimvogel"}
    assert take_over(write(tmp_path / "noch", data), by).changed == {"interest": 1}
