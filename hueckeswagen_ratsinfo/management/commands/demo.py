"""Demo-Stadt laden: invented people, organs and ten Vorlagen, for an empty database only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hueckeswagen_ratsinfo import demo
from motions.models import User


class Command(BaseCommand):
    """Loads the demo town once; with --documents the PDFs are made at once instead of by the worker."""

    help = "Lädt die erfundene Demo-Stadt in eine leere Datenbank."

    def add_arguments(self, parser: CommandParser) -> None:
        """One option."""
        parser.add_argument("--documents", action="store_true", help="PDF-Dateien sofort herstellen")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse where the demo has no place, else load."""
        if not settings.DEMO:
            raise CommandError(
                "Die Demo-Stadt gibt es nur im Demobetrieb. Dieses System ist produktiv eingestellt."
            )
        if User.objects.exists():
            raise CommandError(
                "In dieser Datenbank gibt es schon Konten. Die Demo-Stadt braucht eine leere Datenbank."
            )
        demo.load()
        if options["documents"]:
            made = demo.make_documents()
            self.stdout.write(f"{made} PDF-Dateien hergestellt.")
        self.stdout.write("Die Demo-Stadt ist geladen.")
