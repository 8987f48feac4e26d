"""Eine Ausnahme gilt für eine Feststellung und einen Text; earlier ones, granted for a whole rule, hold no more."""

from django.db import migrations, models

from ._batches import BatchedMigration

# An old exception keeps its rule as key; no finding has such a key. The rows themselves are frozen, the column is not.
KEEP_APART = "ALTER TABLE motions_waiver ALTER finding_key TYPE varchar(100) USING rule"


class Migration(BatchedMigration):
    dependencies = [("motions", "0006_addresses_without_gaps")]

    operations = [
        migrations.AddField(
            model_name="waiver",
            name="finding_key",
            field=models.CharField("Feststellung", default="", max_length=100),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="waiver",
            name="text_hash",
            field=models.CharField("Prüfsumme des Textes", default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="waiver", name="waiver_once"),
        migrations.RunSQL(KEEP_APART, reverse_sql=migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.UniqueConstraint(
                fields=("paper", "finding_key", "text_hash"), name="waiver_once"
            ),
        ),
    ]
