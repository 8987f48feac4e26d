"""Vermerke eines Stellenplans: kw, ku, Sperrvermerk and the like, as towns write them; nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re

from staffing.importing.imported import Mark
from staffing.importing.plan_values import NotUnderstood, ticked

_DAY = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_GRADE = re.compile(r"\b(?:EG?|A|B|S)\s?\d{1,2}\s?(?:[a-c]\b|Ü)?(?: LG [12]\.[12])?", re.IGNORECASE)
_KINDS = (
    ("phase_out", re.compile(r"(?:kw|k\. ?w\.|künftig wegfallend)(?![a-zäöü])", re.IGNORECASE)),
    ("conversion", re.compile(r"(?:ku|k\. ?u\.|künftig umzuwandeln)(?![a-zäöü])", re.IGNORECASE)),
    ("release_block", re.compile(r"sperrvermerk|gesperrt", re.IGNORECASE)),
    ("time_limit", re.compile(r"befristung|befristet", re.IGNORECASE)),
    ("refinanced", re.compile(r"refinanzierung|refinanziert", re.IGNORECASE)),
    ("allowance", re.compile(r"amtszulage", re.IGNORECASE)),
)
_VACANCY = re.compile(r"(?:bei|nach|mit) freiwerden|bei ausscheiden", re.IGNORECASE)
_GRANT = re.compile(r"(?:bei|mit|nach) wegfall der förderung|ende der förderung", re.IGNORECASE)
_EXPECTED = {
    "kw": ("ein Kreuz, ein Tag oder „bei Freiwerden“", "kw, halbe Stelle"),
    "ku": ("die neue Gruppe oder ein Tag", "ku E 8 bei Freiwerden"),
    "Sperrvermerk": ("ein Kreuz oder das Gremium", "Sperrvermerk HFA"),
}


def marks(text: str, word: str = "") -> tuple[Mark, ...]:
    """Vermerke of one cell, a line or a semicolon each; what has no known word is an Erläuterung.

    ``word`` is kw, ku or Sperrvermerk where the column has that name; its cells are ticked or say when, into what or
    for whom. Raises NotUnderstood.
    """
    parts = text.split("\n") if "\n" in text else text.split(";")
    told = (_in_words(part.strip(), word) for part in parts if part.strip(" -–"))
    return tuple(_mark(words) for words in told if words)


def _in_words(part: str, word: str) -> str:
    """A note with its word in front; "" where a cell is ticked with no."""
    if any(pattern.match(part) for _, pattern in _KINDS):
        return part
    is_ticked = ticked(part)
    if not word:
        if is_ticked:
            raise NotUnderstood(
                "Das Kreuz sagt nicht, welcher Vermerk gilt. Schreiben Sie ihn aus, zum Beispiel kw."
            )
        return part
    if is_ticked is not None:
        return word if is_ticked else ""
    on, trigger, _ = _effect(part)
    is_clear = {
        "kw": bool(on or trigger),
        "ku": bool(on or trigger or _GRADE.search(part)),
        "Sperrvermerk": any(sign.isalpha() for sign in part),
    }
    if not is_clear[word]:
        expected, example = _EXPECTED[word]
        raise NotUnderstood(
            f"Unter „{word}“ steht {expected}. Schreiben Sie alles andere aus, zum Beispiel „{example}“."
        )
    return f"{word} {part}"


def _mark(text: str) -> Mark:
    kind, rest = "other", text
    for name, pattern in _KINDS:
        if match := pattern.match(text):
            kind, rest = name, text[match.end() :].strip(" :,")
            break
    if kind == "other":
        return Mark(kind, text=text)
    grade = ""
    if kind == "conversion" and (found := _GRADE.search(rest)):
        grade, rest = found.group(0).strip(), _without(rest, found)
    on, trigger, rest = _effect(rest)
    organ = ""
    if kind == "release_block" and rest:
        organ, rest = rest, ""
    return Mark(kind, trigger, on, grade, organ, rest)


def _effect(text: str) -> tuple[dt.date | None, str, str]:
    """When a note takes effect, and what is left of its words."""
    if found := _DAY.search(text):
        try:
            on = dt.date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            return None, "", text
        return on, "date", re.sub(r"^(?:zum|ab|am|bis)\b\s*", "", _without(text, found))
    for trigger, pattern in (("vacancy", _VACANCY), ("end_of_grant", _GRANT)):
        if found := pattern.search(text):
            return None, trigger, _without(text, found)
    return None, "", text


def _without(text: str, found: re.Match[str]) -> str:
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())
