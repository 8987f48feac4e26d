"""Erinnerungen: of reports 60 and 14 days before (K-07), and of vacancies when their year is over (K-04)."""

import datetime as dt

from django.db import transaction

from motions.models.choices import Office
from motions.rules import bylaws, notices
from staffing.models import FundingGrant, ReportReminder, UsageReport, VacancyReminder
from staffing.models.struck import STANDING

from . import grant_repayments
from .permissions import KEEPING_GRANTS

KEY = "grants.reminder_days"
_PAGE = "grant-list"


def remind(*, now: dt.datetime, on: dt.date) -> int:
    """Tell of reports that come due; how many reminders were written. Run at the clearance "system", once a day.

    Of several steps reached at once, for example after a night without a worker, the nearest is told; each only once.
    """
    days = sorted(int(row) for row in bylaws.value(KEY, on=on))
    last = on + dt.timedelta(days=days[-1])
    open_ones = UsageReport.objects.filter(
        STANDING, submitted_on__isnull=True, due_on__gte=on, due_on__lte=last
    )
    told = 0
    for report in open_ones.select_related("grant__lead_unit").order_by("due_on", "pk"):
        step = next(row for row in days if (report.due_on - on).days <= row)
        with transaction.atomic():
            _, is_new = ReportReminder.objects.get_or_create(
                report=report, days=step, due_on=report.due_on, defaults={"told_at": now}
            )
            if is_new:
                notices.report_due(report.grant.lead_unit, Office.TREASURER, page=_PAGE, now=now)
                told += 1
    return told


def remind_of_vacancies(*, now: dt.datetime, on: dt.date) -> int:
    """Tell those who keep a grant what its vacancies of past years may cost; how many reminders were written (K-04).

    Run at the clearance "system", once a day. Each year of a grant is told once, and not if it is answered.
    """
    found = list(grant_repayments.with_parts(FundingGrant.objects.order_by("pk")))
    duties, told = grant_repayments.duties(found, on=on), 0
    for grant in found:
        for year in grant_repayments.open_years(grant, duties, on=on):
            with transaction.atomic():
                _, is_new = VacancyReminder.objects.get_or_create(
                    grant=grant, year=year, defaults={"told_at": now}
                )
                if is_new:
                    notices.repayment_to_check(*KEEPING_GRANTS, page=_PAGE, now=now)
                    told += 1
    return told


def due_in_words(report: UsageReport, *, on: dt.date) -> str:
    """How near a report is, in words."""
    if report.submitted_on is not None:
        return f"vorgelegt am {report.submitted_on:%d.%m.%Y}"
    left = (report.due_on - on).days
    if left < 0:
        return f"überfällig seit {_days(-left)}"
    return "heute fällig" if left == 0 else f"fällig in {_days(left)}"


def is_overdue(report: UsageReport, *, on: dt.date) -> bool:
    """The day has passed and nothing was handed in."""
    return report.submitted_on is None and report.due_on < on


def _days(number: int) -> str:
    return "1 Tag" if number == 1 else f"{number} Tagen"
