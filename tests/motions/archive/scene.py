"""Eine abgeschlossene Sitzung für das Archiv: a public agenda with everything issued; secrets come on top.

The PDFs are a few bytes each: what is in them is tested elsewhere.
"""

import datetime as dt
import json
import subprocess
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pgtrigger
from django.utils import timezone

from motions.models import (
    AgendaItem,
    Attachment,
    IssuedDocument,
    Meeting,
    MeetingDocument,
    Membership,
    MinutesScan,
    Paper,
    Recusal,
    Treatment,
)
from motions.rules import archive_making, extracts, files, meeting_documents
from motions.rules.archive_scope import Scope
from motions.rules.workflow import RELEASE, SUBMIT
from tests.factories import consultation, make_attachment, make_paper, step
from tests.meetings import announce, close_now, make_item, make_meeting, make_paper_item, open_now, settled
from tests.people import SINCE, Town, person_of

MARK = "Geheimvogel"
START = dt.datetime(2026, 3, 10, 17, tzinfo=dt.UTC)
HALF_AN_HOUR = dt.timedelta(minutes=30)
BEFORE = START - dt.timedelta(days=20)


@dataclass(frozen=True)
class Scene:
    """The meeting, its public paper and the item it is on."""

    meeting: Meeting
    paper: Paper
    item: AgendaItem


def make_scene(town: Town) -> Scene:
    """Without any secret; the caller works at the clearance "system"."""
    hfa = town.organs["HFA"]
    Membership.objects.create(
        person=person_of(town.group_member), organization=hfa, role="chair", starts_on=SINCE
    )
    paper = released(town, "Neue Bänke für alle")
    meeting = make_meeting(hfa, starts_at=START, room="Saal 1")
    item = make_paper_item(meeting, paper.consultations.get())
    make_item(meeting, "Berichte & <b>Mitteilungen</b>")
    meeting = open_now(announce(meeting, by=town.office, now=BEFORE), by=town.office, now=START)
    settled(
        item,
        started_at=START,
        ended_at=START + HALF_AN_HOUR,
        outcome="adopted",
        final_text="<p>Vier Bänke &amp; ein Tisch.</p><p>Sofort.</p>",
    )
    meeting = close_now(meeting, by=town.office, now=START + dt.timedelta(hours=2))
    extracts.issue_all(meeting, by=town.office, now=START + dt.timedelta(days=2))
    issue(meeting, "minutes", "public")
    print_all()
    item.refresh_from_db()
    return Scene(Meeting.objects.get(pk=meeting.pk), Paper.objects.get(pk=paper.pk), item)


def released(town: Town, subject: str, *, annex: str = "Lageplan", **fields: Any) -> Paper:
    """A released paper of the HFA with an annex."""
    stations = [consultation(town.organs["HFA"], "deciding", is_public=fields.get("is_public", True))]
    paper = make_paper(by=town.clerk, subject=subject, now=BEFORE, consultations=stations, **fields)
    make_attachment(paper, by=town.clerk, title=annex, file_name="plan.pdf")
    paper = step(paper, SUBMIT, by=town.clerk, now=BEFORE, note="ok")
    return step(paper, RELEASE, by=town.mayor, now=BEFORE, note="ok")


def issue(meeting: Meeting, kind: str, edition: str) -> MeetingDocument:
    """One more document of the meeting, published."""
    at = START + dt.timedelta(days=5)
    content = {"type": kind, "is_public": edition == "public"}
    return meeting_documents.freeze(meeting, kind, edition=edition, content=content, now=at, published_at=at)


def print_all() -> None:
    """Every document gets its file."""
    for model in (IssuedDocument, MeetingDocument):
        for row in model.objects.filter(sha256=""):
            data = f"%PDF-1.7 {model.__name__} {row.pk} {row.edition}".encode()
            facts = {"size": len(data), "pages": 1, "made_at": timezone.now()}
            model.objects.filter(pk=row.pk).update(sha256=files.keep(data), **facts)


def add_secrets(town: Town, scene: Scene) -> None:
    """Everything a meeting can hide, put into the closed one as if it had been there from the beginning."""
    secret = released(town, f"{MARK} kauft", annex=f"{MARK} Plan", is_public=False, secrecy_ground="property")
    for kind in ("notice", "minutes"):
        issue(scene.meeting, kind, "internal")
    with pgtrigger.ignore():
        shown = {"number": "1", "announced_at": BEFORE}
        item = make_paper_item(scene.meeting, secret.consultations.get(), **shown)
        # The record was opened once more, to write down what follows.
        Meeting.objects.filter(pk=scene.meeting.pk).update(
            status_since=START + dt.timedelta(days=9),
            closed_at=START + dt.timedelta(days=9),
            version=7,
            minute_taker=town.office,
        )
        made = Treatment.objects.create(item=item, outcome="adopted", final_text=f"<p>{MARK} bewilligt</p>")
        make_item(scene.meeting, f"{MARK} baut", is_public=False, number="2", announced_at=BEFORE)
        Recusal.objects.create(
            item=item,
            person=person_of(town.council_member),
            ground="board",
            declared_by=town.office,
            declared_at=START,
        )
        Attachment.objects.create(
            paper=scene.paper,
            position=2,
            title=f"{MARK} Angebote",
            is_public=False,
            file_name=f"{MARK}.pdf",
            media_type="application/pdf",
            sha256=files.keep(MARK.encode()),
            size=len(MARK),
            uploaded_by=town.clerk,
            uploaded_at=BEFORE,
        )
        release = scene.paper.releases.get()
        IssuedDocument.objects.create(
            release=release, paper=scene.paper, edition="internal", content={"subject": MARK}
        )
        MeetingDocument.objects.create(
            meeting=scene.meeting,
            kind="extract",
            edition="internal",
            revision=1,
            item=made.item,
            content={"item": {"label": "N 1"}, "type": MARK},
            issued_at=START,
            published_at=START,
        )
        MinutesScan.objects.create(
            minutes=scene.meeting.minutes,
            edition="internal",
            media_type="application/pdf",
            sha256=files.keep(f"Scan {MARK}".encode()),
            size=9,
            uploaded_by=town.office,
            uploaded_at=START,
        )
    print_all()


def package(scope: Scope) -> bytes:
    """The package of today."""
    target = BytesIO()
    archive_making.write(archive_making.plan(scope), target)
    return target.getvalue()


def of_meeting(scene: Scene, edition: str = "public") -> bytes:
    """The package of the meeting."""
    return package(Scope(edition, scene.meeting))


def contents(data: bytes) -> dict[str, bytes]:
    """The files of a package by their place in it."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def metadata(data: bytes, name: str) -> Any:
    """One file of the folder oparl."""
    return json.loads(contents(data)[f"data/oparl/{name}.json"])


def unpacked(data: bytes, folder: Path) -> Path:
    """The package as a folder, unpacked by somebody else's program."""
    file = folder / "paket.zip"
    file.write_bytes(data)
    subprocess.run(["unzip", "-q", file, "-d", folder], check=True)
    (found,) = [path for path in folder.iterdir() if path.is_dir()]
    return found
