"""Widerspruch, Beanstandung, Einspruch: recorded, watched, resolved (§§ 54, 57 Abs. 4 GO NRW; W-01 bis W-06)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from motions.models import ImplementationTask, Meeting, Organization, ResolutionObjection, Treatment, User
from motions.models.choices import MeetingStatus, OrganizationType
from motions.models.objection import ObjectionKind, ObjectionResult

from . import contributions, objection_checks, past_days, resolution_notices
from .findings import Finding, NotPermitted, OutdatedState, Refused, block, warn
from .history import record
from .permissions import Visitor
from .task_workflow import VOID
from .transitions import perform

_HELD = (MeetingStatus.IN_SESSION, MeetingStatus.CLOSED)


@dataclass(frozen=True)
class Watched:
    """Ein offener Einspruch auf dem Brett: the new meeting in its time, or that it is missing (W-02).

    ``awaits_authority``: no organ speaks again, the Kommunalaufsicht does (W-04).
    """

    objection: ResolutionObjection
    new_meeting: Meeting | None
    awaits_authority: bool


def raise_objection(objection: ResolutionObjection, *, by: User, now: dt.datetime) -> list[Finding]:
    """Record an objection that was raised in writing; from now on its resolution is not carried out (W-02).

    Returns what is to be told besides (W-04, W-06); the written reasons answer the warning. Raises NotPermitted or
    Refused.
    """
    if not objection_checks.may_record_objection(by):
        raise NotPermitted("Widerspruch, Beanstandung und Einspruch trägt das Ratsbüro ein.")
    with transaction.atomic():
        rows = Treatment.objects.select_related("item__meeting__organization", "item__consultation")
        objection.treatment = rows.select_for_update(of=("self",)).get(pk=objection.treatment_id)
        findings = objection_checks.of_objection(objection)
        today = timezone.localdate(now)
        findings += past_days.to_come("W-01", {"raised_on": objection.raised_on}, on=today)
        if not objection.reasons.strip():
            findings.append(
                block("W-01", "Eine schriftliche Begründung gehört dazu.", "reasons", absolute=True)
            )
        if any(found.blocks for found in findings):
            raise Refused(found for found in findings if found.blocks)
        objection.recorded_by, objection.recorded_at = by, now
        objection.save(force_insert=True)
        record(objection.treatment.item.meeting, "object", objection.get_kind_display(), by=by, now=now)
        resolution_notices.objection_raised(objection, by=by, now=now)
        _have_others_follow(objection)
        return findings


def resolve(
    objection: ResolutionObjection,
    *,
    result: str,
    resolved_on: dt.date,
    note: str,
    by: User,
    now: dt.datetime,
    insisted_on: dt.date | None = None,
) -> ResolutionObjection:
    """Write down what became of it; a resolution that is set aside needs no execution any more.

    The organ speaks in a meeting that was held. Stays it with a resolution after a Beanstandung, this is not the end:
    about the Rat the Kommunalaufsicht decides, about a committee the Rat (W-04, W-06). ``insisted_on`` is what the
    person saw: the same word sent twice never ends it. Raises NotPermitted, OutdatedState or Refused.
    """
    if not objection_checks.may_record_objection(by):
        raise NotPermitted("Den Ausgang trägt das Ratsbüro ein.")
    with transaction.atomic():
        row = _open(objection, insisted_on)
        _refuse_impossible(row, resolved_on, note, on=timezone.localdate(now))
        meeting, note = row.treatment.item.meeting, note.strip()
        if _is_insisted(row, result):
            row.insisted_on = resolved_on
            row.save(update_fields=["insisted_on"])
            words = f"{meeting.organization} bleibt beim beanstandeten Beschluss"
            record(meeting, "insist", words, by=by, now=now, note=note)
            return row
        row.result, row.resolved_on, row.resolution_note = result, resolved_on, note
        row.save(update_fields=["result", "resolved_on", "resolution_note"])
        record(meeting, "resolve_objection", row.get_result_display(), by=by, now=now, note=note)
        if result == ObjectionResult.SET_ASIDE:
            _end_tasks(row, by=by, now=now)
        _have_others_follow(row)
    return row


def watched(user: Visitor) -> list[Watched]:
    """Open objections with the meeting in which the organ speaks again, the most urgent first (W-02)."""
    rows = objection_checks.visible_objections(user).filter(result="")
    rows = rows.select_related("treatment__item__meeting__organization").order_by("raised_on", "pk")
    council = _council()
    organs = {row.pk: _speaks_again(row, council) for row in rows}
    days = [row.raised_on for row in rows]
    meetings = Meeting.objects.not_cancelled().filter(organization__in=set(organs.values()))
    later = list(meetings.filter(starts_at__date__gte=min(days)).order_by("starts_at")) if days else []
    return [
        Watched(row, None, True)
        if awaits_authority(row)
        else Watched(row, _new_meeting(row, organs[row.pk], later), False)
        for row in rows
    ]


def awaits_authority(objection: ResolutionObjection) -> bool:
    """The Rat stayed with what was objected to as unlawful: the Kommunalaufsicht decides (§ 54 Abs. 2 GO NRW, W-04)."""
    organ = objection.treatment.item.meeting.organization
    return objection.insisted_on is not None and organ.organization_type == OrganizationType.COUNCIL


def _open(objection: ResolutionObjection, insisted_on: dt.date | None) -> ResolutionObjection:
    row = ResolutionObjection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if row.result:
        raise OutdatedState("Der Ausgang ist schon eingetragen. Es ist nichts mehr zu tun.")
    if row.insisted_on != insisted_on:
        raise OutdatedState(
            "Inzwischen ist eingetragen, dass das Gremium bei seinem Beschluss geblieben ist. "
            "Prüfen Sie, wer jetzt entscheidet; erst deren Entscheidung tragen Sie hier noch ein."
        )
    return row


def _refuse_impossible(objection: ResolutionObjection, day: dt.date, note: str, *, on: dt.date) -> None:
    if wrong := _out_of_time(objection, day, note):
        raise Refused([wrong])
    if late := past_days.to_come("W-02", {"resolved_on": day}, on=on):
        raise Refused(late)
    if groundless := _nobody_spoke(objection, day, note):
        raise Refused([groundless])


def _end_tasks(objection: ResolutionObjection, *, by: User, now: dt.datetime) -> None:
    why = f"{objection.get_kind_display()}: {objection.get_result_display()}."
    for task in ImplementationTask.objects.under_way().filter(treatment=objection.treatment_id):
        perform(task, VOID, by=by, now=now, note=why)


def _is_insisted(objection: ResolutionObjection, result: str) -> bool:
    is_first_word = objection.kind == ObjectionKind.LEGALITY and objection.insisted_on is None
    return is_first_word and result == ObjectionResult.CONFIRMED


def _council() -> Organization | None:
    return Organization.objects.filter(organization_type=OrganizationType.COUNCIL).order_by("pk").first()


def _have_others_follow(objection: ResolutionObjection) -> None:
    for follow in contributions.on_objection:
        follow(objection.treatment)


def _first_day(objection: ResolutionObjection) -> dt.date:
    """Before it nobody can have decided: who speaks after the first organ insisted, speaks later."""
    return objection.insisted_on or objection.earliest_on


def _new_meeting(objection: ResolutionObjection, organ: int, meetings: list[Meeting]) -> Meeting | None:
    return next(
        (
            meeting
            for meeting in meetings
            if meeting.organization_id == organ
            and _first_day(objection) <= meeting.held_on
            and (objection.latest_on is None or meeting.held_on <= objection.latest_on)
        ),
        None,
    )


def _speaks_again(objection: ResolutionObjection, council: Organization | None) -> int:
    """The organ itself; about an Einspruch, or a committee that insists, the Rat decides (W-05, W-06)."""
    is_above = objection.kind == ObjectionKind.APPEAL or objection.insisted_on is not None
    if is_above and council is not None:
        return council.pk
    return objection.treatment.item.meeting.organization_id


def _out_of_time(objection: ResolutionObjection, day: dt.date, note: str) -> Finding | None:
    """A day on which nobody can have decided; later than the law allows it is written down with a word (W-02)."""
    first, last = _first_day(objection), objection.latest_on
    if day < first:
        text = f"Entschieden wird frühestens am {first:%d.%m.%Y}. Prüfen Sie das Datum."
        return block("W-02", text, "resolved_on", absolute=True)
    if last is not None and day > last and not note.strip():
        text = f"Die neue Sitzung war bis zum {last:%d.%m.%Y} zu halten. Vermerken Sie, warum sie später war."
        return warn("W-02", text, "note")
    return None


def _nobody_spoke(objection: ResolutionObjection, day: dt.date, note: str) -> Finding | None:
    """W-02, W-04: an organ decides in a meeting that was held; the Kommunalaufsicht by a letter that is named."""
    if awaits_authority(objection):
        text = "Vermerken Sie Datum und Zeichen der Entscheidung der Kommunalaufsicht."
        return None if note.strip() else block("W-04", text, "note", absolute=True)
    organ = _speaks_again(objection, _council())
    held = Meeting.objects.filter(organization=organ, status__in=_HELD, starts_at__date=day)
    if held.exists():
        return None
    name = Organization.objects.get(pk=organ).name
    text = (
        f"Am {day:%d.%m.%Y} gab es keine Sitzung: {name}. Tragen Sie den Tag ein, an dem entschieden wurde."
    )
    return block("W-02", text, "resolved_on", absolute=True)
