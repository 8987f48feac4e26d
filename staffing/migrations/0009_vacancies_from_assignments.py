"""Vakanzen are reckoned from the assignments, no longer written down; who was reminded of them knows the job alone."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

SYSTEM = "((SELECT ris_level()) = 'system')"
TABLE = "staffing_vacancyreminder"


def policies() -> str:
    """The owner is bound, too (FORCE)."""
    return f"""
        ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY;
        CREATE POLICY {TABLE}_all ON {TABLE} USING ({SYSTEM}) WITH CHECK ({SYSTEM});"""


class Migration(migrations.Migration):
    dependencies = [
        ("staffing", "0008_leading_offices_read_parts"),
    ]

    operations = [
        migrations.DeleteModel(
            name="FundedVacancyEvent",
        ),
        migrations.DeleteModel(
            name="FundedVacancy",
        ),
        migrations.CreateModel(
            name="VacancyReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="Für das Jahr")),
                ("told_at", models.DateTimeField(verbose_name="erinnert am")),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vacancy_reminders",
                        to="staffing.fundinggrant",
                    ),
                ),
            ],
            options={
                "verbose_name": "Erinnerung an eine Vakanz",
                "verbose_name_plural": "Erinnerungen an Vakanzen",
            },
        ),
        migrations.AddConstraint(
            model_name="vacancyreminder",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 1990), ("year__lte", 2100)),
                name="vacancy_reminder_year",
                violation_error_message="Geben Sie ein Jahr zwischen 1990 und 2100 ein.",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancyreminder",
            constraint=models.UniqueConstraint(fields=("grant", "year"), name="vacancy_reminder_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vacancyreminder",
            trigger=pgtrigger.compiler.Trigger(
                name="vacancy_reminder_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4d996b1361abb8ea05ba7524e3a530b1834f80b6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_vacancy_reminder_frozen_fff02",
                    table="staffing_vacancyreminder",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(policies(), reverse_sql=migrations.RunSQL.noop),
    ]
