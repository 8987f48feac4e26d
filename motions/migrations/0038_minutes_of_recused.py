"""Niederschrift, Sitzungsmappe und Befangenheit: both closed to who is recused from a non-public item (P-10).

The policy asked for the meeting of an item at the reader's level, where that item is hidden already, and so found
nothing; now the meetings are asked for at the level "system".
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION ris_recused_meetings() RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
DECLARE before text := coalesce(current_setting('ris.level', true), '');
BEGIN
  PERFORM set_config('ris.level', 'system', true);
  RETURN QUERY
  SELECT i.meeting_id FROM motions_recusal r JOIN motions_agendaitem i ON i.id = r.item_id
   WHERE r.person_id = ris_person() AND NOT i.is_public;
  PERFORM set_config('ris.level', before, true);
END $$;
"""
POLICY = """
ALTER POLICY motions_meetingdocument_read ON motions_meetingdocument USING ((SELECT ris_level()) = 'system'
  OR published_at IS NOT NULL AND edition = 'public'
  OR (SELECT ris_level()) = 'user' AND ((SELECT ris_sees_everything())
    OR published_at IS NOT NULL AND meeting_id IN (SELECT ris_own_meetings())
    AND (item_id IS NULL OR item_id NOT IN (SELECT ris_recused_items()))
    AND NOT (kind IN ('package', 'minutes') AND edition = 'internal'
      AND meeting_id IN (SELECT ris_recused_meetings()))));
"""


class Migration(migrations.Migration):
    dependencies = [("motions", "0037_writers_of_meetings")]

    operations = [
        migrations.RunSQL(FUNCTION, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(POLICY, reverse_sql=migrations.RunSQL.noop),
    ]
