"""Dringliche Entscheidungen prüfen (§ 60 GO NRW, U-01 bis U-06)."""

import datetime as dt

from django.db.models import QuerySet

from motions.models import Meeting, Membership, Person, Treatment, UrgentDecision, User
from motions.models.choices import (
    CommitteeKind,
    CouncilMatter,
    MembershipRole,
    Office,
    OrganizationType,
    Outcome,
)
from motions.models.period import holds_on
from motions.models.urgent import UrgencyLevel

from . import meeting_permissions, offices, permissions
from .findings import Finding, block, warn
from .permissions import Visitor, today

_CITIZENS = (MembershipRole.EXPERT_CITIZEN, MembershipRole.ADVISORY_RESIDENT)
_SPOKEN = (Outcome.APPROVED, Outcome.ANNULLED)


def visible_urgent_decisions(user: Visitor) -> QuerySet[UrgentDecision]:
    """For those who see everything, and on the desk of whoever works on the paper."""
    if not isinstance(user, User) or not user.is_active:
        return UrgentDecision.objects.none()
    if meeting_permissions.sees_everything(user):
        return UrgentDecision.objects.all()
    return UrgentDecision.objects.filter(paper__in=permissions.desk_papers(user).values("pk"))


def may_record_urgent_decision(user: User, on: dt.date | None = None) -> bool:
    """The Ratsbüro, for those who decided."""
    return user.is_active and offices.holds(user, Office.MEETING_OFFICE, on=on or today())


def of_decision(decision: UrgentDecision) -> list[Finding]:
    """What stands against a decision that is about to be recorded."""
    found = _of_reasons(decision)
    if decision.level == UrgencyLevel.MAYOR:
        return [*found, *_of_mayor(decision), *_of_second(decision), *_first_level_first(decision)]
    return [*found, *_of_main_committee(decision)]


def for_closing(meeting: Meeting) -> list[Finding]:
    """U-03: a meeting is not closed without having spoken about what was decided in its place before."""
    return [
        block(
            "U-03",
            f"Über die dringliche Entscheidung vom {row.decided_on:%d.%m.%Y} zu {row.paper.reference} muss "
            f"{meeting.organization} in dieser Sitzung entscheiden. Tragen Sie das Ergebnis ein.",
            about=str(row.pk),
        )
        for row in unapproved().filter(organ=meeting.organization_id, decided_on__lt=meeting.held_on)
    ]


def for_outcome(treatment: Treatment) -> list[Finding]:
    """U-04: what a third person may rely on is written down when an urgent decision is annulled."""
    if treatment.outcome != Outcome.ANNULLED or treatment.reason.strip():
        return []
    text = "Halten Sie fest, welche Rechte Dritter schon entstanden sind; insoweit bleibt die Entscheidung bestehen."
    return [warn("U-04", text, "reason")]


def unapproved() -> QuerySet[UrgentDecision]:
    """Those about which the organ has not spoken yet."""
    spoken = Treatment.objects.filter(outcome__in=_SPOKEN, item__consultation__isnull=False)
    return UrgentDecision.objects.exclude(
        paper__in=spoken.values("item__consultation__paper")
    ).select_related("paper", "organ")


def _of_reasons(decision: UrgentDecision) -> list[Finding]:
    """U-01: why the organ could not meet in time, and what waiting would have done."""
    wanted = {
        "why_no_meeting": "Begründen Sie, warum das Gremium nicht rechtzeitig tagen konnte.",
        "disadvantage": "Begründen Sie, welcher Nachteil oder welche Gefahr durch Warten entstanden wäre.",
    }
    return [
        block("U-01", text, field, absolute=True)
        for field, text in wanted.items()
        if not getattr(decision, field).strip()
    ]


def _of_mayor(decision: UrgentDecision) -> list[Finding]:
    """U-01: both persons, both signatures; who decides holds the office on that day."""
    found = []
    whole = (decision.decided_by, decision.signed_on, decision.second_person, decision.second_signed_on)
    if any(part is None for part in whole):
        text = "Tragen Sie beide Personen und den Tag beider Unterschriften ein."
        found.append(block("U-01", text, "decided_by", absolute=True))
    by, on = decision.decided_by, decision.decided_on
    if by is not None and offices.releasing_holding(by, on) is None:
        text = (
            f"{by} hatte am {on:%d.%m.%Y} nicht das Amt. Entscheiden kann die Bürgermeisterin oder der Bürgermeister, "
            "bei Verhinderung die allgemeine Vertretung."
        )
        found.append(block("U-01", text, "decided_by", absolute=True))
    return found


def _of_second(decision: UrgentDecision) -> list[Finding]:
    """U-02: a Ratsmitglied, for a committee one of its own, and not the same person."""
    person, by = decision.second_person, decision.decided_by
    if person is None:
        return []
    is_same = by is not None and by.person_id == person.pk
    if not is_same and all(_sits(person, organ, decision.decided_on) for organ in _needed(decision)):
        return []
    text = (
        f"{person} kann nicht mitentscheiden. Wählen Sie ein Ratsmitglied, bei einer Sache des Ausschusses eines, "
        "das ihm angehört."
    )
    return [block("U-02", text, "second_person", absolute=True)]


def _needed(decision: UrgentDecision) -> list[dict[str, object]]:
    of_council: dict[str, object] = {"organization__organization_type": OrganizationType.COUNCIL}
    return [of_council, {"organization": decision.organ_id}]


def _sits(person: Person, organ: dict[str, object], on: dt.date) -> bool:
    rows = Membership.objects.filter(holds_on(on), person=person, **organ)
    return rows.exclude(role__in=_CITIZENS).exists()


def _first_level_first(decision: UrgentDecision) -> list[Finding]:
    """U-05: where the Hauptausschuss meets in time, it decides."""
    if decision.organ.organization_type != OrganizationType.COUNCIL:
        return []
    meetings = Meeting.objects.not_cancelled().filter(
        organization__committee_kind=CommitteeKind.MAIN,
        starts_at__date__range=(decision.decided_on, decision.needed_by),
    )
    meeting = meetings.order_by("starts_at").first()
    if meeting is None:
        return []
    text = f"Der Haupt- und Finanzausschuss tagt am {meeting.held_on:%d.%m.%Y} und geht vor (§ 60 Abs. 1 GO NRW)."
    return [warn("U-05", text, "level")]


def _of_main_committee(decision: UrgentDecision) -> list[Finding]:
    """U-01, U-06: only in place of the Rat; a Stellenplan is possible, but asks for a word."""
    if decision.organ.organization_type != OrganizationType.COUNCIL:
        text = "Der Haupt- und Finanzausschuss entscheidet nur für den Rat. Wählen Sie die zweite Stufe."
        return [block("U-01", text, "organ", absolute=True)]
    if decision.paper.council_matter == CouncilMatter.STAFFING_PLAN:
        text = "Den Stellenplan muss der Rat danach genehmigen. Begründen Sie die Eile."
        return [warn("U-06", text, "level")]
    return []
