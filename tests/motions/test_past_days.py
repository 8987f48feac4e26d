"""Was eingetragen wird, ist geschehen: no signature, objection or decision of a day to come (N-01, W-01, U-01)."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from motions.models import Minutes, MinutesObjection, MinutesSignature, ResolutionObjection, UrgentDecision
from motions.rules import minutes, objections, urgent
from motions.rules.clearance import clearance
from motions.rules.findings import Refused
from motions.rules.minutes_workflow import MAKE_READY
from motions.rules.transitions import perform
from tests.conftest import Login
from tests.factories import consultation, make_released
from tests.motions.closed_meeting import START, Scene, at
from tests.people import Town, person_of
from tests.resolutions import object_to, resolve

DAY = dt.timedelta(days=1)
HELD = START.date()
LATER = "Dieser Tag liegt in der Zukunft. Geben Sie den Tag ein, an dem es geschehen ist."
EARLIER = f"Die Sitzung war erst am {HELD:%d.%m.%Y}. Geben Sie einen Tag von da an ein."


def told(refusal: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str, str]]:
    return [(one.rule, one.field, one.text) for one in refusal.value.findings]


@pytest.fixture
def ready(closed_meeting: Scene, town: Town, system: None) -> Scene:
    perform(closed_meeting.minutes, MAKE_READY, by=town.office, now=at(200))
    return closed_meeting


@pytest.mark.parametrize(("days", "words"), [(-1, EARLIER), (1, LATER)])
def test_n01_the_day_of_a_signature_lies_between_the_meeting_and_today(
    ready: Scene, town: Town, days: int, words: str
) -> None:
    signer = minutes.signers(ready.minutes)[0]
    given: dict[str, Any] = {"role": signer.role, "name": signer.name, "by": town.office, "now": at(300)}
    with pytest.raises(Refused) as refusal:
        minutes.sign(ready.minutes, signed_on=HELD + days * DAY, **given)
    assert told(refusal) == [("N-01", "signed_on", words)]
    assert minutes.sign(ready.minutes, signed_on=HELD, **given).signed_on == HELD


def test_n01_the_database_keeps_no_signature_of_a_day_to_come(ready: Scene, town: Town) -> None:
    by = {"recorded_by": town.office, "recorded_at": at(300)}
    row: dict[str, Any] = {"minutes": ready.minutes, "role": "chair", "name": "Karima Lindenduft", **by}
    with pytest.raises(IntegrityError, match="minutes_signature_happened"), transaction.atomic():
        MinutesSignature.objects.create(signed_on=HELD + DAY, **row)
    assert MinutesSignature.objects.create(signed_on=HELD, **row).pk is not None


@pytest.mark.parametrize(("days", "words"), [(-1, EARLIER), (1, LATER)])
def test_n04_an_objection_was_raised_between_the_meeting_and_today(
    ready: Scene, town: Town, days: int, words: str
) -> None:
    for signer in minutes.signers(ready.minutes):
        given: dict[str, Any] = {"role": signer.role, "name": signer.name, "refusal": "Krank."}
        minutes.sign(ready.minutes, by=town.office, now=at(300), **given)
    Minutes.objects.filter(pk=ready.minutes.pk).update(status="signed")
    given = {"person": person_of(town.council_member), "text": "Falsch.", "by": town.office}
    with pytest.raises(Refused) as refusal:
        minutes.object_to(ready.minutes, raised_on=HELD + days * DAY, now=at(300), **given)
    assert told(refusal) == [("N-04", "raised_on", words)]


def test_n04_the_database_keeps_no_objection_of_a_day_to_come(ready: Scene, town: Town) -> None:
    row = {"minutes": ready.minutes, "person": person_of(town.council_member), "text": "Falsch."}
    by = {"recorded_by": town.office, "recorded_at": at(300)}
    with pytest.raises(IntegrityError, match="minutes_objection_happened"), transaction.atomic():
        MinutesObjection.objects.create(raised_on=HELD + DAY, **row, **by)


def test_n01_the_page_says_it_at_the_field(closed_meeting: Scene, town: Town, login: Login) -> None:
    with clearance("system"):
        perform(closed_meeting.minutes, MAKE_READY, by=town.office, now=at(200))
        signer = minutes.signers(closed_meeting.minutes)[0]
    sent = {"role": signer.role, "name": signer.name, "signed_on": f"{START + 400 * DAY:%Y-%m-%d}"}
    answer = login(town.office).post(
        f"/sitzungsdienst/{closed_meeting.meeting.pk}/niederschrift/unterschrift/", sent
    )
    assert answer.status_code == 422
    (form,) = answer.context["forms"]
    assert form.errors == {"signed_on": [LATER]}


def test_w01_an_objection_of_a_day_to_come_is_refused(town: Town) -> None:
    treatment = resolve(town, starts_at=timezone.localtime())
    row = ResolutionObjection(treatment=treatment, kind="legality", reasons="Es fehlt das Geld.")
    row.raised_on = timezone.localdate() + DAY
    with clearance("system"), pytest.raises(Refused) as refusal:
        objections.raise_objection(row, by=town.mayor, now=timezone.now())
    assert told(refusal) == [("W-01", "raised_on", LATER)]
    row.recorded_by, row.recorded_at = town.office, timezone.now()
    with clearance("system"), pytest.raises(IntegrityError, match="objection_happened"), transaction.atomic():
        row.save()


def test_w02_an_outcome_of_a_day_to_come_is_refused(town: Town) -> None:
    now = timezone.now()
    row = object_to(resolve(town, starts_at=timezone.localtime() - 9 * DAY), "legality", by=town.mayor)
    given: dict[str, Any] = {"result": "set_aside", "note": "", "by": town.office, "now": now}
    with clearance("system"), pytest.raises(Refused) as refusal:
        objections.resolve(row, resolved_on=timezone.localdate(now) + DAY, **given)
    assert told(refusal) == [("W-02", "resolved_on", LATER)]


def test_u01_a_decision_of_a_day_to_come_is_refused(town: Town) -> None:
    paper = make_released(by=town.clerk, consultations=[consultation(town.organs["Rat"], "deciding")])
    now = timezone.now()
    day = timezone.localdate(now) + DAY
    row = UrgentDecision(
        paper=paper,
        level="mayor",
        organ=town.organs["Rat"],
        needed_by=day,
        why_no_meeting="Beide tagen erst im April.",
        disadvantage="Das Dach stürzt ein.",
        decided_by=town.mayor,
        second_person=person_of(town.council_member),
        **dict.fromkeys(("decided_on", "signed_on", "second_signed_on"), day),
    )
    with clearance("system"), pytest.raises(Refused) as refusal:
        urgent.record_decision(row, by=town.office, now=now)
    fields = ("decided_on", "signed_on", "second_signed_on")
    assert told(refusal) == [("U-01", field, LATER) for field in fields]
    row.recorded_by, row.recorded_at = town.office, now
    with clearance("system"), pytest.raises(IntegrityError, match="decision_happened"), transaction.atomic():
        row.save()
