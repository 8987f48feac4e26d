"""Der Verlauf der Rechte ist verschlossen: read by the system, written by triggers, changed and deleted by nobody."""

from django.db import migrations

HISTORY = [
    "motions_appointmentevent",
    "motions_membershipevent",
    "motions_substitutionevent",
    "motions_userevent",
]
# pghistory writes one row for each request and adds to it until its end: only this very row is open meanwhile.
OWN_CONTEXT = "id = nullif(current_setting('pghistory.context_id', true), '')::uuid"
CONTEXT = f"""
ALTER TABLE pghistory_context ENABLE ROW LEVEL SECURITY;
ALTER TABLE pghistory_context FORCE ROW LEVEL SECURITY;
CREATE POLICY pghistory_context_read ON pghistory_context FOR SELECT
  USING ((SELECT ris_level()) = 'system' OR {OWN_CONTEXT});
CREATE POLICY pghistory_context_insert ON pghistory_context FOR INSERT WITH CHECK (true);
CREATE POLICY pghistory_context_update ON pghistory_context FOR UPDATE USING ({OWN_CONTEXT}) WITH CHECK ({OWN_CONTEXT});
"""


def policies() -> str:
    """No policy for UPDATE and DELETE: no row is open to them, whatever the level."""
    return "\n".join(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY {table}_read ON {table} FOR SELECT USING ((SELECT ris_level()) = 'system');
        CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK (true);"""
        for table in HISTORY
    )


class Migration(migrations.Migration):
    dependencies = [("motions", "0009_rights_with_history"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [
        migrations.RunSQL(policies(), reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(CONTEXT, reverse_sql=migrations.RunSQL.noop),
    ]
