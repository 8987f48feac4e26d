"""Sitzungsverlauf: a meeting keeps the time of its end while its record is corrected."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("motions", "0063_seats_on_the_day"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="meeting", name="meeting_opened_in_session"),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", True),
                        ("opened_at__isnull", True),
                        ("status__in", ["planned", "invited", "cancelled"]),
                    ),
                    models.Q(
                        ("closed_at__isnull", True),
                        ("opened_at__isnull", False),
                        ("status", "in_session"),
                    ),
                    models.Q(
                        ("closed_at__gte", models.F("opened_at")),
                        ("opened_at__isnull", False),
                        ("status__in", ["in_session", "closed"]),
                    ),
                    _connector="OR",
                ),
                name="meeting_opened_in_session",
            ),
        ),
    ]
