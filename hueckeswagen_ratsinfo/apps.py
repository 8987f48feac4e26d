"""The project itself: what has to hold before any command works on the database."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Ratsinformation Hückeswagen."""

    name = "hueckeswagen_ratsinfo"
    verbose_name = "Ratsinformation"

    def ready(self) -> None:
        """Register the checks."""
        from . import checks

        checks.register_all()
