"""Herstellung in einem eigenen Prozess: hostile text can end that process, never the server (pdf.md 7)."""

from __future__ import annotations

import functools
import multiprocessing
import os
import signal
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any

from .failures import BROKEN, TOO_LARGE, TOO_LONG, RenderFailed, RenderTimeout
from .limits import CPU_SECONDS, WAIT_PER_CPU_SECOND
from .sources import ROOT

_OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL}
_OUT_OF_MEMORY = {-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV}


def render_isolated(content: dict[str, Any], *, seconds: int = CPU_SECONDS) -> bytes:
    """The PDF of one content, made in at most so many seconds of work.

    Raises RenderFailed or RenderTimeout with a German sentence.
    """
    ours, theirs = _context().Pipe(duplex=False)
    process = _context().Process(target=_work, args=(theirs, content, seconds), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds * WAIT_PER_CPU_SECOND):
            raise RenderTimeout(TOO_LONG)
        answer = ours.recv()
    except EOFError:
        raise _reason(process) from None
    finally:
        ours.close()
        process.kill()
        process.join()
        process.close()
    if isinstance(answer, RenderFailed):
        raise answer
    return bytes(answer)


def _work(pipe: Connection, content: dict[str, Any], seconds: int) -> None:
    """In the new process: WeasyPrint is loaded there, and in no process of the web server."""
    from .workshop import work

    work(pipe, content, seconds)


def _reason(process: ForkServerProcess) -> RenderFailed:
    """Why a process ended without an answer."""
    process.join()
    if process.exitcode in _OUT_OF_TIME:
        return RenderTimeout(TOO_LONG)
    return RenderFailed(TOO_LARGE if process.exitcode in _OUT_OF_MEMORY else BROKEN)


@functools.cache
def _context() -> ForkServerContext:
    """One small server process forks the workers; it ends with us, because its pipe closes."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["motions.pdf.workshop"])
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), before]))
    try:
        forkserver.ensure_running()  # it finds our modules only by this path, whatever the working directory
    finally:
        if before is None:
            os.environ.pop("PYTHONPATH", None)
        else:
            os.environ["PYTHONPATH"] = before
    return context
