"""Ein frischer Start for tests: an environment without what the test run has set, one command to its end."""

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PRODUCTION = {
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
        cwd=REPOSITORY,
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
