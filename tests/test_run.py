"""One command starts everything and ends everything; what stands in the way is said in one sentence."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from procrastinate.contrib.django import app

from hueckeswagen_ratsinfo import demo
from hueckeswagen_ratsinfo.embedded import DatabaseUnavailable, embedded_url
from hueckeswagen_ratsinfo.management.commands import run
from tests.starting import REPOSITORY, manage, refusal, surroundings

PROGRAM = (sys.executable, "manage.py", "run")


def database_of_tests() -> dict[str, str]:
    """The server of this test run, with the role of the application."""
    return {"DATABASE_URL": os.environ["DATABASE_URL"]}


def as_make_does() -> tuple[str, ...]:
    """What "make run" starts once all is installed, as a child of a shell."""
    told = ["make", "--no-print-directory", "--dry-run", "run", f"PYTHON={sys.executable}"]
    recipe = subprocess.run(told, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    return ("sh", "-c", f"({recipe.splitlines()[-1]}); exit")


def free_port() -> int:
    """A port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(address: str) -> tuple[str, str]:
    """(text, Cache-Control) of a page; raises for anything but success."""
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.read().decode(errors="replace"), answer.headers.get("Cache-Control", "")


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
def started(
    data: Path, port: int, command: Sequence[str] = PROGRAM, until: str = ""
) -> Iterator[tuple[subprocess.Popen[bytes], Path, float]]:
    """(process, what it printed, seconds until the welcome was complete or these words were there)."""
    output = data.parent / "output"
    began = time.monotonic()
    with open(output, "wb") as log:
        process = subprocess.Popen(
            command,
            cwd=REPOSITORY,
            env=surroundings(data, PORT=str(port)),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        last = until or demo.people()[-1][0]
        while last not in output.read_text() and process.poll() is None and time.monotonic() < began + 300:
            time.sleep(0.1)
        assert process.poll() is None, output.read_text()
        yield process, output, time.monotonic() - began
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def test_run_serves_stops_and_starts_again_with_all_data(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    with started(data, port, until="Die Demo-Stadt wird angelegt.") as (process, output, _seconds):
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert output.read_text().splitlines()[-1] == "Beendet. Alle Daten sind gespeichert."
    assert alive(data) == []

    with started(data, port) as (process, output, _seconds):
        welcome = output.read_text()
        assert f"http://127.0.0.1:{port}/ " in welcome
        assert [name for name, _description, _email in demo.people() if name not in welcome] == []
        page, _caching = fetch(f"http://127.0.0.1:{port}/")
        assert "<html" in page
        parts = set(re.findall(r'/static/[^"#]+', page))
        assert [part for part in parts if not re.search(r"\.[0-9a-f]{12}\.\w+$", part)] == []
        for part in parts:
            assert "immutable" in fetch(f"http://127.0.0.1:{port}{part}")[1]
        before = stock(data)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        assert output.read_text().splitlines()[-1] == "Beendet. Alle Daten sind gespeichert."
    assert alive(data) == []

    with started(data, port, as_make_does()) as (process, _output, seconds):
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


def test_port_that_is_no_port_is_said_in_one_sentence(tmp_path: Path) -> None:
    ports = ["abc", "0", "65536", "-1", "80 80"]
    script = (
        "import contextlib, os; from django.core.management import call_command\n"
        f"for port in {ports}:\n"
        "    os.environ['PORT'] = port\n"
        "    with contextlib.suppress(SystemExit):\n"
        "        call_command('run')\n"
    )
    done = manage(tmp_path, "shell", "-v", "0", "-c", script)
    assert done.stderr.splitlines() == [
        f"PORT muss eine Zahl zwischen 1 und 65535 sein, ist aber „{port}“." for port in ports
    ]


def test_unreachable_database_is_said_in_one_sentence(tmp_path: Path) -> None:
    done = manage(tmp_path, "run", PORT=str(free_port()), DATABASE_URL="postgresql://ris@127.0.0.1:1/ris")
    assert refusal(done).startswith(
        "Die Datenbank ist nicht erreichbar. Prüfen Sie DATABASE_URL und ob der Server läuft. ("
    )


def test_role_that_passes_row_security_is_refused(tmp_path: Path) -> None:
    mighty = os.environ["DATABASE_URL"].replace("ris@", "postgres@")
    if mighty == os.environ["DATABASE_URL"]:
        pytest.skip("only the private server has a known superuser")
    assert refusal(manage(tmp_path, "run", PORT=str(free_port()), DATABASE_URL=mighty)) == (
        "Die Datenbankrolle darf die Zeilensicherheit umgehen. Nötig ist eine mit NOSUPERUSER NOBYPASSRLS."
    )


def test_role_that_passes_row_security_is_refused_by_every_way_to_start(tmp_path: Path) -> None:
    mighty = os.environ["DATABASE_URL"].replace("ris@", "postgres@")
    assert mighty != os.environ["DATABASE_URL"]
    for words in (("check", "--database", "default"), ("migrate", "--noinput")):
        done = manage(tmp_path, *words, DATABASE_URL=mighty)
        assert done.returncode != 0
        assert "(ratsinfo.E001) Die Datenbankrolle darf die Zeilensicherheit umgehen." in done.stderr
    assert manage(tmp_path, "check", "--database", "default", **database_of_tests()).returncode == 0


def test_a_database_of_a_newer_program_is_refused(db: None) -> None:
    executor = MigrationExecutor(connection)
    run.insist_on_known(executor)
    executor.recorder.record_applied("motions", "9999_of_a_newer_program")
    with pytest.raises(
        DatabaseUnavailable, match=r"neueren Fassung dieses Programms \(9999_of_a_newer_program\)"
    ):
        run.insist_on_known(MigrationExecutor(connection))


def test_a_role_that_may_create_nothing_is_refused(tmp_path: Path) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"].replace("ris@", "postgres@"), autocommit=True) as server:
        server.execute("CREATE ROLE guest LOGIN")
        try:
            address = os.environ["DATABASE_URL"].replace("ris@", "guest@")
            done = manage(tmp_path, "run", PORT=str(free_port()), DATABASE_URL=address)
        finally:
            server.execute("DROP ROLE guest")
    assert refusal(done) == (
        "Die Datenbankrolle darf keine Tabellen und Erweiterungen anlegen. Machen Sie sie zur Eigentümerin der "
        "Datenbank: ALTER DATABASE … OWNER TO …"
    )


def test_the_services_check_the_database_before_they_start() -> None:
    for service in ("web", "worker", "signer"):
        lines = (REPOSITORY / "deploy" / f"ratsinfo-{service}.service").read_text().splitlines()
        starts = [line.partition("manage.py ")[2] for line in lines if line.startswith("ExecStart")]
        assert starts[0] == "check --database default"


def test_each_queue_has_one_worker_of_its_own() -> None:
    """A signing service that keeps silent starves nothing else, and nothing waits for a worker there is not."""
    tasks = app.tasks.values()
    queues = sorted({task.queue for task in tasks if not task.name.startswith("builtin:")})
    assert queues == ["default", "signing"]
    assert sorted(run.worker(queue)[-2:] for queue in run.QUEUES.values()) == [
        ["--queues", name] for name in queues
    ]
    starts = [
        re.search(r"ExecStart=.*procrastinate worker --queues (\w+)$", unit.read_text(), re.MULTILINE)
        for unit in (REPOSITORY / "deploy").glob("*.service")
    ]
    assert sorted(start[1] for start in starts if start) == queues


def test_the_service_that_signs_knows_the_keys_and_no_other_does() -> None:
    reads = "EnvironmentFile=-/etc/ratsinfo-signing.env\n"
    units = [unit for unit in (REPOSITORY / "deploy").glob("*.service") if reads in unit.read_text()]
    assert [unit.name for unit in units] == ["ratsinfo-signer.service"]
    signs = {task.name for task in app.tasks.values() if task.queue == run.QUEUES[run.SIGNER]}
    assert signs == {"motions.jobs.sign_document", "motions.jobs.renew_time_stamps"}


def test_another_account_than_that_of_the_web_server_opens_the_keys() -> None:
    """Whoever takes over a page reads neither the secrets nor the memory of the process that has them."""
    said = {name: directives(name) for name in ("web", "worker", "signer")}
    assert {name: (rows["User"], rows["Group"]) for name, rows in said.items()} == {
        "web": ("ratsinfo", "ratsinfo"),
        "worker": ("ratsinfo", "ratsinfo"),
        "signer": ("ratsinfo-signer", "ratsinfo"),
    }
    secrets = "-/etc/ratsinfo-signing -/etc/ratsinfo-signing.env"
    hidden = {name: rows.get("InaccessiblePaths") for name, rows in said.items()}
    assert hidden == {"web": secrets, "worker": secrets, "signer": None}
    # All three write into one folder, and it never changes hands between two accounts.
    assert {rows["UMask"] for rows in said.values()} == {"0007"}
    assert [name for name, rows in said.items() if "StateDirectory" in rows] == ["web", "worker"]
    assert said["signer"]["ReadWritePaths"] == "/var/lib/ratsinfo"


def directives(service: str) -> dict[str, str]:
    """What a unit says, the last word for each name."""
    lines = (REPOSITORY / "deploy" / f"ratsinfo-{service}.service").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
