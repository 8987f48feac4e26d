"""The private PostgreSQL: keeps what it acknowledged, ends with its starter, says what is wrong."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from hueckeswagen_ratsinfo.embedded import DatabaseUnavailable, Embedded, major_of

_REPOSITORY = Path(__file__).resolve().parent.parent
_STARTER = """
    import sys, time
    from pathlib import Path
    from hueckeswagen_ratsinfo.embedded import Embedded
    server = Embedded(Path(sys.argv[1])).start()
    print(server.process.pid, flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for all tests here; making it is what takes time."""
    return tmp_path_factory.mktemp("private")


@pytest.fixture
def server(root: Path) -> Iterator[Embedded]:
    """A running server with an empty table."""
    server = Embedded(root).start()
    execute(server, "DROP TABLE IF EXISTS entry")
    execute(server, "CREATE TABLE entry (number int PRIMARY KEY)")
    yield server
    server.stop()


def execute(server: Embedded, statement: str) -> None:
    """One statement, committed."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(statement)


def numbers(server: Embedded) -> list[int]:
    """What the table holds."""
    with psycopg.connect(server.url()) as connection:
        return [row[0] for row in connection.execute("SELECT number FROM entry ORDER BY number")]


def wait_until_silent(server: Embedded, seconds: float = 10) -> bool:
    """True as soon as nobody answers."""
    deadline = time.monotonic() + seconds
    while server.answers() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not server.answers()


def test_rows_outlive_a_stop(server: Embedded) -> None:
    execute(server, "INSERT INTO entry VALUES (1), (2)")
    server.stop()
    assert not server.answers()
    server.start()
    assert numbers(server) == [1, 2]


def test_a_start_right_after_a_stop_waits_for_its_end(server: Embedded) -> None:
    execute(server, "INSERT INTO entry VALUES (1)")
    assert server.process is not None
    server.process.send_signal(signal.SIGINT)
    while server.answers():
        pass
    again = Embedded(server.root).start()
    assert numbers(again) == [1]
    again.stop()


def test_second_starter_attaches_and_does_not_stop_the_first(server: Embedded) -> None:
    second = Embedded(server.root).start()
    assert second.process is None
    second.stop()
    assert server.answers()


def test_role_of_the_application_cannot_pass_row_security(server: Embedded) -> None:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == (False, False)


def test_server_listens_on_no_network_address(server: Embedded) -> None:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute("SELECT current_setting('listen_addresses')").fetchone()
    assert row == ("",)
    assert server.socket.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("pid", [1, 4_000_000, os.getpid()], ids=["init", "nobody", "ours"])
def test_stale_pid_file_is_removed(server: Embedded, pid: int) -> None:
    server.stop()
    (server.data / "postmaster.pid").write_text(f"{pid}\n{server.data}\n")
    server.start()
    assert numbers(server) == []


def test_data_of_another_major_version_is_refused_in_a_sentence(server: Embedded) -> None:
    server.stop()
    version, ours = server.data / "PG_VERSION", major_of(server.programs)
    version.write_text(f"{ours - 1}\n")
    try:
        with pytest.raises(DatabaseUnavailable) as refusal:
            server.start()
    finally:
        version.write_text(f"{ours}\n")
    assert str(refusal.value) == (
        f"{server.data} wurde mit PostgreSQL {ours - 1} angelegt, vorhanden ist {ours}. Installieren Sie "
        f"PostgreSQL {ours - 1} und setzen Sie PG_BINDIR, oder spielen Sie eine Sicherung der Daten neu ein."
    )


def test_very_long_path_works(tmp_path: Path) -> None:
    server = Embedded(tmp_path / ("a" * 100) / ("ordner mit leerzeichen und ü" * 3), throwaway=True)
    try:
        assert server.start().answers()
    finally:
        server.stop()
    assert not server.root.exists()


def test_every_acknowledged_row_outlives_an_abrupt_end(server: Embedded) -> None:
    acknowledged: list[int] = []

    def insert() -> None:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            try:
                for number in range(1_000_000):
                    connection.execute("INSERT INTO entry VALUES (%s)", [number])
                    acknowledged.append(number)
            except psycopg.OperationalError:
                return

    writer = threading.Thread(target=insert)
    writer.start()
    while len(acknowledged) < 50:
        time.sleep(0.01)
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    # Backends notice the death of the postmaster at their next wait for a client.
    writer.join(10)
    assert not writer.is_alive()
    server.start()
    # The very last insert may have been committed without its answer reaching us.
    assert numbers(server)[: len(acknowledged)] == acknowledged
    assert len(numbers(server)) <= len(acknowledged) + 1


def test_server_ends_when_its_starter_is_killed(server: Embedded) -> None:
    server.stop()
    starter = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(_STARTER), str(server.root)],
        cwd=_REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert starter.stdout is not None
    with starter.stdout:
        pid = int(starter.stdout.readline())
    assert server.answers()
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    assert wait_until_silent(server)
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text().split()[2]
