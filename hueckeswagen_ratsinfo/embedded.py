"""Eigenes PostgreSQL für Demo und Tests: own data folder, unix socket only, ends with the process that started it.

The server's programs are those of the system (Debian's package postgresql, or PG_BINDIR), major 15 to 18. As root the
server runs in a user namespace, because PostgreSQL refuses uid 0; where that is forbidden, as "postgres" or "nobody".
"""

from __future__ import annotations

import ctypes
import fcntl
import glob
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg import sql

SUPPORTED = range(15, 19)
ROLE = DATABASE = "ris"
_NAMESPACE = ["unshare", "--user", "--map-user=65534", "--map-group=65534"]
_LONGEST_SOCKET_FOLDER = 90
_PR_SET_PDEATHSIG = 1


class DatabaseUnavailable(Exception):
    """Die Datenbank kann nicht gestartet oder nicht benutzt werden; the text says what to do."""


def socket_folder(root: Path) -> Path:
    """Where the socket lies: beside the data, or in a private folder when that path is too long."""
    if len(str(root)) <= _LONGEST_SOCKET_FOLDER:
        return root
    tag = hashlib.sha256(str(root).encode()).hexdigest()[:10]
    return Path(tempfile.gettempdir(), f"pg-{os.geteuid()}-{tag}")


def embedded_url(data_dir: Path) -> str:
    """The address of the private database below a data folder."""
    return f"postgresql://{ROLE}@/{DATABASE}?host={socket_folder((data_dir / 'postgres').resolve())}"


def find_programs() -> Path:
    """The folder of the server's programs; raises DatabaseUnavailable."""
    on_path = os.path.dirname(os.path.realpath(shutil.which("pg_ctl") or ""))
    installed = sorted(
        glob.glob("/usr/lib/postgresql/*/bin"), key=lambda folder: -float(folder.split("/")[-2])
    )
    for folder in filter(None, [os.environ.get("PG_BINDIR", ""), on_path, *installed]):
        if Path(folder, "initdb").exists() and major_of(Path(folder)) in SUPPORTED:
            return Path(folder)
    raise DatabaseUnavailable(
        "Es fehlt ein PostgreSQL-Server der Version 15 bis 18. Installieren Sie das Paket „postgresql“ oder setzen Sie "
        "DATABASE_URL auf einen laufenden Server."
    )


