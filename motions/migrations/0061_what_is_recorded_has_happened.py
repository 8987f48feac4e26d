"""Was eingetragen ist, ist geschehen; rows from before are not judged, so that an update never fails at them."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("motions", "0060_notification_of_a_repayment"),
    ]

    operations = [
        AddConstraintNotValid(
            model_name="minutesobjection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("raised_on__isnull", True),
                    ("recorded_at__date__gte", models.F("raised_on")),
                    _connector="OR",
                ),
                name="minutes_objection_happened",
                violation_error_message="Dieser Tag liegt in der Zukunft. Geben Sie den Tag ein, an dem es geschehen ist.",
            ),
        ),
        AddConstraintNotValid(
            model_name="minutessignature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signed_on__isnull", True),
                    ("recorded_at__date__gte", models.F("signed_on")),
                    _connector="OR",
                ),
                name="minutes_signature_happened",
                violation_error_message="Dieser Tag liegt in der Zukunft. Geben Sie den Tag ein, an dem es geschehen ist.",
            ),
        ),
        AddConstraintNotValid(
            model_name="resolutionobjection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("raised_on__isnull", True),
                    ("recorded_at__date__gte", models.F("raised_on")),
                    _connector="OR",
                ),
                name="objection_happened",
                violation_error_message="Dieser Tag liegt in der Zukunft. Geben Sie den Tag ein, an dem es geschehen ist.",
            ),
        ),
        AddConstraintNotValid(
            model_name="urgentdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_on__isnull", True),
                    ("recorded_at__date__gte", models.F("decided_on")),
                    _connector="OR",
                ),
                name="urgent_decision_happened",
                violation_error_message="Dieser Tag liegt in der Zukunft. Geben Sie den Tag ein, an dem es geschehen ist.",
            ),
        ),
    ]
