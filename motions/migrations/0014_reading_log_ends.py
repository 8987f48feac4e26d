"""Das Leseprotokoll endet, aber niemand kürzt es: nothing is changed, nothing younger than a year deleted (DS-09).

The Ratsbüro reads it; only the clearance "system" deletes, and only what is old enough by the database's own clock.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from ._batches import BatchedMigration

POLICIES = """
DROP POLICY motions_readrecord_update ON motions_readrecord;
DROP POLICY motions_readrecord_delete ON motions_readrecord;
DROP POLICY motions_readrecord_read ON motions_readrecord;
CREATE POLICY motions_readrecord_read ON motions_readrecord FOR SELECT USING (
  (SELECT ris_level()) = 'system' OR (SELECT ris_level()) = 'user' AND (
    reader_id = (SELECT ris_uid())
    OR (SELECT ris_is_staff()) AND EXISTS (SELECT FROM ris_holdings() h WHERE h.office = 'meeting_office')));
CREATE POLICY motions_readrecord_delete ON motions_readrecord FOR DELETE USING (
  (SELECT ris_level()) = 'system' AND read_at <= now() - interval '12 months');
"""


class Migration(BatchedMigration):
    dependencies = [
        ("motions", "0013_rank_of_deputy"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="readrecord",
            name="read_record_frozen",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="readrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="read_record_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="e4fa75857ff0917137bd6a8d58c19688a84576c4",
                    operation="UPDATE",
                    pgid="pgtrigger_read_record_frozen_d361a",
                    table="motions_readrecord",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="readrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="read_record_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.read_at > now() - interval '12 months')",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="68981bfb97e06b1c45fa7d606ab035778afa0d28",
                    operation="DELETE",
                    pgid="pgtrigger_read_record_kept_8e198",
                    table="motions_readrecord",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(POLICIES, reverse_sql=migrations.RunSQL.noop),
    ]
