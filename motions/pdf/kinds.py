"""Arten von Dokumenten: which template, style and attached file belong to the schema of a content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Content = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """Wie ein Inhalt gedruckt wird.

    ``template`` names page and style sheet in templates/pdf. ``running`` gives the name of the document and its
    subject for the header of the following pages; the subject is shortened where it does not fit.
    """

    template: str
    data_name: str
    data_description: str
    running: Callable[[Content], tuple[str, str]]


def _of_paper(content: Content) -> tuple[str, str]:
    return f"{content['type']} {content['reference'] or '(Entwurf)'}", content["subject"]


def _of_meeting(content: Content) -> tuple[str, str]:
    return content["type"], content["subject"]


PAPER = Kind("paper", "vorlage.json", "Die Vorlage als Daten", _of_paper)
BY_SCHEMA: dict[str, Kind] = {
    "ratsinfo-paper/1": PAPER,
    "ratsinfo-package/1": Kind(
        "package", "sitzungsmappe.json", "Der Inhalt der Mappe als Daten", _of_meeting
    ),
    "ratsinfo-stamp/1": Kind("stamp", "stempel.json", "Die Zeichen der Stempel", _of_meeting),
    "ratsinfo-agenda/1": Kind("agenda", "tagesordnung.json", "Die Tagesordnung als Daten", _of_meeting),
    "ratsinfo-minutes/1": Kind("minutes", "niederschrift.json", "Die Niederschrift als Daten", _of_meeting),
    "ratsinfo-manifest/1": Kind("manifest", "verzeichnis.json", "Das Verzeichnis als Daten", _of_meeting),
    "ratsinfo-signature/1": Kind(
        "signature", "unterschrift.json", "Die Angaben der Unterschrift als Daten", _of_meeting
    ),
    "ratsinfo-plan/1": Kind("plan", "stellenplan.json", "Der Stellenplan als Daten", _of_meeting),
    "ratsinfo-extract/1": Kind("extract", "beschluss.json", "Der Beschluss als Daten", _of_meeting),
}
