"""Beschluss vor diesem System: how the first plans of a town come into force without a Vorlage (§ 41 GO NRW, S-01)."""

import datetime as dt
from dataclasses import dataclass

from motions.rules import past_days
from motions.rules.findings import Finding, block, warn
from staffing.models import StaffingPlan


@dataclass(frozen=True)
class FormerDecision:
    """Was die Personalstelle über den Beschluss angibt; any of it may be missing as long as it is typed."""

    decided_on: dt.date | None = None
    source: str = ""
    reason: str = ""

    @property
    def is_told(self) -> bool:
        """Somebody says that there was one."""
        return self.decided_on is not None or bool(self.source.strip() or self.reason.strip())


def objections(plan: StaffingPlan, told: FormerDecision, *, on: dt.date) -> list[Finding]:
    """Why a version cannot hold by it; the warning is answered by its reason."""
    if not told.is_told:
        return []
    if plan.paper_id is not None:
        text = "Über diese Fassung entscheidet der Rat mit ihrer Vorlage. Lassen Sie die Angaben zum Beschluss leer."
        return [block("S-01", text, "decided_on", absolute=True)]
    found = past_days.to_come("S-01", {"decided_on": told.decided_on}, on=on)
    if told.decided_on is None:
        text = "Geben Sie den Tag ein, an dem der Rat beschlossen hat, oder leeren Sie Beleg und Begründung."
        found.append(block("S-01", text, "decided_on", absolute=True))
    if not told.source.strip():
        text = "Nennen Sie den Beleg, zum Beispiel die Niederschrift des Rates mit Tagesordnungspunkt."
        found.append(block("S-01", text, "decided_source", absolute=True))
    if not told.reason.strip():
        text = (
            "Diesen Beschluss prüft das Programm nicht: Die Fassung gilt ab dem Beschluss für alle und bleibt stehen. "
            "Begründen Sie, warum es keine Vorlage in diesem System gibt."
        )
        found.append(warn("S-01", text, "decided_reason"))
    return found
