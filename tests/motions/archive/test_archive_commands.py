"""manage.py export_archive and import_archive: what leaves can be checked and comes back the same (SI-05)."""

import hashlib
import json
import re
import zipfile
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from motions.models import Meeting, Paper
from motions.rules import files
from motions.rules.bags import Bag
from motions.rules.clearance import clearance
from tests.meetings import make_meeting
from tests.motions.moving.sample import all_rows, sample, take_over, write
from tests.motions.moving.test_round_trip import installation
from tests.people import Town

from .scene import Scene, contents, of_meeting, print_all

MAYOR = "clara.schlossgarten@example.org"


def exported(target: Path, *options: str) -> str:
    out = StringIO()
    call_command("export_archive", "--ausgabe", str(target), *options, stdout=out)
    return out.getvalue()


def imported(file: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_archive", str(file), *options, stdout=out)
    return out.getvalue()


def test_the_command_writes_the_same_package(scene: Scene, tmp_path: Path) -> None:
    target = tmp_path / "paket.zip"
    said = exported(target, "--sitzung", str(scene.meeting.pk))
    assert target.read_bytes() == of_meeting(scene)
    assert target.stat().st_mode & 0o777 == 0o600
    assert said.splitlines() == [
        f"Geschrieben: {target}",
        f"20 Dateien, {target.stat().st_size} Byte.",
    ]
    assert "nur verschlüsselt" in exported(tmp_path / "b.zip", "--jahr", "2026", "--nichtoeffentlich")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_command_says_what_is_in_the_way(town: Town, scene: Scene, tmp_path: Path) -> None:
    target = tmp_path / "paket.zip"
    planned = make_meeting(town.organs["Rat"])
    for options, words in (
        (["--sitzung", str(planned.pk)], "Schließen Sie zuerst die Sitzung"),
        (["--sitzung", "0"], "Eine Sitzung 0 gibt es nicht"),
        (["--jahr", "1999"], "Für 1999 gibt es weder eine abgeschlossene Sitzung"),
    ):
        with pytest.raises(CommandError, match=words):
            exported(target, *options)
    target.write_text("da")
    with pytest.raises(CommandError, match="gibt es schon"):
        exported(target, "--jahr", "2026")
    assert target.read_text() == "da"
    digest = scene.paper.attachments.get().sha256
    with files.fetch(digest) as stored:
        place, whole = Path(str(stored.name)), stored.read()
    place.unlink()
    try:
        with pytest.raises(CommandError, match=r"Die Datei „Anlage: Lageplan“ .* fehlt in der Ablage"):
            exported(tmp_path / "neu.zip", "--jahr", "2026")
    finally:
        place.write_bytes(whole)
    assert [path.name for path in tmp_path.iterdir()] == ["paket.zip"]


@pytest.mark.parametrize("options", [("--jahr", "2022", "--nichtoeffentlich"), ("--jahr", "2022")])
def test_what_was_archived_comes_back_and_is_archived_the_same(
    db: None, tmp_path: Path, options: tuple[str, ...]
) -> None:
    """Out of one installation, into an empty one, out again: the same data and annexes."""
    first, second = tmp_path / "a.zip", tmp_path / "b.zip"
    with installation() as by, clearance("system"):
        take_over(write(tmp_path / "alt", sample()), by)
        print_all()
        exported(first, *options)
    with installation(), clearance("system"):
        said = imported(first, "--as", MAYOR)
        assert "jede Prüfsumme stimmt" in said
        assert Paper.objects.count() == (2 if len(options) > 2 else 1)
        assert Meeting.objects.get().status == "closed"
        print_all()
        exported(second, *options)
    there, back = contents(first.read_bytes()), contents(second.read_bytes())
    annexes = [name for name in there if "/anlage-" in name]
    assert len(annexes) == (2 if len(options) > 2 else 1)
    assert [back[name] for name in annexes] == [there[name] for name in annexes]
    towns = [json.loads(found["data/town.json"]) for found in (there, back)]
    if len(options) > 2:
        assert towns[0] == towns[1]
    assert said_without_ids(towns[0]) == said_without_ids(towns[1])


def said_without_ids(town: dict[str, Any]) -> dict[str, list[str]]:
    """The ids of the public file come from the key of the installation, and so does the order of its rows."""
    plain = {name: [re.sub(r'"[0-9a-f]{32}"', "#", json.dumps(row)) for row in town[name]] for name in town}
    return {name: sorted(rows) for name, rows in plain.items()}


def test_checking_alone_writes_nothing(scene: Scene, tmp_path: Path) -> None:
    (tmp_path / "paket.zip").write_bytes(of_meeting(scene))
    before = all_rows()
    said = imported(tmp_path / "paket.zip", "--pruefen")
    assert said.splitlines() == [
        f"Archivpaket Sitzung {scene.meeting}, öffentliche Ausfertigung",
        "Unversehrt: 20 Dateien, jede Prüfsumme stimmt.",
    ]
    assert all_rows() == before


def test_an_import_needs_an_account_that_answers(db: None, scene: Scene, tmp_path: Path) -> None:
    (tmp_path / "paket.zip").write_bytes(of_meeting(scene))
    with pytest.raises(CommandError, match="Nennen Sie mit --as"):
        imported(tmp_path / "paket.zip")


Damage = Callable[[dict[str, bytes]], None]


def _set(name: str, data: bytes | None) -> Damage:
    def act(found: dict[str, bytes]) -> None:
        full = next((known for known in found if known.endswith(name)), f"paket/{name}")
        if data is None:
            del found[full]
        else:
            found[full] = data

    return act


def _listed_outside(found: dict[str, bytes]) -> None:
    """A manifest of the payload that names something else; the one above it, which would tell, is gone."""
    del found["paket/tagmanifest-sha512.txt"]
    digest = hashlib.sha512(found["paket/bagit.txt"]).hexdigest()
    found["paket/manifest-sha512.txt"] += f"{digest}  bagit.txt\n".encode()


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_set("data/town.json", b"{}"), "„data/town.json“ ist verändert"),
        (_set("data/inhalt.html", None), "„data/inhalt.html“ fehlt im Paket"),
        (_set("bag-info.txt", b"Ratsinfo-Edition: public\n"), "„bag-info.txt“ ist verändert"),
        (_set("data/neu.txt", b"x"), "„data/neu.txt“ steht nicht da"),
        (_set("tagmanifest-sha512.txt", b"unsinn\n"), "Die Zeile „unsinn“"),
        (_set("/bagit.txt", None), "kein Archivpaket: „bagit.txt“ fehlt"),
        (_listed_outside, "„bagit.txt“ steht nicht da"),
        (lambda found: found.update({"anderswo/x": b""}), "nicht genau einen Ordner"),
        (lambda found: found.update({"paket/../x": b""}), "nicht genau einen Ordner"),
    ],
)
def test_a_package_that_was_touched_is_refused(tmp_path: Path, damage: Damage, words: str) -> None:
    target = BytesIO()
    with Bag(target, "paket") as bag:
        bag.add("town.json", [b"[]"])
        bag.add("inhalt.html", [b"<p>"])
        bag.finish([("Ratsinfo-Edition", "internal")])
    found = {f"paket/{name}": data for name, data in contents(target.getvalue()).items()}
    damage(found)
    file = tmp_path / "paket.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in found.items():
            archive.writestr(name, data)
    with pytest.raises(CommandError, match=re.escape(words)):
        imported(file, "--pruefen")


@pytest.mark.parametrize("data", [b"", b"PK", b"kein ZIP"])
def test_what_is_no_zip_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "paket.zip").write_bytes(data)
    with pytest.raises(CommandError, match="kein ganzes ZIP-Archiv"):
        imported(tmp_path / "paket.zip", "--pruefen")
