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

# Who has a mandate and no task of her own in the demo; they stand closer together.
FURTHER = "Weitere Mitglieder"


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
    members = [
        Card(p.name, _card_title(p), p.tries, p.email, COUNCIL if p.tries else FURTHER)
        for p in MEMBERS
        if p.name != MAYOR
    ]
    name, _, function, tries = ADMINISTRATOR
    cards = [*officials, *members, Card(name, function, tries, address_of(name), TECHNICAL)]
    groups = (LEADERSHIP, UNITS_DESK, COUNCIL, FURTHER, TECHNICAL)
    return [(group, [card for card in cards if card.group == group]) for group in groups]


def _card_title(member: Member) -> str:
    names = {short_name: name for name, short_name, _, _ in GROUPS}
    return ", ".join(filter(None, [member.title, names.get(member.group, "")]))
