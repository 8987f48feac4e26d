"""Alle Invarianten prüfen: exit code 1 with a list if anything does not hold (security.md 4)."""

from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from motions.rules import invariants
from motions.rules.clearance import clearance


class Command(BaseCommand):
    """For operators after a restore, and for tests after every race."""

    help = "Prüft, ob alles gilt, was immer gelten muss."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what is broken."""
        with clearance("system"):
            broken, orphans = invariants.broken(), invariants.orphans()
        for digest in orphans:
            self.stdout.write(f"Hinweis: Die Datei {digest} gehört zu keiner Zeile.")
        if broken:
            raise CommandError("\n".join(broken))
        self.stdout.write(f"Alle {len(invariants.ALL)} Invarianten halten.")
