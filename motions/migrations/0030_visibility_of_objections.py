"""Sichtbarkeit von Einsprüchen und dringlichen Entscheidungen: repeats the rules on purpose (security.md 1.4)."""

from django.db import migrations

_SYSTEM = "(SELECT ris_level()) = 'system'"
_WRITE = f"({_SYSTEM} OR (SELECT ris_is_staff()))"
_INSIDE = "((SELECT ris_is_staff()) OR (SELECT ris_level()) = 'user' AND EXISTS (SELECT FROM ris_organs()))"
READ = {
    "motions_resolutionobjection": f"""(SELECT ris_sees_everything())
        OR {_INSIDE} AND treatment_id IN (SELECT id FROM motions_treatment)""",
    "motions_urgentdecision": """(SELECT ris_level()) = 'user' AND (
        (SELECT ris_sees_everything()) OR paper_id IN (SELECT ris_desk_papers()))""",
}


def policies() -> str:
    """Read, insert, update and delete; the owner is bound, too (FORCE)."""
    return "\n".join(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY {table}_read ON {table} FOR SELECT USING ({_SYSTEM} OR {condition});
        CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK {_WRITE};
        CREATE POLICY {table}_update ON {table} FOR UPDATE USING {_WRITE} WITH CHECK {_WRITE};
        CREATE POLICY {table}_delete ON {table} FOR DELETE USING {_WRITE};"""
        for table, condition in READ.items()
    )


class Migration(migrations.Migration):
    dependencies = [("motions", "0029_objections_and_urgent_decisions")]

    operations = [migrations.RunSQL(policies(), reverse_sql=migrations.RunSQL.noop)]
