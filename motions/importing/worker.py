"""Fremde Dateien im eigenen Prozess lesen: limits of time and memory hold for everything their readers may do."""

from __future__ import annotations

import json
import logging
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

log = logging.getLogger(__name__)

CPU_SECONDS = 15
MEMORY = 768 * 1024 * 1024
_SECONDS = 30
_ROOT = Path(__file__).resolve().parents[2]
_CHUNK = 1 << 20


def ask(module: str, stream: BinaryIO) -> dict[str, Any] | None:
    """What the worker says about a file; None where it died or took too long: nobody should open such a file."""
    try:
        with tempfile.TemporaryFile() as copy:
            # The worker moves in its file; sharing ours would move us, too.
            stream.seek(0)
            shutil.copyfileobj(stream, copy, _CHUNK)
            stream.seek(0)
            copy.seek(0)
            done = subprocess.run(
                [sys.executable, "-m", module],
                stdin=copy,
                capture_output=True,
                cwd=_ROOT,
                env={"PYTHONUTF8": "1"},
                timeout=_SECONDS,
                check=False,
            )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        told = done.stderr[-500:].decode(errors="replace")
        log.warning("%s ended with %s: %s", module, done.returncode, told)
        return None
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def limit() -> None:
    """Called by a worker before it opens its file."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
