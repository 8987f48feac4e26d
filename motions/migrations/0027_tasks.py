"""Beschlusskontrolle: tasks from resolutions and what is reported on them."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from ._batches import BatchedMigration


class Migration(BatchedMigration):
    dependencies = [
        ("motions", "0026_visibility_of_notifications"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImplementationTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Offen"),
                            ("reported", "Als umgesetzt gemeldet"),
                            ("done", "Erledigt"),
                            ("dropped", "Entfallen"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("status_since", models.DateTimeField(verbose_name="Stand seit")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="Frist")),
                ("is_public", models.BooleanField(default=False, verbose_name="öffentlich")),
                ("created_at", models.DateTimeField(verbose_name="angelegt am")),
                (
                    "treatment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="motions.treatment",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="motions.unit",
                        verbose_name="Fachbereich",
                    ),
                ),
            ],
            options={
                "verbose_name": "Umsetzung",
                "verbose_name_plural": "Umsetzungen",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ImplementationTaskEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Offen"),
                            ("reported", "Als umgesetzt gemeldet"),
                            ("done", "Erledigt"),
                            ("dropped", "Entfallen"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("status_since", models.DateTimeField(verbose_name="Stand seit")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="Frist")),
                ("is_public", models.BooleanField(default=False, verbose_name="öffentlich")),
                ("created_at", models.DateTimeField(verbose_name="angelegt am")),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="row_history",
                        to="motions.implementationtask",
                    ),
                ),
                (
                    "treatment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="motions.treatment",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="motions.unit",
                        verbose_name="Fachbereich",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TaskReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=100, verbose_name="Anlass")),
                ("text", models.TextField(verbose_name="Bericht")),
                ("reported_at", models.DateTimeField(verbose_name="am")),
                (
                    "reported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="motions.implementationtask",
                    ),
                ),
            ],
            options={
                "verbose_name": "Bericht zur Umsetzung",
                "verbose_name_plural": "Berichte zur Umsetzung",
                "ordering": ["-reported_at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="implementationtask",
            constraint=models.UniqueConstraint(
                fields=("treatment", "unit"),
                name="task_once_a_unit",
                violation_error_message="Dieser Fachbereich setzt den Beschluss schon um.",
            ),
        ),
        migrations.AddConstraint(
            model_name="implementationtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due_on__isnull", True),
                    models.Q(("due_on__year__gte", 1990), ("due_on__year__lte", 2100)),
                    _connector="OR",
                ),
                name="task_due_plausible",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="implementationtask",
            trigger=pgtrigger.compiler.Trigger(
                name="task_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="5044d9ba36306d3ceb0c29ef1b84b4fc4dbf1131",
                    operation="DELETE",
                    pgid="pgtrigger_task_never_deleted_65bb5",
                    table="motions_implementationtask",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="implementationtask",
            trigger=pgtrigger.compiler.Trigger(
                name="task_known_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN (('open', 'dropped'), ('open', 'reported'), ('reported', 'done'), ('reported', 'dropped'), ('reported', 'open')))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="2aa5a762a76f8c5255e22b417095c65f47599ab4",
                    operation="UPDATE",
                    pgid="pgtrigger_task_known_steps_2db7a",
                    table="motions_implementationtask",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="implementationtask",
            trigger=pgtrigger.compiler.Trigger(
                name="task_of_a_resolution",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NOT EXISTS (SELECT FROM motions_treatment t WHERE t.id = NEW.treatment_id AND t.outcome IN ('adopted', 'adopted_amended', 'approved')) THEN RAISE EXCEPTION 'only a resolution is carried out'; END IF; RETURN NEW;",
                    hash="3d6555251ee5beef4bcb853c457848edca5286f2",
                    operation="INSERT",
                    pgid="pgtrigger_task_of_a_resolution_1fbf6",
                    table="motions_implementationtask",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="implementationtask",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "motions_implementationtaskevent" ("created_at", "due_on", "id", "is_public", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "status_since", "treatment_id", "unit_id", "version") VALUES (NEW."created_at", NEW."due_on", NEW."id", NEW."is_public", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."status", NEW."status_since", NEW."treatment_id", NEW."unit_id", NEW."version"); RETURN NULL;',
                    hash="5003f70e466779d7706a207cf6ae370621f8a0eb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_24705",
                    table="motions_implementationtask",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="implementationtask",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "motions_implementationtaskevent" ("created_at", "due_on", "id", "is_public", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "status_since", "treatment_id", "unit_id", "version") VALUES (NEW."created_at", NEW."due_on", NEW."id", NEW."is_public", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."status", NEW."status_since", NEW."treatment_id", NEW."unit_id", NEW."version"); RETURN NULL;',
                    hash="699b73298b81d39f24994a0ed42df7fcc9b5b55c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9bc46",
                    table="motions_implementationtask",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="implementationtask",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "motions_implementationtaskevent" ("created_at", "due_on", "id", "is_public", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "status_since", "treatment_id", "unit_id", "version") VALUES (OLD."created_at", OLD."due_on", OLD."id", OLD."is_public", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."status", OLD."status_since", OLD."treatment_id", OLD."unit_id", OLD."version"); RETURN NULL;',
                    hash="a1576855c849dcb4c7ff25acbcd71f7bab8dbb77",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d5aeb",
                    table="motions_implementationtask",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="implementationtaskevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1efc41b3213587d87eb50d05199dccd44df712db",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1b2b9",
                    table="motions_implementationtaskevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="taskreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="task_report_says_something"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taskreport",
            trigger=pgtrigger.compiler.Trigger(
                name="task_report_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f30718c5af35781af3ae9e1db5b89eb16fff0d77",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_task_report_frozen_5051a",
                    table="motions_taskreport",
                    when="BEFORE",
                ),
            ),
        ),
    ]
