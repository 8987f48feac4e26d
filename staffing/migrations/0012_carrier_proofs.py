"""Nachweise der Träger by year: what was told once of a whole Weiterleitung goes to the year it can be about (K-08)."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from motions.migrations._batches import BatchedMigration

SYSTEM = "(SELECT ris_level()) = 'system'"
FUNDING = f"({SYSTEM} OR (SELECT ris_holds_one_of('personnel', 'treasurer')))"
TABLE = "staffing_carrierproof"
# As their neighbours: read by who reads the grant, written by who keeps it; the owner is bound, too (FORCE).
POLICIES = f"""
ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY;
CREATE POLICY {TABLE}_read ON {TABLE} FOR SELECT USING (forwarding_id IN (SELECT id FROM staffing_forwarding));
CREATE POLICY {TABLE}_insert ON {TABLE} FOR INSERT WITH CHECK ({FUNDING});
CREATE POLICY {TABLE}_update ON {TABLE} FOR UPDATE USING ({FUNDING}) WITH CHECK ({FUNDING});
CREATE POLICY {TABLE}_delete ON {TABLE} FOR DELETE USING ({FUNDING});
ALTER TABLE {TABLE}event ENABLE ROW LEVEL SECURITY;
ALTER TABLE {TABLE}event FORCE ROW LEVEL SECURITY;
CREATE POLICY {TABLE}event_read ON {TABLE}event FOR SELECT USING ({SYSTEM});
CREATE POLICY {TABLE}event_insert ON {TABLE}event FOR INSERT WITH CHECK ({FUNDING});
"""
# The last year that had ended before the check, within the years of the contract. A check while money of that year was
# still passed on is none of it: its receipt stays, to be checked again.
CARRY_OVER = f"""
DO $$
DECLARE before text := coalesce(current_setting('ris.level', true), '');
BEGIN
  PERFORM set_config('ris.level', 'system', true);
  INSERT INTO {TABLE} (forwarding_id, year, received_on, checked_on, struck_reason)
  SELECT id, year, proof_on,
         CASE WHEN checked_on > least(make_date(year, 12, 31), ends_on) THEN checked_on END, ''
  FROM (
    SELECT *, greatest(
      date_part('year', starts_on),
      least(date_part('year', coalesce(checked_on, proof_on)) - 1, date_part('year', ends_on))
    )::int AS year
    FROM staffing_forwarding WHERE proof_on IS NOT NULL
  ) told;
  PERFORM set_config('ris.level', before, true);
