"""Aufgaben im Hintergrund: one bad edition hinders no other, and nobody has to guess why a PDF is missing."""

import asyncio
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob

from motions import jobs
from motions.models import IssuedDocument, Paper
from motions.pdf.failures import Unprintable
from motions.rules import invariants
from motions.rules.clearance import clearance
from motions.rules.workflow import RELEASE, RESET, SUBMIT
from tests.conftest import Login
from tests.factories import make_attachment, make_paper, step
from tests.people import Town

UNPRINTABLE = "Diese Zeichen können nicht gedruckt werden: U+1F4A9. Ersetzen Sie sie."


def released_with_a_bad_title(town: Town, *, now: dt.datetime | None = None) -> Paper:
    """Public, with a non-public annex whose title no font can print: an old row, forms refuse it."""
    paper = make_paper(by=town.clerk, now=now)
    annex = make_attachment(paper, by=town.clerk, is_public=False)
    with clearance("system"):
        type(annex).objects.filter(pk=annex.pk).update(title="Plan \U0001f4a9")
    paper = step(paper, SUBMIT, by=town.clerk, now=now, note="ok")
    return step(paper, RELEASE, by=town.mayor, now=now, note="ok")


def work_off(paper: Paper) -> list[str]:
    """Run the jobs of the release as the worker does; the editions whose job failed."""
    failed = []
    rows = ProcrastinateJob.objects.filter(task_name="motions.jobs.issue_document").order_by("pk")
    for job in rows:
        try:
            jobs.issue_document(**job.args)
        except Unprintable:
            with clearance("system"):
                failed.append(IssuedDocument.objects.get(pk=job.args["document_id"]).edition)
    return failed


def test_si04_a_bad_edition_does_not_hinder_the_other(town: Town) -> None:
    paper = released_with_a_bad_title(town)
    assert work_off(paper) == ["internal"]
    with clearance("system"):
        rows = paper.documents.order_by("edition").values_list("edition", "failure")
        assert list(rows) == [("internal", UNPRINTABLE), ("public", "")]
        assert paper.documents.get(edition="public").is_made


def test_the_work_page_says_that_a_pdf_could_not_be_made_and_what_to_do(town: Town, login: Login) -> None:
    paper = released_with_a_bad_title(town)
    work_off(paper)
    page = login(town.clerk).get(reverse("paper-detail", args=[paper.pk])).content.decode()
    assert UNPRINTABLE in page
    assert "Lassen Sie die Vorlage in den Entwurf zurücksetzen" in page
    assert "gerade hergestellt" not in page


def test_the_work_page_says_that_a_pdf_is_late(town: Town, login: Login) -> None:
    early = timezone.now() - dt.timedelta(minutes=11)
    paper = released_with_a_bad_title(town, now=early)
    page = login(town.clerk).get(reverse("paper-detail", args=[paper.pk])).content.decode()
    assert page.count("Das PDF sollte längst da sein.") == 2
    assert "gerade hergestellt" not in page


@pytest.mark.parametrize(("minutes", "missing"), [(9, 0), (11, 2)])
def test_i13_a_pdf_missing_after_ten_minutes_is_named(town: Town, minutes: int, missing: int) -> None:
    paper = released_with_a_bad_title(town, now=timezone.now() - dt.timedelta(minutes=minutes))
    with clearance("system"):
        assert len(list(invariants.documents_made())) == missing
    step(paper, RESET, by=town.mayor, note="Titel ändern.")
    with clearance("system"):
        assert list(invariants.documents_made()) == []


def test_i13_a_missing_pdf_is_tried_again_every_night(town: Town) -> None:
    paper = released_with_a_bad_title(town, now=timezone.now() - dt.timedelta(minutes=11))
    work_off(paper)
    ProcrastinateJob.objects.all().delete()
    jobs.catch_up(0)
    with clearance("system"):
        bad = paper.documents.get(edition="internal").pk
    assert [job.args for job in ProcrastinateJob.objects.all()] == [{"document_id": bad}]


@pytest.fixture
def stalled(transactional_db: None) -> ProcrastinateJob:
    """A job that has killed its worker five times."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts, lock)"
            " VALUES ('default', 'motions.jobs.issue_document', '{}', 'doing', 5, NULL) RETURNING id"
        )
        (pk,) = cursor.fetchone()
    job: ProcrastinateJob = ProcrastinateJob.objects.get(pk=pk)
    return job


def run(task: Any) -> None:
    """Run a task of the worker with its own connection."""

    async def main() -> None:
        assert isinstance(app.connector, DjangoConnector)
        worker = app.with_connector(app.connector.get_worker_connector())
        async with worker.open_async():
            context = type("Context", (), {"app": worker})()
            await task.func(context, 0)

    # A thread without a loop: the browser suite leaves one running in the thread of the tests.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, main()).result()


def test_a_job_given_up_is_named_for_a_week(stalled: ProcrastinateJob) -> None:
    run(jobs.rescue)
    stalled.refresh_from_db()
    assert stalled.status == "failed"
    with clearance("system"):
        assert list(invariants.no_job_given_up()) == [
            f"I13: Die Aufgabe motions.jobs.issue_document ({stalled.pk}) ist aufgegeben."
        ]
    run(jobs.tidy_jobs)
    assert ProcrastinateJob.objects.filter(pk=stalled.pk).exists()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '8 days'")
    run(jobs.tidy_jobs)
    assert not ProcrastinateJob.objects.filter(pk=stalled.pk).exists()


def test_sessions_that_have_ended_are_deleted(db: None) -> None:
    old, new = SessionStore(), SessionStore()
    old.set_expiry(-1)
    old.save()
    new.save()
    jobs.forget_sessions(0)
    assert list(Session.objects.values_list("session_key", flat=True)) == [new.session_key]
