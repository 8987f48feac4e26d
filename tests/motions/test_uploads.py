"""Hochladen mit Grenze: too much is answered 413, is never read to the end and never stays on the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import RawIOBase
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client, override_settings

from motions.forms.attachment import AttachmentForm
from motions.forms.intake import ImportFileForm
from motions.forms.minutes import ScanForm, SignedUploadForm
from motions.forms.signing import CheckForm
from motions.models import Bylaw, User
from staffing.forms.intake import PlanFileForm
from tests.factories import make_paper
from tests.people import Town

LIMIT = 1 << 20
BOUNDARY = "grenze"
TOKEN = "a" * 32
LARGE = b"<h1>Die Datei ist zu gro\xc3\x9f</h1>"


@pytest.fixture(autouse=True)
def small_limit(settings: Any, tmp_path: Path) -> Iterator[None]:
    """One megabyte; and the connection of the test stays open between requests."""
    settings.MAX_UPLOAD_BYTES = LIMIT
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class Body(RawIOBase):
    """The head of a form and then as many bytes of its file as anybody asks for."""

    def __init__(self, end: bytes = b"", size: int | None = None) -> None:
        self.given = 0
        self._head = form_head()
        self._size = size
        self._end = end

    def read(self, amount: int = -1) -> bytes:
        assert amount >= 0, "an endless body must be read piece by piece"
        part, start = b"", self.given
        for section, length in (
            (self._head, len(self._head)),
            (None, self._size),
            (self._end, len(self._end)),
        ):
            if length is None or start < length:
                room = amount - len(part)
                part += (
                    b"x" * min(room, (length or room + start) - start)
                    if section is None
                    else section[start:][:room]
                )
                start = 0
            else:
                start -= length
            if len(part) == amount:
                break
        self.given += len(part)
        return part


def form_head() -> bytes:
    fields = {"csrfmiddlewaretoken": TOKEN, "title": "Plan", "is_public": "1"}
    text = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'
    return (text + file + "Content-Type: text/plain\r\n\r\n").encode()


END = f"\r\n--{BOUNDARY}--\r\n".encode()


def send(
    path: str, body: Body, length: int | None, client: Client | None = None, **more: str
) -> tuple[str, bytes]:
    """One request at the level of the web server; status and page."""
    cookies = {"csrftoken": TOKEN} | ({name: c.value for name, c in client.cookies.items()} if client else {})
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
        "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "wsgi.input": body,
        "wsgi.url_scheme": "http",
        **({} if length is None else {"CONTENT_LENGTH": str(length)}),
        **more,
    }
    status: list[str] = []

    def start(line: str, headers: object, problem: object = None, /) -> Callable[[bytes], object]:
        status.append(line)
        return bytes

    response = WSGIHandler()(environ, start)
    page = b"".join(response)
    response.close()
    return status[0], page


@pytest.fixture
def address(clerk: User) -> str:
    return f"/arbeit/vorlagen/{make_paper(by=clerk).pk}/anlagen/neu/"


@pytest.fixture
def desk(clerk: User) -> Client:
    client = Client()
    client.force_login(clerk)
    return client


def leftovers(tmp_path: Path) -> list[Path]:
    return [file for file in tmp_path.rglob("*") if file.is_file()]


@pytest.mark.parametrize("more", [{}, {"HTTP_X_CSRFTOKEN": TOKEN}])
def test_a_gigabyte_is_refused_before_a_byte_is_read(
    address: str, desk: Client, tmp_path: Path, more: dict[str, str]
) -> None:
    body = Body()
    status, page = send(address, body, 1 << 30, desk, **more)
    assert status.startswith("413 ")
    assert LARGE in page
    assert (body.given, leftovers(tmp_path)) == (0, [])


def test_strangers_get_the_same_answer(address: str, tmp_path: Path) -> None:
    body = Body()
    assert send(address, body, 1 << 30)[0].startswith("413 ")
    assert send("/", body, 1 << 30)[0].startswith("413 ")
    assert (body.given, leftovers(tmp_path)) == (0, [])


def test_a_file_just_over_the_limit_is_cut_off(address: str, desk: Client, tmp_path: Path) -> None:
    """The length passes because of the rest of the form; the file itself does not."""
    body = Body(END, LIMIT + 1)
    status, page = send(address, body, len(form_head()) + LIMIT + 1 + len(END), desk)
    assert status.startswith("413 ")
    assert LARGE in page
    assert leftovers(tmp_path) == []


def test_a_body_longer_than_announced_is_not_read_on(address: str, desk: Client, tmp_path: Path) -> None:
    body = Body()
    send(address, body, 5_000, desk)
    assert (body.given, leftovers(tmp_path)) == (5_000, [])


def test_a_body_without_a_length_is_not_read(address: str, desk: Client) -> None:
    body = Body()
    assert send(address, body, None, desk)[0].startswith("403 ")
    assert body.given == 0


def test_a_file_at_the_limit_is_taken(address: str, desk: Client, tmp_path: Path) -> None:
    body = Body(END, LIMIT)
    with override_settings(STORAGES=_storages(tmp_path / "kept")):
        status, _ = send(address, body, len(form_head()) + LIMIT + len(END), desk)
    assert status.startswith("302 ")
    assert [file.stat().st_size for file in leftovers(tmp_path)] == [LIMIT]


def test_a_huge_text_field_is_refused(address: str, desk: Client) -> None:
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=20):
        assert send(address, Body(END, 10), len(form_head()) + 10 + len(END), desk)[0].startswith("413 ")


def test_a_form_without_a_file_is_unharmed(address: str, desk: Client) -> None:
    assert desk.post(address, {"title": "x"}).status_code == 422


def _storages(folder: Path) -> dict[str, Any]:
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    return {**settings.STORAGES, "default": store}


def test_f02_every_field_for_a_file_names_its_limit(town: Town) -> None:
    """The script of all pages looks for it (static/js/forms.js)."""
    Bylaw.objects.filter(key="attachment.max_mb").update(value=7)
    limits = {
        AttachmentForm: 7 * (1 << 20),
        ImportFileForm: 2 << 20,
        PlanFileForm: 2 << 20,
        ScanForm: 50 << 20,
        SignedUploadForm: 50 << 20,
        CheckForm: 50 << 20,
    }
    found = {form: int(form().fields["file"].widget.attrs["data-most-bytes"]) for form in limits}
    assert found == limits
