"""Herstellung in einem eigenen Prozess: hostile or huge text can end that process, never the server (pdf.md 7)."""

from __future__ import annotations

import functools
import multiprocessing
from multiprocessing.context import ForkServerContext
from typing import Any

from .render import RenderFailed
from .workshop import CPU_SECONDS, work

_TOO_LONG = "Die Herstellung hat zu lange gedauert. Kürzen Sie den Text oder lagern Sie Teile in eine Anlage aus."


class RenderTimeout(RenderFailed):
    """Die Herstellung wurde abgebrochen."""


@functools.cache
def _context() -> ForkServerContext:
    """One small server process forks the workers; it ends with us, because its pipe closes."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["motions.pdf.workshop"])
    return context


def render_isolated(content: dict[str, Any]) -> bytes:
    """The PDF of one content; raises RenderFailed or RenderTimeout with a German sentence."""
    context = _context()
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(theirs, content), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(2 * CPU_SECONDS):
            raise RenderTimeout(_TOO_LONG)
        verdict, result = ours.recv()
    except EOFError:
        raise RenderTimeout(_TOO_LONG) from None
    finally:
        ours.close()
        process.join(1)
        if process.is_alive():
            process.kill()
            process.join()
        process.close()
    if verdict == "failed":
        raise RenderFailed(result)
    return bytes(result)
