"""The metadata of a package is OParl 1.1 as its checklist says (J, E, M rules): whole, public, and free of blanks."""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from motions.models import Membership, Paper
from motions.oparl.values import plain
from tests.factories import past_the_guards
from tests.people import SINCE, Town, person_of

from .scene import MARK, Scene, add_secrets, contents, metadata, of_meeting

SCHEMA = Path(os.environ.get("RATSINFO_OPARL_SCHEMA", "missing"))
Json = dict[str, Any]
_BACK = {
    "AgendaItem": {"meeting"},
    "Consultation": {"paper"},
    "File": {"meeting", "agendaItem", "paper"},
    "Membership": {"person"},
    "LegislativeTerm": {"body"},
    "Location": set(),
}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")


@pytest.fixture
def objects(scene: Scene) -> dict[str, Any]:
    """Every file of the folder oparl."""
    found = contents(of_meeting(scene))
    return {
        Path(name).stem: json.loads(data) for name, data in found.items() if name.startswith("data/oparl/")
    }


def standing(objects: dict[str, Any]) -> list[Json]:
    """The objects that stand by themselves."""
    return [one for found in objects.values() for one in found.get("data", [found])]


def every(value: Any, *, is_inside: bool = False) -> Iterator[tuple[Json, bool]]:
    """Each object and whether it lies inside another one."""
    if isinstance(value, dict):
        if "type" in value:
            yield value, is_inside
        for below in value.values():
            yield from every(below, is_inside=is_inside or "type" in value)
    elif isinstance(value, list):
        for below in value:
            yield from every(below, is_inside=is_inside)


def kind_of(one: Json) -> str:
    return str(one["type"].rpartition("/")[2])


def test_there_is_a_file_for_each_type(objects: dict[str, Any]) -> None:
    assert sorted(objects) == [
        "agendaItem",
        "body",
        "consultation",
        "file",
        "legislativeTerm",
        "location",
        "meeting",
        "membership",
        "organization",
        "paper",
        "person",
        "system",
    ]
    assert {name: len(found["data"]) for name, found in objects.items() if "data" in found} == {
        "agendaItem": 2,
        "consultation": 1,
        "file": 5,
        "legislativeTerm": 1,
        "location": 1,
        "meeting": 1,
        "membership": 3,
        "organization": 3,
        "paper": 1,
        "person": 2,
    }


def test_m01_m08_every_object_bears_its_two_moments(objects: dict[str, Any]) -> None:
    for one, _ in every(list(objects.values())):
        assert _MOMENT.fullmatch(one["created"])
        assert _MOMENT.fullmatch(one["modified"])
        assert one["created"] <= one["modified"]


def test_j05_nothing_is_said_of_what_is_not_there(objects: dict[str, Any]) -> None:
    blank = [
        (one["id"], name)
        for one, _ in every(list(objects.values()))
        for name, value in one.items()
        if value in (None, "", [], {}) and name != "legislativeTerm"
    ]
    assert blank == []


def test_e02_e04_inside_an_object_only_the_way_back_is_missing(objects: dict[str, Any]) -> None:
    known = {one["id"]: one for one in standing(objects)}
    inside = [one for one, is_inside in every(list(objects.values())) if is_inside]
    assert {kind_of(one) for one in inside} == set(_BACK)
    for one in inside:
        whole = known[one["id"]]
        assert one == {name: value for name, value in whole.items() if name not in _BACK[kind_of(one)]}


def test_l09_every_object_named_is_there(objects: dict[str, Any]) -> None:
    known = {one["id"] for one in standing(objects)}
    start = f"{settings.PUBLIC_ADDRESS or settings.LOCAL_ADDRESS}/oparl/v1.1/"
    named = set(re.findall(rf'"({re.escape(start)}[a-z]+/[0-9a-f]{{32}})"', json.dumps(objects)))
    assert named <= known
    assert len(known) == len(standing(objects))


def test_j02_texts_are_plain(scene: Scene) -> None:
    data = of_meeting(scene)
    first, second = metadata(data, "agendaItem")["data"]
    assert first["resolutionText"] == "Vier Bänke & ein Tisch.\nSofort."
    assert (first["number"], first["order"], first["result"]) == ("Ö 1", 0, "beschlossen")
    assert (second["order"], second["name"]) == (1, "Berichte & <b>Mitteilungen</b>")
    assert plain("<ul><li>eins</li><li>zwei&nbsp;drei</li></ul>a<br>b") == "eins\nzwei drei\na\nb"


def test_b06_files_bear_the_check_sum_of_their_bytes(scene: Scene) -> None:
    found = contents(of_meeting(scene))
    files = json.loads(found["data/oparl/file.json"])["data"]
    assert all(
        hashlib.sha512(found[one["ris:path"]]).hexdigest() == one["sha512Checksum"]
        and len(found[one["ris:path"]]) == one["size"]
        for one in files
    )


