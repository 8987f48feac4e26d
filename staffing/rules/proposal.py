"""Worte einer Vorlage zum Stellenplan: subject, resolution, reasons and money, from the changes of a version."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from motions.rules.german_numbers import euro, number
from staffing.models import BudgetAssessment, StaffingPlan
from staffing.models.choices import PlanKind

from . import assessments
from .changes import DROPPED, NEW, Change
from .impact import Impact
from .note_words import note_in_words


def subject(plan: StaffingPlan) -> str:
    """Betreff."""
    if plan.kind == PlanKind.BUDGET:
        return plan.title
    return f"Änderung des Stellenplans {plan.year}: {plan.title}"[:500]


def resolution(plan: StaffingPlan, changes: Sequence[Change]) -> str:
    """Beschlussentwurf: one sentence, or a numbered list; of a whole plan that it is adopted."""
    if plan.kind == PlanKind.BUDGET:
        return format_html("<p>Der {} wird in der vorgelegten Fassung festgesetzt.</p>", plan.title)
    if len(changes) == 1:
        return format_html("<p>Im Stellenplan {} {}.</p>", plan.year, _act(changes[0]))
    points = _each("<li>Es {}.</li>", (_act(change) for change in changes))
    return format_html("<p>Der Stellenplan {} wird wie folgt geändert:</p><ol>{}</ol>", plan.year, points)


def statement(changes: Sequence[Change], found: Impact) -> str:
    """Sachverhalt: what changes and why, and how sure the money of others is (K-01)."""
    points = _each("<li>{}</li>", (_told(change) for change in changes))
    parts = [format_html("<h3>Was sich ändert und warum</h3><ul>{}</ul>", points)]
    if found.stages:
        told = _each("<p>{}.</p>", found.stages)
        parts.append(format_html("<h3>Wie sicher die Förderung ist</h3>{}", told))
    return "".join(parts)


def financial_impact(found: Impact, assessment: BudgetAssessment | None, *, on: dt.date) -> str:
    """Finanzielle Auswirkungen: the own share at the beginning and in five years, and what budget law asks for."""
    first, last = found.years[0], found.years[-1]
    whole = found.of_year(found.full_year)
    sentences = [
        f"Der Eigenanteil der Stadt beträgt im ersten vollen Jahr ({found.full_year}) {euro(whole.own)}, "
        f"{last.year} {euro(last.own)}."
    ]
    if first.missing or whole.missing or last.missing:
        sentences = [f"Die Kosten sind nicht für alle Jahre berechnet: {first.missing or last.missing}"]
    if found.stages:
        sentences.append("Der Fördersatz ist so angesetzt, wie er mitgeteilt ist; die Vergütung steigt.")
    if assessment is not None:
        most = max(row.cost for row in found.years)
        sentences += assessments.in_words(assessment, most, on=on)
    return _each("<p>{}</p>", sentences)


def _act(change: Change) -> str:
    """What happens to a post, as the end of a sentence."""
    entry = change.entry
    codes = [row.product.code for row in entry.shares.all()]
    products = f"{'Produkt' if len(codes) == 1 else 'Produkte'} {' und '.join(codes)}"
    where = f"{entry.unit.code}, Kostenstelle {entry.cost_center.code}, {products}"
    if change.word == NEW:
        notes = "; ".join(sorted(note_in_words(note) for note in entry.notes.all()))
        marked = f", Vermerk: {notes}" if notes else ""
        return (
            f"wird die Stelle „{entry.title}“ ({entry.grade}, {number(entry.fte)} VZÄ, "
            f"{where}{marked}) zusätzlich eingerichtet"
        )
    if change.word == DROPPED:
        return f"fällt die Stelle „{entry.title}“ ({entry.grade}, {number(change.fte_before)} VZÄ) weg"
    told = ", ".join(f"{row.label} {row.before} → {row.after}" for row in change.differences)
    return f"wird die Stelle „{entry.title}“ geändert ({told})"


def _told(change: Change) -> str:
    reason = change.entry.reason.strip() or "[Begründung]"
    return f"{change.entry.unit.code}: {change.entry.title} ({change.word}). {reason}"


def _each(pattern: str, texts: Iterable[str]) -> SafeString:
    return format_html_join("", pattern, ((text,) for text in texts))
