"""Werte des Ortsrechts: what each key may hold, so that a typing error is told to who types and to nobody later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from motions.models.choices import Behaviour, ItemKind, NoticeMode
from motions.models.event import LEAST_MONTHS_OF_LOG
from motions.models.inspection import LEAST_MONTHS_OF_INSPECTION

_TEXT = 'Geben Sie einen Text in Anführungszeichen ein, zum Beispiel "Rathaus".'
_ADDRESS = 'Geben Sie eine E-Mail-Adresse in Anführungszeichen ein, zum Beispiel "rathaus@beispiel.de".'
_AMOUNT = "Geben Sie einen Betrag in ganzen Euro ein, ohne Punkt und ohne „Euro“, zum Beispiel 50000."
_RATE = "Geben Sie einen Betrag in Euro mit Punkt ein, höchstens zwei Stellen dahinter, zum Beispiel 168.30."
FEE_MODELS = ("full", "partial")
_MODEL = 'Geben Sie "full" (volle Pauschale) oder "partial" (Teilpauschale und Sitzungsgeld) ein.'
_COUNT = "Geben Sie eine ganze Zahl ab 1 ein, ohne Einheit, zum Beispiel 7."
_MONTHS = f"Geben Sie eine ganze Zahl von Monaten ab {LEAST_MONTHS_OF_LOG} ein, zum Beispiel 24."
_WARN_MONTHS = "Geben Sie eine Liste von Monaten ein, zum Beispiel [12, 6, 3]."
_DAYS = "Geben Sie eine Liste von Tagen ein, zum Beispiel [60, 14]."
_FORM = (
    "Geben Sie die Form einer Nummer in Anführungszeichen ein, # für eine Ziffer, A für einen Buchstaben, zum Beispiel "
    '"#.##.##.##".'
)
_FLAG = "Geben Sie true (ja) oder false (nein) ein."
_BEHAVIOURS = (
    f'Geben Sie eine Liste aus diesen Wörtern ein: {", ".join(Behaviour.values)}. Zum Beispiel ["decides"].'
)
_MODES = f"Geben Sie eines dieser Wörter in Anführungszeichen ein: {', '.join(NoticeMode.values)}."
_STANDARD_KINDS = [kind.value for kind in ItemKind if kind != ItemKind.PAPER]
_ITEMS = (
    'Geben Sie eine Liste aus Paaren ein, zum Beispiel [["opening", "Eröffnung der Sitzung"]]. '
    f"Als Art gibt es: {', '.join(_STANDARD_KINDS)}."
)


def _is_address(value: Any) -> bool:
    try:
        validate_email(value if isinstance(value, str) else "")
    except ValidationError:
        return False
    return True


def _is_amount(value: Any) -> bool:
    return type(value) is int and 0 <= value < 10**12


def _is_rate(value: Any) -> bool:
    return type(value) in (int, float) and 0 <= value < 10_000 and round(value, 2) == value


def _is_count(value: Any) -> bool:
    return type(value) is int and 1 <= value < 10_000


def _is_months_kept(value: Any) -> bool:
    return type(value) is int and max(LEAST_MONTHS_OF_LOG, LEAST_MONTHS_OF_INSPECTION) <= value <= 1_200


def _are_counts(value: Any) -> bool:
    return isinstance(value, list) and 0 < len(value) <= 10 and all(map(_is_count, value))


def _is_behaviours(value: Any) -> bool:
    return isinstance(value, list) and all(word in Behaviour.values for word in value)


def _are_items(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_item, value))


def _is_item(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != 2 or value[0] not in _STANDARD_KINDS:
        return False
    return isinstance(value[1], str) and 0 < len(value[1].strip()) <= 500


def _is_form(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 30 and bool({"#", "A"} & set(value))


_KINDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    **{
        key: (lambda value: isinstance(value, str), _TEXT)
        for key in ("town.name", "town.office", "town.address", "town.phone", "release.label", "notice.form")
    },
    "town.email": (_is_address, _ADDRESS),
    **dict.fromkeys(
        (
            "release.four_eyes",
            "ballot.unanimous_with_abstentions",
            "ballot.by_group",
            "resolutions.public_tasks",
            "fees.listeners",
            "meeting.hybrid_committees",
            "agenda.single_member_motions",
            "staffing.split_areas",
        ),
        (lambda value: isinstance(value, bool), _FLAG),
    ),
    "co_signature.treasurer_from": (_is_amount, _AMOUNT),
    "budget.unplanned_council_from": (_is_amount, _AMOUNT),
    **dict.fromkeys(
        (
            "co_signature.days",
            "attachment.max_mb",
            "attachment.quota_mb",
            "group.minimum_size",
            "invitation.days",
            "resolutions.task_days",
            "fees.group_sessions_a_year",
            "resolutions.objection_days",
            "motion.repeat_months",
            "invitation.short_days",
            "meeting.editorial_days",
            "agenda.motion_days",
            "demand.days",
            "minutes.recording_days",
            "public.search_engine_years",
        ),
        (_is_count, _COUNT),
    ),
    "fees.model": (lambda value: value in FEE_MODELS, _MODEL),
    **dict.fromkeys(
        (
            "fees.full",
            "fees.partial",
            "fees.meeting",
            "fees.committee_chair",
            "fees.group_chair",
            "fees.deputy_mayor",
        ),
        (_is_rate, _RATE),
    ),
    **dict.fromkeys(
        ("retention.reading_log_months", "retention.inspection_months", "retention.assignment_months"),
        (_is_months_kept, _MONTHS),
    ),
    **dict.fromkeys(("budget.cost_center_form", "budget.product_form"), (_is_form, _FORM)),
    "grants.reminder_days": (_are_counts, _DAYS),
    "grants.warn_months": (_are_counts, _WARN_MONTHS),
    "invitation.mode": (lambda value: value in NoticeMode.values, _MODES),
    **dict.fromkeys(("agenda.standard_items", "agenda.nonpublic_items"), (_are_items, _ITEMS)),
    "paper.impacts_required_for": (_is_behaviours, _BEHAVIOURS),
}
KEYS = tuple(sorted(_KINDS))


def objection(key: str, value: Any) -> str:
    """What is wrong with a value, as a sentence that says what to type; "" if nothing is."""
    if key not in _KINDS:
        return "Diesen Schlüssel gibt es nicht. Wählen Sie einen aus der Liste."
    fits, sentence = _KINDS[key]
    return "" if fits(value) else sentence
