"""Wer in der Datenbank schreibt, was zu einer Sitzung gehört: repeats the ``may_`` predicates of the rules on purpose.

Until here everybody with an office could. The Bürgermeister may lock what an objection is about, never change it.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION ris_is_meeting_office() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT ris_is_staff() AND EXISTS (SELECT FROM ris_holdings() h WHERE h.office = 'meeting_office')
$$;
"""

SYSTEM = "(SELECT ris_level()) = 'system'"
OFFICE = f"({SYSTEM} OR (SELECT ris_is_meeting_office()))"
LEADING = f"({SYSTEM} OR (SELECT ris_sees_everything()))"
OF_UNIT = "(SELECT ris_is_staff()) AND unit_id IN (SELECT unit_id FROM ris_holdings())"
OWN = "(SELECT ris_level()) = 'user' AND person_id = (SELECT ris_person())"
BY_ME = "= (SELECT ris_uid())"
# As the person sees it: a secret item is hidden from who is recused, so that nobody opens it again alone (P-10).
OPEN_ITEM = """item_id IN (SELECT i.id FROM motions_agendaitem i JOIN motions_meeting m ON m.id = i.meeting_id
  WHERE m.status IN ('invited', 'in_session'))"""

OF_THE_OFFICE = (
    "motions_meeting",
    "motions_onlineaccess",
    "motions_agendaitem",
    "motions_treatment",
    "motions_ballot",
    "motions_namedvote",
    "motions_candidate",
    "motions_attendee",
    "motions_attendanceinterval",
    "motions_invitation",
    "motions_delivery",
    "motions_publicnotice",
    "motions_meetingdocument",
    "motions_minutes",
    "motions_minutesentry",
    "motions_minutessignature",
    "motions_minutesscan",
    "motions_minutesobjection",
)
READ_AS_A_WHOLE = tuple(table for table in OF_THE_OFFICE if table.startswith("motions_minutes"))
REPLY = f"({OFFICE} OR {OWN} AND replied_by_id {BY_ME})"
RECUSAL = f"({OFFICE} OR {OWN} AND declared_by_id {BY_ME} AND {OPEN_ITEM})"
TASK = f"({LEADING} OR {OF_UNIT})"
REPORT = f"""({SYSTEM} OR reported_by_id {BY_ME} AND task_id IN (
  SELECT id FROM motions_implementationtask WHERE (SELECT ris_sees_everything()) OR {OF_UNIT}))"""

# Table: who inserts, which rows may be locked and changed, what they may become, which may be deleted.
WRITERS = dict.fromkeys(OF_THE_OFFICE, (OFFICE, LEADING, OFFICE, OFFICE)) | {
    "motions_reply": (REPLY, f"({OFFICE} OR {OWN})", REPLY, f"({OFFICE} OR {OWN})"),
    "motions_recusal": (RECUSAL, OFFICE, OFFICE, f"({OFFICE} OR {OWN} AND {OPEN_ITEM})"),
    "motions_implementationtask": (OFFICE, TASK, TASK, f"({SYSTEM})"),
    "motions_taskreport": (REPORT, f"({SYSTEM})", f"({SYSTEM})", f"({SYSTEM})"),
    "motions_resolutionobjection": (LEADING, LEADING, LEADING, f"({SYSTEM})"),
    "motions_urgentdecision": (OFFICE, OFFICE, OFFICE, f"({SYSTEM})"),
}


def policies() -> str:
    """The policies that read stay as they are; the one of the minutes is divided into reading and writing."""
    parts = [
        f"""
        DROP POLICY {table}_all ON {table};
        CREATE POLICY {table}_read ON {table} FOR SELECT USING {LEADING};
        CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK (false);
        CREATE POLICY {table}_update ON {table} FOR UPDATE USING (false);
        CREATE POLICY {table}_delete ON {table} FOR DELETE USING (false);"""
        for table in READ_AS_A_WHOLE
    ]
    parts += [
        f"""
        ALTER POLICY {table}_insert ON {table} WITH CHECK ({inserts});
        ALTER POLICY {table}_update ON {table} USING ({locks}) WITH CHECK ({becomes});
        ALTER POLICY {table}_delete ON {table} USING ({deletes});"""
        for table, (inserts, locks, becomes, deletes) in WRITERS.items()
    ]
    return "\n".join(parts)


class Migration(migrations.Migration):
    dependencies = [("motions", "0036_objection_to_a_part")]

    operations = [
        migrations.RunSQL(FUNCTION, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(policies(), reverse_sql=migrations.RunSQL.noop),
    ]
