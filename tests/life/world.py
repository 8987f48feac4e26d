"""Die Welt der erfundenen Schritte: the town, its clock, the way an act is tried, and what is looked at afterwards."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from motions.models import Meeting, Membership, Paper, SubstituteMembership, User
from motions.rules import invariants, meeting_invariants, permissions
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from tests.factories import consultation, make_released
from tests.motions.closed_meeting import make_chair
from tests.people import SINCE, Town, person_of
from tests.sittings import fill, give_person

MARK = "Geheimvogel"
REFUSALS = (Refused, NotPermitted, OutdatedState)
WRONG = ("council_member", "expert_citizen", "outsider", "clerk", "administrator")
Row = TypeVar("Row", bound=Model)

#: Which of several rows an act is about; every fourth time any, else one in the fitting state.
numbers = st.integers(0, 23)
#: Mostly the right person; now and then somebody else.
people = st.sampled_from([*[""] * 15, *WRONG])
#: Mostly what the page shows now; now and then a stale one.
ages = st.sampled_from([0, 0, 0, 0, 0, 0, 0, 1])
rarely = st.sampled_from([False, False, False, False, True])
often = st.sampled_from([True, True, True, False])


def fits(*statuses: str) -> Callable[[Any], Any]:
    """Acts that need a meeting in one of these states; now and then they are tried without one."""
    return precondition(lambda self: self.attempts % 6 == 0 or not self.states.isdisjoint(statuses))


# No worker runs here, so that nothing is printed or mailed; both nets are asked for a few people only.
_NOT_HERE = {
    invariants.documents_made,
    invariants.mails_sent,
    invariants.two_nets_agree,
    meeting_invariants.two_nets_agree,
}


def furnish(town: Town) -> None:
    """People for the organs, two papers on their way: one for everybody, one with a secret."""
    with clearance("system"):
        give_person(town)
        make_chair(town)
        fill(town.organs["Rat"], 3)
        (missing,) = fill(town.organs["HFA"], 1)
        group = town.organs["GF"]
        Membership.objects.create(person=missing, organization=group, starts_on=SINCE)
        SubstituteMembership.objects.create(
            person=person_of(town.group_member),
            organization=town.organs["HFA"],
            parliamentary_group=group,
            position=1,
            starts_on=SINCE,
        )
        now = timezone.now() - dt.timedelta(days=90)
        make_released(by=town.clerk, now=now, subject="Neue Bänke")
        secret = [
            consultation(town.organs["HFA"], "advisory", is_public=False),
            consultation(town.organs["Rat"], "deciding", is_public=False),
        ]
        make_released(
            by=town.clerk,
            now=now,
            subject=f"{MARK} kauft ein Haus",
            draft_resolution=f"<p>{MARK} bekommt den Zuschlag.</p>",
            is_public=False,
            secrecy_ground="property",
            consultations=secret,
        )


class World(RuleBasedStateMachine):
    """Each example begins with the furnished town and leaves nothing behind."""

    town: ClassVar[Town]
    told: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self._example = transaction.atomic()
        self._example.__enter__()
        self.now = timezone.now() - dt.timedelta(days=89)
        self._print = self._fingerprint()
        self.attempts, self.states = 1, set[str]()
        World.told["examples"] += 1

    def teardown(self) -> None:
        """Everything as it was before the example."""
        transaction.set_rollback(True)
        self._example.__exit__(None, None, None)

    @rule(days=st.integers(1, 9))
    def time_passes(self, days: int) -> None:
        """Days without an act; never beyond the present."""
        latest = timezone.now() - dt.timedelta(minutes=1)
        self.now = min(latest, self.now + dt.timedelta(days=days))

    def somebody(self, name: str, right: User) -> User:
        """The person of that role in the town, else the right one."""
        return getattr(self.town, name) if name else right

    def attempt(self, name: str, act: Callable[[], object], *, by: User, twice: bool = False) -> bool:
        """Try an act as its person; whatever is refused has changed nothing. Says whether it was done.

        The rule alone must stop a wrong person, who therefore acts with the eyes of the system: what row-level security
        would hide is in reach. The Ratsbüro and the Bürgermeisterin act with their own, as in a request.
        """
        self.now = min(timezone.now(), self.now + dt.timedelta(minutes=1))
        self.attempts += 1
        is_done = self._try(name, act, by)
        if twice:
            self._try(f"{name}, again", act, by)
        return is_done

    def _try(self, name: str, act: Callable[[], object], by: User) -> bool:
        is_right = by in (self.town.office, self.town.mayor)
        World.told["steps"] += 1
        with clearance("user", by.pk) if is_right else clearance("system"):
            try:
                act()
            except REFUSALS as refusal:
                World.told[f"{name}: {type(refusal).__name__}"] += 1
                is_done = False
            else:
                World.told[f"{name}: done"] += 1
                is_done = True
        if is_done:
            self._look(name)
        else:
            assert self._fingerprint() == self._print, f"{name} was refused and yet has changed something"
        return is_done

    def _look(self, name: str) -> None:
        """Everything that must hold after each step (security.md 4)."""
        with clearance("system"), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            broken = [text for one in invariants.ALL if one not in _NOT_HERE for text in one()]
            assert broken == [], name
            self.states = set(Meeting.objects.values_list("status", flat=True))
            for user in (self.town.council_member, self.town.expert_citizen, self.town.outsider):
                assert list(meeting_invariants.disagreements(user)) == [], name
                with clearance("user", user.pk):
                    shown = set(Paper.objects.values_list("pk", flat=True))
                assert shown == set(permissions.visible_papers(user).values_list("pk", flat=True)), name
            assert list(meeting_invariants.disagreements(AnonymousUser())) == [], name
        with clearance("public"):
            assert _tables_with(MARK) == [], f"{name} tells a secret"
        self._print = self._fingerprint()

    def _fingerprint(self) -> str:
        with clearance("system"), connection.cursor() as cursor:
            cursor.execute(_every_row())
            return str(cursor.fetchall())

    # --- rows -------------------------------------------------------------------------------------------------

    def meeting(self, number: int, *statuses: str) -> Meeting | None:
        """A meeting, mostly in one of these states."""
        return self.pick(Meeting.objects.select_related("organization"), number, status__in=statuses)

    def pick(self, rows: QuerySet[Row], number: int, **fitting: Any) -> Row | None:
        """One row, mostly a fitting one."""
        with clearance("system"):
            found = list(rows.filter(**fitting).order_by("pk")) if number % 4 else []
            found = found or list(rows.order_by("pk"))
        return found[number // 4 % len(found)] if found else None


def _tables() -> list[str]:
    return sorted({model._meta.db_table for model in apps.get_app_config("motions").get_models()})


def _every_row() -> str:
    tables = [*_tables(), "procrastinate_jobs"]
    return " UNION ALL ".join(
        f"SELECT '{table}', count(*), sum(hashtextextended(one::text, 0)) FROM {table} one"
        for table in tables
    )


def _tables_with(word: str) -> list[str]:
    """Where a reader of this clearance finds a word."""
    found = " UNION ALL ".join(
        f"SELECT '{table}' FROM {table} one WHERE one::text LIKE '%{word}%'" for table in _tables()
    )
    with connection.cursor() as cursor:
        cursor.execute(found)
        return [row[0] for row in cursor.fetchall()]
