"""Berichtigung einer Fraktionssitzung: what was recorded before and why it was wrong (G-02)."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("motions", "0083_day_of_receipt"),
    ]

    operations = [
        migrations.CreateModel(
            name="GroupSessionCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.TextField(verbose_name="vorher")),
                ("after", models.TextField(verbose_name="nachher")),
                ("reason", models.TextField(verbose_name="Grund")),
                ("corrected_at", models.DateTimeField(verbose_name="berichtigt am")),
                (
                    "corrected_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="motions.groupsession",
                    ),
                ),
            ],
            options={
                "verbose_name": "Berichtigung einer Fraktionssitzung",
                "verbose_name_plural": "Berichtigungen von Fraktionssitzungen",
                "ordering": ["-corrected_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="group_session_correction_has_reason",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupsessioncorrection",
            trigger=pgtrigger.compiler.Trigger(
                name="group_session_correction_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5523881b09f8d9f48748593112bd277b088b2ce7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_group_session_correction_frozen_71622",
                    table="motions_groupsessioncorrection",
                    when="BEFORE",
                ),
            ),
        ),
    ]
