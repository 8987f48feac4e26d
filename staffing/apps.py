"""The app of the Stellenplan and its funded posts."""

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    """Stellenplan."""

    name = "staffing"
    verbose_name = "Stellenplan"
