"""Aufgaben im Hintergrund: a few lines each, calling a rule; ids as arguments, idempotent."""

import datetime as dt

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from motions.rules import (
    archive_packages,
    documents,
    manifests,
    meeting_documents,
    minutes_uploads,
    outbox,
    packages,
    public_documents,
    resolution_notices,
    retention,
    signing,
)
from motions.rules.clearance import clearance

_TRIES = 5
_AGAIN = RetryStrategy(max_attempts=_TRIES, exponential_wait=4)
# Ten seconds, half a minute, … three quarters of an hour, then every night (catch_up).
_PATIENTLY = RetryStrategy(max_attempts=8, exponential_wait=3)
_STALLED_AFTER = 60
_PREVIEW_DAYS = 7
_KEPT_HOURS = 7 * 24
# Cards and services may let one wait: their jobs have a worker of their own, and nothing else waits behind them.
_SIGNING = "signing"


@app.task(name="motions.jobs.issue_document", retry=_AGAIN)
def issue_document(document_id: int) -> None:
    """Make one PDF of a released paper; what hinders it is kept, and it is tried again."""
    with clearance("system"):
        failure = documents.make(document_id, now=timezone.now())
    if failure:
        raise failure


@app.task(name="motions.jobs.issue_meeting_document", retry=_AGAIN)
def issue_meeting_document(document_id: int) -> None:
    """Make the PDF of one document of a meeting; what hinders it is kept, and it is tried again."""
    with clearance("system"):
        failure = meeting_documents.make(document_id, now=timezone.now())
        packages.follow(document_id, now=timezone.now())
        manifests.seal(document_id, now=timezone.now())
    if failure:
        raise failure


@app.task(name="motions.jobs.issue_public_document", retry=_AGAIN)
def issue_public_document(document_id: int) -> None:
    """Make the PDF of a document of neither paper nor meeting; what hinders it is kept, and it is tried again."""
    with clearance("system"):
        failure = public_documents.make(document_id, now=timezone.now())
    if failure:
        raise failure


@app.task(name="motions.jobs.write_manifests", retry=_PATIENTLY)
def write_manifests(invitation_id: int) -> None:
    """List the documents an invitation went out with; tried again until all of them are made."""
    with clearance("system"):
        failure = manifests.write(invitation_id, now=timezone.now())
    if failure:
        raise failure


@app.task(name="motions.jobs.make_archive_package", retry=_AGAIN)
def make_archive_package(package_id: int) -> None:
    """Make one Archivpaket; tried again only while the store does not answer, for what is missing stays missing."""
    failure = archive_packages.make(package_id, now=timezone.now())
    if failure:
        raise failure


@app.task(name="motions.jobs.sign_document", queue=_SIGNING, retry=_PATIENTLY)
def sign_document(request_id: int) -> None:
    """Sign one document; while key or time stamp service do not answer it is tried again, ever later."""
    from motions.rules import (
        signing_work,  # its libraries are loaded by the worker when it signs, never by the web
    )

    with clearance("system"):
        failure = signing_work.fulfil(request_id, now=timezone.now())
    if failure:
        raise failure


@app.task(name="motions.jobs.check_signed_upload", retry=_AGAIN)
def check_signed_upload(upload_id: int) -> None:
    """Say what a file is worth that was signed elsewhere."""
    from motions.rules import upload_work  # as above

    with clearance("system"):
        upload_work.check(upload_id, now=timezone.now())


@app.periodic(cron="37 4 * * 6")
@app.task(
    name="motions.jobs.renew_time_stamps",
    queue=_SIGNING,
    queueing_lock="renew_time_stamps",
    retry=_PATIENTLY,
)
def renew_time_stamps(timestamp: int) -> None:
    """Stamp what was signed and has no archive time stamp or one that soon ends, every Saturday."""
    from motions.rules import time_stamps  # as above

    failure = time_stamps.renew(now=timezone.now())
    if failure:
        raise failure


@app.periodic(cron="7 3 * * *")
@app.task(name="motions.jobs.catch_up", queueing_lock="catch_up")
def catch_up(timestamp: int) -> None:
    """Try what is missing again every night: PDFs, signatures, what was signed elsewhere, Archivpakete."""
    with clearance("system"):
        documents.ask_again(now=timezone.now())
        meeting_documents.ask_again(now=timezone.now())
        public_documents.ask_again(now=timezone.now())
        manifests.ask_again(now=timezone.now())
        signing.ask_again()
        minutes_uploads.ask_again()
        archive_packages.ask_again()


@app.periodic(cron="17 3 * * *")
@app.task(name="motions.jobs.forget_previews", queueing_lock="forget_previews")
def forget_previews(timestamp: int) -> None:
    """Clear the cache of previews every night."""
    before = timezone.now() - dt.timedelta(days=_PREVIEW_DAYS)
    documents.forget_previews(before=before)
    signing.forget_attempts(before=before)


@app.periodic(cron="27 3 * * *")
@app.task(name="motions.jobs.forget_readings", queueing_lock="forget_readings")
def forget_readings(timestamp: int) -> None:
    """End the Leseprotokoll every night where the local law says so."""
    with clearance("system"):
        retention.forget_readings(now=timezone.now())


@app.periodic(cron="32 3 * * *")
@app.task(name="motions.jobs.forget_inspections", queueing_lock="forget_inspections")
def forget_inspections(timestamp: int) -> None:
    """End the requests for Akteneinsicht every night where the local law says so."""
    with clearance("system"):
        retention.forget_inspections(now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="motions.jobs.send_notifications")
def send_notifications(timestamp: int = 0) -> None:
    """Send the mails that are due: enqueued by the act itself, and again every five minutes for what was left."""
    outbox.send_due(now=timezone.now())


@app.periodic(cron="12 5 * * *")
@app.task(name="motions.jobs.remind_of_tasks", queueing_lock="remind_of_tasks")
def remind_of_tasks(timestamp: int) -> None:
    """Tell every morning whose resolution should have been carried out by now."""
    with clearance("system"):
        resolution_notices.tasks_overdue(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="motions.jobs.rescue", queueing_lock="rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Run jobs again whose worker was killed; one that keeps killing its worker is given up."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=_STALLED_AFTER):
        if job.attempts < _TRIES:
            await manager.retry_job(job)
        else:
            await manager.finish_job(job, Status.FAILED, delete_job=False)


@app.periodic(cron="47 3 * * *")
@app.task(name="motions.jobs.tidy_jobs", queueing_lock="tidy_jobs", pass_context=True)
async def tidy_jobs(context: JobContext, timestamp: int) -> None:
    """Forget jobs that ended a week ago; until then check_invariants names those given up."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=_KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


@app.periodic(cron="52 3 * * *")
@app.task(name="motions.jobs.forget_archive_packages", queueing_lock="forget_archive_packages")
def forget_archive_packages(timestamp: int) -> None:
    """Delete the files of old Archivpakete every night; they can be made again at any time."""
    with clearance("system"):
        archive_packages.forget(now=timezone.now())


@app.periodic(cron="57 3 * * *")
@app.task(name="motions.jobs.forget_sessions", queueing_lock="forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Delete the sessions that have ended."""
    SessionStore.clear_expired()
