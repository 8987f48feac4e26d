"""Behandlung eines Tagesordnungspunktes, Abstimmungen und Wahlen (§ 50 GO NRW, domain.md 1.11, 1.12)."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from .choices import BallotKind, BallotMode, Choice, Majority, Outcome, VotedText
from .consultation import Consultation
from .meeting import AgendaItem, Meeting
from .meeting_guards import (
    debated_within_its_part,
    groups_only_in_the_open,
    mode_stays_with_votes,
    only_while_recorded,
    votes_only_by_name,
)
from .organization import Organization, Person

_OF_ITEM = "SELECT i.meeting_id FROM motions_agendaitem i WHERE i.id = {row}.item_id"
_OF_TREATMENT = (
    "SELECT i.meeting_id FROM motions_treatment t JOIN motions_agendaitem i ON i.id = t.item_id"
    " WHERE t.id = {row}.treatment_id"
)
OF_BALLOT = (
    "SELECT i.meeting_id FROM motions_ballot b JOIN motions_treatment t ON t.id = b.treatment_id"
    " JOIN motions_agendaitem i ON i.id = t.item_id WHERE b.id = {row}.ballot_id"
)
NEEDS_TEXT = (Outcome.ADOPTED_AMENDED, Outcome.RECOMMENDED_AMENDED)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Treatment(models.Model):
    """Behandlung eines Punktes in der Sitzung: outcome, chosen text, who chaired; one row for each item (I6).

    Three facts are kept apart (domain.md 1.12): ``outcome`` here, the counts in Ballot, ``final_text`` here.
    ``position`` is the order in which the items were called, ``debated_with`` the item it was called together with
    (E-10), ``added_consultation`` what a referral has put into the Beratungsfolge once the meeting was closed (O-01).
    """

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="treatment")
    version = models.PositiveIntegerField(default=1)
    position = models.PositiveSmallIntegerField("aufgerufen als", null=True, blank=True)
    started_at = models.DateTimeField("aufgerufen", null=True, blank=True)
    ended_at = models.DateTimeField("beendet", null=True, blank=True)
    chaired_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Vorsitz"
    )
    outcome = models.CharField("Ergebnis", max_length=20, choices=Outcome, blank=True, default="")
    voted_text = models.CharField("Wortlaut", max_length=15, choices=VotedText, blank=True, default="")
    final_text = models.TextField("Beschluss", blank=True)
    reason = models.TextField("Begründung oder Verweis", blank=True)
    deferred_to = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="vertagt auf"
    )
    referred_to = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="verwiesen an",
    )
    added_consultation = models.OneToOneField(
        Consultation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="durch Verweisung ergänzte Beratung",
    )
    debated_with = models.ForeignKey(
        AgendaItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="debated_along",
        verbose_name="gemeinsam beraten mit",
    )
    quorum_lacking = models.BooleanField("Beschlussunfähigkeit festgestellt", default=False)

    class Meta:
        verbose_name = "Behandlung"
        verbose_name_plural = "Behandlungen"
        ordering = ["item"]
        triggers = [only_while_recorded("treatment_while_recorded", _OF_ITEM), debated_within_its_part()]
        constraints = [
            models.CheckConstraint(
                name="treatment_amended_has_text",
                condition=~Q(outcome__in=list(NEEDS_TEXT)) | ~Q(final_text=""),
                violation_error_message="Bei einer geänderten Fassung gehört der ganze Wortlaut dazu (A-16).",
            ),
            models.CheckConstraint(
                name="treatment_referred_to_somebody",
                condition=(Q(outcome=Outcome.REFERRED) & Q(referred_to__isnull=False))
                | (~Q(outcome=Outcome.REFERRED) & Q(referred_to__isnull=True)),
                violation_error_message="Wählen Sie das Gremium, an das verwiesen wird (O-01).",
            ),
            models.CheckConstraint(
                name="treatment_deferred_only",
                condition=Q(outcome=Outcome.DEFERRED) | Q(deferred_to__isnull=True),
            ),
            models.CheckConstraint(
                name="treatment_times_in_order",
                condition=Q(ended_at__isnull=True)
                | Q(started_at__isnull=False, ended_at__gte=F("started_at")),
            ),
        ]

    @property
    def is_done(self) -> bool:
        """The item is over: it has an outcome or was closed without one."""
        return self.ended_at is not None


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Ballot(models.Model):
    """Abstimmung oder Wahlgang (§ 50 GO NRW): counts, mode and the number of voters they must sum up to (A-06, I5).

    Without counts only "einstimmig" is known (A-07). ``voters`` are those present with a vote and not recused, in the
    cases of § 40 Abs. 2 Satz 6 GO NRW ``without_mayor`` (A-17).
    """

    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="ballots")
    position = models.PositiveSmallIntegerField("Reihenfolge")
    kind = models.CharField("Gegenstand", max_length=10, choices=BallotKind, default=BallotKind.MAIN)
    subject = models.CharField("worüber", max_length=300, blank=True)
    mode = models.CharField("Abstimmungsart", max_length=10, choices=BallotMode, default=BallotMode.OPEN)
    majority = models.CharField("Mehrheit", max_length=12, choices=Majority, default=Majority.SIMPLE)
    statutory_member_count = models.PositiveSmallIntegerField("gesetzliche Mitgliederzahl")
    voters = models.PositiveSmallIntegerField("Stimmberechtigte")
    is_unanimous = models.BooleanField("einstimmig ohne Zählung", default=False)
    yes_count = models.PositiveSmallIntegerField("Ja", null=True, blank=True)
    no_count = models.PositiveSmallIntegerField("Nein", null=True, blank=True)
    abstention_count = models.PositiveSmallIntegerField("Enthaltung", null=True, blank=True)
    invalid_count = models.PositiveSmallIntegerField("ungültig", default=0)
    not_voted_count = models.PositiveSmallIntegerField("nicht abgestimmt", default=0)
    not_voted_note = models.CharField("Erläuterung", max_length=200, blank=True)
    without_mayor = models.BooleanField(
        "ohne Stimme der Bürgermeisterin oder des Bürgermeisters", default=False
    )
    taken_at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Abstimmung"
        verbose_name_plural = "Abstimmungen"
        ordering = ["treatment", "position"]
        triggers = [only_while_recorded("ballot_while_recorded", _OF_TREATMENT), mode_stays_with_votes()]
        constraints = [
            models.UniqueConstraint(fields=["treatment", "position"], name="ballot_position_once"),
            models.CheckConstraint(
                name="ballot_counts_whole",
                condition=Q(yes_count__isnull=True, no_count__isnull=True, abstention_count__isnull=True)
                | Q(yes_count__isnull=False, no_count__isnull=False, abstention_count__isnull=False),
            ),
            models.CheckConstraint(
                name="ballot_counted_or_unanimous",
                condition=Q(is_unanimous=True, yes_count__isnull=True)
                | Q(is_unanimous=False, yes_count__isnull=False)
                | Q(kind=BallotKind.ELECTION),
            ),
            models.CheckConstraint(
                name="ballot_sums_to_voters",
                condition=Q(yes_count__isnull=True)
                | Q(
                    voters=F("yes_count")
                    + F("no_count")
                    + F("abstention_count")
                    + F("invalid_count")
                    + F("not_voted_count")
                ),
                violation_error_message="Die Stimmen ergeben nicht die Zahl der Stimmberechtigten (A-06).",
            ),
            models.CheckConstraint(
                name="ballot_not_voted_explained", condition=Q(not_voted_count=0) | ~Q(not_voted_note="")
            ),
        ]


class NamedVote(models.Model):
    """Stimme einer Person in namentlicher Abstimmung (A-11); the database refuses it for any other mode (A-12)."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="named_votes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField("Stimme", max_length=10, choices=Choice)

    class Meta:
        verbose_name = "Namentliche Stimme"
        verbose_name_plural = "Namentliche Stimmen"
        ordering = ["person__last_name", "person__first_name"]
        triggers = [only_while_recorded("named_vote_while_recorded", OF_BALLOT), votes_only_by_name()]
        constraints = [models.UniqueConstraint(fields=["ballot", "person"], name="named_vote_once_a_person")]


