"""Eine Pflicht, die auf dem Schreibtisch steht: what waits, under which rule, and on which page it is met."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Duty:
    """Eine Pflicht: ``page`` is the name of the page where it is met."""

    rule: str
    text: str
    page: str
