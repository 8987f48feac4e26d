"""SI-05: what is in a package, whole and verifiable; the public one knows of nothing else (P-06)."""

import datetime as dt
import json
import re
import subprocess
from pathlib import Path

import bagit
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from motions.models import IssuedDocument, Release
from motions.rules import archive_making, files
from motions.rules.archive_pieces import ArchiveIncomplete
from motions.rules.archive_scope import Scope
from motions.rules.clearance import clearance
from tests.meetings import make_item, make_meeting
from tests.people import Town

from .scene import (
    MARK,
    Scene,
    add_secrets,
    contents,
    issue,
    of_meeting,
    package,
    print_all,
    released,
    unpacked,
)


def test_si05_a_package_holds_every_file_as_issued(scene: Scene) -> None:
    found = contents(of_meeting(scene))
    stored = [name for name in found if name.endswith(".pdf")]
    folder, paper = f"data/sitzungen/{scene.meeting.slug}", f"data/vorlagen/{scene.paper.slug}"
    assert stored == [
        f"{folder}/einladung-fassung-1.pdf",
        f"{folder}/niederschrift-fassung-1.pdf",
        f"{folder}/beschlussauszug-oe-1-fassung-1.pdf",
        f"{paper}/vorlage-fassung-1.pdf",
        f"{paper}/anlage-lageplan.pdf",
    ]
    public = scene.meeting.documents.filter(edition="public")
    digests = [public.get(kind=kind).sha256 for kind in ("agenda", "minutes", "extract")]
    digests += [scene.paper.documents.get().sha256, scene.paper.attachments.get().sha256]
    assert [files.digest(found[name]) for name in stored] == digests


def test_si05_other_programs_find_the_package_whole(scene: Scene, tmp_path: Path) -> None:
    folder = unpacked(of_meeting(scene), tmp_path)
    for manifest in ("manifest-sha512.txt", "tagmanifest-sha512.txt"):
        subprocess.run(["sha512sum", "-c", "--strict", manifest], cwd=folder, check=True, capture_output=True)
    bag = bagit.Bag(str(folder))
    bag.validate()
    assert bag.info["External-Description"].startswith(
        "Archivpaket Sitzung Haupt- und Finanzausschuss, 10.03.2026"
    )
    assert folder.name == f"archivpaket-sitzung-{scene.meeting.slug}-oeffentlich"


def test_si05_the_same_state_gives_the_same_bytes(scene: Scene) -> None:
    for scope in (
        Scope("public", scene.meeting),
        Scope("internal", scene.meeting),
        Scope("public", year=2026),
    ):
        assert package(scope) == package(scope)


def test_p06_two_towns_that_differ_in_secrets_only_give_the_same_public_package(
    town: Town, scene: Scene
) -> None:
    meeting, year = Scope("public", scene.meeting), Scope("public", year=2026)
    before = package(meeting), package(year)
    add_secrets(town, scene)
    assert (package(meeting), package(year)) == before
    internal = contents(of_meeting(scene, "internal"))
    assert sum(content.count(MARK.encode()) for content in internal.values()) > 10


