"""Sichtbarkeit der Förderabwicklung: read by who reads the grant, written by who keeps it (security.md 1.4)."""

from django.db import migrations

SYSTEM = "(SELECT ris_level()) = 'system'"
FUNDING = f"({SYSTEM} OR (SELECT ris_holds_one_of('personnel', 'treasurer')))"
OF_GRANT = "grant_id IN (SELECT id FROM staffing_fundinggrant)"
TABLES = {
    "staffing_drawdown": OF_GRANT,
    "staffing_usagereport": OF_GRANT,
    "staffing_grantobligation": OF_GRANT,
    "staffing_forwarding": OF_GRANT,
    "staffing_clawback": OF_GRANT,
    "staffing_fundedvacancy": "funded_id IN (SELECT id FROM staffing_grantposition)",
}
HISTORY = [*(f"{table}event" for table in TABLES), "staffing_fundingrateevent", "staffing_grantpositionevent"]


def policies() -> str:
    """Read and write; the owner is bound, too (FORCE). Reminders are the job's alone."""
    rows = [(table, read, FUNDING) for table, read in TABLES.items()]
    rows += [(table, SYSTEM, FUNDING) for table in HISTORY]
    rows.append(("staffing_reportreminder", SYSTEM, SYSTEM))
    kept = {table for table, *_ in rows if table in TABLES or table == "staffing_reportreminder"}
    return "\n".join(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY {table}_read ON {table} FOR SELECT USING ({read});
        CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK ({write});"""
        + (
            f"""
        CREATE POLICY {table}_update ON {table} FOR UPDATE USING ({write}) WITH CHECK ({write});
        CREATE POLICY {table}_delete ON {table} FOR DELETE USING ({write});"""
            if table in kept
            else ""
        )
        for table, read, write in rows
    )


class Migration(migrations.Migration):
    dependencies = [("staffing", "0005_grant_accounts")]

    operations = [migrations.RunSQL(policies(), reverse_sql=migrations.RunSQL.noop)]
