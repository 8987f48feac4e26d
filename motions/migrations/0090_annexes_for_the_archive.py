"""Anlagen für das Archiv (SI-05): whether a file says it is PDF/A; of older ones nothing is known."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("motions", "0085_visibility_of_corrected_sessions"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="attachment",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="attachment",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="attachment",
            name="update_update",
        ),
        migrations.AddField(
            model_name="attachment",
            name="is_pdfa",
            field=models.BooleanField(blank=True, null=True, verbose_name="nach eigener Angabe PDF/A"),
        ),
        migrations.AddField(
            model_name="attachmentevent",
            name="is_pdfa",
            field=models.BooleanField(blank=True, null=True, verbose_name="nach eigener Angabe PDF/A"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attachment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "motions_attachmentevent" ("file_name", "hidden", "id", "is_pdfa", "is_public", "media_type", "pages", "paper_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "sha256", "size", "title", "uploaded_at", "uploaded_by_id") VALUES (NEW."file_name", NEW."hidden", NEW."id", NEW."is_pdfa", NEW."is_public", NEW."media_type", NEW."pages", NEW."paper_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."sha256", NEW."size", NEW."title", NEW."uploaded_at", NEW."uploaded_by_id"); RETURN NULL;',
                    hash="7e8f49ea5427e3f3573a176f79fd84afc7fa4750",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a084d",
                    table="motions_attachment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attachment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."file_name" IS DISTINCT FROM (NEW."file_name") OR OLD."hidden" IS DISTINCT FROM (NEW."hidden") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_pdfa" IS DISTINCT FROM (NEW."is_pdfa") OR OLD."is_public" IS DISTINCT FROM (NEW."is_public") OR OLD."media_type" IS DISTINCT FROM (NEW."media_type") OR OLD."pages" IS DISTINCT FROM (NEW."pages") OR OLD."paper_id" IS DISTINCT FROM (NEW."paper_id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."uploaded_at" IS DISTINCT FROM (NEW."uploaded_at") OR OLD."uploaded_by_id" IS DISTINCT FROM (NEW."uploaded_by_id"))',
                    func='INSERT INTO "motions_attachmentevent" ("file_name", "hidden", "id", "is_pdfa", "is_public", "media_type", "pages", "paper_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "sha256", "size", "title", "uploaded_at", "uploaded_by_id") VALUES (NEW."file_name", NEW."hidden", NEW."id", NEW."is_pdfa", NEW."is_public", NEW."media_type", NEW."pages", NEW."paper_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."sha256", NEW."size", NEW."title", NEW."uploaded_at", NEW."uploaded_by_id"); RETURN NULL;',
                    hash="69ae143c6d03567c160f90b2a6b8ab6ec1e2ea88",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_17765",
                    table="motions_attachment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attachment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "motions_attachmentevent" ("file_name", "hidden", "id", "is_pdfa", "is_public", "media_type", "pages", "paper_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "sha256", "size", "title", "uploaded_at", "uploaded_by_id") VALUES (OLD."file_name", OLD."hidden", OLD."id", OLD."is_pdfa", OLD."is_public", OLD."media_type", OLD."pages", OLD."paper_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."sha256", OLD."size", OLD."title", OLD."uploaded_at", OLD."uploaded_by_id"); RETURN NULL;',
                    hash="d0f2ecd5e6745267c8b79ee7aa872d41ba7ed149",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b480d",
                    table="motions_attachment",
                    when="AFTER",
                ),
            ),
        ),
    ]
