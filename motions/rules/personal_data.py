"""Personenbezogene Angaben in öffentlichen Vorlagen: each hit is shown to the drafter (DS-01, D-08)."""

import re

from motions.models import Paper, User
from motions.pdf.richtext import plain

from .findings import Finding, warn

_PATTERNS = (
    ("E-Mail-Adresse", re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}")),
    ("IBAN", re.compile(r"\b[A-Z]{2}\d{2}(?: ?\d{4}){4}(?: ?\d{1,2})?\b")),
    ("Telefonnummer", re.compile(r"(?:\bTel(?:efon)?\.?:? ?|\+49 ?)[\d][\d /()-]{5,20}\d")),
    ("Geburtsdatum", re.compile(r"\bgeb(?:oren|\.)?(?: am)? \d{1,2}\.\d{1,2}\.\d{4}")),
    ("Flurstück", re.compile(r"\bFlurstücke?(?: Nr\.)? \d+(?:/\d+)?")),
    ("Personenname", re.compile(r"\b(?:Herrn?|Frau)(?: Dr\.)? [A-ZÄÖÜ][\wäöüß-]+")),
    (
        "Gesundheitsangabe",
        re.compile(r"\b(?:schwerbehindert|erkrankt|Krankheit|Diagnose|Schwangerschaft)\w*", re.I),
    ),
)
_SHOWN = 8


def findings(paper: Paper) -> list[Finding]:
    """One warning that names every hit; nothing to say for a non-public paper."""
    if not paper.is_public:
        return []
    found = hits(" ".join(plain(text) for text in _texts(paper)))
    if not found:
        return []
    named = "; ".join(f"{kind}: „{text}“" for kind, text in found[:_SHOWN])
    rest = f" und {len(found) - _SHOWN} weitere" if len(found) > _SHOWN else ""
    text = f"Prüfen Sie diese Angaben: {named}{rest}. Ersetzen Sie sie durch eine Funktion oder begründen Sie sie."
    return [warn("DS-01", text, "statement")]


def hits(text: str) -> list[tuple[str, str]]:
    """(kind, words) of every place that may speak of one person, each once."""
    found = [(kind, match.group()) for kind, pattern in _PATTERNS for match in pattern.finditer(text)]
    words = set(re.findall(r"[\w-]+", text))
    staff = User.objects.filter(person__isnull=True, is_active=True, last_name__in=words)
    found += [("Personenname", user.get_full_name()) for user in staff if user.get_full_name() in text]
    return list(dict.fromkeys(found))


def _texts(paper: Paper) -> list[str]:
    return [
        paper.subject,
        paper.plain_words,
        paper.draft_resolution,
        paper.statement,
        paper.financial_impact,
        paper.climate_impact,
    ]
