"""Ein Archivpaket prüfen und seine Daten übernehmen."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from motions.importing.bag import read_bag, unpack
from motions.importing.imported import ImportRefused


class Command(BaseCommand):
    """manage.py import_archive FILE [--pruefen] [--ohne-ausfertigungen] [--as E-MAIL]."""

    help = "Prüft jede Prüfsumme eines Archivpakets und übernimmt seine Daten, Anlagen und Ausfertigungen."

    def add_arguments(self, parser: CommandParser) -> None:
        """The package, whether it is only checked, and who answers for what is taken over."""
        parser.add_argument("file", type=Path, help="Archivpaket (ZIP)")
        parser.add_argument("--pruefen", action="store_true", help="nur prüfen, nichts übernehmen")
        parser.add_argument(
            "--ohne-ausfertigungen",
            dest="without_issued",
            action="store_true",
            help="die ausgefertigten PDFs im Paket lassen und eigene herstellen",
        )
        parser.add_argument("--as", dest="by", default="", help="E-Mail-Adresse des verantwortlichen Kontos")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the whole package first; then what import_town does with its town.json."""
        try:
            bag = read_bag(options["file"])
            self.stdout.write(f"{bag.info.get('External-Description', bag.name)}")
            self.stdout.write(f"Unversehrt: {len(bag.payload)} Dateien, jede Prüfsumme stimmt.")
            if options["pruefen"]:
                return
            with tempfile.TemporaryDirectory() as folder:
                unpack(bag, Path(folder))
                call_command(
                    "import_town",
                    f"{folder}/town.json",
                    by=options["by"],
                    without_issued=options["without_issued"],
                    stdout=self.stdout,
                )
        except ImportRefused as refusal:
            raise CommandError(str(refusal)) from None
