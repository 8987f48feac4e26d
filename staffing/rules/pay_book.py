"""Vergütungsbuch: all tables, raises, steps and parameters, read once; every answer names its source (L-01, L-02)."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from motions.models.period import Period
from motions.rules.german_numbers import number, percent
from staffing.models import (
    CostKey,
    CostParameter,
    PayAmount,
    PayGrade,
    PayRaise,
    PayTable,
    StepDuration,
)
from staffing.models.choices import StaffCategory

from .rounding import rounded


class PayUnknown(LookupError):
    """Für diese Gruppe, Stufe oder Zeit ist nichts hinterlegt; the sentence says what is missing (L-02)."""


@dataclass(frozen=True)
class Pay:
    """Ein Monatsbetrag in Euro; ``remark`` says how far it is not an official value."""

    monthly: Decimal
    source: str
    remark: str = ""


@dataclass(frozen=True)
class Rate:
    """Eine Rechengröße mit ihrer Quelle."""

    value: Decimal
    source: str


@dataclass(frozen=True)
class PayBook:
    """Alles, was eine Rechnung braucht, in five queries whatever the number of posts."""

    tables: dict[str, list[PayTable]] = field(default_factory=lambda: defaultdict(list))
    amounts: dict[tuple[int, str, int], Decimal] = field(default_factory=dict)
    raises: dict[str, list[PayRaise]] = field(default_factory=lambda: defaultdict(list))
    durations: dict[tuple[str, int], list[StepDuration]] = field(default_factory=lambda: defaultdict(list))
    parameters: dict[str, list[CostParameter]] = field(default_factory=lambda: defaultdict(list))
    # Many posts ask for the same months: what was answered once is remembered as long as the book is.
    _paid: dict[tuple[str, int, dt.date], Pay] = field(default_factory=dict)
    _rated: dict[tuple[str, str, dt.date], Rate | None] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "PayBook":
        """The book as it stands now."""
        book = cls()
        for table in PayTable.objects.order_by("starts_on"):
            book.tables[table.tariff].append(table)
        cells = PayAmount.objects.values_list("table_id", "grade__code", "step", "monthly")
        book.amounts.update({(table, code, step): monthly for table, code, step, monthly in cells})
        for step_up in PayRaise.objects.order_by("starts_on"):
            book.raises[step_up.tariff].append(step_up)
        for duration in StepDuration.objects.all():
            book.durations[duration.tariff, duration.step].append(duration)
        for parameter in CostParameter.objects.all():
            book.parameters[parameter.key].append(parameter)
        return book

    def pay(self, grade: PayGrade, step: int, on: dt.date) -> Pay:
        """Euro a month for full time; raises PayUnknown, and never takes an old table for a new one (L-02)."""
        asked = (grade.code, step, on)
        if asked not in self._paid:
            self._paid[asked] = self._pay(grade, step, on)
        return self._paid[asked]

    def _pay(self, grade: PayGrade, step: int, on: dt.date) -> Pay:
        tables = [table for table in self.tables[grade.tariff] if table.starts_on <= on]
        if not tables:
            raise PayUnknown(f"Für {grade} gibt es am {on:%d.%m.%Y} keine Tabelle.")
        table = tables[-1]
        monthly = self.amounts.get((table.pk, grade.code, step))
        if monthly is None:
            raise PayUnknown(f"{table}: Für {grade}, Stufe {step} ist kein Wert hinterlegt.")
        if table.ends_on is None or on <= table.ends_on:
            return Pay(monthly, table.source, "" if table.is_official else "Tabelle berechnet, nicht amtlich")
        return self._projected(grade, table, monthly, on)

    def _projected(self, grade: PayGrade, table: PayTable, monthly: Decimal, on: dt.date) -> Pay:
        after = [
            row
            for row in self.raises[grade.tariff]
            if table.ends_on is not None and table.ends_on < row.starts_on <= on
        ]
        if not after:
            raise PayUnknown(
                f"Die Tabelle „{table}“ endet am {table.ends_on:%d.%m.%Y}. Hinterlegen Sie die neue Tabelle oder eine "
                "Fortschreibung."
            )
        for row in after:
            monthly = rounded((monthly + row.amount) * (1 + row.percent / 100))
        words = ", ".join(_in_words(row) for row in after)
        return Pay(monthly, after[-1].source, f"fortgeschrieben mit {words}")

    def rate(self, key: str, grade: PayGrade, on: dt.date) -> Rate | None:
        """A parameter for a grade on a day: one for the grade, else for its tariff, else for all; None if none fits."""
        asked = (key, grade.code, on)
        if asked not in self._rated:
            self._rated[asked] = self._rate(key, grade, on)
        return self._rated[asked]

    def _rate(self, key: str, grade: PayGrade, on: dt.date) -> Rate | None:
        rows = [row for row in self.parameters[key] if holds(row, on)]
        for fitting in (
            [row for row in rows if grade.code in row.grades],
            [row for row in rows if not row.grades and grade.tariff in row.tariffs],
            [row for row in rows if not row.grades and not row.tariffs],
        ):
            if fitting:
                return Rate(fitting[0].value, fitting[0].source)
        return None

    def needed(self, key: CostKey, grade: PayGrade, on: dt.date) -> Rate:
        """The same; raises PayUnknown instead of taking nothing for zero (L-02)."""
        found = self.rate(key, grade, on)
        if found is None:
            raise PayUnknown(f"„{key.label}“ ist für {grade} am {on:%d.%m.%Y} nicht hinterlegt.")
        return found

    def planning_step(self, grade: PayGrade, on: dt.date) -> int:
        """The step a post is planned with while nobody fills it (L-03)."""
        if grade.category == StaffCategory.CIVIL_SERVANT:
            return 1 if grade.code.startswith("B ") else max(grade.first_step, 3)
        return int(self.needed(CostKey.PLANNING_STEP, grade, on).value)

    def entry_step(self, grade: PayGrade, on: dt.date) -> int:
        """The step in which somebody begins on a new post; it rises with time (§ 16 TVöD)."""
        if grade.category == StaffCategory.CIVIL_SERVANT:
            return self.planning_step(grade, on)
        return int(self.needed(CostKey.ENTRY_STEP, grade, on).value)

    def months_in_step(self, grade: PayGrade, step: int, on: dt.date) -> int | None:
        """Months until the next step begins; None in the last one."""
        fitting = [row for row in self.durations[grade.tariff, step] if holds(row, on)]
        return fitting[0].months if fitting else None


def holds(row: Period, on: dt.date) -> bool:
    """The dated row holds on a day."""
    return row.starts_on <= on and (row.ends_on is None or on <= row.ends_on)


def _in_words(row: PayRaise) -> str:
    parts = [f"{number(row.amount, 0)} Euro"] * bool(row.amount) + [percent(row.percent)] * bool(row.percent)
    return f"{' und '.join(parts) or percent(row.percent)} ab {row.starts_on:%d.%m.%Y}"
