"""Widerspruch, Beanstandung, Einspruch und dringliche Entscheidungen."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from ._batches import BatchedMigration


class Migration(BatchedMigration):
    dependencies = [
        ("motions", "0028_visibility_of_tasks"),
    ]

    operations = [
        migrations.CreateModel(
            name="UrgentDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("main_committee", "Der Haupt- und Finanzausschuss entscheidet für den Rat"),
                            (
                                "mayor",
                                "Bürgermeisterin oder Bürgermeister entscheidet mit einem Ratsmitglied",
                            ),
                        ],
                        max_length=15,
                        verbose_name="Stufe",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="entschieden am")),
                (
                    "needed_by",
                    models.DateField(
                        help_text="Bis zu welchem Tag entschieden werden musste.",
                        verbose_name="spätestens nötig am",
                    ),
                ),
                (
                    "why_no_meeting",
                    models.TextField(
                        help_text="Für den Rat und für den Haupt- und Finanzausschuss, wenn beide nicht tagen können.",
                        verbose_name="Warum kann nicht rechtzeitig getagt werden?",
                    ),
                ),
                (
                    "disadvantage",
                    models.TextField(verbose_name="Welcher Nachteil oder welche Gefahr droht sonst?"),
                ),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="unterschrieben am")),
                (
                    "second_signed_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="vom Ratsmitglied unterschrieben am"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="eingetragen am")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Bürgermeisterin, Bürgermeister oder allgemeine Vertretung",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="motions.organization",
                        verbose_name="Anstelle von",
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="urgent_decision",
                        to="motions.paper",
                        verbose_name="Vorlage",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="motions.person",
                        verbose_name="Mitentscheidendes Ratsmitglied",
                    ),
                ),
            ],
            options={
                "verbose_name": "Dringliche Entscheidung",
                "verbose_name_plural": "Dringliche Entscheidungen",
                "ordering": ["-decided_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ResolutionObjection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("veto", "Widerspruch (§ 54 Abs. 1 GO NRW)"),
                            ("legality", "Beanstandung (§ 54 Abs. 2 und 3 GO NRW)"),
                            ("appeal", "Einspruch (§ 57 Abs. 4 GO NRW)"),
                        ],
                        max_length=10,
                        verbose_name="Art",
                    ),
                ),
                ("raised_on", models.DateField(verbose_name="eingelegt am")),
                (
                    "supporter_count",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Nur beim Einspruch; leer, wenn die Bürgermeisterin oder der Bürgermeister ihn eingelegt hat.",
                        null=True,
                        verbose_name="Zahl der einsprechenden Ausschussmitglieder",
                    ),
                ),
                ("reasons", models.TextField(verbose_name="Schriftliche Begründung")),
                ("recorded_at", models.DateTimeField(verbose_name="eingetragen am")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "Der Beschluss bleibt bestehen"),
                            ("set_aside", "Der Beschluss ist aufgehoben"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="Ausgang",
                    ),
                ),
                ("resolved_on", models.DateField(blank=True, null=True, verbose_name="entschieden am")),
                ("resolution_note", models.TextField(blank=True, verbose_name="Vermerk zum Ausgang")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "treatment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="motions.treatment",
                    ),
                ),
            ],
            options={
                "verbose_name": "Widerspruch oder Beanstandung",
                "verbose_name_plural": "Widersprüche und Beanstandungen",
                "ordering": ["-raised_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "veto")),
                        fields=("treatment",),
                        name="objection_one_veto",
                        violation_error_message="Gegen diesen Beschluss gibt es schon einen Widerspruch (W-03).",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reasons", ""), _negated=True), name="objection_has_reasons"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolved_on__isnull", True), ("result", "")),
                            models.Q(
                                models.Q(("result", ""), _negated=True),
                                ("resolved_on__gte", models.F("raised_on")),
                            ),
                            _connector="OR",
                        ),
                        name="objection_resolved_with_result",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supporter_count__isnull", True), ("kind", "appeal"), _connector="OR"
                        ),
                        name="objection_supporters_of_appeal",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resolutionobjection",
            trigger=pgtrigger.compiler.Trigger(
                name="objection_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a2bb3f7d9ca0a984cd41770012bf427913563ae9",
                    operation="DELETE",
                    pgid="pgtrigger_objection_never_deleted_cc8cf",
                    table="motions_resolutionobjection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resolutionobjection",
            trigger=pgtrigger.compiler.Trigger(
                name="objection_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.resolved_on IS NOT NULL OR (OLD.treatment_id, OLD.kind, OLD.raised_on, OLD.reasons, OLD.supporter_count) IS DISTINCT FROM (NEW.treatment_id, NEW.kind, NEW.raised_on, NEW.reasons, NEW.supporter_count))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="cdab1c2792d16df823588873e4e9006e4ecaa350",
                    operation="UPDATE",
                    pgid="pgtrigger_objection_frozen_34c79",
                    table="motions_resolutionobjection",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="urgentdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_by__isnull", True),
                        ("level", "main_committee"),
                        ("second_person__isnull", True),
                        ("second_signed_on__isnull", True),
                        ("signed_on__isnull", True),
                    ),
                    models.Q(
                        ("decided_by__isnull", False),
                        ("level", "mayor"),
                        ("second_person__isnull", False),
                        ("second_signed_on__isnull", False),
                        ("signed_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="urgent_decision_by_two",
                violation_error_message="Auf der zweiten Stufe entscheiden zwei: Tragen Sie beide Personen und beide Unterschriften ein. Auf der ersten Stufe bleiben diese Felder leer (U-01).",
            ),
        ),
        migrations.AddConstraint(
            model_name="urgentdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("why_no_meeting", ""), _negated=True),
                    models.Q(("disadvantage", ""), _negated=True),
                ),
                name="urgent_decision_has_reasons",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="urgentdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="urgent_decision_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="91e685f164cb571c9890babfc2ea7810cae48827",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_urgent_decision_frozen_1c347",
                    table="motions_urgentdecision",
                    when="BEFORE",
                ),
            ),
        ),
    ]
