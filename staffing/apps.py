"""The app of the Stellenplan and its funded posts."""

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    """Stellenplan."""

    name = "staffing"
    verbose_name = "Stellenplan"

    def ready(self) -> None:
        """The plan is a section of the public pages, its reference data one of the technical ones."""
        from motions.views import access, context

        from .rules.permissions import sees_drafts

        context.offer("Stellenplan", "staffing-plans")
        context.offer_work("Stellenplan", "plan-list", sees_drafts)
        access.FOREIGN["staffing.admin"] = access.Access.TECHNICAL
