"""Das Recht des einzelnen Ratsmitglieds endet mit dem Sitz, and who is only asked belongs to no unit.

As in rules/permissions.py and rules/offices.py (security.md 1.4, 1.5).
"""

from django.db import migrations

# As in 0073, but whoever wrote a motion alone reads it as a member of the Rat.
MEMBER_PAPERS = """
CREATE OR REPLACE FUNCTION ris_member_papers() RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
DECLARE before text := coalesce(current_setting('ris.level', true), '');
BEGIN
  PERFORM set_config('ris.level', 'system', true);
  RETURN QUERY
  SELECT p.id FROM motions_paper p
   WHERE ((p.author_group_id IN (SELECT ris_organs())
           OR p.author_person_id = ris_person() AND (SELECT ris_in_council()))
          AND p.reference_number IS NOT NULL
          AND (p.amends_id IS NULL OR p.is_public))
      OR (p.status IN ('released', 'superseded') AND (
            (SELECT ris_in_council())
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
PUBLIC_PAPER = "(is_public AND status IN ('released', 'superseded'))"
PAPER = f"""
ALTER POLICY motions_paper_read ON motions_paper USING ((SELECT ris_level()) = 'system' OR {PUBLIC_PAPER}
  OR (SELECT ris_level()) = 'user' AND (
    (SELECT ris_is_staff()) AND (
      drafter_id = (SELECT ris_uid()) OR lead_unit_id IN (SELECT unit_id FROM ris_holdings()))
    OR (author_group_id IN (SELECT ris_organs())
        OR author_person_id = (SELECT ris_person()) AND (SELECT ris_in_council()))
      AND reference_number IS NOT NULL AND (amends_id IS NULL OR is_public)
    OR id IN (SELECT ris_desk_papers()) OR id IN (SELECT ris_member_papers())));
"""


# As in 0002, but an office that is only asked does not work for the unit it sits in.
HOLDINGS = """
CREATE OR REPLACE FUNCTION ris_holdings() RETURNS TABLE (office text, unit_id bigint) LANGUAGE sql STABLE AS $$
  WITH held AS (
    SELECT a.office, a.unit_id FROM motions_appointment a
     WHERE a.user_id = ris_uid() AND a.starts_on <= ris_today() AND coalesce(a.ends_on, 'infinity') >= ris_today()
    UNION ALL
    SELECT a.office, a.unit_id FROM motions_substitution s JOIN motions_appointment a ON a.user_id = s.absent_id
     WHERE s.substitute_id = ris_uid() AND s.starts_on <= ris_today() AND coalesce(s.ends_on, 'infinity') >= ris_today()
       AND a.starts_on <= ris_today() AND coalesce(a.ends_on, 'infinity') >= ris_today()
       AND a.office NOT IN ('mayor', 'general_deputy'))
  SELECT h.office, CASE WHEN h.office NOT IN ('equality', 'staff_council', 'data_protection') THEN h.unit_id END
    FROM held h
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("motions", "0091_words_of_notices")]

    operations = [migrations.RunSQL(MEMBER_PAPERS + PAPER + HOLDINGS, reverse_sql=migrations.RunSQL.noop)]
