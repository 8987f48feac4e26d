"""Sitzungen: queries and milliseconds with one row and with a hundred, and what the pages weigh."""

import datetime as dt
import gzip
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.clock import line, typical
from motions.models import Meeting, Organization, User
from motions.rules.clearance import clearance
from tests.factories import consultation, make_released
from tests.meetings import announce, close_now, make_item, make_meeting, make_paper_item, open_now, settled
from tests.people import Town, make_town

_MANY = 100


@dataclass(frozen=True)
class Page:
    """Eine Seite und wer sie ansieht."""

    address: str
    user: User | None
    label: str = ""


@dataclass(frozen=True)
class Figures:
    """Was ein Aufruf kostet; ``weight`` is the page alone, packed, in bytes."""

    queries: int
    milliseconds: float
    weight: int

    def __str__(self) -> str:
        return f"{self.queries} / {self.milliseconds:.0f} ms"


def measure() -> None:
    """The pages of citizens, members, the Ratsbüro and the administration."""
    counts = []
    for rows in (1, _MANY):
        call_command("flush", verbosity=0, interactive=False)
        pages = _council(rows)
        counts.append([_figures(page) for page in pages])
    line("Seite", "1 Zeile", f"{_MANY} Zeilen", "gepackt")
    for page, few, many in zip(pages, *counts, strict=True):
        line(f"  {page.label or page.address}", str(few), str(many), f"{many.weight / 1000:.1f} kB")


def _council(rows: int) -> list[Page]:
    """A town with so many meetings, items in each, results and tasks."""
    town = make_town()
    rat, committee = town.organs["Rat"], town.organs["HFA"]
    planned = _with_items(make_meeting(committee, starts_at=_on(9)), rows)
    for number in range(1, rows):
        make_meeting(committee, starts_at=_on(60 + number))
    for number in range(rows):
        make_released(by=town.clerk, subject=f"Wartet {number}", consultations=[_of(committee)])
    invited = announce(_with_papers(town, make_meeting(committee, starts_at=_on(10)), rows), by=town.office)
    running = announce(_with_items(make_meeting(rat, starts_at=_on(11)), rows), by=town.office)
    running = open_now(running, by=town.office)
    closed = _decided(town, _with_papers(town, make_meeting(rat, starts_at=_on(12)), rows))
    of_office, of_member = f"/sitzungsdienst/{planned.pk}", f"/mein/sitzungen/{invited.slug}/"
    return [
        Page("/sitzungen/", None),
        Page(f"/sitzungen/{invited.slug}/", None, "/sitzungen/<eingeladen>/"),
        Page(f"/sitzungen/{closed.slug}/", None, "/sitzungen/<durchgeführt>/"),
        Page("/mein/", town.council_member),
        Page(of_member, town.council_member, "/mein/sitzungen/<…>/"),
        Page("/sitzungsdienst/", town.office),
        Page(f"{of_office}/tagesordnung/", town.office, "/sitzungsdienst/<…>/tagesordnung/"),
        Page(f"/sitzungsdienst/{running.pk}/protokoll/", town.office, "/sitzungsdienst/<…>/protokoll/"),
        Page("/arbeit/umsetzung/", town.clerk),
        Page("/beschluesse/", None),
    ]


def _on(days: int) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=days)


def _of(organ: Organization) -> dict[str, object]:
    return consultation(organ, "deciding")


def _with_items(meeting: Meeting, rows: int) -> Meeting:
    for number in range(rows):
        make_item(meeting, f"Bericht {number}")
    return meeting


def _with_papers(town: Town, meeting: Meeting, rows: int) -> Meeting:
    for number in range(rows):
        paper = make_released(
            by=town.clerk, subject=f"Vorlage {number}", consultations=[_of(meeting.organization)]
        )
        with clearance("system"):
            make_paper_item(meeting, paper.consultations.get())
    return meeting


def _decided(town: Town, meeting: Meeting) -> Meeting:
    """Every item adopted; the tasks follow."""
    meeting = open_now(announce(meeting, by=town.office), by=town.office)
    with clearance("system"):
        for item in meeting.items.all():
            settled(item, outcome="adopted")
    return close_now(meeting, by=town.office)


def _figures(page: Page) -> Figures:
    client = Client()
    if page.user:
        client.force_login(page.user)
    answer = client.get(page.address)
    assert answer.status_code == 200, (page.address, answer.status_code)
    with CaptureQueriesContext(connection) as asked:
        client.get(page.address)
    queries = len(asked)  # the next request empties the list
    taken = typical(lambda: client.get(page.address))
    return Figures(queries, taken, len(gzip.compress(answer.content, mtime=0)))
