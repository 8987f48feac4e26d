"""Vergütungsdaten laden: grades, tables and parameters that came with this version (domain.md 2.9)."""

from typing import Any

from django.core.management.base import BaseCommand

from staffing.rules import pay_data


class Command(BaseCommand):
    """For operators after an update; what somebody has edited stays as it is."""

    help = "Lädt neue Vergütungstabellen und Rechengrößen; ändert nichts, was schon da ist."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how much was new."""
        self.stdout.write(f"{pay_data.load()} neue Zeilen geladen.")
