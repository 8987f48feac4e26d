"""Sichtbarkeit der Anträge auf Ausschluss: who moved it and what was said is for those who keep the minutes (P-03)."""

from django.db import migrations

SYSTEM = "(SELECT ris_level()) = 'system'"
OFFICE = f"({SYSTEM} OR (SELECT ris_is_meeting_office()))"
LEADING = f"({SYSTEM} OR (SELECT ris_sees_everything()))"
TABLE = "motions_exclusionmotion"
HISTORY = "motions_exclusionmotionevent"
POLICIES = f"""
ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY;
CREATE POLICY {TABLE}_read ON {TABLE} FOR SELECT USING {LEADING};
CREATE POLICY {TABLE}_insert ON {TABLE} FOR INSERT WITH CHECK {OFFICE};
CREATE POLICY {TABLE}_update ON {TABLE} FOR UPDATE USING {OFFICE} WITH CHECK {OFFICE};
CREATE POLICY {TABLE}_delete ON {TABLE} FOR DELETE USING {OFFICE};
ALTER TABLE {HISTORY} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {HISTORY} FORCE ROW LEVEL SECURITY;
CREATE POLICY {HISTORY}_read ON {HISTORY} FOR SELECT USING ({SYSTEM});
CREATE POLICY {HISTORY}_insert ON {HISTORY} FOR INSERT WITH CHECK {OFFICE};
"""


class Migration(migrations.Migration):
    dependencies = [("motions", "0042_exclusion_of_the_public")]

    operations = [migrations.RunSQL(POLICIES, reverse_sql=migrations.RunSQL.noop)]
