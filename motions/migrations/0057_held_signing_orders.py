"""Angehaltene Signaturaufträge: their key was refused, and they wait for a person (SI-04)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("motions", "0056_manifest")]

    operations = [
        migrations.AddField(
            model_name="signingrequest",
            name="is_held",
            field=models.BooleanField(db_default=False, default=False, verbose_name="angehalten"),
        ),
        migrations.AddConstraint(
            model_name="signingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_held", False), models.Q(("failure", ""), _negated=True), _connector="OR"
                ),
                name="signing_request_held_for_a_reason",
            ),
        ),
    ]
