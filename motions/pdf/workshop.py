"""Werkstatt: the warm process from which every rendering is forked; fonts and style sheet are parsed once here."""

from __future__ import annotations

import resource
import signal
from multiprocessing.connection import Connection
from typing import Any

from . import render as renderer

CPU_SECONDS = 20
MEMORY_BYTES = 1_536 * 1024 * 1024
FILE_BYTES = 64 * 1024 * 1024
OPEN_FILES = 64


def work(pipe: Connection, content: dict[str, Any]) -> None:
    """Render in a process that may use so much and no more; answers with bytes or a German sentence."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    signal.alarm(2 * CPU_SECONDS)
    try:
        pipe.send(("made", renderer.render(content)))
    except renderer.RenderFailed as failure:
        pipe.send(("failed", str(failure)))
    except (MemoryError, RecursionError):
        pipe.send(("failed", "Der Text ist zu umfangreich für ein Dokument. Lagern Sie Teile in eine Anlage aus."))
    finally:
        pipe.close()


renderer.warm_up()
