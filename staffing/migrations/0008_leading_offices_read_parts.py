"""Wer jede Fassung liest, liest auch ihre Teile: asked once for each query, and not again for each of 22,000 entries."""

from django.db import migrations

LEADING = """((SELECT ris_level()) = 'system' OR (SELECT ris_holds_one_of(
  'personnel', 'treasurer', 'equality', 'mayor', 'general_deputy', 'meeting_office')))"""
OF_ENTRY = "entry_id IN (SELECT id FROM staffing_planentry)"
TABLES = ("staffing_entryshare", "staffing_entrynote")


def reading(read: str) -> str:
    return "\n".join(f"ALTER POLICY {table}_read ON {table} USING ({read});" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("staffing", "0007_entry_step")]

    operations = [migrations.RunSQL(reading(f"{LEADING} OR {OF_ENTRY}"), reading(OF_ENTRY))]
