"""Niederschriften in der Datenbank: what is written is the Ratsbüro's own until its documents are published (N-01)."""

from django.db import migrations

TABLES = (
    "motions_minutes",
    "motions_minutesentry",
    "motions_minutessignature",
    "motions_minutesscan",
    "motions_minutesobjection",
)
HISTORY = ("motions_minutesevent", "motions_minutesentryevent")


def policies() -> str:
    """Read and written by the Ratsbüro and the system; the owner is bound, too (FORCE)."""
    parts = []
    for table in TABLES:
        may = "((SELECT ris_level()) = 'system' OR (SELECT ris_sees_everything()))"
        parts.append(f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY {table}_all ON {table} USING {may} WITH CHECK {may};""")
    for table in HISTORY:
        parts.append(f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY {table}_read ON {table} FOR SELECT USING ((SELECT ris_level()) = 'system');
            CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK (true);""")
    return "\n".join(parts)


class Migration(migrations.Migration):
    dependencies = [("motions", "0021_minutes")]

    operations = [migrations.RunSQL(policies(), reverse_sql=migrations.RunSQL.noop)]
