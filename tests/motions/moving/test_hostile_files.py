"""A file of unknown origin: paths that lead elsewhere, heaps, depths, wrong types, markup; always a sentence."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from motions.importing.imported import ImportRefused
from motions.importing.town import MOST_BYTES, ReadTown, read_town
from motions.models import Organization, Paper
from motions.rules.clearance import clearance
from motions.rules.town_import import TownRefused
from motions.rules.town_words import WORDS

from .sample import Json, empty_installation, sample, take_over, write


def read(folder: Path, data: Any) -> ReadTown:
    return read_town(write(folder, data), words=WORDS)


@pytest.mark.parametrize(
    "path",
    [
        "../geheim.txt",
        "/etc/passwd",
        "anlagen/../../geheim.txt",
        "..\\geheim.txt",
        "C:/geheim.txt",
        "anlagen",
        "weg.txt",
    ],
)
def test_a_path_never_leaves_the_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "geheim.txt").write_text("geheim")
    data = sample()
    data["papers"][0]["attachments"][0]["file"] = path
    found = read(tmp_path / "umzug", data)
    assert [text.partition(":")[0] for text in found.errors] == ["papers[0].attachments[0].file"]
    assert all(file.name in ("plan.txt", "angebote.txt") for file in found.files.values())


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "geheim.txt").write_text("geheim")
    file = write(tmp_path / "umzug", sample())
    (tmp_path / "umzug" / "anlagen" / "plan.txt").unlink()
    (tmp_path / "umzug" / "anlagen" / "plan.txt").symlink_to(tmp_path / "geheim.txt")
    found = read_town(file, words=WORDS)
    assert found.errors == [
        "papers[0].attachments[0].file: „anlagen/plan.txt“: Der Pfad muss im Ordner der Datei bleiben."
    ]


def test_a_wrong_check_sum_is_refused(tmp_path: Path) -> None:
    data = sample()
    data["papers"][0]["attachments"][0]["sha256"] = "0" * 64
    assert read(tmp_path, data).errors == [
        "papers[0].attachments[0].sha256: Die Prüfsumme passt nicht zur Datei „anlagen/plan.txt“."
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[" * 200_000, "zu tief verschachtelt"),
        ('{"a":' * 200_000, "zu tief verschachtelt"),
        ("{", "kein gültiges JSON"),
        ("[]", "beginnt nicht mit einem Objekt"),
        ("{}", "nennt nicht das Schema"),
        ('{"schema": "ratsinfo-town/2"}', "nennt nicht das Schema"),
        ('{"schema": NaN}', "kein gültiges JSON"),
        ('{"schema": ' + "9" * 5000 + "}", "kein gültiges JSON"),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "town.json"
    file.write_text(text)
    with pytest.raises(ImportRefused, match=sentence):
        read_town(file, words=WORDS)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "town.json"
    file.write_bytes('{"schema": "ä"}'.encode("latin-1"))
    with pytest.raises(ImportRefused, match="UTF-8"):
        read_town(file, words=WORDS)


def test_a_heap_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = write(tmp_path, sample())
    os.truncate(file, MOST_BYTES + 1)
    with pytest.raises(ImportRefused, match="größer als"):
        read_town(file, words=WORDS)


@pytest.mark.parametrize("wrong", [7, "x", [], {}, True, 1.5, ["x"], {"a": {"b": []}}])
@pytest.mark.parametrize("place", ["papers", "meetings", "units"])
def test_wrong_types_are_errors_never_a_crash(tmp_path: Path, place: str, wrong: Any) -> None:
    data = sample()
    data[place] = wrong
    found = read(tmp_path, data)
    assert (found.errors == []) is (wrong == [])


@pytest.mark.parametrize("wrong", [7, [], {}, True, 1.5, "x" * 50, "9999-99-99", None])
def test_wrong_values_are_told_never_a_crash(tmp_path: Path, wrong: Any) -> None:
    data = sample()
    for name in list(data["meetings"][0]):
        changed = json.loads(json.dumps(data))
        changed["meetings"][0][name] = wrong
        read(tmp_path, changed)


def test_an_id_twice_is_refused(tmp_path: Path) -> None:
    data = sample()
    data["persons"][1]["id"] = "p1"
    data["meetings"][1]["items"][0]["id"] = "i1"
    assert read(tmp_path, data).errors == [
        "Die Kennung „p1“ (person) kommt zweimal vor. Jede Zeile braucht ihre eigene.",
        "Die Kennung „i1“ (item) kommt zweimal vor. Jede Zeile braucht ihre eigene.",
    ]


def test_a_field_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "town.json"
    file.write_text('{"schema": "ratsinfo-town/1", "units": [], "units": []}')
    assert read_town(file, words=WORDS).errors == ["Ein Objekt nennt ein Feld zweimal: schema, units, units."]


@pytest.mark.django_db
def test_markup_and_control_characters_are_made_harmless(tmp_path: Path) -> None:
    by = empty_installation()
    data = sample()
    data["organizations"][1]["name"] = "Bau\u0000\ud800\nausschuss"
    data["papers"][0]["subject"] = '=HYPERLINK("x") <script>alert(1)</script>'
    data["papers"][0]["statement"] = "<p onclick='x()'>Text<script>alert(1)</script></p>"
    report = take_over(write(tmp_path, data), by)
    assert report.remarks == [
        "organizations[1].name: Steuerzeichen wurden entfernt.",
        "papers[0].statement: Der Text enthält Formatierungen, die es hier nicht gibt. Sie wurden bereinigt.",
    ]
    with clearance("system"):
        paper = Paper.objects.get(reference_number=4100)
        assert paper.statement == "<p>Text</p>"
        assert paper.subject == '=HYPERLINK("x") <script>alert(1)</script>'
        assert Organization.objects.get(short_name="BauA").name == "Bau ausschuss"


@pytest.mark.django_db
def test_titles_with_markup_are_shown_as_words(tmp_path: Path, client: Any) -> None:
    by = empty_installation()
    data = sample()
    data["papers"][0]["subject"] = "<script>alert(1)</script>"
    take_over(write(tmp_path, data), by)
    page = client.get("/vorlagen/fb-ii-4100-2022/").content.decode()
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def leaves(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every single value of a file."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, value in inner:
        if isinstance(value, dict | list):
            yield from leaves(value, (*path, name))
        else:
            yield (*path, name)


def without_annexes() -> Json:
    data = sample()
    data["papers"][0]["attachments"] = []
    return data


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(
    path=st.sampled_from(list(leaves(without_annexes()))[1:]),
    value=st.sampled_from([None, "", "???", "o1", "z2", 0, 70000, "2022-01-01", "\u0300" * 20, "🙂"]),
)
def test_whatever_stands_at_one_place_ends_in_sentences(
    path: tuple[Any, ...], value: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = without_annexes()
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    refused: list[str] = []
    with transaction.atomic():
        by = empty_installation()
        try:
            take_over(write(tmp_path_factory.mktemp("umzug"), data), by)
        except TownRefused as refusal:
            refused.extend(refusal.errors)
        transaction.set_rollback(True)
    assert [text for text in refused if not text.endswith(".")] == []