def major_of(programs: Path) -> int:
    """The major version of the server's programs, 0 if they do not run."""
    try:
        done = subprocess.run(
            [programs / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(done.stdout.split()[2].split(".")[0])


class Embedded:
    """Ein privater Server in einem Ordner; ``throwaway`` trades safety for speed and removes the folder at the end."""

    def __init__(self, root: Path, *, throwaway: bool = False) -> None:
        self.root = root.resolve()
        self.throwaway = throwaway
        self.programs = find_programs()
        self.data = self.root / "data"
        self.socket = socket_folder(self.root)
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, user: str = ROLE, database: str = DATABASE) -> str:
        """A connection address."""
        return f"postgresql://{user}@/{database}?host={self.socket}"

    def answers(self) -> bool:
        """A connection, not a process id, is the proof of life."""
        ask = [str(self.programs / "pg_isready"), "-q", "-U", "postgres", "-h", str(self.socket)]
        return subprocess.run(ask, check=False).returncode == 0

    def start(self) -> Embedded:
        """Start the server, or attach to the one that runs; makes role and database on the first start."""
        for folder in (self.root, self.socket):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._insist_on_ownership(folder)
        with open(self.root / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._wait_for_former()
            if not self.answers():
                self._launch()
            self._prepare()
        return self

    def stop(self) -> None:
        """Fast shutdown with a checkpoint; only of a server this object has started."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
        if self.throwaway:
            shutil.rmtree(self.root, ignore_errors=True)

    def _insist_on_ownership(self, folder: Path) -> None:
        """Trust authentication is safe only behind a folder that is ours alone."""
        owners = {os.geteuid()} | ({user.pw_uid for user in _service_users()} if os.geteuid() == 0 else set())
        if folder.lstat().st_uid not in owners:
            raise DatabaseUnavailable(
                f"Der Ordner {folder} gehört jemand anderem. Löschen Sie ihn oder wählen Sie RATSINFO_DATA neu."
            )
        folder.chmod(0o700)

    def _launch(self) -> None:
        prefix, owner = _unprivileged([self.programs / "postgres", self.root.parent])
        if owner is not None:
            os.chown(self.root, owner, -1)
            os.chown(self.socket, owner, -1)
        if not (self.data / "PG_VERSION").exists():
            self._initialise(prefix)
        self._insist_on_version()
        self._clear_leftovers()
        if prefix:
            prefix = [*prefix, "setpriv", "--pdeathsig", "INT"]
        with open(self.root / "log", "ab") as log:
            self.process = subprocess.Popen(
                [*prefix, str(self.programs / "postgres"), "-D", str(self.data), *self._options()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_parent,
            )
        deadline = time.monotonic() + 60
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise DatabaseUnavailable(
                    f"PostgreSQL ist nicht gestartet. Der Grund steht in {self.root / 'log'}."
                )
            time.sleep(0.05)

    def _initialise(self, prefix: list[str]) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        options = [
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--auth-local=trust",
            "--auth-host=reject",
        ]
        command = [*prefix, str(self.programs / "initdb"), "-D", str(self.data), *options, "--data-checksums"]
        done = subprocess.run(
            [*command, *(["--no-sync"] if self.throwaway else [])], capture_output=True, check=False
        )
        if done.returncode:
            reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise DatabaseUnavailable(f"Die Datenbank konnte nicht angelegt werden: {' '.join(reason)}")

    def _insist_on_version(self) -> None:
        version, ours = int((self.data / "PG_VERSION").read_text()), major_of(self.programs)
        if version != ours:
            raise DatabaseUnavailable(
                f"{self.data} wurde mit PostgreSQL {version} angelegt, vorhanden ist {ours}. Installieren Sie "
                f"PostgreSQL {version} und setzen Sie PG_BINDIR, oder spielen Sie eine Sicherung der Daten neu ein."
            )

    def _clear_leftovers(self) -> None:
        """After a crash the files name a process that is gone, a zombie, or by now somebody else's."""
        for leftover in (self.data / "postmaster.pid", self.socket / ".s.PGSQL.5432.lock"):
            if leftover.exists() and not self._is_ours(_first_word(leftover)):
                leftover.unlink()

    def _wait_for_former(self) -> None:
        """One that is just being stopped still holds the data; one that recovers from a crash soon answers."""
        note, deadline = self.data / "postmaster.pid", time.monotonic() + 60
        while note.exists() and not self.answers() and time.monotonic() < deadline:
            if not self._is_ours(_first_word(note)):
                return
            time.sleep(0.1)

    def _is_ours(self, pids: list[str]) -> bool:
        try:
            command = Path(f"/proc/{int(pids[0])}/cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            return False
        return b"postgres" in command and str(self.data).encode() in command

    def _options(self) -> list[str]:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0700",
            # Pages ask much and shortly: compiling a question takes longer than answering it.
            "jit": "off",
        }
        if self.throwaway:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            # Each worker of a test run may send a crowd of its own.
            options["max_connections"] = "400"
        return [f"--{name}={value}" for name, value in options.items()]

    def _prepare(self) -> None:
        """The application's role is no superuser, or row-level security would be decoration."""
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                make = "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB"
                connection.execute(sql.SQL(make).format(sql.Identifier(ROLE)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                make = "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
                connection.execute(sql.SQL(make).format(sql.Identifier(DATABASE), sql.Identifier(ROLE)))


def _first_word(note: Path) -> list[str]:
    """The process a file of the server names; it may vanish while it is read."""
    try:
        return note.read_text().split()[:1]
    except FileNotFoundError:
        return []


def _service_users() -> list[pwd.struct_passwd]:
    users = [user for user in pwd.getpwall() if user.pw_name in ("postgres", "nobody")]
    return sorted(users, key=lambda user: user.pw_name, reverse=True)


def _unprivileged(must_reach: list[Path]) -> tuple[list[str], int | None]:
    """(command prefix, uid that must own the data or None)."""
    if os.geteuid() != 0:
        return [], None
    if (
        shutil.which("unshare")
        and not subprocess.run([*_NAMESPACE, "true"], capture_output=True, check=False).returncode
    ):
        return _NAMESPACE, None
    for user in _service_users():
        prefix = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        if all(
            subprocess.run([*prefix, "test", "-x", path], check=False).returncode == 0 for path in must_reach
        ):
            return prefix, user.pw_uid
    raise DatabaseUnavailable(
        "PostgreSQL läuft nicht als root, und die Rechte können hier nicht abgegeben werden. Starten Sie als normale "
        "Person oder setzen Sie DATABASE_URL auf einen laufenden Server."
    )


def _end_with_parent() -> None:
    """A clean stop even if we are killed with -9."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
    os.setsid()
