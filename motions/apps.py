"""The app of Vorlagen and their deliberation."""

from django.apps import AppConfig


class MotionsConfig(AppConfig):
    """Vorlagen mit ihrer Beratungsfolge."""

    name = "motions"
    verbose_name = "Vorlagen und Gremien"
