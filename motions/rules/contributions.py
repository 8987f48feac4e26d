"""Was eine App beiträgt, die auf dieser aufbaut: filled in its ``ready()``, so that nothing here imports it.

Each list is asked in order. ``at_submission`` and ``at_release`` are findings like those of paper_checks;
``on_release``, ``on_closing`` of a meeting and ``on_succession`` follow in the same transaction.
``to_archive`` has documents of a year (SI-05).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from motions.models import Meeting, Paper, User

from .findings import Finding
from .transitions import Act


@dataclass(frozen=True)
class Contribution:
    """Ein Dokument für ein Archivpaket, that lies in no store: made anew, always the same."""

    folder: str
    stem: str
    title: str
    heading: str
    make: Callable[[], bytes]


at_submission: list[Callable[[Act[Paper]], list[Finding]]] = []
at_release: list[Callable[[Act[Paper]], list[Finding]]] = []
on_release: list[Callable[[Act[Paper]], None]] = []
on_closing: list[Callable[[Act[Meeting]], None]] = []
on_succession: list[Callable[[Paper, Paper, User, dt.datetime], None]] = []
to_archive: list[Callable[[int], list[Contribution]]] = []
