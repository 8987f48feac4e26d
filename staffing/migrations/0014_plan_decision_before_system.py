"""Beschluss vor diesem System: its source and reason; rows from before are not judged, so no update fails at them."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("motions", "0061_what_is_recorded_has_happened"),
        ("staffing", "0013_what_is_recorded_has_happened"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="staffingplan",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="staffingplan",
            name="update_update",
        ),
        migrations.AddField(
            model_name="staffingplan",
            name="decided_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="Warum es keine Vorlage gibt"),
        ),
        migrations.AddField(
            model_name="staffingplan",
            name="decided_source",
            field=models.CharField(blank=True, max_length=300, verbose_name="Beleg des Beschlusses"),
        ),
        migrations.AddField(
            model_name="staffingplanevent",
            name="decided_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="Warum es keine Vorlage gibt"),
        ),
        migrations.AddField(
            model_name="staffingplanevent",
            name="decided_source",
            field=models.CharField(blank=True, max_length=300, verbose_name="Beleg des Beschlusses"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="staffingplan",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "staffing_staffingplanevent" ("created_at", "created_by_id", "decided_on", "decided_reason", "decided_source", "effective_on", "frozen_at", "frozen_by_id", "id", "kind", "number", "occupied_on", "paper_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "title", "version", "year") VALUES (NEW."created_at", NEW."created_by_id", NEW."decided_on", NEW."decided_reason", NEW."decided_source", NEW."effective_on", NEW."frozen_at", NEW."frozen_by_id", NEW."id", NEW."kind", NEW."number", NEW."occupied_on", NEW."paper_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."stage", NEW."title", NEW."version", NEW."year"); RETURN NULL;',
                    hash="f517555407ac78f835ae16476a6458daf7a03456",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f4a6f",
                    table="staffing_staffingplan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="staffingplan",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "staffing_staffingplanevent" ("created_at", "created_by_id", "decided_on", "decided_reason", "decided_source", "effective_on", "frozen_at", "frozen_by_id", "id", "kind", "number", "occupied_on", "paper_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "title", "version", "year") VALUES (NEW."created_at", NEW."created_by_id", NEW."decided_on", NEW."decided_reason", NEW."decided_source", NEW."effective_on", NEW."frozen_at", NEW."frozen_by_id", NEW."id", NEW."kind", NEW."number", NEW."occupied_on", NEW."paper_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."stage", NEW."title", NEW."version", NEW."year"); RETURN NULL;',
                    hash="8bacca6924fb76fb5108921d37972c3f160a3ff7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ec71e",
                    table="staffing_staffingplan",
                    when="AFTER",
                ),
            ),
        ),
        AddConstraintNotValid(
            model_name="staffingplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_on__isnull", True), ("decided_reason", ""), ("decided_source", "")),
                    models.Q(
                        models.Q(("decided_source", ""), _negated=True),
                        models.Q(("decided_reason", ""), _negated=True),
                        ("decided_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="plan_decision_documented",
            ),
        ),
        AddConstraintNotValid(
            model_name="staffingplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_on__isnull", True),
                    ("frozen_at__isnull", True),
                    ("frozen_at__date__gte", models.F("decided_on")),
                    _connector="OR",
                ),
                name="plan_decision_happened",
                violation_error_message="Dieser Tag liegt in der Zukunft. Geben Sie den Tag ein, an dem es geschehen ist.",
            ),
        ),
    ]
