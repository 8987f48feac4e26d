"""Ortsrecht der Demo-Stadt: every local value the rules ask for, with the day from which it holds."""

import datetime as dt

from motions.models import Bylaw
from motions.models.choices import Behaviour

from .accounts import SINCE

_LETTERHEAD = "Briefkopf der Stadt"
_MAIN_STATUTE = "Hauptsatzung"
_RULES_OF_PROCEDURE = "Geschäftsordnung des Rates"
_ALLOWANCES = "Entschädigungsverordnung NRW, Hauptsatzung"
_INSTRUCTION = "Dienstanweisung Vorlagen"
_STANDARD_ITEMS = [
    [
        "opening",
        "Eröffnung der Sitzung, Feststellung der ordnungsgemäßen Einladung und der Beschlussfähigkeit",
    ],
    ["objections", "Einwendungen gegen die Niederschrift der letzten Sitzung"],
    ["question_time", "Fragestunde für Einwohnerinnen und Einwohner"],
    ["inquiries", "Anfragen und Mitteilungen"],
]

VALUES: tuple[tuple[str, object, str], ...] = (
    ("town.name", "Schloss-Stadt Hückeswagen", _LETTERHEAD),
    ("town.office", "Die Bürgermeisterin", _LETTERHEAD),
    ("town.address", "Auf'm Schloß 1, 42499 Hückeswagen", _LETTERHEAD),
    ("town.phone", "02192 000-0", _LETTERHEAD),
    ("town.email", "rathaus@hueckeswagen.example", _LETTERHEAD),
    ("release.label", "Bürgermeister o.V.i.A.", _INSTRUCTION),
    ("release.four_eyes", True, _INSTRUCTION),
    ("co_signature.treasurer_from", 10_000, _INSTRUCTION),
    ("co_signature.days", 7, _INSTRUCTION),
    ("attachment.max_mb", 50, _INSTRUCTION),
    ("attachment.quota_mb", 100, _INSTRUCTION),
    ("paper.impacts_required_for", [Behaviour.DECIDES], _INSTRUCTION),
    ("retention.reading_log_months", 24, "Löschkonzept der Verwaltung"),
    ("public.search_engine_years", 10, "Löschkonzept der Verwaltung"),
    ("retention.inspection_months", 36, "Löschkonzept der Verwaltung"),
    ("retention.assignment_months", 60, "§ 18 DSG NRW, Löschkonzept der Verwaltung"),
    ("group.minimum_size", 2, "§ 56 GO NRW, " + _MAIN_STATUTE),
    ("invitation.days", 10, _RULES_OF_PROCEDURE),
    ("ballot.unanimous_with_abstentions", True, _RULES_OF_PROCEDURE),
    ("ballot.by_group", False, _RULES_OF_PROCEDURE),
    ("fees.model", "partial", _MAIN_STATUTE),
    ("fees.full", 280.50, _ALLOWANCES),
    ("fees.partial", 168.30, _ALLOWANCES),
    ("fees.meeting", 25.50, _ALLOWANCES),
    ("fees.group_sessions_a_year", 40, _MAIN_STATUTE),
    ("fees.committee_chair", 280.50, _ALLOWANCES),
    ("fees.group_chair", 561, _ALLOWANCES),
    ("fees.deputy_mayor", 841.50, _ALLOWANCES),
    ("fees.listeners", False, _MAIN_STATUTE),
    ("resolutions.objection_days", 3, _RULES_OF_PROCEDURE),
    ("resolutions.task_days", 90, _INSTRUCTION),
    ("resolutions.public_tasks", True, _MAIN_STATUTE),
    ("motion.repeat_months", 6, _RULES_OF_PROCEDURE),
    ("invitation.mode", "full_days", _RULES_OF_PROCEDURE),
    ("invitation.short_days", 3, _RULES_OF_PROCEDURE),
    ("meeting.editorial_days", 17, _INSTRUCTION),
    ("meeting.hybrid_committees", False, _MAIN_STATUTE),
    ("agenda.standard_items", _STANDARD_ITEMS, _RULES_OF_PROCEDURE),
    ("agenda.motion_days", 14, _RULES_OF_PROCEDURE),
    ("agenda.single_member_motions", False, _RULES_OF_PROCEDURE),
    ("budget.unplanned_council_from", 20000, "Haushaltssatzung"),
    ("budget.cost_center_form", "######", "Kontenplan der Stadt"),
    ("budget.product_form", "#.##.##.##", "Produktplan der Stadt"),
    ("staffing.split_areas", True, "Bewirtschaftungsregeln des Haushaltsplans"),
    ("grants.reminder_days", [60, 14], _INSTRUCTION),
    ("grants.warn_months", [12, 6, 3], _INSTRUCTION),
    ("demand.days", 14, _RULES_OF_PROCEDURE),
    ("minutes.recording_days", 30, _RULES_OF_PROCEDURE),
    ("notice.form", "Aushang an der Bekanntmachungstafel am Schloss", _MAIN_STATUTE),
)


def load_bylaws(*, since: dt.date = SINCE) -> None:
    """Write all values, valid until further notice."""
    Bylaw.objects.bulk_create(
        Bylaw(key=key, value=value, source=source, starts_on=since) for key, value, source in VALUES
    )
