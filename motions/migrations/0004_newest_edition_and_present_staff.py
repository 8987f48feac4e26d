"""Die zweite Sicherung folgt der ersten: only the newest edition is public, drafters read only while in office."""

from django.db import migrations

# As in 0002, but the drafter's right ends with the last office.
DESK_PAPERS = """
CREATE OR REPLACE FUNCTION ris_desk_papers() RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
DECLARE before text := coalesce(current_setting('ris.level', true), '');
BEGIN
  PERFORM set_config('ris.level', 'system', true);
  RETURN QUERY
  SELECT p.id FROM motions_paper p
   WHERE EXISTS (SELECT FROM motions_user u WHERE u.id = ris_uid() AND u.is_active)
     AND ((p.drafter_id = ris_uid() AND EXISTS (SELECT FROM ris_holdings()))
      OR EXISTS (SELECT FROM ris_holdings() h WHERE h.office IN ('mayor', 'general_deputy', 'meeting_office'))
      OR p.lead_unit_id IN (SELECT h.unit_id FROM ris_holdings() h)
      OR (p.status <> 'draft' AND p.id IN (
            SELECT b.paper_id FROM motions_participation b
             WHERE b.unit_id IN (SELECT h.unit_id FROM ris_holdings() h)
                OR b.office IN (SELECT h.office FROM ris_holdings() h))));
  PERFORM set_config('ris.level', before, true);
END $$;
"""

PUBLIC_PAPER = "(is_public AND status IN ('released', 'superseded'))"
# A row just inserted is not yet in the functions' sets: the conditions on its own columns let it be returned.
PAPER = f"""
ALTER POLICY motions_paper_read ON motions_paper USING ((SELECT ris_level()) = 'system' OR {PUBLIC_PAPER}
  OR (SELECT ris_level()) = 'user' AND (
    (SELECT ris_is_staff()) AND (
      drafter_id = (SELECT ris_uid()) OR lead_unit_id IN (SELECT unit_id FROM ris_holdings()))
    OR author_group_id IN (SELECT ris_organs())
    OR id IN (SELECT ris_desk_papers()) OR id IN (SELECT ris_member_papers())));
"""
DOCUMENT = f"""
ALTER POLICY motions_issueddocument_read ON motions_issueddocument USING ((SELECT ris_level()) = 'system'
  OR edition = 'public' AND paper_id IN (SELECT id FROM motions_paper WHERE {PUBLIC_PAPER})
     AND release_id = (SELECT r.id FROM motions_release r WHERE r.paper_id = motions_issueddocument.paper_id
                        ORDER BY r.revision DESC LIMIT 1)
  OR (SELECT ris_level()) = 'user'
     AND (paper_id IN (SELECT ris_desk_papers()) OR paper_id IN (SELECT ris_member_papers())));
"""


class Migration(migrations.Migration):
    dependencies = [("motions", "0003_attachment_hidden")]

    operations = [
        migrations.RunSQL(DESK_PAPERS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(PAPER, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(DOCUMENT, reverse_sql=migrations.RunSQL.noop),
    ]
