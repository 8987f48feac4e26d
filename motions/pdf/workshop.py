"""Werkstatt: the warm process from which every rendering is forked; fonts and style are parsed once here."""

from __future__ import annotations

import os
import resource
import select
import signal
import threading
from multiprocessing.connection import Connection
from typing import Any

from . import render as renderer
from .failures import TOO_LARGE, RenderFailed
from .limits import FILE_BYTES, MEMORY_BYTES, OPEN_FILES, WAIT_PER_CPU_SECOND


def work(pipe: Connection, content: dict[str, Any], seconds: int) -> None:
    """Render in a process that may use so much and no more; answers with bytes or the failure."""
    _limit(seconds)
    threading.Thread(target=_end_with_reader, args=(pipe.fileno(),), daemon=True).start()
    answer: bytes | RenderFailed
    try:
        answer = renderer.render(content)
    except RenderFailed as failure:
        answer = failure
    except (MemoryError, RecursionError):
        answer = RenderFailed(TOO_LARGE)
    pipe.send(answer)
    pipe.close()


def _end_with_reader(pipe: int) -> None:
    """Nobody waits any more, perhaps because the server was killed: stop, so that the warm process can end too."""
    poll = select.poll()
    poll.register(pipe, 0)
    poll.poll()
    os._exit(1)


def _limit(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    signal.alarm(seconds * WAIT_PER_CPU_SECOND)


renderer.warm_up()
