"""Was der Stellenplan zum Archiv beiträgt: the plan of a year as everybody may read it (§ 8 KomHVO NRW, SI-05)."""

import datetime as dt

from django.contrib.auth.models import AnonymousUser

from motions.pdf.isolation import render_isolated
from motions.rules.contributions import Contribution

from . import plan_document, sheet


def of_year(year: int) -> list[Contribution]:
    """The plan as it stood at the end of the year; none where none was in force."""
    found = sheet.of_year(AnonymousUser(), year, on=dt.date(year, 12, 31))
    if found is None:
        return []
    content = plan_document.content_of(found, year)
    return [
        Contribution(
            folder=f"stellenplan/{year}",
            stem="stellenplan",
            title=f"Stellenplan {year}",
            heading="Stellenplan",
            make=lambda: render_isolated(content),
        )
    ]
