"""Die Demo-Stadt laden: everything in one transaction, or nothing."""

from django.utils import timezone

from motions.models import Notification, Release
from motions.rules import documents, offices
from motions.rules.clearance import clearance

from .accounts import load_accounts, load_persons, load_units, record_holiday_of_mayor
from .afterwards import load_afterwards
from .bylaws import load_bylaws
from .council_year import load_year
from .funding import load_ending_grant
from .kinds import load_templates, load_types
from .organs import load_organs
from .personnel import load_personnel
from .present import load_present
from .staffing import load_staffing
from .stage import Stage


def load() -> None:
    """People, organs, local law, templates, a year of council life, what is under way, and the Stellenplan."""
    with clearance("system"), offices.remembered():
        load_bylaws()
        units, persons = load_units(), load_persons()
        accounts = load_accounts(units, persons)
        record_holiday_of_mayor(accounts)
        organs, types = load_organs(persons), load_types()
        load_templates(types, organs)
        stage = Stage(accounts, units, organs, types)
        load_staffing(stage)
        load_year(stage)
        load_present(stage)
        load_afterwards(stage)
        load_personnel(stage)
        load_ending_grant(stage)
        # Nobody is written a mail today about what was done years ago.
        Notification.objects.all().delete()


def make_documents() -> int:
    """Make the PDFs of all releases at once instead of by the worker; returns how many."""
    with clearance("system"):
        releases = list(Release.objects.values_list("pk", flat=True))
        return sum(documents.issue(release, now=timezone.now()) for release in releases)
