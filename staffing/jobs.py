"""Aufgaben im Hintergrund für den Stellenplan: a few lines each, calling a rule."""

from django.utils import timezone
from procrastinate.contrib.django import app

from motions.rules.clearance import clearance
from staffing.rules import grant_reminders, plan_issue, retention


@app.periodic(cron="37 5 * * *")
@app.task(name="staffing.jobs.remind_of_reports", queueing_lock="remind_of_reports")
def remind_of_reports(timestamp: int) -> None:
    """Remind of usage reports every morning (K-07)."""
    now = timezone.now()
    with clearance("system"):
        grant_reminders.remind(now=now, on=timezone.localdate(now))


@app.periodic(cron="12 0 * * *")
@app.task(name="staffing.jobs.issue_plans", retry=3)
def issue_plans(timestamp: int) -> None:
    """Write down what came into force: after a meeting that treated a plan, and every night."""
    with clearance("system"):
        plan_issue.issue(now=timezone.now())


@app.periodic(cron="42 5 * * *")
@app.task(name="staffing.jobs.remind_of_vacancies", queueing_lock="remind_of_vacancies")
def remind_of_vacancies(timestamp: int) -> None:
    """Remind of vacancies in funded posts when their year is over (K-04)."""
    now = timezone.now()
    with clearance("system"):
        grant_reminders.remind_of_vacancies(now=now, on=timezone.localdate(now))


@app.periodic(cron="42 3 * * *")
@app.task(name="staffing.jobs.forget_holders", queueing_lock="forget_holders")
def forget_holders(timestamp: int) -> None:
    """End the names of former holders every night where the local law says so (DS-08)."""
    with clearance("system"):
        retention.forget_holders(now=timezone.now())
