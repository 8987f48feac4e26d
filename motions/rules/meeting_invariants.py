"""Unumstößliches der Sitzungen (security.md 4): agenda, votes, results and minutes of a live database.

Called by invariants.py and written like it: each function answers with German sentences, none if all is well.
Meetings that came from a file (town_import.py) were recorded elsewhere; sums and results are asked of our own only.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from motions.models import (
    AgendaItem,
    AttendanceInterval,
    Ballot,
    Event,
    Invitation,
    Meeting,
    MeetingDocument,
    Minutes,
    OnlineAccess,
    Treatment,
    User,
)
from motions.models.choices import (
    BallotKind,
    BallotMode,
    ConsultationRole,
    Edition,
    MeetingStatus,
    MinutesStatus,
    Outcome,
    SignerRole,
)

from . import attendance, meeting_permissions, minutes, minutes_signing, recusals
from .clearance import clearance
from .decisions import POSTPONED
from .permissions import Visitor

_SUM = F("yes_count") + F("no_count") + F("abstention_count") + F("invalid_count") + F("not_voted_count")


def votes_add_up() -> Iterator[str]:
    """I5: Ja, Nein and the rest of a vote are together those entitled to vote, by name one by one."""
    for ballot in _told(Ballot.objects.filter(yes_count__isnull=False).exclude(voters=_SUM)):
        yield f"I5: {_place(ballot)}: Die Stimmen ergeben nicht die {ballot.voters} Stimmberechtigten."
    by_name = Ballot.objects.filter(mode=BallotMode.BY_NAME, treatment__item__meeting__in=_recorded_here())
    for ballot in _told(by_name.annotate(named=Count("named_votes")).exclude(named=F("voters"))):
        yield f"I5: {_place(ballot)}: Die Liste der Namen hat nicht {ballot.voters} Stimmen."


def groups_add_up() -> Iterator[str]:
    """I5: what the Fraktionen have said is together what the ballot says (A-13)."""
    rows = Ballot.objects.annotate(
        yes=Sum("group_votes__yes_count"),
        no=Sum("group_votes__no_count"),
        abstention=Sum("group_votes__abstention_count"),
    ).filter(yes__isnull=False)
    agrees = Q(yes_count=F("yes"), no_count=F("no"), abstention_count=F("abstention"))
    for ballot in _told(rows.exclude(agrees)):
        yield f"I5: {_place(ballot)}: Die Stimmen der Fraktionen ergeben nicht die der Abstimmung."


def voters_were_there() -> Iterator[str]:
    """I5: entitled were those with a vote who were there and not recused, counted anew from their times.

    Left out is what the closing answers for: a difference the Ratsbüro let pass (A-06), and votes of somebody who was
    recused only later (R-04). A vote on procedure may go without the person it is about (R-03).
    """
    for meeting in _recorded_here():
        if _let_pass(meeting, "A-06"):
            continue
        roll = attendance.roll(meeting)
        for ballot in _told(Ballot.objects.filter(treatment__item__meeting=meeting)):
            if ballot.kind == BallotKind.PROCEDURE:
                continue
            item = ballot.treatment.item
            there = len(roll.voters(item, ballot.taken_at, without_mayor=ballot.without_mayor))
            if there != ballot.voters and not recusals.took_part(item, roll, [ballot]):
                yield f"I5: {_place(ballot)}: Abstimmen konnten {there}, eingetragen sind {ballot.voters}."


def one_vote_a_seat() -> Iterator[str]:
    """I5: a member and whoever stands in for him or her are never there at the same time (Q-08)."""
    member = "attendee__substitutes_for__intervals"
    both = AttendanceInterval.objects.filter(
        Q(left_at=None) | Q(left_at__gt=F(f"{member}__arrived_at")),
        Q((f"{member}__left_at", None)) | Q(arrived_at__lt=F(f"{member}__left_at")),
        Q((f"{member}__isnull", False)),
    )
    for row in both.select_related("attendee__meeting__organization", "attendee__substitutes_for").order_by(
        "pk"
    ):
        one = row.attendee
        yield f"I5: {one.meeting}: {one} und {one.substitutes_for} sind zugleich auf einem Sitz."


def one_result() -> Iterator[str]:
    """I6: each item of a closed meeting was treated, each paper with a result; a Beratung ends with one of them."""
    for meeting in _recorded_here():
        items = meeting.items.announced()
        for item in items.filter(treatment=None):
            yield f"I6: {meeting}, {item.label}: Der Punkt ist nicht behandelt."
        if not _let_pass(meeting, "B-05"):
            for item in items.filter(consultation__isnull=False, treatment__outcome=""):
                yield f"I6: {meeting}, {item.label}: Es fehlt das Ergebnis."
    final = Treatment.objects.filter(
        item__meeting__in=_recorded_here(), item__consultation__isnull=False, objections=None
    ).exclude(outcome__in=["", *POSTPONED])
    # O-01: an organ that decides may ask another one first; its decision is the one result.
    final = final.exclude(outcome=Outcome.REFERRED, item__consultation__role=ConsultationRole.DECIDING)
    twice = final.values("item__consultation").annotate(times=Count("pk")).filter(times__gt=1)
    for row in twice:
        labels = [str(one.item.meeting) for one in final.filter(item__consultation=row["item__consultation"])]
        yield f"I6: Eine Beratung hat mehr als ein Ergebnis: {', '.join(sorted(labels))}."


def two_nets_agree() -> Iterator[str]:
    """I7: the permission queries and the database's row-level security show everybody the same of a meeting."""
    yield from disagreements(AnonymousUser())
    for user in User.objects.filter(is_active=True).select_related("person"):
        yield from disagreements(user)