class GroupVote(models.Model):
    """Stimmen einer Fraktion in offener Abstimmung (A-13), never in a secret one (A-12); "" are those without one."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="group_votes")
    position = models.PositiveSmallIntegerField("Reihenfolge")
    group = models.CharField("Fraktion", max_length=200, blank=True)
    yes_count = models.PositiveSmallIntegerField("Ja", default=0)
    no_count = models.PositiveSmallIntegerField("Nein", default=0)
    abstention_count = models.PositiveSmallIntegerField("Enthaltung", default=0)

    class Meta:
        verbose_name = "Stimmen einer Fraktion"
        verbose_name_plural = "Stimmen der Fraktionen"
        ordering = ["ballot", "position"]
        triggers = [only_while_recorded("group_vote_while_recorded", OF_BALLOT), groups_only_in_the_open()]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "position"], name="group_vote_position_once"),
            models.UniqueConstraint(fields=["ballot", "group"], name="group_vote_once_a_group"),
        ]

    def __str__(self) -> str:
        counts = (
            ("Ja", self.yes_count),
            ("Nein", self.no_count),
            ("Enthaltung", self.abstention_count),
        )
        said = ", ".join(f"{name} {count}" for name, count in counts if count)
        return f"{self.group or 'ohne Fraktion'}: {said or 'nicht abgestimmt'}"


class Candidate(models.Model):
    """Wahlvorschlag in einem Wahlgang mit seinen Stimmen (§ 50 Abs. 2 GO NRW, A-14); totals only."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="candidates")
    position = models.PositiveSmallIntegerField("Reihenfolge")
    name = models.CharField("Name", max_length=200)
    votes = models.PositiveSmallIntegerField("Stimmen")
    drawn_by_lot = models.BooleanField("durch Los", default=False)

    class Meta:
        verbose_name = "Wahlvorschlag"
        verbose_name_plural = "Wahlvorschläge"
        ordering = ["ballot", "position"]
        triggers = [only_while_recorded("candidate_while_recorded", OF_BALLOT)]
        constraints = [models.UniqueConstraint(fields=["ballot", "position"], name="candidate_position_once")]
