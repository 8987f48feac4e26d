"""Sichtbarkeit der Benachrichtigungen: everybody their own; the outbox is written by the system alone."""

from django.db import migrations

_SYSTEM = "(SELECT ris_level()) = 'system'"
_OWN = "(SELECT ris_level()) = 'user' AND {column} = (SELECT ris_uid())"


def policies() -> str:
    """Read, insert, update and delete; the owner is bound, too (FORCE)."""
    own, chosen = _OWN.format(column="recipient_id"), _OWN.format(column="user_id")
    rows = (
        ("motions_notification", f"{_SYSTEM} OR {own}", _SYSTEM),
        ("motions_notificationchoice", f"{_SYSTEM} OR {chosen}", f"({_SYSTEM} OR {chosen})"),
    )
    return "\n".join(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY {table}_read ON {table} FOR SELECT USING ({read});
        CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK ({write});
        CREATE POLICY {table}_update ON {table} FOR UPDATE USING ({write}) WITH CHECK ({write});
        CREATE POLICY {table}_delete ON {table} FOR DELETE USING ({write});"""
        for table, read, write in rows
    )


class Migration(migrations.Migration):
    dependencies = [("motions", "0025_notifications")]

    operations = [migrations.RunSQL(policies(), reverse_sql=migrations.RunSQL.noop)]