END $$;
"""


class Migration(BatchedMigration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("staffing", "0011_forgotten_holders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CarrierProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "struck_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="gestrichen am"),
                ),
                (
                    "struck_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="Grund der Streichung"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="Für das Jahr")),
                ("received_on", models.DateField(verbose_name="eingegangen am")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="von uns geprüft am")),
            ],
            options={
                "verbose_name": "Nachweis eines Trägers",
                "verbose_name_plural": "Nachweise der Träger",
                "ordering": ["year", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CarrierProofEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "struck_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="gestrichen am"),
                ),
                (
                    "struck_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="Grund der Streichung"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="Für das Jahr")),
                ("received_on", models.DateField(verbose_name="eingegangen am")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="von uns geprüft am")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="carrierproof",
            name="forwarding",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proofs",
                to="staffing.forwarding",
                verbose_name="Träger",
            ),
        ),
        migrations.AddField(
            model_name="carrierproof",
            name="struck_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="carrierproofevent",
            name="forwarding",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="staffing.forwarding",
                verbose_name="Träger",
            ),
        ),
        migrations.AddField(
            model_name="carrierproofevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="carrierproofevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="row_history",
                to="staffing.carrierproof",
            ),
        ),
        migrations.AddField(
            model_name="carrierproofevent",
            name="struck_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="carrierproof",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 1990), ("year__lte", 2100)),
                name="carrier_proof_year",
                violation_error_message="Geben Sie ein Jahr zwischen 1990 und 2100 ein.",
            ),
        ),
        migrations.AddConstraint(
            model_name="carrierproof",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("checked_on__isnull", True),
                    ("checked_on__gte", models.F("received_on")),
                    _connector="OR",
                ),
                name="carrier_proof_checked_after_receipt",
                violation_error_message="Geprüft werden kann erst, wenn der Nachweis des Trägers vorliegt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="carrierproof",
            constraint=models.UniqueConstraint(
                condition=models.Q(("struck_at__isnull", True)),
                fields=("forwarding", "year"),
                name="carrier_proof_once",
                violation_error_message="Für dieses Jahr ist der Nachweis dieses Trägers schon eingetragen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="carrierproof",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("struck_at__isnull", True)),
                        ("struck_by__isnull", True),
                        ("struck_reason", ""),
                    ),
                    models.Q(
                        models.Q(("struck_reason", ""), _negated=True),
                        ("struck_at__isnull", False),
                        ("struck_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="carrier_proof_struck_whole",
                violation_error_message="Nennen Sie den Grund der Streichung.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="carrierproof",
            trigger=pgtrigger.compiler.Trigger(
                name="carrier_proof_struck_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.struck_at IS NOT NULL)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="076b29aaf775e0cab84d3078c3048a772eed5dc3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_carrier_proof_struck_once_5e3bc",
                    table="staffing_carrierproof",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="carrierproof",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "staffing_carrierproofevent" ("checked_on", "forwarding_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "struck_at", "struck_by_id", "struck_reason", "year") VALUES (NEW."checked_on", NEW."forwarding_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."received_on", NEW."struck_at", NEW."struck_by_id", NEW."struck_reason", NEW."year"); RETURN NULL;',
                    hash="ddda34f1ab2ce7c2decf46d919de0b4cccca6eba",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d0e8b",
                    table="staffing_carrierproof",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="carrierproof",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "staffing_carrierproofevent" ("checked_on", "forwarding_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "struck_at", "struck_by_id", "struck_reason", "year") VALUES (NEW."checked_on", NEW."forwarding_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."received_on", NEW."struck_at", NEW."struck_by_id", NEW."struck_reason", NEW."year"); RETURN NULL;',
                    hash="dfe246247ee63ffc8e8a0d14386f287e4223c179",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_44f97",
                    table="staffing_carrierproof",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="carrierproof",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "staffing_carrierproofevent" ("checked_on", "forwarding_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "struck_at", "struck_by_id", "struck_reason", "year") VALUES (OLD."checked_on", OLD."forwarding_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."received_on", OLD."struck_at", OLD."struck_by_id", OLD."struck_reason", OLD."year"); RETURN NULL;',
                    hash="a36e8c5d26debef9183930fda7f2a229a5d3e89a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e71bc",
                    table="staffing_carrierproof",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="carrierproofevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4fc43f2a1ff537d4681483cb362cf62b4da7308f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6198c",
                    table="staffing_carrierproofevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(POLICIES, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(CARRY_OVER, reverse_sql=migrations.RunSQL.noop),
        pgtrigger.migrations.RemoveTrigger(
            model_name="forwarding",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="forwarding",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="forwarding",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="forwarding",
            name="forwarding_checked_after_proof",
        ),
        migrations.RemoveField(
            model_name="forwarding",
            name="checked_on",
        ),
        migrations.RemoveField(
            model_name="forwarding",
            name="proof_on",
        ),
        migrations.RemoveField(
            model_name="forwardingevent",
            name="checked_on",
        ),
        migrations.RemoveField(
            model_name="forwardingevent",
            name="proof_on",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="forwarding",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "staffing_forwardingevent" ("amount", "bank", "carrier", "contract", "ends_on", "grant_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "struck_at", "struck_by_id", "struck_reason") VALUES (NEW."amount", NEW."bank", NEW."carrier", NEW."contract", NEW."ends_on", NEW."grant_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."struck_at", NEW."struck_by_id", NEW."struck_reason"); RETURN NULL;',
                    hash="6547273df870c3c913d04197c689e8661d06c016",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c35b3",
                    table="staffing_forwarding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="forwarding",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "staffing_forwardingevent" ("amount", "bank", "carrier", "contract", "ends_on", "grant_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "struck_at", "struck_by_id", "struck_reason") VALUES (NEW."amount", NEW."bank", NEW."carrier", NEW."contract", NEW."ends_on", NEW."grant_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on", NEW."struck_at", NEW."struck_by_id", NEW."struck_reason"); RETURN NULL;',
                    hash="a5e88f31b46e442faa5b98cc024f0035f97cda72",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2ffdc",
                    table="staffing_forwarding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="forwarding",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "staffing_forwardingevent" ("amount", "bank", "carrier", "contract", "ends_on", "grant_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "struck_at", "struck_by_id", "struck_reason") VALUES (OLD."amount", OLD."bank", OLD."carrier", OLD."contract", OLD."ends_on", OLD."grant_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."struck_at", OLD."struck_by_id", OLD."struck_reason"); RETURN NULL;',
                    hash="1eaa89026626cf288f1024b9a98ede78c365b7f4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_de2d9",
                    table="staffing_forwarding",
                    when="AFTER",
                ),
            ),
        ),
    ]
