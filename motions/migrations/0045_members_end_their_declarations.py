"""Angaben nach der Ehrenordnung: a member ends what the Ratsbüro has entered for it; until here nobody but who wrote it."""

from django.db import migrations

MINE = """((SELECT ris_level()) = 'system' OR (SELECT ris_is_meeting_office())
  OR (SELECT ris_level()) = 'user' AND person_id = (SELECT ris_person()))"""
POLICY = f"ALTER POLICY motions_interest_update ON motions_interest USING {MINE} WITH CHECK {MINE};"


class Migration(migrations.Migration):
    dependencies = [("motions", "0044_registers_without_derived_state")]

    operations = [migrations.RunSQL(POLICY, reverse_sql=migrations.RunSQL.noop)]
