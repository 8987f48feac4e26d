"""The app of the Stellenplan and its funded posts."""

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    """Stellenplan."""

    name = "staffing"
    verbose_name = "Stellenplan"

    def ready(self) -> None:
        """The plan is a section of the public pages."""
        from motions.views import context

        context.offer("Stellenplan", "staffing-plans")
