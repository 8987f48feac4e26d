"""Vorlage aus einer Textdatei als Entwurf übernehmen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from motions.importing.text import ImportedPaper, ImportRefused, read_paper
from motions.models import Organization, Unit, User
from motions.models.choices import OrganizationType
from motions.rules import intake
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, Refused


class Command(BaseCommand):
    """manage.py import_paper FILE [--unit "FB II"] [--group KÜRZEL] [--user E-MAIL]."""

    help = "Übernimmt eine Vorlage aus einer Textdatei als Entwurf und nennt alles, was zu prüfen ist."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the leading unit and the drafter."""
        parser.add_argument("file", type=Path, help="Textdatei der Vorlage (.txt)")
        parser.add_argument(
            "--unit", default="", help="Kürzel des federführenden Fachbereichs, zum Beispiel „FB II“"
        )
        parser.add_argument(
            "--group", default="", help="Kürzel der Fraktion, von der ein Antrag oder eine Anfrage kommt"
        )
        parser.add_argument(
            "--user", default="", help="E-Mail-Adresse der Person, die den Entwurf bearbeitet"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, take in, tell."""
        data = _read(options["file"])
        try:
            imported = read_paper(data)
            with clearance("system"):
                unit = _unit(options["unit"] or imported.reference_prefix)
                user = _user(options["user"], unit)
                group = _group(options["group"], imported, user)
                paper, remarks = intake.take_in(
                    imported,
                    by=user,
                    lead_unit=unit,
                    now=timezone.now(),
                    author_group=group,
                    may_lead_on=True,
                )
        except (ImportRefused, Refused, NotPermitted) as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"Entwurf angelegt: {settings.PUBLIC_ADDRESS}{reverse('paper-edit', args=[paper.pk])}"
        )
        self.stdout.write(f"Nummer: {paper.reference or 'wird bei der Registrierung gezogen'}")
        self.stdout.write(f"Bearbeitung: {user}, {unit}")
        self.stdout.write(f"Hinweise: {len(remarks)}")
        for remark in remarks:
            place = f"Zeile {remark.line}: " if remark.line else ""
            source = f" „{remark.source.strip()}“" if remark.source.strip() else ""
            self.stdout.write(f"- {place}{remark.text}{source}")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"Die Datei {file} ist nicht lesbar: {error.strerror}.") from None


def _unit(code: str) -> Unit:
    unit = Unit.objects.filter(code=code, is_active=True).first()
    if unit is None:
        known = ", ".join(Unit.objects.filter(is_active=True).values_list("code", flat=True))
        raise CommandError(
            f"Den Fachbereich „{code}“ gibt es nicht. Nennen Sie mit --unit einen von diesen: {known}."
        )
    return unit


def _group(short_name: str, imported: ImportedPaper, user: User) -> Organization | None:
    """The named Fraktion, or the one the file names; None for a paper of the administration."""
    groups = Organization.objects.filter(
        organization_type=OrganizationType.PARLIAMENTARY_GROUP, is_active=True
    )
    understood = intake.understand(imported, by=user, now=timezone.now(), may_lead_on=True)
    group = groups.filter(short_name=short_name).first() if short_name else understood.author_group
    if group is None and (short_name or understood.is_of_group):
        named = (
            f"Die Fraktion „{short_name}“ gibt es nicht." if short_name else "Die Datei nennt keine Fraktion."
        )
        known = ", ".join(groups.values_list("short_name", flat=True)) or "keine"
        raise CommandError(f"{named} Nennen Sie mit --group eine von diesen: {known}.")
    return group


def _user(email: str, unit: Unit) -> User:
    """The named person, or the first one who writes for the unit."""
    if email:
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError(f"Ein aktives Konto mit der Adresse „{email}“ gibt es nicht.")
        return user
    user = intake.usual_drafter(unit)
    if user is None:
        raise CommandError(
            f"In {unit.code} arbeitet niemand. Nennen Sie mit --user, wer den Entwurf bearbeitet."
        )
    return user
