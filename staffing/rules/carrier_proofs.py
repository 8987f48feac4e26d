"""Nachweise der Träger: for each year money was passed on, his proof and our check, before our own report (K-08)."""

import datetime as dt

from django.db.models import Exists, OuterRef

from motions.models.period import holds_in
from motions.rules.findings import Finding, block
from staffing.models import CarrierProof, Forwarding, UsageReport
from staffing.models.struck import STANDING, standing


def unchecked_carriers(report: UsageReport) -> list[Finding]:
    """Our own report goes out after the proof of each carrier for that year was checked; of no other year (K-08)."""
    if report.submitted_on is None:
        return []
    checked = CarrierProof.objects.filter(
        STANDING, forwarding=OuterRef("pk"), year=report.year, checked_on__isnull=False
    )
    open_ones = Forwarding.objects.filter(
        STANDING, holds_in(report.year), ~Exists(checked), grant=report.grant_id
    )
    names = ", ".join(row.carrier for row in open_ones)
    if not names:
        return []
    text = (
        f"Der Nachweis für {report.year} ist noch nicht geprüft: {names}. Tragen Sie zuerst Eingang und Prüfung unter "
        "„Nachweise der Träger“ ein."
    )
    return [block("K-08", text, "submitted_on", absolute=True)]


def untimely(proof: CarrierProof) -> list[Finding]:
    """A proof is of a year in which money was passed on, and checked when that time is over (K-08)."""
    forwarding, year = proof.forwarding, proof.year
    if year not in _years(forwarding, until=dt.date(year, 12, 31)):
        text = f"Nach diesem Vertrag geht {year} kein Geld an {forwarding.carrier}. Prüfen Sie das Jahr."
        return [block("K-08", text, "year", absolute=True)]
    last = _last_day(forwarding, year)
    if proof.checked_on is None or proof.checked_on > last:
        return []
    text = (
        f"Bis zum {last:%d.%m.%Y} wird Geld weitergeleitet. Erst danach kann der Nachweis für {year} geprüft werden. "
        "Tragen Sie bis dahin nur den Eingang ein."
    )
    return [block("K-08", text, "checked_on", absolute=True)]


def unchecked_years(forwarding: Forwarding, *, on: dt.date) -> list[int]:
    """The years that are over and whose proof is not checked yet."""
    checked = {row.year for row in standing(forwarding.proofs.all()) if row.checked_on}
    over = (year for year in _years(forwarding, until=on) if _last_day(forwarding, year) < on)
    return [year for year in over if year not in checked]


def _years(forwarding: Forwarding, *, until: dt.date) -> range:
    """The years in which money was passed on, up to that of a day."""
    last = min(until, forwarding.ends_on or until)
    return range(forwarding.starts_on.year, last.year + 1)


def _last_day(forwarding: Forwarding, year: int) -> dt.date:
    """The last day of a year on which money was passed on."""
    end = dt.date(year, 12, 31)
    return min(end, forwarding.ends_on or end)
