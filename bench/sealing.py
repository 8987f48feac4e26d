"""Siegeln: forty extracts of a meeting in one act, and the manifest of an agenda, with proofs for the archive."""

from collections.abc import Iterable

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.clock import line, milliseconds, typical
from motions.models import Meeting, MeetingDocument, SigningRequest
from motions.rules import extracts, manifests, meeting_documents, signing, signing_page, signing_work
from motions.rules.clearance import clearance
from tests.meetings import announce, close_now, make_item, make_meeting, open_now, settled
from tests.motions.signing.keys_of_tests import folder, setup
from tests.people import Town, make_town

EXTRACTS = 40


def measure() -> None:
    """The act itself and what the worker does afterwards, for each document."""
    call_command("flush", verbosity=0, interactive=False)
    setup()
    settings.SIGNING_DIR = folder()
    town = make_town()
    meeting = make_meeting(town.organs["HFA"])
    for number in range(EXTRACTS):
        make_item(meeting, f"Beschluss {number}")
    meeting = announce(meeting, by=town.office)
    with clearance("system"):
        _manifest(meeting)
        _extracts(town, meeting)


def _extracts(town: Town, meeting: Meeting) -> None:
    meeting = open_now(meeting, by=town.office)
    for item in meeting.items.all():
        settled(item, outcome="adopted", final_text="<p>Der Ausschuss beschließt wie vorgeschlagen.</p>")
    meeting = close_now(meeting, by=town.office)
    rows = extracts.issue_all(meeting, by=town.office, now=timezone.now())
    printing = milliseconds(lambda: _print(rows))
    found = signing_page.extracts_to_seal(meeting)
    shown = {str(row.public_id): version.sha256 for row, version in found}
    documents = [row for row, _ in found]
    with CaptureQueriesContext(connection) as queries:
        act = milliseconds(
            lambda: signing.seal_all(documents, shown=shown, by=town.office, now=timezone.now())
        )
    orders = list(SigningRequest.objects.filter(ended_at__isnull=True).values_list("pk", flat=True))
    work = milliseconds(lambda: _sign(orders))
    line(f"{len(orders)} Auszüge siegeln, der Akt", f"{act:.0f} ms", f"{len(queries)} Abfragen")
    line("  drucken je Auszug", f"{printing / len(rows):.0f} ms")
    line("  signieren je Auszug (B-LTA)", f"{work / len(orders):.0f} ms", f"{work / 1000:.1f} s alle")


def _manifest(meeting: Meeting) -> None:
    _print(meeting.documents.filter(sha256=""))
    invitation = meeting.invitations.get()
    writing = milliseconds(lambda: manifests.write(invitation.pk, now=timezone.now()))
    document = meeting.documents.get(kind="manifest", edition="public")
    printing = milliseconds(lambda: _print([document]))
    document.refresh_from_db()
    manifests.seal(document.pk, now=timezone.now())
    order = SigningRequest.objects.get(of_meeting=document)
    sealing = milliseconds(lambda: _sign([order.pk]))
    again = typical(lambda: manifests.recount(document))
    line("Verzeichnisse zur Ladung schreiben (beide)", f"{writing:.0f} ms")
    line("  drucken", f"{printing:.0f} ms")
    line("  siegeln (B-LTA)", f"{sealing:.0f} ms")
    line("  nachzählen", f"{again:.0f} ms")


def _print(rows: Iterable[MeetingDocument]) -> None:
    for row in rows:
        failure = meeting_documents.make(row.pk, now=timezone.now())
        if failure:
            raise failure


def _sign(orders: Iterable[int]) -> None:
    for order in orders:
        failure = signing_work.fulfil(order, now=timezone.now())
        if failure:
            raise failure
