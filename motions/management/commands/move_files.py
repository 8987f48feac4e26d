"""Einen Ordner mit Dateien in die Ablage bringen, die eingestellt ist; again and again until nothing is left over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from motions.rules import files


class Command(BaseCommand):
    """manage.py move_files FOLDER."""

    help = "Bringt die Dateien eines Ordners in die eingestellte Ablage und prüft jede; der Ordner bleibt, wie er ist."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the files lie until now."""
        parser.add_argument("folder", type=Path, help="der bisherige Ordner, meist RATSINFO_DATA/files")

    def handle(self, *args: Any, **options: Any) -> None:
        """Store each file whose bytes are what its name says; what is there already is only examined."""
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"Den Ordner {folder} gibt es nicht.")
        stored = known = 0
        damaged: list[str] = []
        for path in sorted(folder.glob("[0-9a-f][0-9a-f]/*")):
            digest = files.digest_in(path.relative_to(folder).as_posix())
            if not digest:
                continue
            with path.open("rb") as stream:
                if files.digest_of(stream) != digest:
                    damaged.append(digest)
                elif files.is_kept(digest) and files.is_intact(digest):
                    known += 1
                else:
                    files.keep_stream(stream)
                    stored += 1
        self.stdout.write(f"{stored} Dateien abgelegt, {known} waren schon da.")
        if damaged:
            raise CommandError(
                "\n".join(f"Die Datei {digest} ist im Ordner beschädigt." for digest in damaged)
            )
