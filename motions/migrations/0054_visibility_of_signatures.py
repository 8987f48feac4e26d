"""Signaturen in der Datenbank: whoever may read a document may know who signed it; the work on it is the staff's."""

from django.db import migrations

OF_A_VISIBLE_DOCUMENT = """(issued_id IN (SELECT id FROM motions_issueddocument)
  OR of_meeting_id IN (SELECT id FROM motions_meetingdocument))"""
SYSTEM = "(SELECT ris_level()) = 'system'"
STAFF = f"({SYSTEM} OR (SELECT ris_is_staff()))"


def policies() -> str:
    """Read, insert and update; the owner is bound, too (FORCE)."""
    parts = []
    for table, read, write in (
        ("motions_signature", f"{SYSTEM} OR {OF_A_VISIBLE_DOCUMENT}", STAFF),
        ("motions_signingrequest", f"{STAFF} AND ({SYSTEM} OR {OF_A_VISIBLE_DOCUMENT})", STAFF),
    ):
        parts.append(f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY {table}_read ON {table} FOR SELECT USING ({read});
            CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK ({write});
            CREATE POLICY {table}_update ON {table} FOR UPDATE USING ({write}) WITH CHECK ({write});""")
    office = f"({SYSTEM} OR (SELECT ris_sees_everything()))"
    parts.append(f"""
        ALTER TABLE motions_signedupload ENABLE ROW LEVEL SECURITY;
        ALTER TABLE motions_signedupload FORCE ROW LEVEL SECURITY;
        CREATE POLICY motions_signedupload_all ON motions_signedupload USING {office} WITH CHECK {office};""")
    return "\n".join(parts)


class Migration(migrations.Migration):
    dependencies = [("motions", "0053_signatures")]

    operations = [migrations.RunSQL(policies(), reverse_sql=migrations.RunSQL.noop)]
