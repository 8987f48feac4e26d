"""Was eingetragen ist, ist geschehen; rows from before are not judged, so that an update never fails at them."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("staffing", "0012_carrier_proofs"),
    ]

    operations = [
        AddConstraintNotValid(
            model_name="hearing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("heard_on__isnull", True),
                    ("recorded_at__date__gte", models.F("heard_on")),
                    _connector="OR",
                ),
                name="hearing_happened",
                violation_error_message="Dieser Tag liegt in der Zukunft. Geben Sie den Tag ein, an dem es geschehen ist.",
            ),
        ),
    ]
