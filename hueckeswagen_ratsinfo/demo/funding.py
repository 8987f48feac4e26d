"""Die Förderungen der Demo-Stadt: KIM for the Case-Management, and one that ends soon (domain.md 3; invented)."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from motions.models import User
from motions.models.period import months_after
from staffing.models import (
    Drawdown,
    FundingGrant,
    FundingProgram,
    FundingRate,
    GrantObligation,
    GrantPosition,
    GrantStageRecord,
    Position,
    UsageReport,
)
from staffing.models.choices import GrantModel, GrantStage, KimModule, ObligationKind, ReportKind
from staffing.rules import grant_keeping
from staffing.rules.grant_keeping import Part

from .stage import Stage, at

KEEPER = "Paula Porzellan"
CASE_MANAGEMENT = 33
_YOUTH_WORK = 53
_MESSAGE = "Mitteilung des Kommunalen Integrationszentrums"
_FULL = Decimal("1.00")


def fund_case_management(stage: Stage, by: User, position: Position) -> None:
    """KIM: announced by the Kreis, no Bescheid yet (K-01); the rate is the one of the paper."""
    # Every new database has it; a town made twice in one database may have lost it in between.
    program, _ = FundingProgram.objects.get_or_create(
        code="kim-2",
        defaults={
            "name": "Kommunales Integrationsmanagement (KIM)",
            "giver": "Land Nordrhein-Westfalen",
            "module": KimModule.CASE_MANAGEMENT,
        },
    )
    since, today = dt.date(2023, 10, 1), timezone.localdate()
    grant = FundingGrant(
        program=program,
        title="KIM, Case-Management",
        passed_on_by="Land, Kreis (Kommunales Integrationszentrum), Stadt",
        model=GrantModel.LUMP_SUM,
        is_lasting=True,
        lead_unit=stage.units["FB II"],
        starts_on=since,
    )
    grant_keeping.begin_grant(grant, by=by)
    announced = {"stage": GrantStage.ANNOUNCED, "reached_on": dt.date(2023, 7, 3), "document": _MESSAGE}
    paid = {"requested_on": dt.date(2023, 11, 6), "received_on": dt.date(2023, 12, 4)}
    _enter(
        grant,
        GrantStageRecord(grant=grant, **announced),
        FundingRate(grant=grant, amount=Decimal(57_000), starts_on=since, source=_MESSAGE),
        GrantPosition(grant=grant, position=position, fte=_FULL, starts_on=since),
        Drawdown(grant=grant, year=2023, amount=Decimal(14_250), **paid),
        _report(grant, due_on=today + dt.timedelta(days=45)),
        GrantObligation(
            grant=grant,
            kind=ObligationKind.QUALIFICATION,
            text="Die Stelle wird mit einer Fachkraft mit pädagogischem Abschluss besetzt.",
        ),
        by=by,
        now=at(2023, 12, 5),
    )


def load_ending_grant(stage: Stage) -> None:
    """A grant of actual cost that ends within half a year, its report late, its post half filled (K-02, K-04, K-07)."""
    by, position = stage.accounts[KEEPER], Position.objects.get(number=_YOUTH_WORK)
    today = timezone.localdate()
    since, until = dt.date(today.year - 2, 1, 1), months_after(today, 5)
    program = FundingProgram.objects.create(
        code="startklar", name="Förderprogramm „Startklar“ (erfunden)", giver="Stiftung Bergland (erfunden)"
    )
    grant = FundingGrant(
        program=program,
        title="Startklar, befristete Förderung",
        model=GrantModel.CAPPED_COST,
        lead_unit=stage.units["FB II"],
        starts_on=since,
        ends_on=until,
    )
    grant_keeping.begin_grant(grant, by=by)
    _enter(
        grant,
        GrantStageRecord(grant=grant, stage=GrantStage.APPLIED, reached_on=since - dt.timedelta(days=120)),
        GrantStageRecord(
            grant=grant,
            stage=GrantStage.GRANTED,
            reached_on=since - dt.timedelta(days=30),
            document="Zuwendungsbescheid (erfunden)",
        ),
        FundingRate(
            grant=grant, amount=Decimal(48_000), starts_on=since, source="Zuwendungsbescheid (erfunden)"
        ),
        GrantPosition(grant=grant, position=position, fte=_FULL, starts_on=since),
        _report(grant, due_on=today - dt.timedelta(days=9)),
        by=by,
        now=timezone.now(),
    )


def _enter(grant: FundingGrant, *parts: Part, by: User, now: dt.datetime) -> None:
    """Parts of a grant, one after the other, as the personnel office enters them."""
    for part in parts:
        grant_keeping.keep(grant, part, version=grant.version, by=by, now=now)


def _report(grant: FundingGrant, *, due_on: dt.date) -> UsageReport:
    """The Verwendungsnachweis of last year."""
    return UsageReport(grant=grant, kind=ReportKind.USAGE, year=timezone.localdate().year - 1, due_on=due_on)
