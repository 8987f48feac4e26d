"""Öffentliche Ausfertigungen, etwa der Stellenplan, und ihre Signaturen; public as long as all their papers are (P-06)."""

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from ._batches import BatchedMigration

SYSTEM = "(SELECT ris_level()) = 'system'"
STAFF = f"({SYSTEM} OR (SELECT ris_is_staff()))"
OF_A_VISIBLE_DOCUMENT = """(issued_id IN (SELECT id FROM motions_issueddocument)
  OR of_meeting_id IN (SELECT id FROM motions_meetingdocument)
  OR public_document_id IN (SELECT id FROM motions_publicdocument))"""
# Of the papers each reader finds those the policy of their own table shows.
POLICIES = f"""
ALTER TABLE motions_publicdocument ENABLE ROW LEVEL SECURITY;
ALTER TABLE motions_publicdocument FORCE ROW LEVEL SECURITY;
CREATE POLICY motions_publicdocument_read ON motions_publicdocument FOR SELECT
  USING ({SYSTEM} OR papers <@ ARRAY(SELECT id FROM motions_paper));
CREATE POLICY motions_publicdocument_insert ON motions_publicdocument FOR INSERT WITH CHECK ({SYSTEM});
CREATE POLICY motions_publicdocument_update ON motions_publicdocument FOR UPDATE
  USING ({STAFF}) WITH CHECK ({STAFF});
ALTER POLICY motions_signature_read ON motions_signature USING ({SYSTEM} OR {OF_A_VISIBLE_DOCUMENT});
ALTER POLICY motions_signingrequest_read ON motions_signingrequest
  USING ({STAFF} AND ({SYSTEM} OR {OF_A_VISIBLE_DOCUMENT}));
"""


