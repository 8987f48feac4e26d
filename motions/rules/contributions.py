"""Was eine App beiträgt, die auf dieser aufbaut: filled in its ``ready()``, so that nothing here imports it.

Each list is asked in order. ``at_submission`` and ``at_release`` are findings like those of paper_checks;
``on_release``, ``on_closing`` of a meeting, ``on_objection`` against a resolution, raised or resolved, and
``on_succession`` follow in the same transaction. ``on_desk`` are duties on the start page of those who have them, each
under its heading. What is added to a content that is frozen stands below this, in content.contributed.
"""

import datetime as dt
from collections.abc import Callable

from motions.models import Meeting, Paper, Treatment, User

from .duty import Duty
from .findings import Finding
from .transitions import Act

at_submission: list[Callable[[Act[Paper]], list[Finding]]] = []
at_release: list[Callable[[Act[Paper]], list[Finding]]] = []
on_release: list[Callable[[Act[Paper]], None]] = []
on_closing: list[Callable[[Act[Meeting]], None]] = []
on_objection: list[Callable[[Treatment], None]] = []
on_desk: list[tuple[str, Callable[[User, dt.date], list[Duty]]]] = []
on_succession: list[Callable[[Paper, Paper, User, dt.datetime], None]] = []
