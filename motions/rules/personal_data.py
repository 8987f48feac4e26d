"""Angaben zu Personen in öffentlichen Vorlagen: each hit is a finding of its own (DS-01, DS-03, D-08)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from motions.models import Appointment, Membership, Paper, Unit, User
from motions.models.choices import Author, Office
from motions.models.period import holds_on

from . import bylaws
from .findings import Finding, block, warn
from .personal_words import (
    ADDRESS,
    EMAIL,
    NAME,
    PHONE,
    STAFF,
    Official,
    Place,
    name_of,
    of_file_name,
    of_plain,
    of_rich,
    places,
)

MOST_SHOWN = 40
_FIELDS = (
    ("subject", "Betreff", of_plain),
    ("plain_words", "In einfachen Worten", of_plain),
    ("file_reference", "Aktenzeichen", of_plain),
    ("signatory", "Sachbearbeitung", of_plain),
    ("draft_resolution", "Beschlussentwurf", of_rich),
    ("statement", "Sachverhalt", of_rich),
    ("financial_impact", "Finanzielle Auswirkungen", of_rich),
    ("climate_impact", "Klima und Umwelt", of_rich),
    ("administration_comment", "Stellungnahme der Verwaltung", of_rich),
)
_ADVICE = {
    ADDRESS: "Nennen Sie nur die Straße oder den Ortsteil",
    EMAIL: "Nennen Sie die Adresse einer Stelle der Stadt",
    PHONE: "Nennen Sie die Nummer einer Stelle der Stadt",
    NAME: "Nennen Sie statt des Namens die Funktion",
}
_KEEP = "oder entscheiden Sie beim Einreichen, dass die Angabe öffentlich bleibt."
_TOWN = ("town.address", "town.phone", "town.email")


@dataclass(frozen=True)
class Passage:
    """Ein Text, der öffentlich wird: the field it stands in, by its name for people and for the form."""

    field: str
    label: str
    text: str


def findings(paper: Paper) -> list[Finding]:
    """One warning for each hit; nothing to say for a non-public paper.

    What MOST_SHOWN leaves out is one more decision, so that a list of a thousand addresses stays a page.
    """
    if not paper.is_public:
        return []
    staff = _staff()
    functions = {form: person.function for person in staff for form in person.forms}
    public = _Public(paper)
    found = {}
    for passage in _passages(paper):
        for place in places(passage.text, staff):
            if not public.holds(place):
                found[passage.label, place.kind, place.words] = (passage, place)
    shown = [_finding(passage, place, functions) for passage, place in found.values()]
    if paper.paper_type.author == Author.INHABITANTS:
        return [_of_inhabitants(row) for row in shown]
    return shown if len(shown) <= MOST_SHOWN else [*shown[:MOST_SHOWN], _rest(shown[MOST_SHOWN:])]


def _passages(paper: Paper) -> Iterator[Passage]:
    """Everything of the paper that citizens will read."""
    for name, label, read in _FIELDS:
        yield Passage(name, label, read(getattr(paper, name)))
    for title, file_name in paper.attachments.filter(is_public=True).values_list("title", "file_name"):
        yield Passage("anlagen", "Titel einer Anlage", of_plain(title))
        yield Passage("anlagen", f"Dateiname der Anlage „{title}“", of_file_name(file_name))


def _staff() -> list[Official]:
    """Everybody of the administration; whoever has a mandate is known to the public (DS-04)."""
    rows = (
        User.objects.filter(person__isnull=True, is_active=True).exclude(first_name="").exclude(last_name="")
    )
    return [Official(*row) for row in rows.values_list("first_name", "last_name", "function")]


class _Public:
    """Was öffentlich ist: the town's own addresses, its mandate holders and those who sign for it (DS-01)."""

    def __init__(self, paper: Paper) -> None:
        self._on = paper.dated_on
        self._contacts: list[str] | None = None
        self._names: list[tuple[str, str]] | None = None

    def holds(self, place: Place) -> bool:
        """The hit is nothing the public does not know."""
        if place.kind in (ADDRESS, EMAIL, PHONE):
            return any(_is_within(place, contact) for contact in self._known_contacts())
        if place.kind == STAFF:
            return any(place.words in Official(*name).forms for name in self._known_names())
        if place.kind == NAME:
            name = name_of(place.words)
            return any(_is_named(name, first, last) for first, last in self._known_names())
        return False

    def _known_contacts(self) -> list[str]:
        if self._contacts is None:
            units = [value for row in Unit.objects.values_list("phone", "email") for value in row]
            self._contacts = [value for value in [*bylaws.known(*_TOWN, on=self._on), *units] if value]
        return self._contacts

    def _known_names(self) -> list[tuple[str, str]]:
        """Those in office on the day of the paper; whoever has left is a private person again."""
        if self._names is None:
            held = Membership.objects.filter(holds_on(self._on))
            signing = Appointment.objects.filter(
                holds_on(self._on), office__in=(Office.MAYOR, Office.GENERAL_DEPUTY)
            )
            self._names = [
                *held.values_list("person__first_name", "person__last_name").distinct(),
                *signing.values_list("user__first_name", "user__last_name"),
            ]
        return self._names


def _is_within(place: Place, contact: str) -> bool:
    """The same address; of a telephone only the digits count."""
    if place.kind == PHONE:
        return re.sub(r"\D", "", place.words) == re.sub(r"\D", "", contact)
    words, known = (text.replace("’", "'").casefold() for text in (place.words, contact))
    return re.search(rf"(?<![\w.-]){re.escape(words)}(?![\w-])", known) is not None


def _is_named(name: str, first: str, last: str) -> bool:
    """ "Ada Ahornblatt", "A. Ahornblatt", or nothing but the surname, as one speaks of somebody in office."""
    full = any(f"{name} ".startswith(f"{form} ") for form in (f"{first} {last}", f"{first[:1]}. {last}"))
    return full or name == last


def _finding(passage: Passage, place: Place, functions: dict[str, str]) -> Finding:
    about = f"{place.kind} „{place.words}“ ({passage.label})"
    advice = _ADVICE.get(place.kind, "Streichen Sie die Angabe")
    if place.kind == STAFF:
        function = functions[place.words]
        advice = f"Nennen Sie statt des Namens die Funktion{f' „{function}“' if function else ''}"
    rule = "D-08" if place.kind == STAFF else "DS-01"
    return warn(rule, f"{about}: {advice} {_KEEP}", passage.field, about=about)


def _of_inhabitants(found: Finding) -> Finding:
    """An Anregung or Beschwerde tells nothing of who wrote it (§ 24 GO NRW, DS-03); staff is another matter."""
    if found.rule != "DS-01":
        return found
    text = (
        f"{found.about}: Wer eine Anregung oder Beschwerde einreicht, bleibt ungenannt (§ 24 GO NRW). Streichen Sie "
        "die Angabe; das Schreiben selbst gehört als nichtöffentliche Anlage dazu."
    )
    return block("DS-03", text, found.field, about=found.about)


def _rest(left_out: list[Finding]) -> Finding:
    named = "; ".join(finding.about for finding in left_out[:3])
    about = f"{len(left_out)} weitere Angaben zu Personen"
    text = f"{about}, zum Beispiel {named}: Lagern Sie Listen in eine nichtöffentliche Anlage aus {_KEEP}"
    return warn("DS-01", text, left_out[0].field, about=about)
