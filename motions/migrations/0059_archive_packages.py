"""Archivpakete (SI-05): rows of the Ratsbüro alone, in the database as in the rules (security.md 1.4)."""

import django.contrib.postgres.functions
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

TABLE = "motions_archivepackage"
OFFICE = "((SELECT ris_level()) = 'system' OR (SELECT ris_is_meeting_office()))"
POLICIES = f"""
    ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY;
    CREATE POLICY {TABLE}_read ON {TABLE} FOR SELECT USING ({OFFICE});
    CREATE POLICY {TABLE}_insert ON {TABLE} FOR INSERT WITH CHECK ({OFFICE});
    CREATE POLICY {TABLE}_update ON {TABLE} FOR UPDATE USING ({OFFICE}) WITH CHECK ({OFFICE});"""


class Migration(migrations.Migration):
    dependencies = [
        ("motions", "0058_public_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArchivePackage",
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
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Jahr")),
                (
                    "edition",
                    models.CharField(
                        choices=[
                            ("public", "Öffentliche Ausfertigung"),
                            ("internal", "Nichtöffentliche Ausfertigung"),
                        ],
                        max_length=10,
                        verbose_name="Ausfertigung",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="beauftragt am")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="Dateien im Paket")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="Dateien insgesamt")),
                ("sha256", models.CharField(blank=True, default="", max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="Größe in Byte")),
                ("file_count", models.PositiveIntegerField(blank=True, null=True, verbose_name="Dateien")),
                ("made_at", models.DateTimeField(blank=True, null=True, verbose_name="hergestellt am")),
                ("parts", models.JSONField(blank=True, default=list, verbose_name="Bestandteile")),
                (
                    "forgotten_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="Datei gelöscht am"),
                ),
                (
                    "failure",
                    models.CharField(blank=True, default="", max_length=500, verbose_name="Hindernis"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="archive_packages",
                        to="motions.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "Archivpaket",
                "verbose_name_plural": "Archivpakete",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("meeting__isnull", False), ("year__isnull", True)),
                            models.Q(
                                ("meeting__isnull", True),
                                ("year__gte", 1990),
                                ("year__isnull", False),
                                ("year__lte", 2100),
                            ),
                            _connector="OR",
                        ),
                        name="archive_package_of_meeting_or_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("file_count__isnull", True),
                                ("made_at__isnull", True),
                                ("sha256", ""),
                                ("size__isnull", True),
                            ),
                            models.Q(
                                ("file_count__isnull", False),
                                ("made_at__isnull", False),
                                ("size__isnull", False),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="archive_package_made_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("forgotten_at__isnull", True),
                            models.Q(("forgotten_at__gte", models.F("made_at")), ("made_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="archive_package_forgotten_when_made",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("made_at__isnull", True)),
                        fields=("meeting", "year", "edition"),
                        name="archive_package_one_at_a_time",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="archivepackage",
            trigger=pgtrigger.compiler.Trigger(
                name="archive_package_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="f30b668d86ae04ef050305110ce84c8d6af46554",
                    operation="DELETE",
                    pgid="pgtrigger_archive_package_never_deleted_71c65",
                    table="motions_archivepackage",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="archivepackage",
            trigger=pgtrigger.compiler.Trigger(
                name="archive_package_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.public_id IS DISTINCT FROM NEW.public_id OR OLD.meeting_id IS DISTINCT FROM NEW.meeting_id OR OLD.year IS DISTINCT FROM NEW.year OR OLD.edition IS DISTINCT FROM NEW.edition OR OLD.asked_by_id IS DISTINCT FROM NEW.asked_by_id OR OLD.asked_at IS DISTINCT FROM NEW.asked_at OR (OLD.sha256 <> '' AND OLD.sha256 IS DISTINCT FROM NEW.sha256) OR (OLD.sha256 <> '' AND OLD.size IS DISTINCT FROM NEW.size) OR (OLD.sha256 <> '' AND OLD.file_count IS DISTINCT FROM NEW.file_count) OR (OLD.sha256 <> '' AND OLD.made_at IS DISTINCT FROM NEW.made_at) OR (OLD.sha256 <> '' AND OLD.parts IS DISTINCT FROM NEW.parts))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="cfaa5f7d5964c09e56986e7f2adce890651267b1",
                    operation="UPDATE",
                    pgid="pgtrigger_archive_package_frozen_00d70",
                    table="motions_archivepackage",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(POLICIES, reverse_sql=migrations.RunSQL.noop),
    ]
