"""Sichtbarkeit in der Datenbank: nothing set means public (security.md 1.4, stack.md 6).

The functions repeat rules/permissions.py in SQL on purpose: two independent nets. They run at the level
"system", because a policy that reads protected tables at the caller's level would ask itself.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION ris_level() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(nullif(current_setting('ris.level', true), ''), 'public');
CREATE FUNCTION ris_uid() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('ris.uid', true), '')::bigint;
CREATE FUNCTION ris_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
  RETURN (now() AT TIME ZONE 'Europe/Berlin')::date;

CREATE FUNCTION ris_holdings() RETURNS TABLE (office text, unit_id bigint) LANGUAGE sql STABLE AS $$
  SELECT a.office, a.unit_id FROM motions_appointment a
   WHERE a.user_id = ris_uid() AND a.starts_on <= ris_today() AND coalesce(a.ends_on, 'infinity') >= ris_today()
  UNION ALL
  SELECT a.office, a.unit_id FROM motions_substitution s JOIN motions_appointment a ON a.user_id = s.absent_id
   WHERE s.substitute_id = ris_uid() AND s.starts_on <= ris_today() AND coalesce(s.ends_on, 'infinity') >= ris_today()
     AND a.starts_on <= ris_today() AND coalesce(a.ends_on, 'infinity') >= ris_today()
     AND a.office NOT IN ('mayor', 'general_deputy')
$$;
CREATE FUNCTION ris_is_staff() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT ris_level() = 'user' AND EXISTS (SELECT FROM ris_holdings())
     AND EXISTS (SELECT FROM motions_user u WHERE u.id = ris_uid() AND u.is_active)
$$;
CREATE FUNCTION ris_organs() RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT m.organization_id FROM motions_membership m JOIN motions_user u ON u.person_id = m.person_id
   WHERE u.id = ris_uid() AND u.is_active
     AND m.starts_on <= ris_today() AND coalesce(m.ends_on, 'infinity') >= ris_today()
$$;
CREATE FUNCTION ris_desk_papers() RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
DECLARE before text := coalesce(current_setting('ris.level', true), '');
BEGIN
  PERFORM set_config('ris.level', 'system', true);
  RETURN QUERY
  SELECT p.id FROM motions_paper p
   WHERE EXISTS (SELECT FROM motions_user u WHERE u.id = ris_uid() AND u.is_active)
     AND (p.drafter_id = ris_uid()
      OR EXISTS (SELECT FROM ris_holdings() h WHERE h.office IN ('mayor', 'general_deputy', 'meeting_office'))
      OR p.lead_unit_id IN (SELECT h.unit_id FROM ris_holdings() h)
      OR (p.status <> 'draft' AND p.id IN (
            SELECT b.paper_id FROM motions_participation b
             WHERE b.unit_id IN (SELECT h.unit_id FROM ris_holdings() h)
                OR b.office IN (SELECT h.office FROM ris_holdings() h))));
  PERFORM set_config('ris.level', before, true);
END $$;
CREATE FUNCTION ris_member_papers() RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
DECLARE before text := coalesce(current_setting('ris.level', true), '');
BEGIN
  PERFORM set_config('ris.level', 'system', true);
  RETURN QUERY
  SELECT p.id FROM motions_paper p
   WHERE p.author_group_id IN (SELECT ris_organs())
      OR (p.status IN ('released', 'superseded') AND (
            EXISTS (SELECT FROM ris_organs() o JOIN motions_organization g ON g.id = o
                     WHERE g.organization_type = 'council')
            OR p.id IN (SELECT c.paper_id FROM motions_consultation c
                         WHERE c.organization_id IN (SELECT ris_organs()))));
  PERFORM set_config('ris.level', before, true);
END $$;
"""

PUBLIC_PAPER = "(is_public AND status IN ('released', 'superseded'))"
INTERNAL = "(paper_id IN (SELECT ris_desk_papers()) OR paper_id IN (SELECT ris_member_papers()))"
OF_PUBLIC_PAPER = f"paper_id IN (SELECT id FROM motions_paper WHERE {PUBLIC_PAPER})"
DESK = "paper_id IN (SELECT ris_desk_papers())"

READ = {
    "motions_paper": f"""{PUBLIC_PAPER} OR (SELECT ris_level()) = 'user' AND (
        drafter_id = (SELECT ris_uid()) OR lead_unit_id IN (SELECT unit_id FROM ris_holdings())
        OR author_group_id IN (SELECT ris_organs())
        OR id IN (SELECT ris_desk_papers()) OR id IN (SELECT ris_member_papers()))""",
    "motions_consultation": "paper_id IN (SELECT id FROM motions_paper)",
    "motions_financialrow": "paper_id IN (SELECT id FROM motions_paper)",
    "motions_release": "paper_id IN (SELECT id FROM motions_paper)",
    "motions_attachment": f"is_public AND {OF_PUBLIC_PAPER} OR (SELECT ris_level()) = 'user' AND {INTERNAL}",
    "motions_issueddocument": f"edition = 'public' AND {OF_PUBLIC_PAPER} OR (SELECT ris_level()) = 'user' AND {INTERNAL}",
    "motions_participation": f"(SELECT ris_level()) = 'user' AND {DESK}",
    "motions_cosignature": f"(SELECT ris_level()) = 'user' AND {DESK}",
    "motions_waiver": f"(SELECT ris_level()) = 'user' AND {DESK}",
    "motions_event": f"(SELECT ris_level()) = 'user' AND (actor_id = (SELECT ris_uid()) OR {DESK})",
    "motions_readrecord": "(SELECT ris_level()) = 'user' AND reader_id = (SELECT ris_uid())",
}
OPEN_TO_MEMBERS = {"motions_paper", "motions_event", "motions_readrecord"}
HISTORY = [
    "motions_paperevent",
    "motions_financialrowevent",
    "motions_consultationevent",
    "motions_participationevent",
    "motions_cosignatureevent",
    "motions_attachmentevent",
]


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
    dependencies = [("motions", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(policies(), reverse_sql=migrations.RunSQL.noop),
    ]
