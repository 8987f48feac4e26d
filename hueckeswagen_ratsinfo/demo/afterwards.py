"""Was nach den Sitzungen kam: resolutions carried out, and the registers of the Ratsbüro with a row or two each."""

import datetime as dt

from django.utils import timezone

from motions.models import (
    Appointment,
    ImplementationTask,
    InspectionRequest,
    Interest,
    Meeting,
    MeetingDemand,
    User,
)
from motions.models.choices import MeetingStatus, Office
from motions.models.inspection import InspectionDecision, InspectionGround
from motions.models.interest import InterestKind
from motions.rules import audio_recordings, demands, file_inspections, interests, public_summaries
from motions.rules.task_workflow import CONFIRM, REPORT
from motions.rules.transitions import perform

from .stage import Stage

OFFICE = "Silas Sandstein"
_SOLD = "Die Stadt verkauft ein Grundstück im Gewerbegebiet an einen ansässigen Betrieb."
# One is under way, one is late: a town where everything is done would teach nobody anything.
_REPORTED, _LATE = 4764, 4771


def load_afterwards(stage: Stage) -> None:
    """Tasks, what is told of the sale, and requests that came in."""
    now, office = timezone.now(), stage.accounts[OFFICE]
    for task in ImplementationTask.objects.select_related("treatment__item__consultation__paper", "unit"):
        _carry_out(task, office)
    _tell_of_the_sale(office)
    _demand(stage, office, now)
    _inspections(office, now)
    _interest(stage, now)
    held = Meeting.objects.filter(status=MeetingStatus.CLOSED).latest("starts_at")
    audio_recordings.note_recording(
        held, kept_where="Aufnahmegerät im Ratsbüro, Schrank 2", by=office, now=now
    )


def _carry_out(task: ImplementationTask, office: User) -> None:
    consultation = task.treatment.item.consultation
    number = consultation.paper.reference_number if consultation else None
    if number == _LATE or task.due_on is None:
        return
    done_at = dt.datetime.combine(task.due_on - dt.timedelta(days=14), dt.time(10), tzinfo=dt.UTC)
    by = User.objects.filter(appointments__in=_heads_of(task, done_at)).earliest("pk")
    perform(task, REPORT, by=by, now=done_at, note="Der Beschluss ist umgesetzt.")
    if number != _REPORTED:
        perform(task, CONFIRM, by=office, now=done_at + dt.timedelta(days=3))


def _heads_of(task: ImplementationTask, at: dt.datetime) -> list[Appointment]:
    rows = Appointment.objects.filter(unit=task.unit, starts_on__lte=at.date())
    return list(rows.filter(office__in=[Office.UNIT_HEAD, Office.CLERK, Office.MEETING_OFFICE]))


def _tell_of_the_sale(office: User) -> None:
    """P-07 for the sale of 4769."""
    treatment = public_summaries.undecided().get(item__consultation__paper__reference_number=4769)
    closed_at = treatment.item.meeting.closed_at or timezone.now()
    now = closed_at + dt.timedelta(days=7)
    public_summaries.decide(treatment, text=_SOLD, waiver="", version=0, by=office, now=now)


def _demand(stage: Stage, office: User, now: dt.datetime) -> None:
    """E-15: a Fraktion demands a meeting of the Rat."""
    demand = MeetingDemand(
        organ=stage.organs["Rat"],
        received_on=timezone.localdate(now) - dt.timedelta(days=3),
        group=stage.organs["GF"],
        subjects="Zustand der Schulwege\nBeleuchtung an der Bahntrasse",
    )
    demands.record_demand(demand, by=office, now=now)


def _inspections(office: User, now: dt.datetime) -> None:
    """G-06: one request that was granted in part, one that waits."""
    today = timezone.localdate(now)
    granted = InspectionRequest(
        ground=InspectionGround.MEMBER,
        requester="Fraktion Grünes Forum",
        received_on=today - dt.timedelta(days=40),
        subject="Akten zur Vergabe der Dachsanierung",
    )
    waiting = InspectionRequest(
        ground=InspectionGround.FREEDOM_OF_INFORMATION,
        requester="Nora Nebelfeld",
        received_on=today - dt.timedelta(days=5),
        subject="Gutachten zum Zustand der Stützmauer an der Schlosstreppe",
    )
    for row in (granted, waiting):
        file_inspections.record_request(row, by=office, now=now)
    decided_on = today - dt.timedelta(days=30)
    reasons = "Angebote anderer Bieter bleiben geheim."
    granted = file_inspections.decide(
        granted,
        decision=InspectionDecision.PARTLY,
        decided_on=decided_on,
        reasons=reasons,
        by=office,
        now=now,
    )
    file_inspections.record_inspection(
        granted,
        inspected_on=today - dt.timedelta(days=26),
        shown="Vergabevermerk, Blatt 1 bis 18",
        by=office,
        now=now,
    )


def _interest(stage: Stage, now: dt.datetime) -> None:
    """R-08: a member who sits in a body the next papers name."""
    member = stage.accounts["Ada Ahornblatt"]
    if member.person is not None:
        interest = Interest(
            person=member.person,
            kind=InterestKind.ASSOCIATION,
            body="Förderkreis Stadtbibliothek",
            starts_on=dt.date(2021, 3, 1),
        )
        interests.declare(interest, by=member, now=now)
