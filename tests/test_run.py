"""One command starts everything and ends everything; what stands in the way is said in one sentence."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from hueckeswagen_ratsinfo import demo
from hueckeswagen_ratsinfo.embedded import embedded_url

_REPOSITORY = Path(__file__).resolve().parent.parent
_PRODUCTION = {
    "RATSINFO_SECRET_KEY": "nur-fuer-den-test-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    "RATSINFO_HOSTS": "rat.example.de",
    "RATSINFO_MAIL_HOST": "mail.example.de",
    "DATABASE_URL": "postgresql://ris@127.0.0.1:1/ris",
}


def surroundings(data: Path, **variables: str) -> dict[str, str]:
    """The environment of a fresh start, without what the test run has set."""
    ours = ("RATSINFO_", "DATABASE_URL", "DJANGO_", "PORT", "HOST")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"RATSINFO_DATA": str(data)} | variables


def manage(data: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """One command, to its end."""
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=_REPOSITORY,
        env=surroundings(data, **variables),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    """What a refused start says: one line, no traceback, an exit code."""
    assert done.returncode != 0
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line


def database_of_tests() -> dict[str, str]:
    """The server of this test run, with the role of the application."""
    return {"DATABASE_URL": os.environ["DATABASE_URL"]}


def free_port() -> int:
    """A port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(address: str) -> tuple[str, str]:
    """(text, Cache-Control) of a page; raises for anything but success."""
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.read().decode(), answer.headers.get("Cache-Control", "")


def alive(data: Path) -> list[int]:
    """Processes that were started for this data folder and still run."""
    mark, found = str(data).encode(), []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def wait_until_dead(data: Path, seconds: float) -> list[int]:
    """What is left after some patience."""
    deadline = time.monotonic() + seconds
    while alive(data) and time.monotonic() < deadline:
        time.sleep(0.1)
    return alive(data)


def stock(data: Path) -> tuple[int, ...]:
    """How much the database holds, seen past row-level security."""
    with psycopg.connect(embedded_url(data).replace("ris@", "postgres@")) as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM motions_user), (SELECT count(*) FROM motions_paper),"
            " (SELECT max(id) FROM motions_event)"
        ).fetchone()
    assert row is not None
    return tuple(row)


