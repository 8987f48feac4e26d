"""Tabellen: rows of cells in a text copy, whatever separates them."""

from __future__ import annotations

import re

RULE_CHARACTERS = "-=_*~+ \t"
GAP = re.compile(r" {2,}")
PIPE = re.compile(r"(?<!\\)\|")
BULLET = re.compile(r"\s*(?:[-*•–·▪◦‣\uf0b7]|[0-9]{1,3}[.)])\s+(?=\S)")


def is_rule(text: str) -> bool:
    """A line that only draws: the underline of a heading or of a table's head."""
    if "|" in text:
        return "-" in text and not text.strip(RULE_CHARACTERS + "|:")
    return len(text.strip()) >= 3 and not text.strip(RULE_CHARACTERS)


def is_row(text: str) -> bool:
    """A line that may be a row: its cells are divided by tabs or pipes."""
    stripped = text.strip()
    if "\t" in stripped:
        return True
    return (stripped.count("|") > 1 and stripped.startswith("|")) or (" | " in stripped)


def piped(texts: list[str]) -> str:
    """Cells as one row; a pipe in a cell, and a cell that would only draw, are escaped."""
    escaped = [PIPE.sub(r"\|", text) for text in texts]
    drawn = [f"\\{text}" if text and not text.strip(RULE_CHARACTERS) else text for text in escaped]
    return f"| {' | '.join(drawn)} |"


def ruled(width: int) -> str:
    """The line below the head of a table."""
    return f"|{'---|' * width}"


def cells(text: str) -> list[str]:
    """The cells of one row: by pipe, by tab, by gaps of two spaces; else the line as one cell."""
    if "|" in text and (text.lstrip().startswith("|") or " | " in text):
        inner = text.strip()
        inner = inner.removeprefix("|")
        if inner.endswith("|") and not inner.endswith("\\|"):
            inner = inner[:-1]
        return [cell.strip() for cell in PIPE.split(inner)]
    if "\t" in text:
        return [cell.strip() for cell in text.rstrip("\n").split("\t")]
    return [cell.strip() for cell in GAP.split(text.strip())]


def without_bullet(text: str) -> str:
    """The entry of a list without its mark."""
    found = BULLET.match(text)
    return text[found.end() :].strip() if found else text.strip()