def test_a_paper_names_text_annex_and_sequence(scene: Scene) -> None:
    (paper,) = metadata(of_meeting(scene), "paper")["data"]
    assert (paper["name"], paper["reference"]) == ("Neue Bänke für alle", scene.paper.reference)
    assert paper["mainFile"]["name"] == "Vorlage, Fassung 1"
    assert [one["name"] for one in paper["auxiliaryFile"]] == ["Anlage: Lageplan"]
    (station,) = paper["consultation"]
    assert (station["role"], station["authoritative"]) == ("Entscheidung", True)


def test_a_meeting_names_invitation_minutes_and_place(scene: Scene) -> None:
    (meeting,) = metadata(of_meeting(scene), "meeting")["data"]
    assert (meeting["meetingState"], meeting["cancelled"]) == ("durchgeführt", False)
    assert (meeting["start"], meeting["end"]) == ("2026-03-10T18:00:00+01:00", "2026-03-10T18:30:00+01:00")
    assert meeting["invitation"]["name"] == "Einladung mit Tagesordnung, Fassung 1"
    assert meeting["resultsProtocol"]["name"] == "Niederschrift, Fassung 1"
    assert meeting["location"]["description"] == "Heimatmuseum, Saal 1"
    assert "participant" not in meeting


def test_v03_a_person_is_a_name_and_its_seats(scene: Scene) -> None:
    people = metadata(of_meeting(scene), "person")["data"]
    told = {name for one in people for name in one}
    assert told == {
        "id",
        "type",
        "created",
        "modified",
        "body",
        "name",
        "familyName",
        "givenName",
        "membership",
    }


def test_p06_the_internal_list_has_the_secret_items_too(town: Town, scene: Scene) -> None:
    add_secrets(town, scene)
    items = metadata(of_meeting(scene, "internal"), "agendaItem")["data"]
    assert [(one["number"], one["public"], one["order"]) for one in items] == [
        ("Ö 1", True, 0),
        ("Ö 2", True, 1),
        ("N 1", False, 2),
        ("N 2", False, 3),
    ]
    (meeting,) = metadata(of_meeting(scene, "internal"), "meeting")["data"]
    assert meeting["end"] == "2026-03-19T18:00:00+01:00"
    assert items[2]["resolutionText"] == f"{MARK} bewilligt"


@pytest.mark.skipif(not SCHEMA.is_dir(), reason="RATSINFO_OPARL_SCHEMA names no folder with the schema files")
def test_every_object_keeps_to_the_schema(objects: dict[str, Any]) -> None:
    kinds = {"string": str, "boolean": bool, "integer": int, "array": list, "object": dict}
    wrong = []
    for one, is_inside in every(list(objects.values())):
        schema = json.loads((SCHEMA / f"{kind_of(one)}.json").read_text())
        back = _BACK.get(kind_of(one), set()) if is_inside else set()
        wrong += [(kind_of(one), name) for name in set(schema["required"]) - set(one) - back]
        for name, value in one.items():
            known = schema["properties"].get(name)
            if ":" not in name and (known is None or type(value) is not kinds[known["type"]]):
                wrong.append((kind_of(one), name))
    assert wrong == []


def test_u07_an_object_bears_the_same_address_in_both_editions(town: Town, scene: Scene) -> None:
    add_secrets(town, scene)
    public, internal = (
        {
            one["id"]
            for name in ("meeting", "agendaItem", "paper", "file")
            for one in metadata(data, name)["data"]
        }
        for data in (of_meeting(scene), of_meeting(scene, "internal"))
    )
    assert public < internal


def test_p06_an_item_names_no_paper_that_is_not_shown(scene: Scene) -> None:
    with past_the_guards():
        Paper.objects.filter(pk=scene.paper.pk).update(is_public=False, secrecy_ground="property")
    data = of_meeting(scene)
    assert (metadata(data, "paper")["data"], metadata(data, "consultation")["data"]) == ([], [])
    assert [one.get("consultation") for one in metadata(data, "agendaItem")["data"]] == [None, None]


def test_v17_a_motion_keeps_its_author_when_the_seat_ended_before(town: Town, scene: Scene) -> None:
    author = person_of(town.council_member)
    Membership.objects.filter(person=author).update(ends_on=SINCE)
    with past_the_guards():
        Paper.objects.filter(pk=scene.paper.pk).update(author_person=author)
    data = of_meeting(scene)
    (paper,) = metadata(data, "paper")["data"]
    people = {one["id"]: one["name"] for one in metadata(data, "person")["data"]}
    assert [people[address] for address in paper["originatorPerson"]] == ["Ada Ahornblatt"]
