from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("motions", "0064_record_of_the_meeting"),
    ]

    operations = [
        migrations.AlterField(
            model_name=model,
            name="signatory",
            field=models.CharField(blank=True, max_length=200, verbose_name="Sachbearbeitung"),
        )
        for model in ("paper", "paperevent")
    ]
