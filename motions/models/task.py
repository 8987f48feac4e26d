"""Beschlusskontrolle: what the administration has to do after a resolution, and what it reports (§§ 55, 62 GO NRW)."""

from __future__ import annotations

import datetime as dt

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q

from .ballot import Treatment
from .choices import Outcome
from .triggers import frozen_row, known_steps, never_deleted
from .unit import Unit


class TaskStatus(models.TextChoices):
    """Stand einer Umsetzung."""

    OPEN = "open", "Offen"
    REPORTED = "reported", "Als umgesetzt gemeldet"
    DONE = "done", "Erledigt"
    DROPPED = "dropped", "Entfallen"


UNDER_WAY = frozenset({TaskStatus.OPEN, TaskStatus.REPORTED})
# What obliges the administration to act; a mere recommendation never does (N-10).
RESOLVED = (Outcome.ADOPTED, Outcome.ADOPTED_AMENDED, Outcome.APPROVED)
# The way of a task a second time, on purpose: tests compare it with rules/task_workflow.py.
TASK_STEPS: frozenset[tuple[str, str]] = frozenset(
    {
        (TaskStatus.OPEN, TaskStatus.REPORTED),
        (TaskStatus.REPORTED, TaskStatus.OPEN),
        (TaskStatus.REPORTED, TaskStatus.DONE),
        (TaskStatus.OPEN, TaskStatus.DROPPED),
        (TaskStatus.REPORTED, TaskStatus.DROPPED),
    }
)
_RESOLVED = ", ".join(f"'{outcome}'" for outcome in RESOLVED)


class TaskQuerySet(models.QuerySet["ImplementationTask"]):
    """Sets of tasks; who may see them is decided in rules/task_permissions.py."""

    def under_way(self) -> TaskQuerySet:
        """Neither done nor dropped."""
        return self.filter(status__in=UNDER_WAY)

    def overdue(self, on: dt.date) -> TaskQuerySet:
        """Nobody has reported an end, and the day has passed."""
        return self.filter(status=TaskStatus.OPEN, due_on__lt=on)

    def by_urgency(self) -> TaskQuerySet:
        """What somebody has to act on, due first; without a day last; then what is finished, in the same order."""
        is_finished = ExpressionWrapper(~Q(status__in=UNDER_WAY), output_field=models.BooleanField())
        return self.order_by(is_finished, F("due_on").asc(nulls_last=True), "pk")

    def newest_first(self) -> TaskQuerySet:
        """By the day of the resolution."""
        return self.order_by("-treatment__item__meeting__starts_at", "treatment__item__position", "pk")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ImplementationTask(models.Model):
    """Umsetzung eines Beschlusses (Beschlusskontrolle, N-09): one for each unit that has to act.

    ``is_public``: may stand on the public list of resolutions, where the town keeps one (N-11).
    """

    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="tasks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tasks", verbose_name="Fachbereich")
    status = models.CharField("Stand", max_length=10, choices=TaskStatus, default=TaskStatus.OPEN)
    version = models.PositiveIntegerField(default=1)
    status_since = models.DateTimeField("Stand seit")
    due_on = models.DateField("Frist", null=True, blank=True)
    is_public = models.BooleanField("öffentlich", default=False)
    created_at = models.DateTimeField("angelegt am")

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "Umsetzung"
        verbose_name_plural = "Umsetzungen"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["treatment", "unit"],
                name="task_once_a_unit",
                violation_error_message="Dieser Fachbereich setzt den Beschluss schon um.",
            ),
            models.CheckConstraint(
                name="task_due_plausible",
                condition=Q(due_on__isnull=True) | Q(due_on__year__gte=1990, due_on__year__lte=2100),
            ),
        ]
        triggers = [
            never_deleted("task_never_deleted"),
            known_steps("task_known_steps", TASK_STEPS),
            pgtrigger.Trigger(
                name="task_of_a_resolution",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=(
                    "IF NOT EXISTS (SELECT FROM motions_treatment t WHERE t.id = NEW.treatment_id"
                    f" AND t.outcome IN ({_RESOLVED}))"
                    " THEN RAISE EXCEPTION 'only a resolution is carried out'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.code}: {self.treatment.item.title}"

    @property
    def is_under_way(self) -> bool:
        """Somebody still has to act."""
        return self.status in UNDER_WAY

    def is_overdue(self, on: dt.date) -> bool:
        """Still open after its day."""
        return self.status == TaskStatus.OPEN and self.due_on is not None and self.due_on < on


class TaskReport(models.Model):
    """Bericht zur Umsetzung: written once; the newest says how far it is (§ 62 Abs. 2 GO NRW)."""

    task = models.ForeignKey(ImplementationTask, on_delete=models.PROTECT, related_name="reports")
    label = models.CharField("Anlass", max_length=100)
    text = models.TextField("Bericht")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Bericht zur Umsetzung"
        verbose_name_plural = "Berichte zur Umsetzung"
        ordering = ["-reported_at", "-pk"]
        triggers = [frozen_row("task_report_frozen")]
        constraints = [models.CheckConstraint(name="task_report_says_something", condition=~Q(text=""))]
