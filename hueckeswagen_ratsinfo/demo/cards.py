"""Anmelden als …: the cast of the demo as cards, and as lines for the start in the terminal."""

from dataclasses import dataclass

from .cast import (
    ADMINISTRATOR,
    COUNCIL,
    GROUPS,
    LEADERSHIP,
    MAYOR,
    MEMBERS,
    OFFICIALS,
    TECHNICAL,
    UNITS_DESK,
    Member,
    address_of,
)


@dataclass(frozen=True)
class Card:
    """Eine Karte auf der Seite "Anmelden als …"."""

    name: str
    function: str
    tries: str
    email: str
    group: str

    @property
    def as_whom(self) -> str:
        """What a screen reader says after "Anmelden"."""
        return f"als {self.name}"


def people() -> list[tuple[str, str, str]]:
    """(name, what one can try, address) of those worth logging in as, for the start of the demo."""
    named = [(person.name, person.function, person.email) for person in OFFICIALS]
    return named + [(person.name, person.title, person.email) for person in MEMBERS if person.tries]


def grouped_cast() -> list[tuple[str, list[Card]]]:
    """The cards of the page "Anmelden als …", grouped as people look for them."""
    officials = [Card(p.name, p.function, p.tries, p.email, p.group) for p in OFFICIALS]
    members = [Card(p.name, _card_title(p), _tries(p), p.email, COUNCIL) for p in MEMBERS if p.name != MAYOR]
    name, _, function, tries = ADMINISTRATOR
    cards = [*officials, *members, Card(name, function, tries, address_of(name), TECHNICAL)]
    groups = (LEADERSHIP, UNITS_DESK, COUNCIL, TECHNICAL)
    return [(group, [card for card in cards if card.group == group]) for group in groups]


def _tries(member: Member) -> str:
    """What this person is there for, else what everybody with such a seat can do."""
    if member.tries or not member.title.startswith("Vorsitz"):
        return (
            member.tries or "Unterlagen lesen, sie mit Notizen versehen, zu einer Sitzung zu- oder absagen."
        )
    return "Die Sitzungen des Ausschusses vorbereiten, seine Niederschriften lesen und unterschreiben."


def _card_title(member: Member) -> str:
    names = {short_name: name for name, short_name, _, _ in GROUPS}
    return ", ".join(filter(None, [member.title, names.get(member.group, "")]))
