"""Sitzungsgeld: statements month by month, and the Fraktionssitzungen that count for them."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from ._batches import BatchedMigration


class Migration(BatchedMigration):
    dependencies = [
        ("motions", "0030_visibility_of_objections"),
    ]

    operations = [
        migrations.CreateModel(
            name="GroupSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_on", models.DateField(verbose_name="Datum")),
                ("is_remote", models.BooleanField(default=False, verbose_name="digital oder hybrid")),
                ("recorded_at", models.DateTimeField(verbose_name="eingetragen am")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="group_sessions",
                        to="motions.organization",
                        verbose_name="Fraktion",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Fraktionssitzung",
                "verbose_name_plural": "Fraktionssitzungen",
                "ordering": ["-held_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="GroupAttendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="motions.person"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="motions.groupsession",
                    ),
                ),
            ],
            options={
                "verbose_name": "Teilnahme an einer Fraktionssitzung",
                "verbose_name_plural": "Teilnahmen an Fraktionssitzungen",
            },
        ),
        migrations.CreateModel(
            name="FeeStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="Monat")),
                ("revision", models.PositiveSmallIntegerField(default=1, verbose_name="Fassung")),
                ("content", models.JSONField(verbose_name="Inhalt")),
                ("total", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="Summe")),
                ("reason", models.TextField(blank=True, verbose_name="Grund der Berichtigung")),
                ("closed_at", models.DateTimeField(verbose_name="abgeschlossen am")),
                (
                    "closed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fee_statements",
                        to="motions.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "Abrechnung",
                "verbose_name_plural": "Abrechnungen",
                "ordering": ["-month", "person__last_name", "person__first_name", "-revision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "month", "revision"), name="fee_statement_revision_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="fee_statement_of_a_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total__gte", 0)), name="fee_statement_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("revision", 1)),
                            models.Q(("revision__gt", 1), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="fee_statement_correction_has_reason",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="feestatement",
            trigger=pgtrigger.compiler.Trigger(
                name="fee_statement_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="26ebaa1652e5d0be30c62245dc6ae420dc304e4d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_fee_statement_frozen_d8212",
                    table="motions_feestatement",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="groupsession",
            constraint=models.UniqueConstraint(
                fields=("organization", "held_on"),
                name="group_session_once_a_day",
                violation_error_message="Für diesen Tag ist schon eine Sitzung dieser Fraktion eingetragen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupattendance",
            constraint=models.UniqueConstraint(
                fields=("session", "person"), name="group_attendance_once_a_person"
            ),
        ),
    ]
