"""The app of Vorlagen and their deliberation."""

from django.apps import AppConfig
from django.core.validators import MaxLengthValidator


class MotionsConfig(AppConfig):
    """Vorlagen mit ihrer Beratungsfolge."""

    name = "motions"
    verbose_name = "Vorlagen und Gremien"

    def ready(self) -> None:
        """Every field asks this one validator; Django's sentence says what is wrong, ours what to do."""
        MaxLengthValidator.message = "Kürzen Sie die Angabe auf höchstens %(limit_value)d Zeichen."
