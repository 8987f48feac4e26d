"""Eine Einladung auf dem Weg: its papers and agendas, and the worker that lists, prints and seals them."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.utils import timezone

from motions import jobs
from motions.models import Meeting, MeetingDocument, Paper, SigningRequest
from motions.rules import documents, meeting_documents
from motions.rules.clearance import clearance
from motions.rules.workflow import RELEASE, SUBMIT
from tests.factories import consultation, make_attachment, make_paper, step
from tests.meetings import announce, make_meeting, make_paper_item
from tests.people import Town

SECRET = "Geheimvogel"


@dataclasses.dataclass(frozen=True)
class Sent:
    """An invitation on its way: a public paper with an open and a secret annex, and a secret paper."""

    meeting: Meeting
    open_paper: Paper
    secret_paper: Paper


def make_sent(town: Town) -> Sent:
    meeting = make_meeting(town.organs["HFA"], minute_taker=town.office)
    open_paper = released(town, [("Lageplan", True), (f"{SECRET} Angebot", False)])
    secret_paper = released(
        town,
        [],
        is_public=False,
        secrecy_ground="property",
        subject=f"{SECRET} kauft",
        consultations=[consultation(town.organs["HFA"], "deciding", is_public=False)],
    )
    with clearance("system"):
        for paper in (open_paper, secret_paper):
            make_paper_item(meeting, paper.consultations.filter(organization=town.organs["HFA"]).get())
    return Sent(announce(meeting, by=town.office), open_paper, secret_paper)


@dataclasses.dataclass(frozen=True)
class Worked(Sent):
    """The same invitation after the worker: its manifests are written, printed and sealed."""

    made: dict[str, MeetingDocument]


def make_worked(town: Town) -> Worked:
    """The keys of the run are set up."""
    sent = make_sent(town)
    return Worked(**vars(sent), made=work(sent.meeting))


def released(town: Town, annexes: list[tuple[str, bool]], **fields: Any) -> Paper:
    paper = make_paper(by=town.clerk, **fields)
    for title, is_public in annexes:
        make_attachment(paper, by=town.clerk, title=title, is_public=is_public)
    step(paper, SUBMIT, by=town.clerk, note="Geprüft.")
    step(paper, RELEASE, by=town.mayor, note="Gut.")
    with clearance("system"):
        for row in paper.documents.all():
            assert documents.make(row.pk, now=timezone.now()) is None
        return Paper.objects.get(pk=paper.pk)


def print_agendas(meeting: Meeting) -> None:
    with clearance("system"):
        for row in meeting.documents.filter(kind="agenda", sha256=""):
            assert meeting_documents.make(row.pk, now=timezone.now()) is None


def work(meeting: Meeting) -> dict[str, MeetingDocument]:
    """The worker until there is nothing left to do; the newest manifest of each edition."""
    print_agendas(meeting)
    with clearance("system"):
        jobs.write_manifests(meeting.invitations.latest("revision").pk)
        for row in meeting.documents.filter(kind="manifest", sha256=""):
            jobs.issue_meeting_document(row.pk)
        for request in SigningRequest.objects.filter(of_meeting__meeting=meeting, ended_at__isnull=True):
            jobs.sign_document(request.pk)
        rows = meeting.documents.filter(kind="manifest").select_related("meeting").order_by("revision")
        return {row.edition: row for row in rows}
