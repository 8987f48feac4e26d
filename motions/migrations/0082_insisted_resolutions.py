"""Beanstandung: the organ stays with its resolution, and the one above decides (§ 54 GO NRW, W-04, W-06)."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("motions", "0081_notices_after_the_meeting"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="resolutionobjection",
            name="objection_frozen",
        ),
        migrations.AddField(
            model_name="resolutionobjection",
            name="insisted_on",
            field=models.DateField(blank=True, null=True, verbose_name="Gremium blieb dabei am"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resolutionobjection",
            trigger=pgtrigger.compiler.Trigger(
                name="objection_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.resolved_on IS NOT NULL OR OLD.insisted_on IS DISTINCT FROM NEW.insisted_on AND OLD.insisted_on IS NOT NULL OR (OLD.treatment_id, OLD.kind, OLD.raised_on, OLD.reasons, OLD.supporter_count) IS DISTINCT FROM (NEW.treatment_id, NEW.kind, NEW.raised_on, NEW.reasons, NEW.supporter_count))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="f17f2e1c169ecd1b8437e751cb632a2d3ad2506b",
                    operation="UPDATE",
                    pgid="pgtrigger_objection_frozen_34c79",
                    table="motions_resolutionobjection",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="resolutionobjection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("insisted_on__isnull", True),
                    models.Q(("insisted_on__gte", models.F("raised_on")), ("kind", "legality")),
                    _connector="OR",
                ),
                name="objection_insisted_after_legality",
            ),
        ),
    ]
