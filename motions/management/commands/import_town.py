"""Eine ganze Stadt aus einer Umzugsdatei übernehmen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from motions.importing.imported import ImportRefused
from motions.importing.issued import ReadIssued, read_issued
from motions.importing.town import read_town
from motions.models import User
from motions.rules import issued_check, town_import
from motions.rules.town_words import ISSUED_WORDS, WORDS

_MOST_ERRORS = 200
_LABELS = {
    "unit": "Fachbereiche",
    "term": "Wahlperioden",
    "organization": "Gremien",
    "seating": "Besetzungen",
    "person": "Personen",
    "membership": "Mitgliedschaften",
    "substitute": "Stellvertretungen",
    "paper_type": "Vorlagenarten",
    "paper": "Vorlagen",
    "consultation": "Beratungen",
    "meeting": "Sitzungen",
    "invitation": "Einladungen",
    "notice": "Bekanntmachungen",
    "item": "Tagesordnungspunkte",
    "recusal": "Befangenheiten",
    "attendee": "Teilnahmen",
    "treatment": "Ergebnisse",
    "ballot": "Abstimmungen",
    "document": "Ausfertigungen",
    "signature": "Signaturen",
    "minutes": "Niederschriften",
}


class Command(BaseCommand):
    """manage.py import_town FILE [--as E-MAIL] [--dry-run] [--ohne-ausfertigungen]."""

    help = "Übernimmt Gremien, Personen, Vorlagen und Sitzungen aus einer Umzugsdatei, ganz oder gar nicht."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, who answers for it, and whether it is only a rehearsal."""
        parser.add_argument("file", type=Path, help="Umzugsdatei (town.json); die Anlagen liegen daneben")
        parser.add_argument("--as", dest="by", default="", help="E-Mail-Adresse des verantwortlichen Kontos")
        parser.add_argument(
            "--dry-run", action="store_true", help="nur prüfen und berichten, nichts schreiben"
        )

        parser.add_argument(
            "--ohne-ausfertigungen",
            dest="without_issued",
            action="store_true",
            help="ausgefertigte PDFs, die daneben liegen (issued.json), nicht übernehmen, sondern eigene herstellen",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, take over, tell."""
        try:
            read, now = read_town(options["file"], words=WORDS), timezone.now()
            by = _account(options["by"] or read.imported_by)
            issued = ReadIssued()
            if not options["without_issued"]:
                beside = read_issued(options["file"].parent, words=ISSUED_WORDS)
                issued = issued_check.checked(beside, now=now)
            report = town_import.take_over(read, by=by, now=now, dry_run=options["dry_run"], issued=issued)
        except ImportRefused as refusal:
            raise CommandError(str(refusal)) from None
        except town_import.TownRefused as refusal:
            shown = list(refusal.errors[:_MOST_ERRORS])
            more = len(refusal.errors) - len(shown)
            rest = [f"… und {more} weitere."] if more else []
            raise CommandError(
                "\n- ".join(
                    [f"Nichts wurde übernommen. Zu berichtigen: {len(refusal.errors)}", *shown, *rest]
                )
            ) from None
        self._tell(report)

    def _tell(self, report: town_import.Report) -> None:
        if report.is_dry_run:
            self.stdout.write("Probelauf: Nichts wurde geschrieben.")
        if report.changed_nothing:
            self.stdout.write("Nichts zu ändern: Alles war schon da.")
        for title, rows in (
            ("Neu", report.created),
            ("Geändert", report.changed),
            ("Unverändert", report.unchanged),
        ):
            told = [f"{rows[kind]} {label}" for kind, label in _LABELS.items() if rows[kind]]
            self.stdout.write(f"{title}: {', '.join(told) or 'nichts'}")
        for title, texts in (("Hinweise", report.remarks), ("Bleibt, wie es ist", report.kept)):
            self.stdout.write(f"{title}: {len(texts)}")
            for text in texts:
                self.stdout.write(f"- {text}")


def _account(email: str) -> User:
    """The account that answers for what is taken over."""
    if not email:
        raise CommandError(
            "Nennen Sie mit --as die E-Mail-Adresse des Kontos, das die Übernahme verantwortet."
        )
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError(f"Ein aktives Konto mit der Adresse „{email}“ gibt es nicht.")
    return user
