"""Angaben nach der Ehrenordnung und der Hinweis daraus (§ 43 Abs. 3 GO NRW, R-08): private, never an exclusion."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from django.db.models import Count, QuerySet

from motions.models import AgendaItem, Interest, Membership, Person, User
from motions.models.period import holds_on

from . import meeting_permissions
from .findings import Finding, NotPermitted, OutdatedState, Refused, block, info
from .once import save_once

# What stands behind a name in one text and not in another.
_LEGAL_FORM = re.compile(
    r"(?<!\w)(?:gGmbH|GmbH|AG|KG|OHG|UG|eG|SE|mbH|& Co\.?|e\.\s?V\.?|e\.\s?G\.?)(?!\w)",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"\w+")
_LEAST_LETTERS = 4


@dataclass(frozen=True)
class Hint:
    """Wessen Angabe in einem Punkt vorkommt."""

    person: Person
    interest: Interest

    @property
    def finding(self) -> Finding:
        """For the person itself: to think of § 31, nothing more."""
        return info(
            "R-08",
            f"Hier kommt „{self.interest.body}“ vor, das Sie in Ihren Angaben nennen. Prüfen Sie, ob Sie nach § 31 "
            "GO NRW befangen sind. Nur Sie und das Ratsbüro sehen diesen Hinweis.",
        )


def of_person(person: Person) -> QuerySet[Interest]:
    """All declarations of somebody, those that hold first."""
    return Interest.objects.filter(person=person).order_by("ends_on", "kind", "body", "pk")


def members(*, on: dt.date) -> QuerySet[Person]:
    """Everybody with a mandate today, with the number of declarations that hold."""
    held = Membership.objects.filter(holds_on(on)).values("person")
    holding = Count("interests", filter=holds_on(on, "interests__"))
    return (
        Person.objects.filter(pk__in=held)
        .annotate(declared=holding)
        .order_by("last_name", "first_name", "pk")
    )


def declare(interest: Interest, *, by: User, now: dt.datetime) -> Interest:
    """Write a declaration down, by the member itself or the Ratsbüro; raises NotPermitted, OutdatedState or Refused."""
    _insist_on_own(interest.person, by)
    if len(_core(interest.body)) < _LEAST_LETTERS:
        text = "Schreiben Sie den Namen aus. An einer Abkürzung lässt sich nichts erkennen."
        raise Refused([block("R-08", text, "body", absolute=True)])
    interest.recorded_by, interest.recorded_at = by, now
    save_once(interest, "Diese Angabe steht schon in der Liste.")
    return interest


def end(interest: Interest, *, ends_on: dt.date, by: User) -> Interest:
    """From the day after it no longer counts; raises NotPermitted, OutdatedState or Refused."""
    _insist_on_own(interest.person, by)
    if interest.ends_on is not None:
        raise OutdatedState("Diese Angabe ist schon beendet.")
    if ends_on < interest.starts_on:
        raise Refused([block("R-08", "Das Ende liegt vor dem Beginn.", "ends_on", absolute=True)])
    interest.ends_on = ends_on
    interest.save(update_fields=["ends_on"])
    return interest


def hints_for(person: Person, item: AgendaItem) -> list[Hint]:
    """What of a person's own declarations an item names."""
    known = Interest.objects.filter(holds_on(item.meeting.held_on), person=person).select_related("person")
    return _matching(known, item)


def hints_of(item: AgendaItem) -> list[Hint]:
    """The same about all members of the organ, for the Ratsbüro."""
    day = item.meeting.held_on
    members = Membership.objects.filter(holds_on(day), organization=item.meeting.organization_id)
    known = Interest.objects.filter(holds_on(day), person__in=members.values("person"))
    return _matching(known.select_related("person").order_by("person__last_name", "body"), item)


def _matching(known: Iterable[Interest], item: AgendaItem) -> list[Hint]:
    rows = list(known)
    if not rows:
        return []
    text = _words(item)
    return [Hint(row.person, row) for row in rows if f" {_core(row.body)} " in text]


def _words(item: AgendaItem) -> str:
    """Everything an item says, as one line of plain words."""
    parts = [item.title]
    if item.consultation is not None:
        paper = item.consultation.paper
        parts += [paper.subject, paper.plain_words, _plain(paper.draft_resolution), _plain(paper.statement)]
    return f" {_core(' '.join(parts))} "


def _plain(text: str) -> str:
    """The words of a sanitised text; a parser would take seconds for a long one."""
    return unescape(_TAG.sub(" ", text))


def _core(text: str) -> str:
    """Small letters and digits, without legal forms and marks."""
    return " ".join(_WORD.findall(_LEGAL_FORM.sub(" ", text).casefold()))


def _insist_on_own(person: Person, by: User) -> None:
    is_own = by.is_active and by.person_id == person.pk
    if not is_own and not meeting_permissions.may_plan_meetings(by):
        raise NotPermitted("Angaben macht das Mitglied selbst oder trägt das Ratsbüro ein.")
