"""Haushaltsrechtliche Prüfung einer Änderung: Nachtrag or not, who decides, what else to tell (S-03 to S-06)."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from motions.models import User
from motions.rules import bylaws
from motions.rules.findings import Finding, Refused, block, warn
from motions.rules.german_numbers import euro
from staffing.models import BudgetAssessment, StaffingPlan
from staffing.models.council import REASON_MISSING

from . import drafting

COUNCIL_FROM = "budget.unplanned_council_from"


@dataclass(frozen=True)
class Answers:
    """Was die Personalstelle mit der Kämmerei geklärt hat; the fields are those of BudgetAssessment."""

    reason: str
    is_budgeted: bool = False
    brings_deficit: bool = False
    is_considerable: bool = False
    has_investment: bool = False
    changes_statute: bool = False
    is_provisional: bool = False
    is_owed: bool = False
    is_consolidating: bool = False
    consolidation_effect: str = ""


def record(plan: StaffingPlan, answers: Answers, *, by: User) -> BudgetAssessment:
    """Store the answers; raises NotPermitted, OutdatedState or Refused without a reason (S-03)."""
    locked = drafting.touch(plan, version=plan.version, by=by)
    if not answers.reason.strip():
        raise Refused([block("S-03", REASON_MISSING, "reason", absolute=True)])
    values = vars(answers) | {"reason": answers.reason.strip()}
    return BudgetAssessment.objects.update_or_create(plan=locked, defaults=values)[0]


def findings(assessment: BudgetAssessment | None) -> list[Finding]:
    """What a Vorlage about the plan has to face; each demands a word."""
    if assessment is None:
        text = "Klären Sie, ob eine Nachtragssatzung nötig ist (§ 81 Abs. 2 GO NRW), und halten Sie den Grund fest."
        return [warn("S-03", text, "financial_impact")]
    found = []
    if assessment.needs_supplementary_budget:
        text = "Die Änderung braucht eine Nachtragssatzung. Bereiten Sie sie vor (§ 81 Abs. 2 GO NRW)."
        found.append(warn("S-03", text, "financial_impact"))
    if assessment.is_provisional and not assessment.is_owed:
        text = "Ohne Haushalt ist nur erlaubt, was rechtlich geboten oder unaufschiebbar ist (§ 82 GO NRW)."
        found.append(warn("S-05", text, "financial_impact"))
    if assessment.is_consolidating and not assessment.consolidation_effect:
        text = (
            "Beschreiben Sie, wie sich die Stelle auf das Haushaltssicherungskonzept auswirkt (§ 76 GO NRW)."
        )
        found.append(warn("S-06", text, "financial_impact"))
    return found


def in_words(assessment: BudgetAssessment, expense: Decimal, *, on: dt.date) -> list[str]:
    """The sentences printed under "Finanzielle Auswirkungen"; ``expense`` is the largest of a year in euro."""
    needed = "ist erforderlich" if assessment.needs_supplementary_budget else "ist nicht erforderlich"
    told = [f"Eine Nachtragssatzung {needed} (§ 81 Abs. 2 GO NRW): {_sentence(assessment.reason)}"]
    if assessment.is_budgeted:
        told.append("Die Kosten sind im Haushalt gedeckt.")
    elif not assessment.needs_supplementary_budget:
        told.append(_competence(expense, on))
    if assessment.is_provisional:
        owed = "Sie ist rechtlich geboten oder unaufschiebbar." if assessment.is_owed else ""
        told.append(f"Zum Beginn gilt die vorläufige Haushaltsführung (§ 82 GO NRW). {owed}".strip())
    if assessment.is_consolidating and assessment.consolidation_effect:
        told.append(f"Haushaltssicherungskonzept: {_sentence(assessment.consolidation_effect)}")
    return told


def _competence(expense: Decimal, on: dt.date) -> str:
    """S-04: who decides about an expense outside the budget, by the local threshold in euro."""
    known = bylaws.known(COUNCIL_FROM, on=on)
    if not known:
        return "Die Aufwendung ist außerplanmäßig (§ 83 GO NRW); eine Wertgrenze ist nicht hinterlegt."
    limit = Decimal(str(known[0]))
    who = "entscheidet der Rat" if expense >= limit else "entscheidet die Kämmerin oder der Kämmerer"
    return f"Über die außerplanmäßige Aufwendung {who} (§ 83 GO NRW, Wertgrenze {euro(limit)})."


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
