"""Wer am Sitzungstag sitzt oder vertritt, liest, wozu er eingeladen ist (E-04): repeats rules/seats.py on purpose."""

from django.db import migrations, models

FUNCTIONS = """
CREATE FUNCTION ris_called_meetings() RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT m.id FROM motions_meeting m
    JOIN (SELECT person_id, organization_id, starts_on, ends_on FROM motions_membership
          UNION ALL
          SELECT person_id, organization_id, starts_on, ends_on FROM motions_substitutemembership) s
      ON s.organization_id = m.organization_id
   WHERE s.person_id = ris_person() AND s.starts_on <= (m.starts_at AT TIME ZONE 'Europe/Berlin')::date
     AND coalesce(s.ends_on, 'infinity') >= greatest((m.starts_at AT TIME ZONE 'Europe/Berlin')::date, ris_today())
$$;
CREATE OR REPLACE FUNCTION ris_own_meetings() RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT m.id FROM motions_meeting m
   WHERE ris_level() = 'user' AND (ris_in_council() OR m.organization_id IN (SELECT ris_organs())
      OR m.id IN (SELECT ris_called_meetings()))
$$;
CREATE OR REPLACE FUNCTION ris_member_papers() RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
DECLARE before text := coalesce(current_setting('ris.level', true), '');
BEGIN
  PERFORM set_config('ris.level', 'system', true);
  RETURN QUERY
  SELECT p.id FROM motions_paper p
   WHERE (p.author_group_id IN (SELECT ris_organs()) AND p.reference_number IS NOT NULL
          AND (p.amends_id IS NULL OR p.is_public))
      OR (p.status IN ('released', 'superseded') AND (
            EXISTS (SELECT FROM ris_organs() o JOIN motions_organization g ON g.id = o
                     WHERE g.organization_type = 'council')
            OR p.id IN (SELECT c.paper_id FROM motions_consultation c
                         WHERE c.organization_id IN (SELECT ris_organs()))
            OR p.id IN (SELECT c.paper_id FROM motions_agendaitem i
                          JOIN motions_consultation c ON c.id = i.consultation_id
                         WHERE i.announced_at IS NOT NULL AND i.meeting_id IN (SELECT ris_called_meetings())))
          AND (p.is_public OR p.id NOT IN (
            SELECT c.paper_id FROM motions_recusal r JOIN motions_agendaitem i ON i.id = r.item_id
              JOIN motions_consultation c ON c.id = i.consultation_id WHERE r.person_id = ris_person())));
  PERFORM set_config('ris.level', before, true);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("motions", "0062_an_agenda_goes_on")]

    operations = [
        migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("meeting_invited", "Einladung zur Sitzung"),
                    ("meeting_moved", "Sitzung verlegt"),
                    ("meeting_cancelled", "Sitzung abgesagt"),
                    ("agenda_supplemented", "Nachtrag zur Tagesordnung"),
                    ("member_declined", "Ein Mitglied hat abgesagt"),
                    ("substitute_called", "Sie vertreten in dieser Sitzung"),
                    ("substitute_freed", "Ihre Vertretung in dieser Sitzung entfällt"),
                    ("paper_returned", "Vorlage zurückgegeben"),
                    ("co_signature_asked", "Mitzeichnung erbeten"),
                    ("paper_submitted", "Vorlage zur Freigabe"),
                    ("paper_released", "Vorlage freigegeben"),
                    ("paper_decided", "Über eine Vorlage ist entschieden"),
                    ("report_due", "Ein Nachweis wird fällig"),
                    ("repayment_check", "Eine Rückzahlung ist zu prüfen"),
                ],
                max_length=20,
                verbose_name="Anlass",
            ),
        ),
    ]
