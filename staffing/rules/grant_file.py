"""Förderakte: everything a grant page shows besides the money of the posts, as rows with their words."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.db.models import prefetch_related_objects
from django.utils import timezone

from motions.models.period import Period
from motions.rules.german_numbers import euro, number, percent
from staffing.models import Forwarding, FundingGrant, GrantPosition, UsageReport
from staffing.models.choices import GrantStage
from staffing.models.struck import Strikable, standing

from . import carrier_proofs, grant_reminders
from .grant_ledger import FundedPost, Ledger

_PARTS = (
    "stages",
    "rates",
    "positions",
    "drawdowns",
    "reports",
    "obligations",
    "forwardings",
    "forwardings__proofs",
    "clawbacks",
)


@dataclass(frozen=True)
class Row:
    """Eine Zeile der Akte; ``pk`` leads to its form, unless it is written once. ``kind`` is that of a badge.

    ``struck`` says who struck it, when and why; it counts nowhere.
    """

    pk: int
    cells: tuple[str, ...]
    mark: str = ""
    kind: str = "neutral"
    struck: str = ""

    @property
    def name(self) -> str:
        """What tells it from the others."""
        return self.cells[0]


@dataclass(frozen=True)
class Section:
    """Ein Abschnitt der Akte: ``part`` names its form."""

    part: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    empty: str
    is_frozen: bool = False

    @property
    def labelled(self) -> list[tuple[Row, list[tuple[str, str]]]]:
        """Rows with each cell beside the head of its column."""
        return [(row, list(zip(self.heads, row.cells, strict=True))) for row in self.rows]


@dataclass(frozen=True)
class GrantFile:
    """Die Akte; ``affected`` are the posts that lose their money when the grant ends or is cut (K-09)."""

    sections: tuple[Section, ...]
    affected: list[FundedPost]
    is_ending: bool
    received: Decimal


def of_ledger(row: Ledger, *, on: dt.date) -> GrantFile:
    """The file of a grant."""
    grant = row.grant
    prefetch_related_objects([grant], *(f"{name}__struck_by" for name in _PARTS))
    received = sum(
        (one.amount for one in standing(grant.drawdowns.all()) if one.received_on), Decimal("0.00")
    )
    sections = (
        *(_stages(grant), _rates(grant), _posts(row), _drawdowns(grant), _reports(grant, on)),
        *(_obligations(grant), _forwardings(grant, on), _carrier_proofs(grant), _clawbacks(grant)),
    )
    is_ending = row.light.kind in ("warning", "danger") or _is_cut(grant)
    return GrantFile(sections, [post for post in row.posts if post.entry is not None], is_ending, received)


def _stages(grant: FundingGrant) -> Section:
    rows = (
        Row(one.pk, (str(one), _day(one.reached_on), one.document or "ohne Dokument"), struck=_struck(one))
        for one in grant.stages.all()
    )
    heads = ("Stand", "seit", "Dokument")
    return Section("stand", "Stand", heads, tuple(rows), "Noch kein Stand eingetragen.", is_frozen=True)


def _rates(grant: FundingGrant) -> Section:
    rows = (
        Row(one.pk, (f"{euro(one.amount)} je VZÄ und Jahr", _span(one), one.source), struck=_struck(one))
        for one in grant.rates.all()
    )
    heads = ("Satz", "Zeit", "Quelle")
    return Section("satz", "Fördersätze", heads, tuple(rows), "Noch kein Fördersatz eingetragen.")


def _posts(row: Ledger) -> Section:
    titles = {post.funded.position_id: post.entry.title for post in row.posts if post.entry is not None}
    rows = (_post(funded, titles.get(funded.position_id, "")) for funded in row.grant.positions.all())
    heads = ("Stelle", "Umfang", "Zeit")
    return Section("stelle", "Geförderte Stellen", heads, tuple(rows), "Noch keine Stelle eingetragen.")


def _post(funded: GrantPosition, title: str) -> Row:
    name = f"{funded.position.number} {title}".strip()
    extent = f"{number(funded.fte)} VZÄ, {percent(funded.cost_percent)} der Kosten"
    return Row(funded.pk, (name, extent, _span(funded)), struck=_struck(funded))


def _drawdowns(grant: FundingGrant) -> Section:
    rows = (
        Row(
            one.pk,
            (str(one.year), euro(one.amount), _day(one.requested_on)),
            f"eingegangen am {_day(one.received_on)}" if one.received_on else "noch nicht eingegangen",
            "success" if one.received_on else "info",
            _struck(one),
        )
        for one in grant.drawdowns.all()
    )
    heads = ("Jahr", "Betrag", "abgerufen am")
    return Section("mittelabruf", "Mittelabrufe", heads, tuple(rows), "Noch nichts abgerufen.")


def _reports(grant: FundingGrant, on: dt.date) -> Section:
    rows = (
        Row(
            one.pk,
            (str(one), _day(one.due_on), one.document or "–"),
            grant_reminders.due_in_words(one, on=on),
            _kind_of(one, on),
            _struck(one),
        )
        for one in grant.reports.all()
    )
    heads = ("Was", "fällig am", "Dokument")
    return Section(
        "nachweis", "Nachweise und Berichte", heads, tuple(rows), "Noch kein Nachweis eingetragen."
    )


def _obligations(grant: FundingGrant) -> Section:
    rows = (
        Row(
            one.pk,
            (one.get_kind_display(), one.text, _day(one.ends_on)),
            f"erfüllt am {_day(one.met_on)}" if one.met_on else "",
            "success",
            _struck(one),
        )
        for one in grant.obligations.all()
    )
    return Section("auflage", "Auflagen", ("Art", "Inhalt", "bis"), tuple(rows), "Keine Auflage eingetragen.")


def _forwardings(grant: FundingGrant, on: dt.date) -> Section:
    rows = (_forwarding(one, on) for one in grant.forwardings.all())
    heads = ("Träger", "Betrag", "Zeit", "Vertrag")
    empty = "Es wird kein Geld weitergeleitet."
    return Section("weiterleitung", "Weiterleitung an Träger", heads, tuple(rows), empty)


def _forwarding(row: Forwarding, on: dt.date) -> Row:
    missing = ", ".join(map(str, carrier_proofs.unchecked_years(row, on=on)))
    mark = f"Nachweis noch nicht geprüft: {missing}" if missing else ""
    cells = (row.carrier, f"{euro(row.amount)} im Jahr", _span(row), row.contract)
    return Row(row.pk, cells, mark, "warning", _struck(row))


def _carrier_proofs(grant: FundingGrant) -> Section:
    rows = (
        Row(
            one.pk,
            (f"{forwarding.carrier} {one.year}", _day(one.received_on)),
            f"geprüft am {_day(one.checked_on)}" if one.checked_on else "noch nicht geprüft",
            "success" if one.checked_on else "warning",
            _struck(one),
        )
        for forwarding in grant.forwardings.all()
        for one in forwarding.proofs.all()
    )
    heads = ("Träger und Jahr", "eingegangen am")
    empty = "Noch kein Nachweis eingetragen."
    return Section("traegernachweis", "Nachweise der Träger", heads, tuple(rows), empty)


def _clawbacks(grant: FundingGrant) -> Section:
    rows = (
        Row(
            one.pk,
            (str(one.year), euro(one.amount), one.reason),
            f"erledigt am {_day(one.settled_on)}" if one.settled_on else one.get_kind_display(),
            "success" if one.settled_on else "warning",
            _struck(one),
        )
        for one in grant.clawbacks.all()
    )
    heads = ("Jahr", "Betrag", "Grund")
    return Section("rueckzahlung", "Rückzahlungen", heads, tuple(rows), "Keine Rückzahlung eingetragen.")


def _is_cut(grant: FundingGrant) -> bool:
    """It was ended, or a later rate is lower than the one before (K-09)."""
    stages = standing(grant.stages.all())
    if stages and stages[-1].stage == GrantStage.ENDED:
        return True
    rates = standing(grant.rates.all())
    return any(after.amount < before.amount for before, after in pairwise(rates))


def _kind_of(report: UsageReport, on: dt.date) -> str:
    if report.submitted_on:
        return "success"
    return "danger" if grant_reminders.is_overdue(report, on=on) else "info"


def _struck(row: Strikable) -> str:
    if row.struck_at is None or row.struck_by is None:
        return ""
    day = timezone.localdate(row.struck_at)
    return f"gestrichen am {day:%d.%m.%Y} von {row.struck_by}: {row.struck_reason}"


def _day(day: dt.date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else "–"


def _span(row: Period) -> str:
    starts_on, ends_on = row.starts_on, row.ends_on
    return f"{starts_on:%d.%m.%Y} bis {ends_on:%d.%m.%Y}" if ends_on else f"ab {starts_on:%d.%m.%Y}"
