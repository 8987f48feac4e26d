"""Die drei Bausteine des KIM als Förderprogramme (§ 9 TIntG NRW), so that a town can enter its grant."""

from typing import Any

from django.db import migrations

_NAME = "Kommunales Integrationsmanagement (KIM)"
_GIVER = "Land Nordrhein-Westfalen"
_PROGRAMS = (
    ("kim-1", 1, "§ 9 TIntG NRW; Richtlinie vom 12.12.2024"),
    ("kim-2", 2, "§ 9 TIntG NRW; fachbezogene Pauschale"),
    ("kim-3", 3, "§ 9 TIntG NRW; fachbezogene Pauschale"),
)


def seed(apps: Any, _: Any) -> None:
    programs = apps.get_model("staffing", "FundingProgram").objects
    for code, module, law in _PROGRAMS:
        programs.get_or_create(
            code=code, defaults={"name": _NAME, "giver": _GIVER, "law": law, "module": module}
        )


class Migration(migrations.Migration):
    dependencies = [("staffing", "0014_plan_decision_before_system")]

    operations = [
        migrations.AlterModelOptions(
            name="fundingprogram",
            options={
                "ordering": ["name", "module"],
                "verbose_name": "Förderprogramm",
                "verbose_name_plural": "Förderprogramme",
            },
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