def disagreements(user: Visitor) -> Iterator[str]:
    """Where both nets differ for one person."""
    for name, visible, every in _SETS:
        allowed = set(visible(user).values_list("pk", flat=True))
        with clearance("user", user.pk) if isinstance(user, User) else clearance("public"):
            shown = set(every.values_list("pk", flat=True))
        if allowed != shown:
            who = user if isinstance(user, User) else "alle"
            yield f"I7: Für {who} zeigen Abfrage und Datenbank verschiedene {name}: {sorted(allowed ^ shown)}."


_SETS: tuple[tuple[str, Callable[[Visitor], QuerySet[Any]], QuerySet[Any]], ...] = (
    ("Tagesordnungspunkte", meeting_permissions.visible_items, AgendaItem.objects.all()),
    ("Behandlungen", meeting_permissions.visible_treatments, Treatment.objects.all()),
    ("Abstimmungen", meeting_permissions.visible_ballots, Ballot.objects.all()),
    ("Ausfertigungen", meeting_permissions.visible_meeting_documents, MeetingDocument.objects.all()),
    ("Online-Zugänge", meeting_permissions.visible_online_access, OnlineAccess.objects.all()),
)


def public_names_nothing_secret() -> Iterator[str]:
    """I10: what everybody may read of a meeting names a non-public item by its abstract title only (E-13)."""
    secrets: dict[int, set[str]] = {}
    rows = MeetingDocument.objects.filter(edition=Edition.PUBLIC).order_by("meeting", "pk")
    for document in rows.select_related("meeting__organization", "item"):
        titles = secrets.setdefault(document.meeting_id, _secret_titles(document.meeting))
        is_of_secret_item = document.item is not None and not document.item.is_public
        if is_of_secret_item or _named(titles, document.content):
            what = f"{document.get_kind_display()}, {document.get_edition_display()}"
            yield f"I10: {document.meeting}: „{what}“ nennt einen nichtöffentlichen Punkt."


def minutes_signed() -> Iterator[str]:
    """I11: closed minutes have every signature asked for, of each part the scan or them all inside; then read."""
    for row in Minutes.objects.select_related("meeting__organization"):
        printed = list(minutes.printed(row))
        if row.status != MinutesStatus.SIGNED:
            if any(document.published_at for document in printed):
                yield f"I11: {row} ist veröffentlicht, aber nicht abgeschlossen."
            continue
        kept = set(row.scans.values_list("edition", flat=True)) | minutes_signing.signed_parts(row)
        known = {(SignerRole(one.role).label, one.name) for one in row.signatures.all()}
        asked = {(one["role"], one["name"]) for document in printed for one in document.content["signers"]}
        missing = sorted(name for role, name in asked - known)
        if missing or not asked:
            yield f"I11: {row} ist abgeschlossen, aber es fehlt die Unterschrift: {', '.join(missing) or 'aller'}."
        if not printed or any(document.edition not in kept for document in printed):
            yield f"I11: {row} ist abgeschlossen, aber es fehlt ein Scan."