@contextmanager
def started(data: Path, port: int) -> Iterator[tuple[subprocess.Popen[bytes], Path, float]]:
    """(process, what it printed, seconds until the welcome was complete)."""
    output = data.parent / "output"
    began = time.monotonic()
    with open(output, "wb") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run"],
            cwd=_REPOSITORY,
            env=surroundings(data, PORT=str(port)),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        last = demo.people()[-1][0]
        while last not in output.read_text() and process.poll() is None and time.monotonic() < began + 120:
            time.sleep(0.1)
        assert process.poll() is None, output.read_text()
        yield process, output, time.monotonic() - began
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def test_run_serves_stops_and_starts_again_with_all_data(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    with started(data, port) as (process, output, _seconds):
        welcome = output.read_text()
        assert f"http://127.0.0.1:{port}/ " in welcome
        assert [name for name, _description, _email in demo.people() if name not in welcome] == []
        page, _caching = fetch(f"http://127.0.0.1:{port}/")
        assert "<html" in page
        sheets = re.findall(r'/static/[^"]+\.css', page)
        assert [sheet for sheet in sheets if not re.search(r"\.[0-9a-f]{12}\.css$", sheet)] == []
        for sheet in sheets:
            assert "immutable" in fetch(f"http://127.0.0.1:{port}{sheet}")[1]
        before = stock(data)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        assert output.read_text().splitlines()[-1] == "Beendet. Alle Daten sind gespeichert."
    assert alive(data) == []

    with started(data, port) as (process, _output, seconds):
        assert seconds <= 10
        assert stock(data) == before
        process.kill()
        process.wait()
        assert wait_until_dead(data, 30) == []


def test_occupied_port_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = manage(tmp_path, "run", PORT=str(port))
    assert refusal(done) == (
        f"Der Port {port} ist schon belegt. Beenden Sie das andere Programm oder wählen Sie einen anderen: "
        f"PORT={port + 1} make run"
    )


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80 80"])
def test_port_that_is_no_port_is_said_in_one_sentence(tmp_path: Path, port: str) -> None:
    assert refusal(manage(tmp_path, "run", PORT=port)) == (
        f"PORT muss eine Zahl zwischen 1 und 65535 sein, ist aber „{port}“."
    )


def test_unreachable_database_is_said_in_one_sentence(tmp_path: Path) -> None:
    done = manage(tmp_path, "run", PORT=str(free_port()), DATABASE_URL="postgresql://ris@127.0.0.1:1/ris")
    assert refusal(done).startswith(
        "Die Datenbank ist nicht erreichbar. Prüfen Sie DATABASE_URL und ob der Server läuft. ("
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", "mysql://x", "DATABASE_URL ist keine Adresse einer PostgreSQL-Datenbank"),
        ("RATSINFO_THREADS", "viele", "RATSINFO_THREADS muss eine Zahl ab 1 sein"),
        ("RATSINFO_DEMO", "ja", "RATSINFO_DEMO muss 0 oder 1 sein"),
        ("RATSINFO_MAIL_TLS", "ja", "RATSINFO_MAIL_TLS muss starttls, tls, off sein"),
        (
            "RATSINFO_HOSTS",
            "localhost,rat.example.de",
            "Die Demo läuft nur auf diesem Computer, nicht als „rat",
        ),
    ],
)
def test_setting_with_a_typing_error_is_said_in_one_sentence(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    assert refusal(manage(tmp_path, "run", PORT=str(free_port()), **{name: value})).startswith(sentence)


def test_role_that_passes_row_security_is_refused(tmp_path: Path) -> None:
    mighty = os.environ["DATABASE_URL"].replace("ris@", "postgres@")
    if mighty == os.environ["DATABASE_URL"]:
        pytest.skip("only the private server has a known superuser")
    assert refusal(manage(tmp_path, "run", PORT=str(free_port()), DATABASE_URL=mighty)) == (
        "Die Datenbankrolle darf die Zeilensicherheit umgehen. Nötig ist eine mit NOSUPERUSER NOBYPASSRLS."
    )


@pytest.mark.parametrize("words", [("check", "--database", "default"), ("migrate", "--noinput")])
def test_role_that_passes_row_security_is_refused_by_every_way_to_start(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    mighty = os.environ["DATABASE_URL"].replace("ris@", "postgres@")
    assert mighty != os.environ["DATABASE_URL"]
    done = manage(tmp_path, *words, DATABASE_URL=mighty)
    assert done.returncode != 0
    assert "(ratsinfo.E001) Die Datenbankrolle darf die Zeilensicherheit umgehen." in done.stderr
    assert manage(tmp_path, "check", "--database", "default", **database_of_tests()).returncode == 0


def test_the_services_check_the_database_before_they_start() -> None:
    for service in ("web", "worker"):
        lines = (_REPOSITORY / "deploy" / f"ratsinfo-{service}.service").read_text().splitlines()
        starts = [line.partition("manage.py ")[2] for line in lines if line.startswith("ExecStart")]
        assert starts[0] == "check --database default"


@pytest.mark.parametrize("command", ["run", "check"])
def test_production_never_has_the_demo(tmp_path: Path, command: str) -> None:
    assert refusal(manage(tmp_path, command, **_PRODUCTION, RATSINFO_DEMO="1")).startswith(
        "RATSINFO_DEMO=1 ist mit RATSINFO_SECRET_KEY nicht erlaubt"
    )


def test_production_needs_the_names_of_the_site(tmp_path: Path) -> None:
    done = manage(tmp_path, "run", **(_PRODUCTION | {"RATSINFO_HOSTS": " , "}))
    assert refusal(done).startswith("Setzen Sie RATSINFO_HOSTS auf den Namen der Seite")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("RATSINFO_SECRET_KEY", "x" * 49, "RATSINFO_SECRET_KEY braucht mindestens 50 Zeichen"),
        ("RATSINFO_MAIL_HOST", "", "Setzen Sie RATSINFO_MAIL_HOST auf den Mailserver"),
    ],
)
def test_a_town_half_configured_is_not_opened(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    assert refusal(manage(tmp_path, "check", **(_PRODUCTION | {name: value}))).startswith(sentence)


@pytest.mark.parametrize(
    ("variables", "reached"),
    [
        ({}, "mail.example.de 587 starttls=True tls=False user="),
        (
            {"RATSINFO_MAIL_TLS": "tls", "RATSINFO_MAIL_USER": "rat"},
            "mail.example.de 465 starttls=False tls=True user=rat",
        ),
        (
            {"RATSINFO_MAIL_TLS": "off", "RATSINFO_MAIL_PORT": "2525"},
            "mail.example.de 2525 starttls=False tls=False user=",
        ),
    ],
)
def test_the_mail_server_is_reached_as_configured(
    tmp_path: Path, variables: dict[str, str], reached: str
) -> None:
    ask = (
        "from django.core.mail import get_connection; c = get_connection(); "
        "print(c.host, c.port, f'starttls={c.use_tls} tls={c.use_ssl} user={c.username}')"
    )
    done = manage(tmp_path, "shell", "-v", "0", "-c", ask, **_PRODUCTION, **variables)
    assert done.stdout.strip() == reached


def test_production_counts_visitors_behind_its_proxy(tmp_path: Path) -> None:
    ask = "from django.conf import settings as s; print(s.ALLAUTH_TRUSTED_PROXY_COUNT, s.DEVICE_COOKIE_NAME)"
    assert manage(tmp_path, "shell", "-v", "0", "-c", ask, **_PRODUCTION).stdout.strip() == "1 __Host-device"
    assert manage(tmp_path, "shell", "-v", "0", "-c", ask).stdout.strip() == "0 device"


def test_production_has_no_page_to_become_anybody(tmp_path: Path) -> None:
    ask = "from django.urls import resolve; resolve('/demo/')"
    assert "Resolver404" in manage(tmp_path, "shell", "-c", ask, **_PRODUCTION).stderr
    assert manage(tmp_path, "shell", "-c", ask).returncode == 0


def test_production_settings_pass_the_deployment_check(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **_PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")
