"""Names in a package are safe on every system, whatever people have typed; signed files stay valid (SI-04)."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from motions.models import Attachment, IssuedDocument, Release
from motions.rules import documents, signing, signing_work
from motions.rules.archive_pieces import Paths
from motions.rules.bags import Bag
from motions.signing.verdict import verdict
from tests.factories import past_the_guards
from tests.motions.signing.keys_of_tests import folder, setup
from tests.people import Town

from .scene import Scene, contents, of_meeting, unpacked

HOSTILE = (
    "../../etc/passwd",
    "Pläne/Übersicht: Straße",
    "x" * 200,
    "\u202egpj.exe",
    "مخطط",
    "CON",
    "a\tb\nc",
    "   ",
    "Übersicht/Pläne: Straße",
)


def test_hostile_titles_give_safe_names(town: Town, scene: Scene, tmp_path: Path) -> None:
    first = scene.paper.attachments.get()
    with past_the_guards():
        for place, title in enumerate(HOSTILE, start=2):
            Attachment.objects.create(
                paper=scene.paper,
                position=place,
                title=title,
                file_name="böse.p/df\u202e.exe",
                media_type=first.media_type,
                sha256=first.sha256,
                size=first.size,
                uploaded_by=town.clerk,
                uploaded_at=timezone.now(),
            )
    data = of_meeting(scene)
    names = [name.rpartition("/")[2] for name in contents(data) if "/anlage" in name]
    assert names == [
        "anlage-lageplan.pdf",
        "anlage-etcpasswd.exe",
        "anlage-planeubersicht-strae.exe",
        f"anlage-{'x' * 35}.exe",
        "anlage-gpjexe.exe",
        "anlage.exe",
        "anlage-con.exe",
        "anlage-a-b-c.exe",
        "anlage-2.exe",
        "anlage-ubersichtplane-strae.exe",
    ]
    folder_ = unpacked(data, tmp_path)
    assert len([path for path in folder_.rglob("anlage*") if path.is_file()]) == len(HOSTILE) + 1


@given(st.lists(st.text(), max_size=20))
def test_a_bag_takes_every_name_and_none_twice(titles: list[str]) -> None:
    """NUL, surrogates, dots, anything: what comes out is a plain name, alone even where letters count for nothing."""
    paths = Paths()
    found = [paths.free("vorlagen/a", title, title) for title in titles]
    assert len({name.lower() for name in found}) == len(titles)
    with Bag(BytesIO(), "archivpaket") as bag:
        for name in found:
            bag.add(name, [])
        bag.finish([("Label", "\r\n".join(titles))])


@pytest.mark.parametrize("name", ["../x", "/x", "a//b", "a b", "ü", "", "a/", "a\x00b", ".x"])
def test_a_bag_refuses_any_other_name(name: str) -> None:
    with Bag(BytesIO(), "archivpaket") as bag, pytest.raises(ValueError, match="no name for a file"):
        bag.add(name, [])


def test_a_bag_refuses_a_name_twice() -> None:
    with Bag(BytesIO(), "archivpaket") as bag:
        bag.add("a", [b"1"])
        with pytest.raises(ValueError, match="no name for a file"):
            bag.add("a", [b"2"])


def test_si04_a_sealed_document_is_in_the_package_with_its_seal(
    town: Town, scene: Scene, settings: Any
) -> None:
    setup()
    settings.SIGNING_DIR = folder()
    fresh = _printed_again(scene.paper.documents.get())
    request = signing.seal(fresh, shown=fresh.sha256, by=town.mayor, now=timezone.now())
    assert signing_work.fulfil(request.pk, now=timezone.now()) is None
    found = contents(of_meeting(scene))[f"data/vorlagen/{scene.paper.slug}/vorlage-fassung-2.pdf"]
    assert verdict(found, setup(), now=timezone.now()).is_valid
    assert found.startswith(b"%PDF")


def _printed_again(document: IssuedDocument) -> IssuedDocument:
    """A further version of the paper with a real PDF."""
    old = document.release
    release = Release.objects.create(
        paper=document.paper,
        revision=2,
        released_by=old.released_by,
        office=old.office,
        released_at=old.released_at,
        revised_by=old.released_by,
        revised_at=old.released_at,
    )
    fresh = IssuedDocument.objects.create(
        release=release, paper=document.paper, edition="public", content=document.content
    )
    assert documents.make(fresh.pk, now=timezone.now()) is None
    return IssuedDocument.objects.select_related("paper").get(pk=fresh.pk)
