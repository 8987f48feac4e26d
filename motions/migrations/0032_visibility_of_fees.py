"""Sichtbarkeit des Sitzungsgeldes: everybody their own, the Ratsbüro all; nobody else, not even the mayor."""

from django.db import migrations

_SYSTEM = "(SELECT ris_level()) = 'system'"
_OFFICE = (
    "(SELECT ris_is_staff() AND EXISTS (SELECT FROM ris_holdings() h WHERE h.office = 'meeting_office'))"
)
_WRITE = f"({_SYSTEM} OR {_OFFICE})"
_OWN = "(SELECT ris_level()) = 'user' AND person_id = (SELECT ris_person())"
READ = {
    "motions_feestatement": _OWN,
    "motions_groupattendance": _OWN,
    "motions_groupsession": "id IN (SELECT session_id FROM motions_groupattendance)",
}


def policies() -> str:
    """Read, insert, update and delete; the owner is bound, too (FORCE)."""
    return "\n".join(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY {table}_read ON {table} FOR SELECT USING ({_WRITE} OR {condition});
        CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK {_WRITE};
        CREATE POLICY {table}_update ON {table} FOR UPDATE USING {_WRITE} WITH CHECK {_WRITE};
        CREATE POLICY {table}_delete ON {table} FOR DELETE USING {_WRITE};"""
        for table, condition in READ.items()
    )


class Migration(migrations.Migration):
    dependencies = [("motions", "0031_fees")]

    operations = [migrations.RunSQL(policies(), reverse_sql=migrations.RunSQL.noop)]
