"""Alles starten: database, migrations, demo town, web server and job workers, until Ctrl-C."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from hueckeswagen_ratsinfo import checks, demo, static_files
from hueckeswagen_ratsinfo.demo import keys
from hueckeswagen_ratsinfo.embedded import DatabaseUnavailable, Embedded
from motions.models import User

_PR_SET_PDEATHSIG = 1
_PATIENCE = 15
# A signing service that does not answer keeps no PDF and no mail waiting.
SIGNER = "signer"
QUEUES = {"worker": "default", SIGNER: "signing"}


class _Stopped(BaseException):
    """Told to stop while the start is prepared; nobody on the way may take it for an error."""


class Command(BaseCommand):
    """Web server and workers as child processes; a dead child is started again, Ctrl-C ends all."""

    help = "Startet Datenbank, Webserver und Hintergrundarbeit."
    requires_system_checks: list[str] = []
    stopping = False
    is_preparing = False

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until told to stop; what stands in the way is said in one sentence."""
        try:
            self._run()
        except (CommandError, DatabaseUnavailable) as problem:
            self.stderr.write(str(problem))
            raise SystemExit(1) from None
        except _Stopped:
            pass
        self.stdout.write("Beendet. Alle Daten sind gespeichert.")

    def _run(self) -> None:
        """Start, watch, stop."""
        host, port = os.environ.get("HOST", "127.0.0.1"), _port()
        _insist_on_free(host, port)
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        server = self._database()
        children: dict[str, subprocess.Popen[bytes]] = {}
        try:
            self._prepare_unless_stopped()
            commands = {"web": _web(host, port)} | {name: worker(queue) for name, queue in QUEUES.items()}
            children = {name: _spawn(name, command) for name, command in commands.items()}
            self._welcome(host, port)
            while not self.stopping:
                for name, child in children.items():
                    if child.poll() is not None and not self.stopping:
                        self.stderr.write(f"„{name}“ ist ausgefallen und wird neu gestartet.")
                        children[name] = _spawn(name, commands[name])
                if server and not server.answers() and not self.stopping:
                    self.stderr.write("Die Datenbank ist ausgefallen und wird neu gestartet.")
                    server.start()
                time.sleep(1)
        finally:
            _end(list(children.values()))
            connection.close()
            if server:
                server.stop()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Ends the loop; what is being prepared is broken off, its transaction is rolled back."""
        is_first, self.stopping = not self.stopping, True
        if is_first and self.is_preparing:
            raise _Stopped

    def _prepare_unless_stopped(self) -> None:
        if self.stopping:
            raise _Stopped
        self.is_preparing = True
        self._prepare()
        self.is_preparing = False

    def _database(self) -> Embedded | None:
        """Our own server, or None where DATABASE_URL names one."""
        if address := os.environ.get("DATABASE_URL"):
            _insist_on_database(address)
            return None
        server = Embedded(settings.DATA_DIR / "postgres").start()
        _insist_on_database(server.url())
        return server

    def _prepare(self) -> None:
        executor = MigrationExecutor(connection)
        insist_on_known(executor)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        static_files.collect()
        if settings.DEMO and not User.objects.exists():
            self.stdout.write("Die Demo-Stadt wird angelegt.")
            call_command("demo")
        if settings.DEMO:
            keys.make(settings.SIGNING_DIR, now=timezone.now())
        connection.close()

    def _welcome(self, host: str, port: int) -> None:
        _wait_for(host, port)
        self.stdout.write(f"\nRatsinformation läuft: http://{host}:{port}/   (Strg-C beendet)")
        if settings.DEMO:
            self.stdout.write(f"Anmelden als …: http://{host}:{port}/demo/")
            for name, description, _email in demo.people():
                self.stdout.write(f"  {name}: {description}")
        self.stdout.flush()


def _port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CommandError(f"PORT muss eine Zahl zwischen 1 und 65535 sein, ist aber „{text}“.")
    return int(text)


def _insist_on_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE:
                raise CommandError(
                    f"Der Port {port} von {host} lässt sich nicht öffnen ({problem.strerror}). Wählen Sie einen "
                    "anderen, zum Beispiel PORT=8000, und prüfen Sie HOST."
                ) from None
            raise CommandError(
                f"Der Port {port} ist schon belegt. Beenden Sie das andere Programm oder wählen Sie einen anderen: "
                f"PORT={port % 65535 + 1} make run"
            ) from None


def _insist_on_database(address: str) -> None:
    """Reachable, of a supported version, German, and with a role that row-level security binds.

    Asked without the pool, which would try again for long and say less.
    """
    try:
        with psycopg.connect(address, connect_timeout=5) as asked:
            answer = asked.execute(checks.QUESTION).fetchone()
    except psycopg.Error as problem:
        reason = str(problem).strip().splitlines()[-1:]
        raise DatabaseUnavailable(
            f"Die Datenbank ist nicht erreichbar. Prüfen Sie DATABASE_URL und ob der Server läuft. ({' '.join(reason)})"
        ) from None
    if text := checks.shortcoming(answer):
        raise DatabaseUnavailable(text)


def insist_on_known(executor: MigrationExecutor) -> None:
    """An older program would write into tables it does not know; raises DatabaseUnavailable."""
    applied, known = set(executor.loader.applied_migrations), set(executor.loader.disk_migrations)
    ours = {app for app, _name in known}
    if unknown := sorted(name for app, name in applied - known if app in ours):
        raise DatabaseUnavailable(
            f"Die Datenbank gehört zu einer neueren Fassung dieses Programms ({unknown[-1]}). Bringen Sie das Programm "
            "auf den neuesten Stand oder spielen Sie eine Sicherung der Daten ein."
        )


def _web(host: str, port: int) -> list[str]:
    workers = min(2, os.cpu_count() or 1)
    return [
        *(sys.executable, "-m", "gunicorn", "hueckeswagen_ratsinfo.wsgi", "--bind", f"{host}:{port}"),
        *("--worker-class", "gthread", "--workers", str(workers), "--threads", str(settings.THREADS)),
        *("--max-requests", "2000", "--max-requests-jitter", "200", "--log-level", "warning"),
    ]


def worker(queue: str) -> list[str]:
    """A worker for one queue."""
    program = [sys.executable, str(Path(settings.BASE_DIR, "manage.py"))]
    return [*program, "procrastinate", "worker", "--queues", queue]


def _spawn(name: str, command: list[str]) -> subprocess.Popen[bytes]:
    """A child that ends when we end, however we end; the terminal's Ctrl-C reaches it through us only.

    Where the keys for signatures are locked away is told to the worker alone that signs.
    """
    environment = {key: value for key, value in os.environ.items() if key != keys.SECRETS}
    if name == SIGNER:
        environment[keys.SECRETS] = os.environ.get(
            keys.SECRETS, str(settings.SIGNING_DIR / keys.SECRETS_FILE)
        )

    def end_with_parent() -> None:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        os.setsid()

    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, preexec_fn=end_with_parent)


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.send_signal(signal.SIGTERM)
    for child in children:
        try:
            child.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()


def _wait_for(host: str, port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((host, port)) == 0:
                return
        time.sleep(0.1)
    raise CommandError("Der Webserver antwortet nicht. Die Meldungen oben nennen den Grund.")
