"""The app of the Stellenplan and its funded posts."""

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    """Stellenplan."""

    name = "staffing"
    verbose_name = "Stellenplan"

    def ready(self) -> None:
        """The plan is a section of the public pages, its reference data one of the technical ones."""
        from motions.views import access, context

        context.offer("Stellenplan", "staffing-plans")
        access.FOREIGN["staffing.admin"] = access.Access.TECHNICAL
