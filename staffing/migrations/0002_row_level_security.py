"""Sichtbarkeit des Stellenplans in der Datenbank: repeats the predicates of the rules on purpose (security.md 1.4)."""

from django.db import migrations

SYSTEM = "(SELECT ris_level()) = 'system'"
FUNCTIONS = """
CREATE FUNCTION ris_holds_one_of(VARIADIC offices text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT ris_is_staff() AND EXISTS (SELECT FROM ris_holdings() h WHERE h.office = ANY (offices))
$$;
"""
PERSONNEL = f"({SYSTEM} OR (SELECT ris_holds_one_of('personnel')))"
FUNDING = f"({SYSTEM} OR (SELECT ris_holds_one_of('personnel', 'treasurer')))"
LEADING = f"""({SYSTEM} OR (SELECT ris_holds_one_of(
  'personnel', 'treasurer', 'equality', 'mayor', 'general_deputy', 'meeting_office')))"""
# A frozen version is as public as the paper that brings it; one from before this system is public.
PLAN = f"""({LEADING} OR frozen_at IS NOT NULL AND paper_id IS NULL AND decided_on IS NOT NULL
  OR frozen_at IS NOT NULL AND paper_id IN (SELECT id FROM motions_paper))"""
OF_PLAN = "plan_id IN (SELECT id FROM staffing_staffingplan)"
OF_ENTRY = "entry_id IN (SELECT id FROM staffing_planentry)"
GRANT = f"({LEADING} OR lead_unit_id IN (SELECT unit_id FROM ris_holdings()))"
OF_GRANT = "grant_id IN (SELECT id FROM staffing_fundinggrant)"

# Table: who reads, who writes.
TABLES = {
    "staffing_staffingplan": (PLAN, PERSONNEL),
    "staffing_planentry": (OF_PLAN, PERSONNEL),
    "staffing_traineegroup": (OF_PLAN, PERSONNEL),
    "staffing_temporarystaff": (OF_PLAN, PERSONNEL),
    "staffing_entryshare": (OF_ENTRY, PERSONNEL),
    "staffing_entrynote": (OF_ENTRY, PERSONNEL),
    "staffing_position": (f"({LEADING} OR id IN (SELECT position_id FROM staffing_planentry))", PERSONNEL),
    "staffing_externalcapacity": (LEADING, PERSONNEL),
    "staffing_fundinggrant": (GRANT, FUNDING),
    "staffing_grantstagerecord": (OF_GRANT, FUNDING),
    "staffing_fundingrate": (OF_GRANT, FUNDING),
    "staffing_grantposition": (OF_GRANT, FUNDING),
}
HISTORY = {
    "staffing_staffingplanevent": PERSONNEL,
    "staffing_planentryevent": PERSONNEL,
    "staffing_entryshareevent": PERSONNEL,
    "staffing_entrynoteevent": PERSONNEL,
    "staffing_fundinggrantevent": FUNDING,
}


def policies() -> str:
    """Read and write; the owner is bound, too (FORCE)."""
    parts = [
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY {table}_read ON {table} FOR SELECT USING ({read});
        CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK ({write});
        CREATE POLICY {table}_update ON {table} FOR UPDATE USING ({write}) WITH CHECK ({write});
        CREATE POLICY {table}_delete ON {table} FOR DELETE USING ({write});"""
        for table, (read, write) in TABLES.items()
    ]
    parts += [
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY {table}_read ON {table} FOR SELECT USING ({SYSTEM});
        CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK {write};"""
        for table, write in HISTORY.items()
    ]
    return "\n".join(parts)


class Migration(migrations.Migration):
    dependencies = [("staffing", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(policies(), reverse_sql=migrations.RunSQL.noop),
    ]
