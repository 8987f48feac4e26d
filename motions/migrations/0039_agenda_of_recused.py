"""Einladung und Befangenheit: the internal agenda names each secret item in full, so it closes like the package (P-10)."""

from django.db import migrations

POLICY = """
ALTER POLICY motions_meetingdocument_read ON motions_meetingdocument USING ((SELECT ris_level()) = 'system'
  OR published_at IS NOT NULL AND edition = 'public'
  OR (SELECT ris_level()) = 'user' AND ((SELECT ris_sees_everything())
    OR published_at IS NOT NULL AND meeting_id IN (SELECT ris_own_meetings())
    AND (item_id IS NULL OR item_id NOT IN (SELECT ris_recused_items()))
    AND NOT (kind IN ('agenda', 'package', 'minutes') AND edition = 'internal'
      AND meeting_id IN (SELECT ris_recused_meetings()))));
"""


class Migration(migrations.Migration):
    dependencies = [("motions", "0038_minutes_of_recused")]

    operations = [migrations.RunSQL(POLICY, reverse_sql=migrations.RunSQL.noop)]