class Migration(BatchedMigration):
    dependencies = [
        ("motions", "0057_held_signing_orders"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        editable=False,
                        unique=True,
                        verbose_name="Kennung",
                    ),
                ),
                ("series", models.SlugField(max_length=60, verbose_name="Reihe")),
                ("revision", models.PositiveSmallIntegerField(verbose_name="Fassung")),
                ("title", models.CharField(max_length=200, verbose_name="Titel")),
                ("page", models.CharField(max_length=200, verbose_name="Seite")),
                (
                    "papers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Vorlagen",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="Stand")),
                ("content", models.JSONField(verbose_name="Inhalt")),
                ("issued_at", models.DateTimeField(verbose_name="ausgefertigt am")),
                ("sha256", models.CharField(blank=True, default="", max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="Größe in Byte")),
                ("pages", models.PositiveIntegerField(blank=True, null=True, verbose_name="Seiten")),
                ("made_at", models.DateTimeField(blank=True, null=True, verbose_name="hergestellt am")),
                (
                    "failure",
                    models.CharField(blank=True, default="", max_length=500, verbose_name="Hindernis"),
                ),
            ],
            options={
                "verbose_name": "Öffentliche Ausfertigung",
                "verbose_name_plural": "Öffentliche Ausfertigungen",
                "ordering": ["series", "-revision"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="signingrequest",
            name="signing_request_frozen",
        ),
        migrations.RemoveConstraint(
            model_name="signature",
            name="signature_of_one_document",
        ),
        migrations.RemoveConstraint(
            model_name="signature",
            name="signature_number_once",
        ),
        migrations.RemoveConstraint(
            model_name="signature",
            name="signature_version_signed_once",
        ),
        migrations.RemoveConstraint(
            model_name="signingrequest",
            name="signing_request_of_one_document",
        ),
        migrations.RemoveConstraint(
            model_name="signingrequest",
            name="signing_request_one_at_a_time",
        ),
        migrations.AddConstraint(
            model_name="publicdocument",
            constraint=models.UniqueConstraint(fields=("series", "revision"), name="public_document_once"),
        ),
        migrations.AddConstraint(
            model_name="publicdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("made_at__isnull", True),
                        ("pages__isnull", True),
                        ("sha256", ""),
                        ("size__isnull", True),
                    ),
                    models.Q(
                        ("made_at__isnull", False),
                        ("pages__isnull", False),
                        ("size__isnull", False),
                        models.Q(("sha256", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="public_document_made_whole",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publicdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="public_document_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d544b5b8a9c9de3569113d02c36bc03f18523337",
                    operation="DELETE",
                    pgid="pgtrigger_public_document_never_deleted_8cf42",
                    table="motions_publicdocument",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publicdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="public_document_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.public_id IS DISTINCT FROM NEW.public_id OR OLD.series IS DISTINCT FROM NEW.series OR OLD.revision IS DISTINCT FROM NEW.revision OR OLD.title IS DISTINCT FROM NEW.title OR OLD.page IS DISTINCT FROM NEW.page OR OLD.papers IS DISTINCT FROM NEW.papers OR OLD.as_of IS DISTINCT FROM NEW.as_of OR OLD.content IS DISTINCT FROM NEW.content OR OLD.issued_at IS DISTINCT FROM NEW.issued_at OR OLD.sha256 <> '' AND (OLD.sha256, OLD.size, OLD.pages, OLD.made_at) IS DISTINCT FROM (NEW.sha256, NEW.size, NEW.pages, NEW.made_at))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="64eb41f8815d8b108b79945811d70e11ab99d6b6",
                    operation="UPDATE",
                    pgid="pgtrigger_public_document_frozen_1d7cc",
                    table="motions_publicdocument",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="public_document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signatures",
                to="motions.publicdocument",
            ),
        ),
        migrations.AddField(
            model_name="signingrequest",
            name="public_document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signing_requests",
                to="motions.publicdocument",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("issued__isnull", False),
                        ("of_meeting__isnull", True),
                        ("public_document__isnull", True),
                    ),
                    models.Q(
                        ("issued__isnull", True),
                        ("of_meeting__isnull", False),
                        ("public_document__isnull", True),
                    ),
                    models.Q(
                        ("issued__isnull", True),
                        ("of_meeting__isnull", True),
                        ("public_document__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="signature_of_one_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                fields=("issued", "of_meeting", "public_document", "number"),
                name="signature_number_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                fields=("issued", "of_meeting", "public_document", "source_sha256"),
                name="signature_version_signed_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="signingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("issued__isnull", False),
                        ("of_meeting__isnull", True),
                        ("public_document__isnull", True),
                    ),
                    models.Q(
                        ("issued__isnull", True),
                        ("of_meeting__isnull", False),
                        ("public_document__isnull", True),
                    ),
                    models.Q(
                        ("issued__isnull", True),
                        ("of_meeting__isnull", True),
                        ("public_document__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="signing_request_of_one_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("issued", "of_meeting", "public_document"),
                name="signing_request_one_at_a_time",
                nulls_distinct=False,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signingrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="signing_request_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.ended_at IS NOT NULL OR OLD.public_id IS DISTINCT FROM NEW.public_id OR OLD.issued_id IS DISTINCT FROM NEW.issued_id OR OLD.of_meeting_id IS DISTINCT FROM NEW.of_meeting_id OR OLD.public_document_id IS DISTINCT FROM NEW.public_document_id OR OLD.field IS DISTINCT FROM NEW.field OR OLD.kind IS DISTINCT FROM NEW.kind OR OLD.key IS DISTINCT FROM NEW.key OR OLD.signer IS DISTINCT FROM NEW.signer OR OLD.source_sha256 IS DISTINCT FROM NEW.source_sha256 OR OLD.asked_by_id IS DISTINCT FROM NEW.asked_by_id OR OLD.asked_at IS DISTINCT FROM NEW.asked_at)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="6c904366dba553a77539f6f675f199f0587426f3",
                    operation="UPDATE",
                    pgid="pgtrigger_signing_request_frozen_f023b",
                    table="motions_signingrequest",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(POLICIES, reverse_sql=migrations.RunSQL.noop),
    ]
