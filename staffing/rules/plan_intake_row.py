"""Eine gelesene Zeile wird eine Ausweisung: matched with what exists, continued where the file says nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from motions.models import Unit
from motions.pdf.sources import unprintable
from staffing.importing.imported import Mark, Post, Remark, Weight
from staffing.models import CostCenter, PayGrade, PlanEntry, Product
from staffing.models.choices import NoteKind

from . import plan_intake_known
from .listing import Listing, Note, listing_of, objections
from .plan_intake_known import Known
from .statutory import ELECTED
from .sums import NONE

_COLUMNS = {"shares": "product"}


@dataclass
class Matching:
    """Zuordnung aller Zeilen; ``continued`` counts by field what was taken from the plan in force."""

    known: Known
    remarks: list[Remark] = field(default_factory=list)
    continued: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def listing(self, post: Post) -> Listing | None:
        """How the post shall be listed; None if something is missing, and then an error says what."""
        before = self.known.base.get(post.number) if post.number else None
        former = listing_of(before) if before else None
        unit = self._unit(post, former)
        grade = self._grade(post)
        cost_center = self._cost_center(post, former)
        shares = self._shares(post, former)
        notes = self._notes(post, former)
        self._printable(post)
        if unit is None or grade is None or cost_center is None or shares is None or post.fte is None:
            return None
        is_elected = former.is_elected if former else ELECTED.casefold() in post.heading.casefold()
        found = Listing(
            unit=unit,
            title=post.title,
            grade=grade,
            fte=post.fte,
            cost_center=cost_center,
            shares=shares,
            notes=notes,
            reason=post.reason,
            is_elected=is_elected if post.is_elected is None else post.is_elected,
            is_tariff_forced=bool(post.is_tariff_forced),
            occupied_fte=NONE if post.occupied is None else post.occupied,
        )
        self._object(post, found, before)
        return found

    def _object(self, post: Post, listing: Listing, before: PlanEntry | None) -> None:
        """What no post may be, said at its cell (C-01, C-07, C-10)."""
        is_new = before is None or before.grade != listing.grade
        for finding in objections(listing, is_new=is_new):
            self._say(post, _COLUMNS.get(finding.field, finding.field), Weight.ERROR, finding.text)
        if not Decimal(0) <= listing.occupied_fte <= 5:
            self._say(
                post,
                "occupied",
                Weight.ERROR,
                "Besetzt sein können 0 bis 5,00 VZÄ. Berichtigen Sie den Wert.",
            )

    def _unit(self, post: Post, former: Listing | None) -> Unit | None:
        words = post.unit or post.heading
        found = plan_intake_known.find(self.known.units, words) if words else None
        if found is None and not post.unit and former:
            self.continued["unit"] += 1
            return former.unit
        if found is None:
            self._unknown(
                post, "unit", "Den Fachbereich", words, plan_intake_known.nearest(self.known.units, words)
            )
        return found

    def _cost_center(self, post: Post, former: Listing | None) -> CostCenter | None:
        if not post.cost_center and former:
            self.continued["cost_center"] += 1
            return former.cost_center
        found = plan_intake_known.find(self.known.cost_centers, post.cost_center)
        if found is None:
            near = plan_intake_known.nearest(self.known.cost_centers, post.cost_center)
            self._unknown(post, "cost_center", "Die Kostenstelle", post.cost_center, near)
        return found

    def _grade(self, post: Post) -> PayGrade | None:
        found = plan_intake_known.grades_of(self.known, post.grade, post.heading) if post.grade else []
        if len(found) == 1:
            return found[0]
        if found:
            named = ", ".join(grade.code for grade in found)
            text = f"Die Gruppe ist nicht eindeutig. Gemeint sein kann {named}. Schreiben Sie eine davon in die Datei."
        else:
            text = "Diese Gruppe gibt es nicht. Schreiben Sie zum Beispiel E 9b, S 12 oder A 11 in die Datei."
        self._say(post, "grade", Weight.ERROR, text, post.grade)
        return None

    def _shares(self, post: Post, former: Listing | None) -> list[tuple[Product, Decimal]] | None:
        if not post.shares and former:
            self.continued["product"] += 1
            return list(former.shares)
        found: dict[str, tuple[Product, Decimal]] = {}
        for code, percent in post.shares:
            product = plan_intake_known.find(self.known.products, code)
            if product is None:
                near = plan_intake_known.nearest(self.known.products, code)
                self._unknown(post, "product", "Das Produkt", code, near)
                return None
            if product.code in found:
                text = "Dasselbe Produkt steht zweimal bei dieser Stelle. Fassen Sie die Anteile zusammen."
                self._say(post, "product", Weight.ERROR, text, code)
            if percent <= 0:
                self._say(
                    post,
                    "product",
                    Weight.ERROR,
                    "Ein Anteil muss größer als 0 % sein. Berichtigen Sie ihn.",
                    code,
                )
            found[product.code] = (product, percent)
        if not found:
            self._unknown(post, "product", "Das Produkt", "", "")
            return None
        return list(found.values())

    def _notes(self, post: Post, former: Listing | None) -> list[Note]:
        if post.notes is None:
            if former and former.notes:
                self.continued["notes"] += 1
            return list(former.notes) if former else []
        return [self._note(post, mark) for mark in post.notes]

    def _note(self, post: Post, mark: Mark) -> Note:
        target, organ, text = None, None, mark.text
        if mark.grade:
            found = plan_intake_known.grades_of(self.known, mark.grade, post.heading)
            target = found[0] if len(found) == 1 else None
        if mark.organ:
            organ, text = plan_intake_known.organ_of(self.known, mark.organ)
            if organ is None:
                told = (
                    "Kein Gremium dieses Namens: der Text wird als Erläuterung des Sperrvermerks übernommen."
                )
                self._say(post, "notes", Weight.WARNING, told, mark.organ)
        if len(text) > 300:
            self._say(
                post,
                "notes",
                Weight.ERROR,
                "Ein Vermerk hat höchstens 300 Zeichen. Kürzen Sie ihn.",
                text[:80],
            )
        return Note(NoteKind(mark.kind), mark.trigger, mark.on, target, organ, text[:300])

    def _printable(self, post: Post) -> None:
        """What is listed is printed later (D-03)."""
        texts = (post.title, post.reason, *(mark.text for mark in post.notes or ()))
        if missing := sorted(set().union(*(unprintable(text) for text in texts))):
            text = f"Diese Zeichen können nicht gedruckt werden: {' '.join(missing[:8])}. Ersetzen Sie sie."
            self._say(post, "title", Weight.ERROR, text)

    def _unknown(self, post: Post, name: str, what: str, words: str, near: str) -> None:
        if words:
            text = f"{what} gibt es nicht.{near} Berichtigen Sie die Datei, oder lassen Sie die Stammdaten ergänzen."
        else:
            text = (
                f"{what} nennt die Datei für diese neue Stelle nicht. Tragen Sie die Angabe in die Datei ein."
            )
        self._say(post, name, Weight.ERROR, text, words)

    def _say(self, post: Post, name: str, weight: Weight, text: str, source: str = "") -> None:
        self.remarks.append(Remark(post.at(name), weight, text, source))
