"""Vergütungsdaten laden: what the data files say and the database does not know yet; nothing edited is overwritten."""

from django.db import transaction

from staffing.importing import pay_data
from staffing.models import CostParameter, PayAmount, PayGrade, PayRaise, PayTable, StepDuration


@transaction.atomic
def load() -> int:
    """Grades, tables, parameters, raises and steps; returns how many rows are new."""
    made = _grades() + sum(_table(table) for table in pay_data.tables())
    data = pay_data.costs()
    for row in data["parameters"]:
        key = {"key": row["key"], "starts_on": row["starts_on"]}
        narrow = {"tariffs": row.get("tariffs", []), "grades": row.get("grades", [])}
        rest = {"value": row["value"], "source": row["source"], "ends_on": row.get("ends_on")}
        made += CostParameter.objects.get_or_create(**key, **narrow, defaults=rest)[1]
    for row in data["raises"]:
        rest = {name: row[name] for name in ("percent", "amount", "source") if name in row}
        made += PayRaise.objects.get_or_create(
            tariff=row["tariff"], starts_on=row["starts_on"], defaults=rest
        )[1]
    for row in data["steps"]:
        for step, months in enumerate(row["months"], start=1):
            rest = {"months": months, "source": row["source"], "ends_on": row.get("ends_on")}
            made += StepDuration.objects.get_or_create(
                tariff=row["tariff"], step=step, starts_on=row["starts_on"], defaults=rest
            )[1]
    return made


def _grades() -> int:
    known = set(PayGrade.objects.values_list("code", flat=True))
    rows = [PayGrade(**vars(grade)) for grade in pay_data.grades() if grade.code not in known]
    return len(PayGrade.objects.bulk_create(rows))


def _table(table: pay_data.Table) -> int:
    given = {"ends_on": table.ends_on, "is_official": table.is_official, "source": table.source}
    row, is_new = PayTable.objects.get_or_create(
        tariff=table.tariff, starts_on=table.starts_on, defaults=given
    )
    if not is_new:
        return 0
    grades = PayGrade.objects.in_bulk(field_name="code")
    PayAmount.objects.bulk_create(
        PayAmount(table=row, grade=grades[code], step=step, monthly=monthly)
        for (code, step), monthly in table.amounts.items()
    )
    return 1
