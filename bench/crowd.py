"""Nummern: 32 people register a paper at the same moment, each on an own connection."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench.clock import line, milliseconds
from motions.models import Paper
from motions.rules.clearance import clearance
from motions.rules.transitions import perform
from motions.rules.workflow import REQUEST_CO_SIGNATURES
from tests.factories import make_paper
from tests.people import make_town

_CROWD = 32


def measure() -> None:
    """Until the last has a number; the numbers must be 1 to 32."""
    call_command("flush", verbosity=0, interactive=False)
    town = make_town()
    papers = [make_paper(by=town.clerk) for _ in range(_CROWD)]
    start = threading.Barrier(_CROWD + 1)
    numbers: list[int | None] = []

    def register(paper: Paper) -> None:
        try:
            connection.ensure_connection()
            start.wait(30)
            with clearance("system"):
                done = perform(paper, REQUEST_CO_SIGNATURES, by=town.clerk, now=timezone.now())
            numbers.append(done.reference_number)
        finally:
            connection.close()

    with ThreadPoolExecutor(_CROWD) as crowd:
        waiting = [crowd.submit(register, paper) for paper in papers]
        taken = milliseconds(lambda: (start.wait(30), [answer.result() for answer in waiting]))
    is_complete = sorted(filter(None, numbers)) == list(range(1, _CROWD + 1))
    line(f"{_CROWD} Nummern zugleich", f"{taken:.0f} ms", "lückenlos" if is_complete else "FEHLER")
