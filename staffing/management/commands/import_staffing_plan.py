"""Stellenplan aus einer Arbeitsmappe als Fassung übernehmen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from motions.models import User
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from motions.rules.german_numbers import number
from staffing.importing.imported import SheetRefused
from staffing.importing.plan_rows import read_plan
from staffing.rules import plan_intake
from staffing.rules.plan_intake import Understanding


class Command(BaseCommand):
    """manage.py import_staffing_plan FILE --year JAHR --by E-MAIL [--title …] [--confirm] [--dry-run]."""

    help = "Übernimmt einen Stellenplan aus einer Arbeitsmappe als Fassung in Arbeit, ganz oder gar nicht."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the year, who answers for it, and whether it is only a rehearsal."""
        parser.add_argument("file", type=Path, help="Arbeitsmappe (.xlsx), eine Stelle je Zeile")
        parser.add_argument("--year", type=int, required=True, help="Haushaltsjahr")
        parser.add_argument("--by", required=True, help="E-Mail-Adresse eines Kontos der Personalstelle")
        parser.add_argument("--title", default="", help="Bezeichnung der Fassung")
        parser.add_argument("--confirm", action="store_true", help="trotz Warnungen übernehmen")
        parser.add_argument("--dry-run", action="store_true", help="nur prüfen und berichten")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, tell, take in."""
        year = options["year"]
        if not 1990 <= year <= 2100:
            raise CommandError("Nennen Sie mit --year ein Jahr zwischen 1990 und 2100.")
        title = options["title"][:200] or f"Stellenplan {year}"
        try:
            read = read_plan(_bytes(options["file"]))
            with clearance("system"):
                by = _account(options["by"])
                self._tell(plan_intake.understand(read, year, by=by))
                if options["dry_run"]:
                    self.stdout.write("Probelauf: Nichts wurde geschrieben.")
                    return
                plan = plan_intake.take_in(
                    read, year, title, is_confirmed=options["confirm"], by=by, now=timezone.now()
                )
        except (SheetRefused, Refused, NotPermitted, OutdatedState) as refusal:
            raise CommandError(f"Nichts wurde übernommen. {refusal}") from None
        address = f"{settings.PUBLIC_ADDRESS}{reverse('plan-version', args=[plan.pk])}"
        self.stdout.write(f"Fassung in Arbeit: {address}")

    def _tell(self, found: Understanding) -> None:
        for label, remarks in (
            ("Fehler", found.errors),
            ("Warnungen", found.warnings),
            ("Hinweise", found.infos),
        ):
            self.stdout.write(f"{label}: {len(remarks)}")
            for remark in remarks:
                source = f" „{remark.source}“" if remark.source else ""
                self.stdout.write(f"- {remark.place}: {remark.text}{source}")
        totals, count = found.totals, found.count
        self.stdout.write(
            f"Teil A: {totals.posts_a} Stellen, {number(totals.fte_a)} VZÄ. "
            f"Teil B: {totals.posts_b} Stellen, {number(totals.fte_b)} VZÄ. Insgesamt: {number(totals.fte)} VZÄ"
        )
        self.stdout.write(found.compared_with)
        self.stdout.write(f"Neu: {count.new}, geändert: {count.changed}, entfallen: {count.dropped}")


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"Die Datei {file} ist nicht lesbar: {error.strerror}.") from None


def _account(email: str) -> User:
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError(f"Ein aktives Konto mit der Adresse „{email}“ gibt es nicht.")
    return user
