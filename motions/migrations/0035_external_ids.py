"""Fremde Kennungen: read and written by the system only, in the database, too (security.md 1.4)."""

from django.db import migrations, models

TABLE = "motions_externalid"
MAY = "((SELECT ris_level()) = 'system')"
POLICY = f"""
ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY;
CREATE POLICY {TABLE}_all ON {TABLE} USING {MAY} WITH CHECK {MAY};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("motions", "0034_person_wants_post"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExternalId",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="Art")),
                ("external_id", models.CharField(max_length=200, verbose_name="fremde Kennung")),
                ("object_id", models.BigIntegerField(verbose_name="Zeile")),
            ],
            options={
                "verbose_name": "Fremde Kennung",
                "verbose_name_plural": "Fremde Kennungen",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "external_id"), name="external_id_once"),
                    models.UniqueConstraint(fields=("kind", "object_id"), name="external_id_one_a_row"),
                    models.CheckConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        name="external_id_says_something",
                    ),
                ],
            },
        ),
        migrations.RunSQL(POLICY, reverse_sql=migrations.RunSQL.noop),
    ]
