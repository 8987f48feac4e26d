"""Sitzungsmappe: what keeps a package from an archive format is written down with its file (D-07)."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("motions", "0074_offices_asked_for_a_statement"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="meetingdocument",
            name="meeting_document_frozen",
        ),
        migrations.AddField(
            model_name="meetingdocument",
            name="shortfalls",
            field=models.JSONField(blank=True, null=True, verbose_name="Abweichungen vom Archivformat"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="meeting_document_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.public_id IS DISTINCT FROM NEW.public_id OR OLD.meeting_id IS DISTINCT FROM NEW.meeting_id OR OLD.kind IS DISTINCT FROM NEW.kind OR OLD.edition IS DISTINCT FROM NEW.edition OR OLD.revision IS DISTINCT FROM NEW.revision OR OLD.item_id IS DISTINCT FROM NEW.item_id OR OLD.content IS DISTINCT FROM NEW.content OR OLD.issued_at IS DISTINCT FROM NEW.issued_at OR OLD.sha256 <> '' AND (OLD.sha256, OLD.size, OLD.pages, OLD.made_at, OLD.shortfalls) IS DISTINCT FROM (NEW.sha256, NEW.size, NEW.pages, NEW.made_at, NEW.shortfalls))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="02284b93bc2bf097444c8996690ca61f35674a89",
                    operation="UPDATE",
                    pgid="pgtrigger_meeting_document_frozen_5bd11",
                    table="motions_meetingdocument",
                    when="BEFORE",
                ),
            ),
        ),
    ]
