"""Wer Rechte bekam: one mayor at a time, one seat at a time, and the history of all rows that give rights."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import motions.models.bylaw

from ._batches import BatchedMigration


class Migration(BatchedMigration):
    dependencies = [
        ("motions", "0008_released_text_frozen"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="AppointmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("starts_on", models.DateField(verbose_name="gültig ab")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="gültig bis")),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("clerk", "Sachbearbeitung"),
                            ("unit_head", "Fachbereichsleitung"),
                            ("treasurer", "Kämmerei"),
                            ("personnel", "Personal und Organisation"),
                            ("equality", "Gleichstellungsbeauftragte"),
                            ("mayor", "Bürgermeisterin oder Bürgermeister"),
                            ("general_deputy", "Allgemeine Vertretung"),
                            ("meeting_office", "Ratsbüro"),
                        ],
                        max_length=20,
                        verbose_name="Amt",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MembershipEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("starts_on", models.DateField(verbose_name="gültig ab")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="gültig bis")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "Vorsitz"),
                            ("deputy_chair", "Stellvertretender Vorsitz"),
                            ("member", "Mitglied"),
                            ("expert_citizen", "Sachkundige Bürgerin oder sachkundiger Bürger"),
                            ("advisory_resident", "Sachkundige Einwohnerin oder sachkundiger Einwohner"),
                            (
                                "deputy_mayor",
                                "Ehrenamtliche stellvertretende Bürgermeisterin oder ehrenamtlicher Stellvertreter",
                            ),
                        ],
                        default="member",
                        max_length=20,
                        verbose_name="Funktion",
                    ),
                ),
                ("has_vote", models.BooleanField(default=True, verbose_name="stimmberechtigt")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SubstitutionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("starts_on", models.DateField(verbose_name="gültig ab")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="gültig bis")),
                (
                    "ground",
                    models.CharField(
                        help_text="Zum Beispiel: Urlaub, Dienstreise, Erkrankung.",
                        max_length=200,
                        verbose_name="Grund",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UserEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="E-Mail")),
                ("first_name", models.CharField(max_length=100, verbose_name="Vorname")),
                ("last_name", models.CharField(max_length=100, verbose_name="Nachname")),
                (
                    "function",
                    models.CharField(
                        blank=True,
                        help_text="Steht anstelle des Namens in öffentlichen Vorlagen, zum Beispiel „Sachbearbeitung Soziales“.",
                        max_length=200,
                        verbose_name="Funktion",
                    ),
                ),
                ("short_sign", models.CharField(blank=True, max_length=10, verbose_name="Kurzzeichen")),
                ("phone", models.CharField(blank=True, max_length=50, verbose_name="Telefon")),
                ("is_active", models.BooleanField(default=True, verbose_name="aktiv")),
                ("is_staff", models.BooleanField(default=False, verbose_name="pflegt Stammdaten")),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appointment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "motions_appointmentevent" ("ends_on", "id", "office", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "unit_id", "user_id") VALUES (NEW."ends_on", NEW."id", NEW."office", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."unit_id", NEW."user_id"); RETURN NULL;',
                    hash="4e6b5ab7b6cce9f2df00a7b6015e30959c8b1c3c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a41fe",
                    table="motions_appointment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appointment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "motions_appointmentevent" ("ends_on", "id", "office", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "unit_id", "user_id") VALUES (NEW."ends_on", NEW."id", NEW."office", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on", NEW."unit_id", NEW."user_id"); RETURN NULL;',
                    hash="8fec8cee5e6115a50621967e57d053c602fcb645",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_80492",
                    table="motions_appointment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appointment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "motions_appointmentevent" ("ends_on", "id", "office", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "unit_id", "user_id") VALUES (OLD."ends_on", OLD."id", OLD."office", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."unit_id", OLD."user_id"); RETURN NULL;',
                    hash="efc55a3cda07801013a0dd55a249e9c2e07d1156",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1cbf4",
                    table="motions_appointment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "motions_membershipevent" ("ends_on", "has_vote", "id", "organization_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "starts_on") VALUES (NEW."ends_on", NEW."has_vote", NEW."id", NEW."organization_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."starts_on"); RETURN NULL;',
                    hash="c06b77659e335036875c5c716726da8d24bb1acb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_73546",
                    table="motions_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "motions_membershipevent" ("ends_on", "has_vote", "id", "organization_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "starts_on") VALUES (NEW."ends_on", NEW."has_vote", NEW."id", NEW."organization_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."starts_on"); RETURN NULL;',
                    hash="50eb438d0514df8052378d8af991c990cd58de5e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3e3b7",
                    table="motions_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "motions_membershipevent" ("ends_on", "has_vote", "id", "organization_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "starts_on") VALUES (OLD."ends_on", OLD."has_vote", OLD."id", OLD."organization_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."starts_on"); RETURN NULL;',
                    hash="ff5bdabca47265cc9158e242c2b90b7eca5d4bd9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a6c32",
                    table="motions_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="substitution",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "motions_substitutionevent" ("absent_id", "ends_on", "ground", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "substitute_id") VALUES (NEW."absent_id", NEW."ends_on", NEW."ground", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."substitute_id"); RETURN NULL;',
                    hash="101d031fd69d01805dd2f68196ca9a82707e438c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4b109",
                    table="motions_substitution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="substitution",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "motions_substitutionevent" ("absent_id", "ends_on", "ground", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "substitute_id") VALUES (NEW."absent_id", NEW."ends_on", NEW."ground", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on", NEW."substitute_id"); RETURN NULL;',
                    hash="35ec13b8d66c3abd2fe45ad23ebe4e03026f244d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0a7f7",
                    table="motions_substitution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="substitution",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "motions_substitutionevent" ("absent_id", "ends_on", "ground", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "substitute_id") VALUES (OLD."absent_id", OLD."ends_on", OLD."ground", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."substitute_id"); RETURN NULL;',
                    hash="5eaaeeeaa63ffdf2e0a229f9bccf24c8beeb51df",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_524b7",
                    table="motions_substitution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "motions_userevent" ("email", "first_name", "function", "id", "is_active", "is_staff", "is_superuser", "last_name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "short_sign") VALUES (NEW."email", NEW."first_name", NEW."function", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."last_name", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."short_sign"); RETURN NULL;',
                    hash="c82dbdc3dd2bf276f8420a75818cbb6ccdc2b692",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c37e4",
                    table="motions_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."first_name" IS DISTINCT FROM (NEW."first_name") OR OLD."function" IS DISTINCT FROM (NEW."function") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."last_name" IS DISTINCT FROM (NEW."last_name") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."short_sign" IS DISTINCT FROM (NEW."short_sign"))',
                    func='INSERT INTO "motions_userevent" ("email", "first_name", "function", "id", "is_active", "is_staff", "is_superuser", "last_name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "short_sign") VALUES (NEW."email", NEW."first_name", NEW."function", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."last_name", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."short_sign"); RETURN NULL;',
                    hash="bf0cab4b4307688eafc47114caa913377e43c51f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_23169",
                    table="motions_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "motions_userevent" ("email", "first_name", "function", "id", "is_active", "is_staff", "is_superuser", "last_name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "short_sign") VALUES (OLD."email", OLD."first_name", OLD."function", OLD."id", OLD."is_active", OLD."is_staff", OLD."is_superuser", OLD."last_name", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."short_sign"); RETURN NULL;',
                    hash="f26130bed218074b9fbf1a94ad00998b9c928926",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dfc9d",
                    table="motions_user",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("office", "mayor")),
                expressions=[(motions.models.bylaw.DateRange("starts_on", "ends_on"), "&&")],
                name="appointment_one_mayor_at_a_time",
                violation_error_message="In dieser Zeit ist das Amt schon besetzt. Beenden Sie zuerst das Amt der bisherigen Person.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("person", "="),
                    ("organization", "="),
                    (motions.models.bylaw.DateRange("starts_on", "ends_on"), "&&"),
                ],
                name="membership_once_at_a_time",
                violation_error_message="In dieser Zeit ist die Person schon Mitglied dieses Gremiums. Beenden Sie zuerst die bisherige Mitgliedschaft.",
            ),
        ),
        migrations.AddField(
            model_name="appointmentevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="appointmentevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="row_history",
                to="motions.appointment",
            ),
        ),
        migrations.AddField(
            model_name="appointmentevent",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="motions.unit",
                verbose_name="Fachbereich",
            ),
        ),
        migrations.AddField(
            model_name="appointmentevent",
            name="user",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Konto",
            ),
        ),
        migrations.AddField(
            model_name="membershipevent",
            name="organization",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="motions.organization",
                verbose_name="Gremium",
            ),
        ),
        migrations.AddField(
            model_name="membershipevent",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="motions.person",
                verbose_name="Person",
            ),
        ),
        migrations.AddField(
            model_name="membershipevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="membershipevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="row_history",
                to="motions.membership",
            ),
        ),
        migrations.AddField(
            model_name="substitutionevent",
            name="absent",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="abwesend",
            ),
        ),
        migrations.AddField(
            model_name="substitutionevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="substitutionevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="row_history",
                to="motions.substitution",
            ),
        ),
        migrations.AddField(
            model_name="substitutionevent",
            name="substitute",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="vertreten durch",
            ),
        ),
        migrations.AddField(
            model_name="userevent",
            name="person",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="motions.person",
                verbose_name="Person mit Mandat",
            ),
        ),
        migrations.AddField(
            model_name="userevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="userevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="row_history",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appointmentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d014694a866ca941bdc3f78bb7e0481be901ed6b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_664ac",
                    table="motions_appointmentevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membershipevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7e06c78a4302b77d64c0a82a254405d9c131ed91",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_37ea2",
                    table="motions_membershipevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="substitutionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7c578616804473ebda8520494e51719e877e9753",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_df93c",
                    table="motions_substitutionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="userevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a0090eec01e79603bbba25a75c8e826d1ecf3d50",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e0902",
                    table="motions_userevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
