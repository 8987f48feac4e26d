"""Verzeichnis der Dokumente: a kind of its own; the internal one names each secret paper, so it closes like the agenda
for whoever is recused (P-10)."""

from django.db import migrations, models

POLICY = """
ALTER POLICY motions_meetingdocument_read ON motions_meetingdocument USING ((SELECT ris_level()) = 'system'
  OR published_at IS NOT NULL AND edition = 'public'
  OR (SELECT ris_level()) = 'user' AND ((SELECT ris_sees_everything())
    OR published_at IS NOT NULL AND meeting_id IN (SELECT ris_own_meetings())
    AND (item_id IS NULL OR item_id NOT IN (SELECT ris_recused_items()))
    AND NOT (kind IN ('agenda', 'package', 'minutes', 'manifest') AND edition = 'internal'
      AND meeting_id IN (SELECT ris_recused_meetings()))));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("motions", "0055_votes_of_groups"),
    ]

    operations = [
        migrations.AlterField(
            model_name="meetingdocument",
            name="kind",
            field=models.CharField(
                choices=[
                    ("agenda", "Einladung mit Tagesordnung"),
                    ("notice", "Bekanntmachung"),
                    ("package", "Sitzungsmappe"),
                    ("minutes", "Niederschrift"),
                    ("extract", "Beschlussauszug"),
                    ("manifest", "Verzeichnis der Dokumente"),
                ],
                max_length=10,
                verbose_name="Art",
            ),
        ),
        migrations.RunSQL(POLICY, reverse_sql=migrations.RunSQL.noop),
    ]
