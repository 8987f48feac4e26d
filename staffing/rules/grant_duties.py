"""Was bei den Förderungen ansteht, on the desk of those who keep them (K-02, K-04, K-07)."""

import datetime as dt

from django.db.models import QuerySet

from motions.models import User
from motions.models.period import months_after
from motions.rules import offices
from motions.rules.duty import Duty
from motions.rules.german_numbers import many
from staffing.models import Clawback, FundingGrant, UsageReport
from staffing.models.struck import STANDING

from . import grant_end, grant_repayments, grants
from .permissions import keeps_grants, visible_grants

_PAGE = "grant-list"


def of(user: User, on: dt.date) -> list[Duty]:
    """Late reports and ends that near, for the keepers and the leading unit; repayments for the keepers alone.

    As many queries for one grant as for many.
    """
    is_keeper = keeps_grants(user)
    visible = visible_grants(user)
    if not is_keeper:
        visible = visible.filter(lead_unit__in=offices.unit_ids(user, on))
    found = []
    late = UsageReport.objects.filter(
        STANDING, grant__in=visible.values("pk"), submitted_on=None, due_on__lt=on
    )
    if number := late.count():
        text = many(number, "Nachweis oder Bericht ist", "Nachweise oder Berichte sind")
        found.append(Duty("K-07", f"{text} überfällig", _PAGE))
    found += _ending(visible, on)
    return [*found, *_repayments(on)] if is_keeper else found


def _ending(visible: QuerySet[FundingGrant], on: dt.date) -> list[Duty]:
    """Grants in the first of their warnings or nearer, so that nobody learns of an end from the ledger alone (K-02)."""
    first = months_after(on, grants.warn_months(on=on)[-1])
    ends = [grant_end.last_day(grant) for grant in visible.prefetch_related("stages")]
    number = sum(1 for end in ends if end is not None and on <= end <= first)
    if not number:
        return []
    return [
        Duty("K-02", f"{many(number, 'Förderung endet', 'Förderungen enden')} bis {first:%d.%m.%Y}", _PAGE)
    ]


def _repayments(on: dt.date) -> list[Duty]:
    found = []
    if number := Clawback.objects.filter(STANDING, settled_on=None).count():
        text = many(number, "Rückzahlung oder Prüfung ist", "Rückzahlungen oder Prüfungen sind")
        found.append(Duty("K-04", f"{text} nicht erledigt", _PAGE))
    grants = list(grant_repayments.with_parts(FundingGrant.objects.order_by("pk")))
    known = grant_repayments.duties(grants, on=on)
    if number := sum(len(grant_repayments.open_years(grant, known, on=on)) for grant in grants):
        text = many(number, "Jahr mit Vakanz ist", "Jahre mit Vakanz sind")
        found.append(Duty("K-04", f"{text} auf eine Rückzahlung zu prüfen", _PAGE))
    return found