def test_p06_the_sets_alone_keep_the_public_package_clean(
    town: Town, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first net by itself: at a clearance that sees everything the package is the same."""
    add_secrets(town, scene)
    before = of_meeting(scene)
    asked = []

    def sees_everything(level: str, user_id: int | None = None) -> object:
        asked.append(level)
        return clearance("system")

    monkeypatch.setattr("motions.rules.archive_making.clearance", sees_everything)
    assert of_meeting(scene) == before
    assert asked == ["public"]


def test_the_internal_package_is_the_whole_and_says_so(town: Town, scene: Scene) -> None:
    add_secrets(town, scene)
    data = of_meeting(scene, "internal")
    found = contents(data)
    public = contents(of_meeting(scene))
    folder = f"data/sitzungen/{scene.meeting.slug}"
    assert {name for name in public if name.endswith(".pdf")} < set(found)
    assert {name for name in found if name.startswith(folder) and name not in public} == {
        f"{folder}/{name}-nichtoeffentlich.pdf"
        for name in (
            "einladung-fassung-1",
            "bekanntmachung-fassung-1",
            "beschlussauszug-n-1-fassung-1",
            "niederschrift-fassung-1",
            "niederschrift-scan",
        )
    }
    told = {one["ris:path"]: one for one in json.loads(found["data/oparl/file.json"])["data"]}
    scan = told[f"{folder}/niederschrift-scan-nichtoeffentlich.pdf"]
    (meeting,) = json.loads(found["data/oparl/meeting.json"])["data"]
    assert scan["meeting"] == [meeting["id"]]
    assert scan["id"] in {one["id"] for one in meeting["auxiliaryFile"]}
    assert b"Ratsinfo-Edition: internal" in found["bag-info.txt"]
    assert "<strong>Nichtöffentlich.</strong>".encode() in found["data/inhalt.html"]


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_a_file_that_is_missing_or_damaged_is_named_and_there_is_no_package(
    scene: Scene, settings: object, damage: str
) -> None:
    digest = scene.meeting.documents.get(kind="minutes").sha256
    place = Path(settings.MEDIA_ROOT) / digest[:2] / digest  # type: ignore[attr-defined]
    whole = place.read_bytes()
    place.unlink()
    if damage == "changed":
        place.write_bytes(whole + b"!")
    try:
        with pytest.raises(ArchiveIncomplete) as refusal:
            of_meeting(scene)
    finally:
        place.write_bytes(whole)
    words = {"missing": "fehlt in der Ablage", "changed": "ist in der Ablage beschädigt"}
    assert str(refusal.value).startswith(
        f"Die Datei „Niederschrift, Fassung 1“ ({scene.meeting}) {words[damage]}."
    )


def test_a_document_without_its_pdf_is_named(town: Town, scene: Scene) -> None:
    issue(scene.meeting, "notice", "public")
    with pytest.raises(ArchiveIncomplete, match=r"„Bekanntmachung, Fassung 1“ .* hat noch kein PDF"):
        of_meeting(scene)


def test_the_contents_lead_to_every_file(scene: Scene) -> None:
    found = contents(of_meeting(scene))
    page = found["data/inhalt.html"].decode()
    links = {f"data/{link}" for link in re.findall(r'href="([^"]+)"', page)}
    assert links <= set(found)
    assert {name for name in found if name.endswith(".pdf")} <= links
    assert "Neue Bänke für alle" in page


def test_the_town_file_lies_beside_its_annexes(scene: Scene) -> None:
    found = contents(of_meeting(scene))
    town = json.loads(found["data/town.json"])
    (paper,) = town["papers"]
    assert f"data/{paper['attachments'][0]['file']}" in found
    assert [row["name"] for row in town["organizations"]] == [
        "Grünes Forum",
        "Haupt- und Finanzausschuss",
    ]


def test_a_package_asks_no_more_for_more_meetings(town: Town, scene: Scene) -> None:
    def queries(edition: str) -> int:
        archive_making.plan(Scope(edition, year=2026))  # the first time rows get the id they move with
        with CaptureQueriesContext(connection) as captured:
            archive_making.plan(Scope(edition, year=2026))
        return len(captured)

    few = [queries(edition) for edition in ("public", "internal")]
    for day in (1, 2, 3):
        begin = scene.meeting.starts_at + dt.timedelta(days=day)
        called_off = make_meeting(town.organs["Rat"], starts_at=begin, status="cancelled")
        make_item(called_off, "Berichte", number="1", announced_at=begin)
        issue(called_off, "agenda", "public")
        released(town, f"Vorlage {day}")
    print_all()
    assert [queries(edition) for edition in ("public", "internal")] == few


def test_every_issued_version_is_there_and_the_newest_must_be(town: Town, scene: Scene) -> None:
    def add_version(revision: int) -> None:
        first = scene.paper.releases.get(revision=1)
        release = Release.objects.create(
            paper=scene.paper,
            revision=revision,
            released_by=first.released_by,
            office=first.office,
            released_at=first.released_at,
            revised_by=town.office,
            revised_at=first.released_at + dt.timedelta(days=revision),
        )
        IssuedDocument.objects.create(release=release, paper=scene.paper, edition="public", content={})

    add_version(2)
    with pytest.raises(ArchiveIncomplete, match=r"„Vorlage, Fassung 2“ .* hat noch kein PDF"):
        of_meeting(scene)
    print_all()
    add_version(3)
    IssuedDocument.objects.filter(release__revision=3).update(failure="Unbekanntes Zeichen")
    add_version(4)
    with pytest.raises(ArchiveIncomplete, match=r"„Vorlage, Fassung 4“"):
        of_meeting(scene)
    _print(IssuedDocument.objects.get(release__revision=4))
    names = [name.rpartition("/")[2] for name in contents(of_meeting(scene)) if "/vorlage-" in name]
    assert names == ["vorlage-fassung-1.pdf", "vorlage-fassung-2.pdf", "vorlage-fassung-4.pdf"]


def _print(row: IssuedDocument) -> None:
    row.sha256, row.size, row.pages, row.made_at = files.keep(b"%PDF-1.7 4"), 10, 1, timezone.now()
    row.save()
