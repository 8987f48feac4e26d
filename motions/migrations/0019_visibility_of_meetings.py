"""Sichtbarkeit der Sitzungen in der Datenbank: repeats rules/meeting_permissions.py on purpose (security.md 1.4)."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION ris_sees_everything() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT ris_is_staff() AND EXISTS (SELECT FROM ris_holdings() h
     WHERE h.office IN ('mayor', 'general_deputy', 'meeting_office'))
$$;
CREATE FUNCTION ris_in_council() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM ris_organs() o JOIN motions_organization g ON g.id = o
     WHERE g.organization_type = 'council')
$$;
CREATE FUNCTION ris_person() RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT u.person_id FROM motions_user u WHERE u.id = ris_uid() AND u.is_active
$$;
CREATE FUNCTION ris_own_meetings() RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT m.id FROM motions_meeting m
   WHERE ris_level() = 'user' AND (ris_in_council() OR m.organization_id IN (SELECT ris_organs()))
$$;
CREATE FUNCTION ris_recused_items() RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
DECLARE before text := coalesce(current_setting('ris.level', true), '');
BEGIN
  PERFORM set_config('ris.level', 'system', true);
  RETURN QUERY
  SELECT i.id FROM motions_recusal r JOIN motions_agendaitem i ON i.id = r.item_id
   WHERE r.person_id = ris_person() AND NOT i.is_public;
  PERFORM set_config('ris.level', before, true);
END $$;
CREATE FUNCTION ris_desk_items() RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
DECLARE before text := coalesce(current_setting('ris.level', true), '');
BEGIN
  PERFORM set_config('ris.level', 'system', true);
  RETURN QUERY
  SELECT i.id FROM motions_agendaitem i JOIN motions_consultation c ON c.id = i.consultation_id
   WHERE c.paper_id IN (SELECT ris_desk_papers());
  PERFORM set_config('ris.level', before, true);
END $$;
CREATE FUNCTION ris_closed_items() RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT i.id FROM motions_agendaitem i JOIN motions_meeting m ON m.id = i.meeting_id WHERE m.status = 'closed'
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
                         WHERE c.organization_id IN (SELECT ris_organs())))
          AND (p.is_public OR p.id NOT IN (
            SELECT c.paper_id FROM motions_recusal r JOIN motions_agendaitem i ON i.id = r.item_id
              JOIN motions_consultation c ON c.id = i.consultation_id WHERE r.person_id = ris_person())));
  PERFORM set_config('ris.level', before, true);
END $$;
"""

OFFICE = "(SELECT ris_sees_everything())"
OWN_MEETING = "meeting_id IN (SELECT ris_own_meetings())"
AS_USER = "(SELECT ris_level()) = 'user'"
OWN_PERSON = "person_id = (SELECT ris_person())"
CLOSED_ITEM = "item_id IN (SELECT ris_closed_items())"

READ = {
    "motions_meeting": "true",
    "motions_onlineaccess": f"{OFFICE} OR {OWN_MEETING}",
    "motions_agendaitem": f"""is_public AND announced_at IS NOT NULL OR {AS_USER} AND (
        {OFFICE} OR id IN (SELECT ris_desk_items())
        OR announced_at IS NOT NULL AND {OWN_MEETING} AND id NOT IN (SELECT ris_recused_items()))""",
    "motions_treatment": f"{OFFICE} OR {CLOSED_ITEM}",
    "motions_ballot": "treatment_id IN (SELECT id FROM motions_treatment)",
    "motions_namedvote": "ballot_id IN (SELECT id FROM motions_ballot)",
    "motions_candidate": "ballot_id IN (SELECT id FROM motions_ballot)",
    "motions_recusal": f"{AS_USER} AND ({OFFICE} OR {OWN_PERSON}) OR {CLOSED_ITEM}",
    "motions_attendee": f"""{OFFICE} OR {OWN_MEETING}
        AND meeting_id IN (SELECT id FROM motions_meeting WHERE status = 'closed')""",
    "motions_attendanceinterval": "attendee_id IN (SELECT id FROM motions_attendee)",
    "motions_reply": f"{AS_USER} AND ({OFFICE} OR {OWN_PERSON})",
    "motions_invitation": f"{AS_USER} AND ({OFFICE} OR {OWN_MEETING})",
    "motions_delivery": f"{AS_USER} AND ({OFFICE} OR {OWN_PERSON})",
    "motions_publicnotice": "true",
    "motions_meetingdocument": f"""published_at IS NOT NULL AND edition = 'public' OR {AS_USER} AND (
        {OFFICE} OR published_at IS NOT NULL AND {OWN_MEETING}
        AND (item_id IS NULL OR item_id NOT IN (SELECT ris_recused_items()))
        AND NOT (kind = 'package' AND edition = 'internal' AND meeting_id IN (
          SELECT i.meeting_id FROM motions_agendaitem i WHERE i.id IN (SELECT ris_recused_items()))))""",
}
OPEN_TO_MEMBERS = {"motions_reply", "motions_recusal"}
HISTORY = (
    "motions_meetingevent",
    "motions_agendaitemevent",
    "motions_treatmentevent",
    "motions_ballotevent",
    "motions_attendeeevent",
    "motions_attendanceintervalevent",
    "motions_recusalevent",
)
EVENT = """
ALTER POLICY motions_event_read ON motions_event USING ((SELECT ris_level()) = 'system'
  OR (SELECT ris_level()) = 'user' AND (
    actor_id = (SELECT ris_uid()) OR paper_id IN (SELECT ris_desk_papers())
    OR meeting_id IS NOT NULL AND (SELECT ris_sees_everything())));
"""


def policies() -> str:
    """Read, insert, update and delete of each protected table; the owner is bound, too (FORCE)."""
    parts = []
    for table, condition in READ.items():
        write = "ris_level() = 'user'" if table in OPEN_TO_MEMBERS else "ris_is_staff()"
        may_write = f"((SELECT ris_level()) = 'system' OR (SELECT {write}))"
        parts.append(f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY {table}_read ON {table} FOR SELECT USING ((SELECT ris_level()) = 'system' OR {condition});
            CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK {may_write};
            CREATE POLICY {table}_update ON {table} FOR UPDATE USING {may_write} WITH CHECK {may_write};
            CREATE POLICY {table}_delete ON {table} FOR DELETE USING {may_write};""")
    for table in HISTORY:
        parts.append(f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY {table}_read ON {table} FOR SELECT USING ((SELECT ris_level()) = 'system');
            CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK (true);""")
    return "\n".join(parts)


class Migration(migrations.Migration):
    dependencies = [("motions", "0018_meetings")]

    operations = [
        migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(policies(), reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(EVENT, reverse_sql=migrations.RunSQL.noop),
    ]
