"""Dateiablage in einem S3-Speicher, at a real server: written once, compared when read, closed to everybody else."""

import hashlib
import io
import urllib.error
import urllib.request
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from motions.rules import files, invariants
from motions.rules.clearance import clearance
from tests import seaweed
from tests.factories import make_released
from tests.people import Town

DATA = b"Lageplan" * 40_000
DIGEST = hashlib.sha256(DATA).hexdigest()
NAME = f"{DIGEST[:2]}/{DIGEST}"


@pytest.fixture(scope="session")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """One server for all tests of a run."""
    with seaweed.server(tmp_path_factory.mktemp("weed")) as found:
        yield found


def use(settings: Any, port: int) -> None:
    store = {"BACKEND": "hueckeswagen_ratsinfo.object_store.ObjectStore", "OPTIONS": seaweed.options(port)}
    settings.STORAGES = {**settings.STORAGES, "default": store}


@pytest.fixture
def bucket(settings: Any, port: int) -> Iterator[Any]:
    """The store is the bucket; what is in it is gone afterwards."""
    use(settings, port)
    client = seaweed.client(port)
    yield client
    for row in client.list_objects_v2(Bucket=seaweed.BUCKET).get("Contents", []):
        client.delete_object(Bucket=seaweed.BUCKET, Key=row["Key"])


@pytest.fixture
def no_store(settings: Any) -> None:
    """Nothing listens where the store should be."""
    use(settings, 9)


def stored_at(client: Any) -> Any:
    return client.head_object(Bucket=seaweed.BUCKET, Key=NAME)["LastModified"]


def damage(client: Any) -> None:
    client.put_object(Bucket=seaweed.BUCKET, Key=NAME, Body=DATA[:-1] + b"x")


def test_i14_a_file_is_kept_under_its_hash_and_read_again(bucket: Any) -> None:
    assert files.keep_stream(io.BytesIO(DATA)) == DIGEST
    assert files.fetch(DIGEST).read() == DATA
    assert (files.is_kept(DIGEST), files.is_intact(DIGEST), default_storage.size(NAME)) == (
        True,
        True,
        len(DATA),
    )


def test_i14_a_name_that_is_taken_is_not_written_again(bucket: Any) -> None:
    bucket.put_object(Bucket=seaweed.BUCKET, Key=NAME, Body=b"zuerst")
    default_storage.put(NAME, ContentFile(DATA), sha256=DIGEST, once=True)  # type: ignore[attr-defined]
    assert bucket.get_object(Bucket=seaweed.BUCKET, Key=NAME)["Body"].read() == b"zuerst"


def test_i9_the_store_refuses_bytes_that_are_not_of_this_hash(bucket: Any) -> None:
    with pytest.raises(files.StoreDown):
        default_storage.put(NAME, ContentFile(b"anderes"), sha256=DIGEST)  # type: ignore[attr-defined]
    assert not files.is_kept(DIGEST)


def test_i9_a_damaged_file_reaches_nobody_and_is_written_anew(bucket: Any) -> None:
    files.keep(DATA)
    damage(bucket)
    with pytest.raises(files.FileDamaged):
        files.fetch(DIGEST)
    files.keep(DATA)
    assert files.fetch(DIGEST).read() == DATA


def test_nobody_reads_the_bucket_past_the_pages(bucket: Any, port: int) -> None:
    files.keep(DATA)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/{seaweed.BUCKET}/{NAME}")
    assert refused.value.code == 403
    with pytest.raises(NotImplementedError):
        default_storage.url(NAME)


def test_i14_missing_and_left_over_files_are_found(bucket: Any, system: None) -> None:
    files.keep(DATA)
    files.write("preview/a.pdf", ContentFile(b"x"))
    assert invariants.orphans() == [DIGEST]
    with pytest.raises(FileNotFoundError):
        files.fetch("0" * 64)


def test_a_folder_moves_into_the_store_and_twice_is_once(bucket: Any, tmp_path: Path) -> None:
    for data in (DATA, b"zwei"):
        digest = hashlib.sha256(data).hexdigest()
        (tmp_path / digest[:2]).mkdir(exist_ok=True)
        (tmp_path / digest[:2] / digest).write_bytes(data)
    bad = "ab" * 32
    (tmp_path / "ab").mkdir(exist_ok=True)
    (tmp_path / "ab" / bad).write_bytes(b"halb")

    def moved() -> tuple[str, str]:
        said = StringIO()
        with pytest.raises(CommandError) as told:
            call_command("move_files", str(tmp_path), stdout=said)
        return said.getvalue().strip(), str(told.value)

    complaint = f"Die Datei {bad} ist im Ordner beschädigt."
    assert moved() == ("2 Dateien abgelegt, 0 waren schon da.", complaint)
    at = stored_at(bucket)
    assert moved() == ("0 Dateien abgelegt, 2 waren schon da.", complaint)
    assert (stored_at(bucket), files.fetch(DIGEST).read()) == (at, DATA)


def test_a_store_that_does_not_answer_says_what_to_do(no_store: None) -> None:
    for act in (lambda: files.keep(DATA), lambda: files.fetch(DIGEST), lambda: files.is_kept(DIGEST)):
        with pytest.raises(files.StoreDown, match="antwortet gerade nicht"):
            act()


def test_a_file_that_is_out_of_reach_or_damaged_is_told_to_its_reader(
    bucket: Any, settings: Any, port: int, client: Client, town: Town
) -> None:
    """The page says which of the two it is; no byte of a damaged file is delivered (I9)."""
    paper, digest = make_released(by=town.clerk), files.keep(DATA)
    with clearance("system"):
        paper.documents.update(sha256=digest, size=len(DATA), pages=1, made_at=paper.changed_at)
        address = reverse("document-file", args=[paper.documents.get().public_id])
    client.force_login(town.office)
    whole = client.get(address)
    assert (whole.status_code, b"".join(whole.streaming_content)) == (200, DATA)  # type: ignore[attr-defined]
    damage(bucket)
    damaged = client.get(address)
    assert (damaged.status_code, "nicht unversehrt" in damaged.content.decode()) == (500, True)
    use(settings, 9)
    down = client.get(address)
    assert (down.status_code, down.headers["Retry-After"]) == (503, "60")
    assert "Die Dateiablage antwortet gerade nicht." in down.content.decode()
