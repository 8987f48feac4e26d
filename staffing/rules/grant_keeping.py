"""Förderungen führen: a grant and its parts are written by who keeps them, never over somebody else's change.

Each change of a part makes tabs that show the grant outdated (compare and set on its version).
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from motions.models import User
from motions.models.period import holds_in
from motions.models.recorded import Recorded
from motions.rules.findings import Finding, NotPermitted, OutdatedState, Refused, block, warn
from motions.rules.german_numbers import percent
from staffing.models import (
    CarrierProof,
    Clawback,
    Drawdown,
    Forwarding,
    FundingGrant,
    FundingProgram,
    FundingRate,
    GrantObligation,
    GrantPosition,
    GrantStageRecord,
    Position,
    UsageReport,
)
from staffing.models.struck import STANDING

from . import carrier_proofs, grant_days, permissions

Part = (
    GrantStageRecord
    | FundingRate
    | GrantPosition
    | Drawdown
    | UsageReport
    | GrantObligation
    | Forwarding
    | CarrierProof
    | Clawback
)
_WHOLE = Decimal(100)
# Under which rule a refusal of a table is told.
_RULES: dict[type[models.Model], str] = {
    GrantStageRecord: "K-01",
    FundingRate: "K-03",
    GrantPosition: "K-05",
    UsageReport: "K-07",
    Forwarding: "K-08",
    CarrierProof: "K-08",
    Clawback: "K-04",
}
_GENERAL = "K-02"


def begin_grant(grant: FundingGrant, *, by: User) -> tuple[FundingGrant, bool]:
    """A new grant, or the one that says all the same already (a second click), and whether it is new.

    Raises NotPermitted or Refused.
    """
    with transaction.atomic():
        _insist_on_keeper(by)
        _refuse(objections(grant))
        # The second of two that are sent at once waits here until the first is written.
        FundingProgram.objects.select_for_update(no_key=True).get(pk=grant.program_id)
        said = {
            field.attname: getattr(grant, field.attname)
            for field in FundingGrant._meta.concrete_fields
            if field.name not in ("id", "version")
        }
        if (found := FundingGrant.objects.filter(**said).first()) is not None:
            return found, False
        grant.save(force_insert=True)
        return grant, True


def save_grant(grant: FundingGrant, *, version: int, by: User) -> FundingGrant:
    """Write a changed grant; raises NotPermitted, OutdatedState or Refused."""
    with transaction.atomic():
        following = locked(grant, version, by).version
        _refuse(objections(grant))
        grant.version = following
        grant.save()
    return grant


def keep(grant: FundingGrant, part: Part, *, version: int, by: User, now: dt.datetime) -> Part:
    """Write a new or changed part of a grant (K-01, K-05, K-06, K-08).

    Raises NotPermitted, OutdatedState or Refused.
    """
    with transaction.atomic():
        following = locked(grant, version, by).version
        if part.struck_at is not None:
            text = "Dieser Eintrag ist gestrichen und bleibt, wie er ist. Tragen Sie einen neuen ein."
            raise Refused([block(rule_of(part), text, absolute=True)])
        if isinstance(part, Recorded) and part.pk is None:
            part.recorded_by, part.recorded_at = by, now
        if isinstance(part, GrantPosition):
            # The second of two grants for the same post waits here until the first is written.
            Position.objects.select_for_update().filter(pk=part.position_id).first()
        late = grant_days.to_come(rule_of(part), part, on=timezone.localdate(now))
        _refuse([*objections(part), *late])
        _refuse(_of_kind(part))
        part.save()
    grant.version = following
    return part


def locked(grant: FundingGrant, version: int, by: User) -> FundingGrant:
    """The grant, held until the act is done, with its next version. Raises NotPermitted or OutdatedState."""
    _insist_on_keeper(by)
    row = FundingGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    if row.version != version:
        raise OutdatedState(
            "Diese Förderung wurde inzwischen geändert. Vergleichen Sie Ihre Eingaben mit dem, was gespeichert ist, "
            "und senden Sie sie dann noch einmal."
        )
    FundingGrant.objects.filter(pk=grant.pk).update(version=F("version") + 1)
    row.version += 1
    return row


def rule_of(row: models.Model) -> str:
    """Under which rule a refusal about a part is told."""
    return _RULES.get(type(row), _GENERAL)


def part_of(grant: FundingGrant, table: type[Part], pk: int) -> Part | None:
    """A part of this grant, or None; that of another grant is none."""
    path = "forwarding__grant" if table is CarrierProof else "grant"
    return table._default_manager.filter(**{path: grant.pk}, pk=pk).first()


def new_part(grant: FundingGrant, table: type[Part]) -> Part:
    """An empty row of this grant."""
    of_grant: dict[str, Any] = {} if table is CarrierProof else {"grant": grant}
    return table(**of_grant)


def objections(row: models.Model) -> list[Finding]:
    """What the table would refuse, in its own sentences, each at its field."""
    rule = rule_of(row)
    try:
        row.full_clean()
    except ValidationError as error:
        return [
            block(rule, text, "" if name == NON_FIELD_ERRORS else name, absolute=True)
            for name, texts in error.message_dict.items()
            for text in texts
        ]
    return []


def _of_kind(part: Part) -> list[Finding]:
    if isinstance(part, GrantPosition):
        return double_funding(part)
    if isinstance(part, UsageReport):
        return [*time_share(part), *carrier_proofs.unchecked_carriers(part)]
    if isinstance(part, CarrierProof):
        return carrier_proofs.untimely(part)
    return []


def double_funding(row: GrantPosition) -> list[Finding]:
    """No cost of a post is paid twice: the shares of all grants of a day stay within 100 % (K-05, § 9 Abs. 4 TIntG)."""
    meeting = Q(ends_on__isnull=True) | Q(ends_on__gte=row.starts_on)
    others = GrantPosition.objects.filter(meeting, STANDING, position=row.position_id).exclude(pk=row.pk)
    if row.ends_on:
        others = others.filter(starts_on__lte=row.ends_on)
    found = list(others.select_related("grant"))
    days = {row.starts_on, *(other.starts_on for other in found if other.starts_on >= row.starts_on)}
    for day in sorted(days):
        running = [
            other
            for other in found
            if other.starts_on <= day and (other.ends_on is None or day <= other.ends_on)
        ]
        total = sum((other.cost_percent for other in running), row.cost_percent)
        if total > _WHOLE:
            names = ", ".join(sorted({f"„{other.grant}“" for other in running}))
            text = (
                f"Diese Stelle wird am {day:%d.%m.%Y} schon gefördert durch {names}; zusammen wären es "
                f"{percent(total)} der Kosten. Doppelförderung ist ausgeschlossen. Verringern Sie den Anteil, oder "
                "beenden Sie die andere Förderung vorher."
            )
            return [block("K-05", text, "cost_percent", absolute=True)]
    return []


def time_share(report: UsageReport) -> list[Finding]:
    """Less time than funded was worked on the task: warned until the remark says why (K-06)."""
    if report.time_percent is None or report.remark.strip():
        return []
    funded = GrantPosition.objects.filter(STANDING, holds_in(report.year), grant=report.grant_id)
    share = max((row.cost_percent for row in funded), default=Decimal(0))
    if report.time_percent >= share:
        return []
    text = (
        f"Der Zeitanteil von {percent(report.time_percent)} liegt unter dem geförderten Anteil von {percent(share)}. "
        "Prüfen Sie die Angabe. Stimmt sie, erläutern Sie sie in der Bemerkung."
    )
    return [warn("K-06", text, "remark")]


def _refuse(findings: list[Finding]) -> None:
    if findings:
        raise Refused(findings)


def _insist_on_keeper(by: User) -> None:
    if not permissions.keeps_grants(by):
        raise NotPermitted("Förderungen führen die Personalstelle und die Kämmerei.")
