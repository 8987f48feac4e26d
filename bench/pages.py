"""Listen: queries and milliseconds with one paper and with a hundred."""

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.clock import line, typical
from motions.models import User
from tests.factories import make_paper, make_released
from tests.people import make_town

_MANY = 100


def measure() -> None:
    """The pages of a citizen, of a council member, of the desk and of the mayor."""
    call_command("flush", verbosity=0, interactive=False)
    town = make_town()
    pages: list[tuple[str, User | None]] = [
        ("/", None),
        ("/vorlagen/", None),
        ("/gremien/rat/", None),
        ("/mein/", town.council_member),
        ("/arbeit/", town.clerk),
        ("/arbeit/vorlagen/", town.clerk),
        ("/freigaben/", town.mayor),
    ]
    counts = []
    for number in range(_MANY):
        make_released(by=town.clerk, subject=f"Bänke, Teil {number}")
        make_paper(by=town.clerk, subject=f"Entwurf {number}")
        if number in (0, _MANY - 1):
            counts.append([_figures(address, user) for address, user in pages])
    line("Seite", "1 Vorlage", f"{_MANY} Vorlagen")
    for (address, _user), few, many in zip(pages, *counts, strict=True):
        line(f"  {address}", few, many)


def _figures(address: str, user: User | None) -> str:
    client = Client()
    if user:
        client.force_login(user)
    if (status := client.get(address).status_code) != 200:
        return f"Status {status}"
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return f"{len(asked)} / {typical(lambda: client.get(address)):.0f} ms"
