"""Eine Umzugsdatei übernehmen: what every list needs, the report of it, and the checks before the database's own.

A row with the same id is the same row: it is left as it is, changed where it may be, or told about.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction

from motions.importing.issued_rows import IssuedFile
from motions.importing.town_fields import plain_fields, specs
from motions.importing.town_rows import KINDS
from motions.models import User
from motions.pdf.richtext import RichTextTooLarge, clean
from motions.pdf.sources import unprintable

from . import town_describe
from .external_ids import Register

Row = TypeVar("Row")
Obj = TypeVar("Obj", bound=models.Model)
_MOST_SIGNS = 8
# Constraints whose own sentence would name them by their English name only.
_SENTENCES = {
    "agenda_item_number_once": "Diese TOP-Nummer gibt es in diesem Teil der Tagesordnung schon.",
    "agenda_item_announced_with_number": "Eine TOP-Nummer hat ein Punkt genau dann, wenn er mitgeteilt wurde.",
    "agenda_item_below_another": "Ein Punkt steht nicht unter sich selbst.",
    "ballot_counts_whole": "Nennen Sie Ja, Nein und Enthaltung, oder keine der drei Zahlen.",
    "ballot_counted_or_unanimous": "Eine Abstimmung ist gezählt oder „einstimmig ohne Zählung“, nicht beides (A-07).",
    "ballot_not_voted_explained": "Erläutern Sie, warum Personen nicht abgestimmt haben (not_voted_note).",
    "named_vote_once_a_person": "Diese Person hat in dieser Abstimmung schon eine Stimme.",
    "treatment_deferred_only": "Auf eine andere Sitzung verweist nur ein vertagter Punkt.",
    "treatment_times_in_order": "Der Punkt endet, bevor er aufgerufen wurde.",
    "attendee_substitute_of_somebody": "Genau eine Stellvertretung nennt, wen sie vertritt.",
    "attendee_vote_of_a_seat": "Stimmberechtigt sind nur Mitglieder und Stellvertretungen.",
    "invitation_short_notice_has_reason": "Eine verkürzte Frist braucht ihre Begründung (E-02).",
    "invitation_revision_once": "Diese Fassung der Einladung gibt es zweimal.",
    "public_notice_revision_once": "Diese Fassung der Bekanntmachung gibt es zweimal.",
    "recusal_once_a_person": "Die Befangenheit dieser Person steht zweimal an diesem Punkt.",
    "seating_once_a_term": "In dieser Wahlperiode ist das Gremium schon besetzt.",
    "substitute_order_once": "Diesen Platz in der Reihenfolge der Stellvertretung gibt es schon.",
    "paper_successor_of": "Ursprung und Verhältnis gehören zusammen (V-03).",
    "paper_amends_another": "Eine Vorlage ändert nicht sich selbst.",
    "meeting_opened_in_session": "Eröffnung und Schluss passen nicht zum Stand der Sitzung.",
}


@dataclass
class Report:
    """Bericht der Übernahme: counts by kind of row, what was not understood, what stays as it is."""

    created: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    is_dry_run: bool = False

    @property
    def changed_nothing(self) -> bool:
        """Everything in the file was known already."""
        return not self.created and not self.changed


class TownRefused(Exception):
    """Die Datei wird nicht übernommen; ``errors`` names everything in the way, each with its place."""

    def __init__(self, errors: Iterable[str]) -> None:
        self.errors = tuple(errors)
        super().__init__(" ".join(self.errors))


class Work:
    """Die laufende Übernahme: who takes over, when, which ids are known, what is told in the end."""

    def __init__(
        self, *, by: User, now: dt.datetime, report: Report, issued: IssuedFile | None = None
    ) -> None:
        self.by, self.now, self.report, self.issued = by, now, report, issued or IssuedFile()
        self.ids = Register()
        self.errors: list[str] = []
        self._fresh: set[tuple[str, int]] = set()
        self._met: set[tuple[str, int]] = set()

    def refuse(self, place: str, text: str) -> None:
        """The file cannot be taken over as long as this is so."""
        self.errors.append(f"{place}: {text}")

    def remark(self, place: str, text: str) -> None:
        """Something people should look at."""
        self.report.remarks.append(f"{place}: {text}")

    def keep(self, place: str, text: str) -> None:
        """Something differs from the file and stays as it is."""
        self.report.kept.append(f"{place}: {text}")

    def tidy(self, row: Row, place: str) -> Row:
        """The row as it will be stored: clean texts, only references that lead somewhere."""
        changes: dict[str, Any] = {}
        for name, spec in specs(row):
            value = getattr(row, name)
            if spec.kind in ("cells", "grid"):
                value = " ".join(value if spec.kind == "cells" else chain.from_iterable(value))
            if not isinstance(value, str) or not value:
                continue
            if spec.kind == "ref" and spec.of and self.ids.find(spec.of, value) is None:
                changes[name] = self._unknown(f"{place}.{name}", value, needed=spec.needed)
            elif spec.kind == "rich":
                changes[name] = self._clean(value, f"{place}.{name}")
            elif missing := sorted(unprintable(value))[:_MOST_SIGNS]:
                signs = " ".join(missing)
                self.refuse(
                    f"{place}.{name}",
                    f"Diese Zeichen können nicht gedruckt werden: {signs}. Ersetzen Sie sie.",
                )
        return replace(row, **changes) if changes else row  # type: ignore[type-var]

    def values(self, row: Any) -> dict[str, Any]:
        """The columns of a tidy row; what the file leaves open is not among them."""
        found: dict[str, Any] = {}
        for name, spec in plain_fields(row):
            value = getattr(row, name)
            if spec.yields and value in ("", None):
                continue
            if spec.kind == "ref":
                found[f"{name}_id"] = self.ids.find(spec.of, value) if value else None
            else:
                found[name] = value
        return found

    def save(self, obj: models.Model, place: str, *, exclude: Iterable[str] = ()) -> bool:
        """Check against the rules of the table in German, then write; False, with errors, if it cannot be."""
        try:
            obj.full_clean(exclude=set(exclude))
            with transaction.atomic():
                obj.save()
        except ValidationError as refusal:
            for text in _sentences(refusal):
                self.refuse(place, text)
            return False
        except DatabaseError as error:
            self.refuse(place, f"Die Datenbank lehnt die Zeile ab: {str(error).splitlines()[0]}")
            return False
        return True

    def make(self, row: Any, obj: models.Model, place: str, *, exclude: Iterable[str] = ()) -> bool:
        """Write a row that is new, and remember its id."""
        if not self.save(obj, place, exclude=exclude):
            return False
        self.ids.link(KINDS[type(row)], row.id, obj.pk)
        self.report.created[KINDS[type(row)]] += 1
        self._fresh.add((KINDS[type(row)], obj.pk))
        self._met.add((KINDS[type(row)], obj.pk))
        return True

    def settle(self, kind: str, obj: models.Model, *, changed: bool) -> None:
        """Count a row that was led on in several steps; a new one is counted already."""
        if (kind, obj.pk) not in self._fresh:
            (self.report.changed if changed else self.report.unchanged)[kind] += 1

    def put(
        self,
        row: Any,
        model: type[Obj],
        place: str,
        *,
        twin: Callable[[Any], Obj | None] = lambda row: None,
        fresh: Callable[[Any], dict[str, Any]] = lambda row: {},
    ) -> Obj | None:
        """Take over a row that may always be changed.

        ``twin`` finds the row of the town that is the same by nature, ``fresh`` gives what a new one needs besides.
        """
        known_errors, kind = len(self.errors), KINDS[type(row)]
        row = self.tidy(row, place)
        if len(self.errors) > known_errors:
            return None
        obj = self.standing(row, model, place) or self._joined(row, twin(row), place)
        if obj is None:
            made = model(**fresh(row) | self.values(row))
            return made if self.make(row, made, place) else None
        self._met.add((kind, obj.pk))
        present = town_describe.plain(obj, type(row), self.ids.known)
        if not self.differing(row, present):
            self.report.unchanged[kind] += 1
            return obj
        for name, value in self.values(row).items():
            setattr(obj, name, value)
        if not self.save(obj, place):
            return None
        self.report.changed[kind] += 1
        return obj

    def standing(self, row: Any, model: type[Obj], place: str) -> Obj | None:
        """The row an earlier import made of this one."""
        known = self.ids.find(KINDS[type(row)], row.id)
        return model._default_manager.filter(pk=known).first() if known is not None else None

    def differing(self, row: Any, present: Any) -> list[str]:
        """The columns in which the file says something else."""
        return [
            name
            for name, spec in plain_fields(row)
            if getattr(row, name) != getattr(present, name)
            and not (spec.yields and getattr(row, name) in ("", None))
        ]

    def _joined(self, row: Any, twin: Obj | None, place: str) -> Obj | None:
        if twin is None:
            return None
        kind = KINDS[type(row)]
        if (kind, twin.pk) in self._met:
            self.refuse(place, f"„{twin}“ kommt in der Datei schon unter einer anderen Kennung vor.")
            return twin
        self.ids.release(kind, twin.pk)
        self.ids.link(kind, row.id, twin.pk)
        self.remark(place, f"„{twin}“ gibt es schon. Die Kennung „{row.id}“ gehört jetzt dazu.")
        return twin

    def _unknown(self, place: str, value: str, *, needed: bool) -> str:
        text = f"Die Kennung „{value[:60]}“ ist nicht bekannt."
        if needed:
            self.refuse(place, text)
        else:
            self.remark(place, f"{text} Der Verweis bleibt leer.")
        return ""

    def _clean(self, value: str, place: str) -> str:
        try:
            found = clean(value)
        except RichTextTooLarge as refusal:
            self.refuse(place, str(refusal))
            return ""
        if found != value:
            self.remark(
                place, "Der Text enthält Formatierungen, die es hier nicht gibt. Sie wurden bereinigt."
            )
        if missing := sorted(unprintable(found))[:_MOST_SIGNS]:
            self.refuse(place, f"Diese Zeichen können nicht gedruckt werden: {' '.join(missing)}.")
        return found


def _sentences(refusal: ValidationError) -> list[str]:
    """The sentences of a refusal, with the field where there is one."""
    if not hasattr(refusal, "error_dict"):
        return [_sentence(text) for text in refusal.messages]
    return [
        _sentence(text) if name == "__all__" else f"{name}: {text}"
        for name, texts in refusal.message_dict.items()
        for text in texts
    ]


def _sentence(text: str) -> str:
    return next((sentence for name, sentence in _SENTENCES.items() if name in text), text)
