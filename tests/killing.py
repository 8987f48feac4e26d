"""Abstürze: something done in a process of its own, with its own connection, that is killed at a named place."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from multiprocessing import forkserver
from types import FrameType

from django.db import connection

Place = tuple[str, str, str]


def killed_at(place: Place, act: Callable[[], object]) -> int:
    """How the process ended that did it: minus the signal, or 0 where it never came to the place.

    The place is a module, a function in it, and "call" or "return". The test has committed what the process needs.
    """
    # Two processes on one connection would read each other's answers.
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    child = os.fork()
    if child == 0:
        _do(place, act)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _do(place: Place, act: Callable[[], object]) -> None:
    """In the new process; nothing of the test run is told that it exists, or cleared away by it."""
    module, name, event = place

    def watch(frame: FrameType, happened: str, argument: object) -> None:
        code = frame.f_code
        if happened == event and code.co_name == name and code.co_filename.endswith(f"/{module}.py"):
            os.kill(os.getpid(), signal.SIGKILL)

    status = 1
    try:
        _share_workshop()
        sys.setprofile(watch)
        act()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _share_workshop() -> None:
    """The warm process that prints is a child of the test run: a sibling cannot wait for it, but may ask it."""
    forkserver._forkserver.ensure_running = lambda: None  # type: ignore[method-assign]
