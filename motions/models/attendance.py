"""Anwesenheit, Zu- und Absage, Befangenheit (§§ 31, 49 GO NRW)."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from .choices import RecusalGround, SeatKind
from .meeting import AgendaItem, Meeting
from .meeting_guards import only_while_recorded
from .organization import Person


class _TimeRange(Func):
    """From arriving to leaving; open while somebody is there."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Reply(models.Model):
    """Zu- oder Absage eines Mitglieds zu einer Sitzung; the newest word counts."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="replies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_coming = models.BooleanField("kommt")
    note = models.CharField("Hinweis an das Ratsbüro", max_length=300, blank=True)
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Zu- oder Absage"
        verbose_name_plural = "Zu- und Absagen"
        ordering = ["person__last_name", "person__first_name"]
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="reply_once_a_person")]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Attendee(models.Model):
    """Teilnehmende Person mit der Eigenschaft, in der sie teilnimmt, as it holds on the day of the meeting.

    ``has_vote`` is what the seat gives; whether somebody may vote on one item also depends on presence and recusal.
    ``counts_as_council`` marks Ratsmitglieder for the second quorum of committees (Q-04).
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendees")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("Name", max_length=200)
    function = models.CharField("Funktion", max_length=200, blank=True)
    group = models.CharField("Fraktion", max_length=200, blank=True)
    seat = models.CharField("Eigenschaft", max_length=15, choices=SeatKind)
    has_vote = models.BooleanField("stimmberechtigt", default=False)
    counts_as_council = models.BooleanField("Ratsmitglied", default=False)
    substitutes_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="substituted_by"
    )
    is_excused = models.BooleanField("entschuldigt", default=False)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)

    class Meta:
        verbose_name = "Teilnahme"
        verbose_name_plural = "Teilnahmen"
        ordering = ["position", "name", "pk"]
        triggers = [only_while_recorded("attendee_while_recorded", "{row}.meeting_id")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(person__isnull=False),
                name="attendee_once_a_person",
                violation_error_message="Diese Person steht schon auf der Anwesenheitsliste.",
            ),
            models.CheckConstraint(
                name="attendee_substitute_of_somebody",
                condition=Q(seat=SeatKind.SUBSTITUTE, substitutes_for__isnull=False)
                | (~Q(seat=SeatKind.SUBSTITUTE) & Q(substitutes_for__isnull=True)),
            ),
            models.CheckConstraint(
                name="attendee_vote_of_a_seat",
                condition=Q(has_vote=False) | Q(seat__in=[SeatKind.MEMBER, SeatKind.SUBSTITUTE]),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AttendanceInterval(models.Model):
    """Anwesenheitszeit: from arriving to leaving; still there without an end (Q-07).

    ``is_remote``: connected to a hybrid meeting; a lost connection ends the time, so that it is a gap (H-03).
    """

    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="intervals")
    arrived_at = models.DateTimeField("gekommen")
    left_at = models.DateTimeField("gegangen", null=True, blank=True)
    is_remote = models.BooleanField("zugeschaltet", default=False)

    class Meta:
        verbose_name = "Anwesenheitszeit"
        verbose_name_plural = "Anwesenheitszeiten"
        ordering = ["arrived_at", "pk"]
        triggers = [
            only_while_recorded(
                "attendance_while_recorded",
                "SELECT a.meeting_id FROM motions_attendee a WHERE a.id = {row}.attendee_id",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="attendance_not_negative",
                condition=Q(left_at__isnull=True) | Q(left_at__gt=F("arrived_at")),
                violation_error_message="Wer geht, muss vorher gekommen sein. Prüfen Sie die Uhrzeiten.",
            ),
            ExclusionConstraint(
                name="attendance_once_at_a_time",
                expressions=[
                    ("attendee", RangeOperators.EQUAL),
                    (_TimeRange("arrived_at", "left_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message="In dieser Zeit ist die Person schon als anwesend eingetragen.",
            ),
        ]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Recusal(models.Model):
    """Befangenheit zu einem Tagesordnungspunkt (§ 31 GO NRW): the legal ground, never the private reason (R-02)."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField("Rechtsgrund", max_length=25, choices=RecusalGround)
    stays_in_audience = models.BooleanField("bleibt im Zuhörerbereich", default=False)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField("angezeigt am")

    class Meta:
        verbose_name = "Befangenheit"
        verbose_name_plural = "Befangenheiten"
        ordering = ["item", "person__last_name"]
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="recusal_once_a_person")]
