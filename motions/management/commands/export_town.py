"""Die ganze Stadt als Umzugsdatei ausgeben."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from motions.importing.town import write_town
from motions.rules import files, town_export


class Command(BaseCommand):
    """manage.py export_town FOLDER [--public]."""

    help = (
        "Schreibt town.json und die Anlagen in einen leeren Ordner; mit --public nur, was alle lesen dürfen."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder and for whom."""
        parser.add_argument("folder", type=Path, help="leerer oder neuer Ordner")
        parser.add_argument(
            "--public", action="store_true", help="nur, was Bürgerinnen und Bürger lesen dürfen"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file last: as long as it is missing, the export is not whole."""
        folder: Path = options["folder"]
        _prepare(folder)
        town = town_export.public_town() if options["public"] else town_export.whole_town()
        annexes = town_export.annexes_of(town)
        for place, digest in annexes.items():
            _copy(digest, folder / place)
        target = folder / "town.json"
        target.touch(mode=0o600)
        target.write_text(write_town(town), encoding="utf-8")
        self.stdout.write(f"Geschrieben: {target}")
        self.stdout.write(
            f"{len(town.papers)} Vorlagen, {len(annexes)} Anlagen, {len(town.meetings)} Sitzungen."
        )
        if not options["public"]:
            self.stdout.write("Der Ordner enthält Nichtöffentliches. Geben Sie ihn nur verschlüsselt weiter.")


def _prepare(folder: Path) -> None:
    """Nobody but the account of the system reads the folder; nothing is written over."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_empty = not any(folder.iterdir())
    except OSError as error:
        raise CommandError(f"Der Ordner {folder} lässt sich nicht anlegen: {error.strerror}.") from None
    if not is_empty:
        raise CommandError(f"Der Ordner {folder} ist nicht leer. Nennen Sie einen neuen.")
    folder.chmod(0o700)


def _copy(digest: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with files.fetch(digest) as stored, target.open("wb") as copy:
            for chunk in stored.chunks():
                copy.write(chunk)
    except FileNotFoundError:
        raise CommandError(f"Die Datei {digest} fehlt in der Ablage. Stellen Sie sie wieder her.") from None
    except files.FileDamaged as damage:
        raise CommandError(str(damage)) from None