def one_event_per_step() -> Iterator[str]:
    """I12: the steps of a meeting form one chain from its plan to its state."""
    for meeting in Meeting.objects.select_related("organization"):
        steps = meeting.events.filter(to_status__in=MeetingStatus.values).order_by("pk")
        links = list(steps.values_list("from_status", "to_status"))
        ends = [MeetingStatus.PLANNED, *(end for _, end in links)]
        if any(start != before for (start, _), before in zip(links, ends, strict=False)):
            yield f"I12: Der Verlauf von {meeting} hat eine Lücke."
        if ends[-1] != meeting.status:
            yield f"I12: Der Verlauf von {meeting} endet nicht beim Stand „{meeting.get_status_display()}“."


def nothing_from_the_future() -> Iterator[str]:
    """I16: nothing of a meeting is told, opened or read before its time."""
    now = timezone.now()
    late: tuple[tuple[str, QuerySet[Any]], ...] = (
        ("eine Einladung", Invitation.objects.filter(sent_at__gt=now)),
        ("einen Punkt", AgendaItem.objects.filter(announced_at__gt=now)),
        ("eine Ausfertigung", MeetingDocument.objects.filter(Q(published_at__gt=now) | Q(issued_at__gt=now))),
        ("ein Ereignis", Event.objects.filter(happened_at__gt=now, meeting__isnull=False)),
    )
    for what, rows in late:
        for row in rows.select_related("meeting__organization"):
            yield f"I16: {row.meeting} hat {what} aus der Zukunft."
    opened = Meeting.objects.filter(Q(opened_at__gt=now) | Q(closed_at__gt=now))
    for meeting in opened.select_related("organization"):
        yield f"I16: {meeting} ist in der Zukunft eröffnet oder geschlossen."


ALL: tuple[Callable[[], Iterator[str]], ...] = (
    votes_add_up,
    groups_add_up,
    voters_were_there,
    one_vote_a_seat,
    one_result,
    two_nets_agree,
    public_names_nothing_secret,
    minutes_signed,
    one_event_per_step,
    nothing_from_the_future,
)


def _recorded_here() -> QuerySet[Meeting]:
    """Closed meetings that went through the closing of our own life cycle."""
    closed = Event.objects.filter(act="close", to_status=MeetingStatus.CLOSED)
    rows = Meeting.objects.filter(status=MeetingStatus.CLOSED, pk__in=closed.values("meeting"))
    return rows.select_related("organization")


def _let_pass(meeting: Meeting, rule: str) -> bool:
    """The Ratsbüro closed the meeting in spite of a finding and said so."""
    last = meeting.events.filter(act="close").order_by("-pk").first()
    return last is not None and f"Regel {rule}" in last.note


def _told(ballots: QuerySet[Ballot]) -> QuerySet[Ballot]:
    return ballots.select_related("treatment__item__meeting__organization").order_by("pk")


def _place(ballot: Ballot) -> str:
    item = ballot.treatment.item
    return f"{item.meeting}, {item.label}"


def _secret_titles(meeting: Meeting) -> set[str]:
    """Titles of non-public items that no public or abstract title of the same agenda has, too."""
    items = list(meeting.items.select_related("consultation__paper"))
    open_words = {item.title if item.is_public else item.public_title for item in items}
    secret = {item.title for item in items if not item.is_public}
    papers = (item.consultation.paper for item in items if item.consultation is not None)
    secret |= {paper.subject for paper in papers if not paper.is_public}
    return secret - open_words


def _named(titles: set[str], content: object) -> bool:
    """A title stands in the content; one of a single word only as a text of its own."""
    return any(
        title == text or (" " in title and title in text) for text in _texts(content) for title in titles
    )


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from _texts(value)
    elif isinstance(content, list):
        for value in content:
            yield from _texts(value)
