"""Sichtbarkeit der Beschlusskontrolle: repeats rules/task_permissions.py on purpose (security.md 1.4)."""

from django.db import migrations

_SYSTEM = "(SELECT ris_level()) = 'system'"
_WRITE = f"({_SYSTEM} OR (SELECT ris_is_staff()))"
_OF_UNIT = "(SELECT ris_is_staff()) AND unit_id IN (SELECT unit_id FROM ris_holdings())"
_MANDATE = "(SELECT ris_level()) = 'user' AND EXISTS (SELECT FROM ris_organs())"
_RESULT = "treatment_id IN (SELECT id FROM motions_treatment)"
READ = {
    "motions_implementationtask": f"""(SELECT ris_sees_everything()) OR {_OF_UNIT}
        OR {_RESULT} AND (is_public OR {_MANDATE})""",
    "motions_taskreport": f"""task_id IN (SELECT id FROM motions_implementationtask
        WHERE (SELECT ris_sees_everything()) OR {_OF_UNIT} OR {_MANDATE})""",
}


def policies() -> str:
    """Read, insert, update and delete; the owner is bound, too (FORCE)."""
    parts = [
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY {table}_read ON {table} FOR SELECT USING ({_SYSTEM} OR {condition});
        CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK {_WRITE};
        CREATE POLICY {table}_update ON {table} FOR UPDATE USING {_WRITE} WITH CHECK {_WRITE};
        CREATE POLICY {table}_delete ON {table} FOR DELETE USING {_WRITE};"""
        for table, condition in READ.items()
    ]
    table = "motions_implementationtaskevent"
    parts.append(f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY {table}_read ON {table} FOR SELECT USING ({_SYSTEM});
        CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK (true);""")
    return "\n".join(parts)


class Migration(migrations.Migration):
    dependencies = [("motions", "0027_tasks")]

    operations = [migrations.RunSQL(policies(), reverse_sql=migrations.RunSQL.noop)]
