"""Fremde Kennungen: which row came from which row of another system."""

from django.db import models


class ExternalId(models.Model):
    """Fremde Kennung einer Zeile: by it a second import finds what the first one made.

    ``object_id`` is the key of the row in the table of its kind. Nobody but the system reads or writes these rows.
    """

    kind = models.CharField("Art", max_length=20)
    external_id = models.CharField("fremde Kennung", max_length=200)
    object_id = models.BigIntegerField("Zeile")

    class Meta:
        verbose_name = "Fremde Kennung"
        verbose_name_plural = "Fremde Kennungen"
        constraints = [
            models.UniqueConstraint(fields=["kind", "external_id"], name="external_id_once"),
            models.UniqueConstraint(fields=["kind", "object_id"], name="external_id_one_a_row"),
            models.CheckConstraint(condition=~models.Q(external_id=""), name="external_id_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.external_id}"
