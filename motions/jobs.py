"""Aufgaben im Hintergrund: one line each, calling a rule; ids as arguments, idempotent."""

import datetime as dt

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from motions.rules import documents
from motions.rules.clearance import clearance

_TRIES = 5
_AGAIN = RetryStrategy(max_attempts=_TRIES, exponential_wait=4)
_STALLED_AFTER = 60
_PREVIEW_DAYS = 7


@app.task(name="motions.jobs.issue_documents", retry=_AGAIN)
def issue_documents(release_id: int) -> None:
    """Make the PDFs of a released paper."""
    with clearance("system"):
        documents.issue(release_id, now=timezone.now())


@app.periodic(cron="17 3 * * *")
@app.task(name="motions.jobs.forget_previews", queueing_lock="forget_previews")
def forget_previews(timestamp: int) -> None:
    """Clear the cache of previews every night."""
    documents.forget_previews(before=timezone.now() - dt.timedelta(days=_PREVIEW_DAYS))


@app.periodic(cron="* * * * *")
@app.task(name="motions.jobs.rescue", queueing_lock="rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Run jobs again whose worker was killed; one that keeps killing its worker is given up."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=_STALLED_AFTER):
        if job.attempts < _TRIES:
            await manager.retry_job(job)
