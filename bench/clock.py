"""Stoppuhr: milliseconds of one call, and one line of output."""

import time
from collections.abc import Callable


def milliseconds(act: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def typical(act: Callable[[], object], *, times: int = 5) -> float:
    """The median of some calls."""
    return sorted(milliseconds(act) for _ in range(times))[times // 2]


def line(label: str, *figures: str) -> None:
    """Aligned for reading."""
    print(f"{label:<56}" + "".join(f"{figure:>18}" for figure in figures), flush=True)
