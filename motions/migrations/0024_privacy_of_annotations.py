"""Notizen gehören ihrem Mitglied: no clearance but the author's own reads or writes them, not even "system"."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION ris_account() RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT u.id FROM motions_user u WHERE ris_level() = 'user' AND u.id = ris_uid() AND u.is_active
$$;
CREATE FUNCTION ris_groups() RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT o FROM ris_organs() o JOIN motions_organization g ON g.id = o
   WHERE g.organization_type = 'parliamentary_group'
$$;
"""

MINE = "= (SELECT ris_account())"
SHARED = """shared_with_id IN (SELECT ris_groups()) AND (SELECT ris_level()) = 'user'
  AND item_id IN (SELECT id FROM motions_agendaitem)"""
KEPT_OR_SHARED = f"author_id {MINE} AND (shared_with_id IS NULL OR shared_with_id IN (SELECT ris_groups()))"
AS_SYSTEM = "(SELECT ris_level()) = 'system'"

POLICIES = f"""
ALTER TABLE motions_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE motions_note FORCE ROW LEVEL SECURITY;
CREATE POLICY motions_note_read ON motions_note FOR SELECT USING (author_id {MINE} OR {SHARED});
CREATE POLICY motions_note_insert ON motions_note FOR INSERT WITH CHECK ({KEPT_OR_SHARED});
CREATE POLICY motions_note_update ON motions_note FOR UPDATE
  USING (author_id {MINE}) WITH CHECK ({KEPT_OR_SHARED});
CREATE POLICY motions_note_delete ON motions_note FOR DELETE USING (author_id {MINE});

ALTER TABLE motions_lastvisit ENABLE ROW LEVEL SECURITY;
ALTER TABLE motions_lastvisit FORCE ROW LEVEL SECURITY;
CREATE POLICY motions_lastvisit_own ON motions_lastvisit USING (user_id {MINE}) WITH CHECK (user_id {MINE});

ALTER TABLE motions_calendartoken ENABLE ROW LEVEL SECURITY;
ALTER TABLE motions_calendartoken FORCE ROW LEVEL SECURITY;
CREATE POLICY motions_calendartoken_read ON motions_calendartoken FOR SELECT
  USING ({AS_SYSTEM} OR user_id {MINE});
CREATE POLICY motions_calendartoken_insert ON motions_calendartoken FOR INSERT WITH CHECK (user_id {MINE});
CREATE POLICY motions_calendartoken_update ON motions_calendartoken FOR UPDATE
  USING (user_id {MINE}) WITH CHECK (user_id {MINE});
"""


class Migration(migrations.Migration):
    dependencies = [("motions", "0023_annotations")]

    operations = [
        migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(POLICIES, reverse_sql=migrations.RunSQL.noop),
    ]
