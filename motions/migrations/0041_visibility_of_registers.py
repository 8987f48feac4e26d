"""Sichtbarkeit der Register des Ratsbüros: repeats the predicates of the rules on purpose (security.md 1.4)."""

from django.db import migrations

SYSTEM = "(SELECT ris_level()) = 'system'"
OFFICE = f"({SYSTEM} OR (SELECT ris_is_meeting_office()))"
LEADING = f"({SYSTEM} OR (SELECT ris_sees_everything()))"
OWN = "(SELECT ris_level()) = 'user' AND person_id = (SELECT ris_person())"
BY_ME = "recorded_by_id = (SELECT ris_uid())"

# Table: who reads, who inserts and changes. Nobody deletes.
TABLES = {
    "motions_meetingdemand": (LEADING, OFFICE),
    "motions_audiorecording": (LEADING, OFFICE),
    "motions_inspectionrequest": (LEADING, OFFICE),
    # What is published is for everybody; why something is not, for nobody else.
    "motions_publicsummary": (f"text <> '' OR {LEADING}", OFFICE),
    "motions_interest": (f"({OFFICE} OR {OWN})", f"({OFFICE} OR {OWN} AND {BY_ME})"),
}
HISTORY = "motions_publicsummaryevent"


def policies() -> str:
    """Read, insert and update; the owner is bound, too (FORCE)."""
    parts = [
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY {table}_read ON {table} FOR SELECT USING ({read});
        CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK ({write});
        CREATE POLICY {table}_update ON {table} FOR UPDATE USING ({write}) WITH CHECK ({write});
        CREATE POLICY {table}_delete ON {table} FOR DELETE USING ({SYSTEM});"""
        for table, (read, write) in TABLES.items()
    ]
    parts.append(f"""
        ALTER TABLE {HISTORY} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {HISTORY} FORCE ROW LEVEL SECURITY;
        CREATE POLICY {HISTORY}_read ON {HISTORY} FOR SELECT USING ({SYSTEM});
        CREATE POLICY {HISTORY}_insert ON {HISTORY} FOR INSERT WITH CHECK {OFFICE};""")
    return "\n".join(parts)


class Migration(migrations.Migration):
    dependencies = [("motions", "0040_registers_of_the_office")]

    operations = [migrations.RunSQL(policies(), reverse_sql=migrations.RunSQL.noop)]
