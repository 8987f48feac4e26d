"""Sichtbarkeit der Berichtigungen von Fraktionssitzungen: the Ratsbüro's own, as its sessions are (migration 0032)."""

from django.db import migrations

_OFFICE = (
    "((SELECT ris_level()) = 'system' OR (SELECT ris_is_staff() AND EXISTS"
    " (SELECT FROM ris_holdings() h WHERE h.office = 'meeting_office')))"
)
POLICIES = f"""
ALTER TABLE motions_groupsessioncorrection ENABLE ROW LEVEL SECURITY;
ALTER TABLE motions_groupsessioncorrection FORCE ROW LEVEL SECURITY;
CREATE POLICY motions_groupsessioncorrection_read ON motions_groupsessioncorrection FOR SELECT USING {_OFFICE};
CREATE POLICY motions_groupsessioncorrection_insert ON motions_groupsessioncorrection
  FOR INSERT WITH CHECK {_OFFICE};
CREATE POLICY motions_groupsessioncorrection_update ON motions_groupsessioncorrection
  FOR UPDATE USING {_OFFICE} WITH CHECK {_OFFICE};
CREATE POLICY motions_groupsessioncorrection_delete ON motions_groupsessioncorrection FOR DELETE USING {_OFFICE};
"""


class Migration(migrations.Migration):
    dependencies = [("motions", "0084_corrected_group_sessions")]

    operations = [migrations.RunSQL(POLICIES, reverse_sql=migrations.RunSQL.noop)]
