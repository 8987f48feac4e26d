"""Ein Archivpaket an der Konsole herstellen."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from motions.models.choices import Edition
from motions.rules import archive_making, archive_packages, bylaws, files
from motions.rules.archive_pieces import ArchiveIncomplete
from motions.rules.clearance import clearance
from motions.rules.findings import Refused


class Command(BaseCommand):
    """manage.py export_archive (--sitzung N | --jahr N) --ausgabe FILE [--nichtoeffentlich]."""

    help = "Schreibt ein Archivpaket (BagIt, ZIP) einer abgeschlossenen Sitzung oder eines Jahres."

    def add_arguments(self, parser: CommandParser) -> None:
        """What it is about, where it goes, for whom."""
        matter = parser.add_mutually_exclusive_group(required=True)
        matter.add_argument("--sitzung", type=int, metavar="N", help="Nummer der Sitzung in ihrer Adresse")
        matter.add_argument("--jahr", type=int, metavar="N", help="ganzes Jahr")
        parser.add_argument("--ausgabe", type=Path, required=True, metavar="DATEI", help="neue ZIP-Datei")
        parser.add_argument(
            "--nichtoeffentlich", action="store_true", help="alles, auch die nichtöffentlichen Teile"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write beside the target first: what is there under its name is whole."""
        target: Path = options["ausgabe"]
        if target.exists():
            raise CommandError(f"Die Datei {target} gibt es schon. Nennen Sie eine neue.")
        edition = Edition.INTERNAL if options["nichtoeffentlich"] else Edition.PUBLIC
        try:
            with clearance("system"):
                scope = archive_packages.scope_for(
                    edition, meeting_id=options["sitzung"], year=options["jahr"] or 0
                )
                plan = archive_making.plan(scope)
            count = _written(plan, target)
        except (ArchiveIncomplete, Refused, bylaws.BylawMissing, files.StoreDown) as obstacle:
            raise CommandError(str(obstacle)) from None
        except OSError as error:
            raise CommandError(f"Die Datei {target} lässt sich nicht schreiben: {error.strerror}.") from None
        self.stdout.write(f"Geschrieben: {target}")
        self.stdout.write(f"{count} Dateien, {target.stat().st_size} Byte.")
        if edition == Edition.INTERNAL:
            self.stdout.write("Das Paket enthält Nichtöffentliches. Geben Sie es nur verschlüsselt weiter.")


def _written(plan: archive_making.Plan, target: Path) -> int:
    """Nobody but the account of the system reads the file."""
    begun = target.with_name(f".{target.name}.neu")
    handle = os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            count = archive_making.write(plan, stream)
        begun.replace(target)
    finally:
        begun.unlink(missing_ok=True)
    return count
