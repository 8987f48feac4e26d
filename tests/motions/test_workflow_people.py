"""Who acts in whose name: offices, substitutes, a Fraktion, and the day of the town (V-13, O-03, M-04)."""

import datetime as dt

import pytest
from django.utils import timezone

from motions.models import Appointment, Paper, Substitution, User
from motions.models.choices import Office, PaperStatus
from motions.rules import co_signing, drafting, permissions, successors, workflow, worklist
from motions.rules.clearance import clearance
from motions.rules.drafting import Draft
from motions.rules.findings import NotPermitted, OutdatedState
from motions.rules.workflow import RELEASE, REQUEST_CO_SIGNATURES, RESET, RETURN, WITHDRAW
from tests.factories import invite, make_co_signing, make_paper, make_released, make_submitted, sign_all, step
from tests.people import SINCE, Town

pytestmark = pytest.mark.usefixtures("system")
NEW_YEAR = dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC)


def absent(who: User, substitute: User) -> None:
    today = timezone.localdate()
    Substitution.objects.create(
        absent=who, substitute=substitute, ground="Urlaub", starts_on=today, ends_on=today
    )


def edit(paper: Paper, by: User, draft: Draft) -> Paper:
    fresh = Paper.objects.get(pk=paper.pk)
    return drafting.save_draft(fresh, draft, version=fresh.version, by=by, now=timezone.now())


# --- the deputy ---------------------------------------------------------------------------------------------


def test_v13_the_deputy_takes_no_step_while_the_mayor_is_there(town: Town) -> None:
    submitted, released = make_submitted(by=town.clerk), make_released(by=town.clerk)
    assert (workflow.open_to(town.deputy, submitted), workflow.open_to(town.deputy, released)) == ([], [])
    with pytest.raises(NotPermitted):
        step(released, RESET, by=town.deputy, note="Fehler.")
    assert permissions.releases_papers(town.deputy) is False
    absent(town.mayor, town.deputy)
    assert [row.name for row in workflow.open_to(town.deputy, submitted)] == ["release", "return"]
    assert step(submitted, RETURN, by=town.deputy, note="Fehler.").status == PaperStatus.RETURNED
    assert step(released, RESET, by=town.deputy, note="Fehler.").status == PaperStatus.DRAFT


# --- a motion of a Fraktion ---------------------------------------------------------------------------------


def test_o03_the_ratsbuero_records_the_withdrawal_of_a_motion_for_its_group(town: Town) -> None:
    motion = make_co_signing(by=town.office, paper_type="motion", author_group=town.organs["GF"])
    assert "withdraw" in [row.name for row in workflow.open_to(town.office, motion)]
    step(motion, WITHDRAW, by=town.office, note="Schreiben der Fraktion vom 3. März.")
    event = motion.events.get(act="withdraw")
    assert (event.actor, event.on_behalf) == (town.office, "im Auftrag der Fraktion Grünes Forum")
    assert event.note == "Schreiben der Fraktion vom 3. März."


@pytest.mark.parametrize("paper_type", ["motion", "inquiry"])
def test_o03_the_drafter_discards_a_motion_that_has_no_number_yet(town: Town, paper_type: str) -> None:
    motion = make_paper(by=town.clerk, paper_type=paper_type, author_group=town.organs["GF"])
    with pytest.raises(NotPermitted):
        step(motion, WITHDRAW, by=town.colleague, note="Erledigt.")
    assert "withdraw" in [row.name for row in workflow.open_to(town.clerk, motion)]
    step(motion, WITHDRAW, by=town.clerk, note="Doppelt angelegt.")
    assert motion.events.get(act="withdraw").on_behalf == ""


def test_o03_with_its_number_a_motion_is_no_longer_the_drafters(town: Town) -> None:
    motion = make_co_signing(by=town.clerk, paper_type="motion", author_group=town.organs["GF"])
    with pytest.raises(NotPermitted):
        step(motion, WITHDRAW, by=town.clerk, note="Erledigt.")


def test_o03_who_left_discards_no_motion(town: Town) -> None:
    motion = make_paper(by=town.clerk, paper_type="motion", author_group=town.organs["GF"])
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Appointment.objects.filter(user=town.clerk).update(ends_on=yesterday)
    with pytest.raises(NotPermitted):
        step(motion, WITHDRAW, by=town.clerk, note="Erledigt.")


def test_o03_who_left_withdraws_nothing(town: Town) -> None:
    paper = make_paper(by=town.clerk)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Appointment.objects.filter(user=town.clerk).update(ends_on=yesterday)
    with pytest.raises(NotPermitted):
        step(paper, WITHDRAW, by=town.clerk, note="Erledigt.")


# --- co-signing ---------------------------------------------------------------------------------------------


def test_m04_a_colleague_in_the_unit_signs_as_the_substitute_of_its_head(town: Town) -> None:
    clerk = town.outsider
    Appointment.objects.create(user=clerk, office=Office.CLERK, unit=town.units["FB I"], starts_on=SINCE)
    absent(town.treasurer, clerk)
    paper = make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"])])
    act = co_signing.sign(paper.participations.get(), decision="signed", by=clerk, now=timezone.now())
    assert act.for_absent == town.treasurer
    assert paper.events.get(act="co_sign").on_behalf == f"i. V. für {town.treasurer}"


def test_m04_an_outdated_mandatory_signature_waits_for_its_signer_again(town: Town) -> None:
    asked = [invite(town.units["FB I"], is_mandatory=True), invite(town.units["FB III"])]
    paper = make_co_signing(by=town.clerk, invitations=asked)
    row = paper.participations.get(unit=town.units["FB I"])
    today = timezone.localdate()
    assert list(worklist.to_sign_by(town.treasurer, on=today)) == [row]
    co_signing.sign(row, decision="signed", by=town.treasurer, now=timezone.now())
    assert list(worklist.to_sign_by(town.treasurer, on=today)) == []
    assert worklist.waiting(paper, on=today).with_whom == "FB III"
    edit(paper, town.clerk, Draft({"statement": "<p>Ganz anders.</p>"}))
    assert list(worklist.to_sign_by(town.treasurer, on=today)) == [row]
    changed = worklist.listed(Paper.objects.filter(pk=paper.pk)).get()
    assert worklist.waiting(changed, on=today).with_whom == "FB I, FB III"


def test_nobody_signs_for_a_unit_that_is_not_asked_any_more(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"])])
    stale = paper.participations.get()
    edit(paper, town.clerk, Draft(invitations=[]))
    with pytest.raises(OutdatedState):
        co_signing.sign(stale, decision="signed", by=town.treasurer, now=timezone.now())


# --- the day of the town ------------------------------------------------------------------------------------


def test_v01_after_midnight_in_the_town_the_new_year_has_begun(town: Town) -> None:
    paper = make_paper(by=town.clerk, now=NEW_YEAR)
    assert paper.dated_on == dt.date(2027, 1, 1)
    assert step(paper, REQUEST_CO_SIGNATURES, by=town.clerk, now=NEW_YEAR).reference_year == 2027
    with clearance("system"):
        released = make_released(by=town.clerk, now=NEW_YEAR)
        successor = successors.create_successor(released, "replacement", by=town.clerk, now=NEW_YEAR)
    assert successor.dated_on == dt.date(2027, 1, 1)


def test_sign_all_leaves_nobody_waiting(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"], is_mandatory=True)])
    sign_all(paper)
    fresh = worklist.listed(Paper.objects.filter(pk=paper.pk)).get()
    assert worklist.waiting(fresh, on=timezone.localdate()).with_whom == town.clerk.get_full_name()


def test_v13_the_deputy_releases_on_the_days_of_the_absence(town: Town) -> None:
    holiday = dt.datetime(2023, 8, 14, 9, tzinfo=dt.UTC)
    paper = make_submitted(by=town.clerk, now=holiday - dt.timedelta(days=1))
    Substitution.objects.create(
        absent=town.mayor,
        substitute=town.deputy,
        ground="Urlaub",
        starts_on=holiday.date(),
        ends_on=holiday.date(),
    )
    with pytest.raises(NotPermitted):
        step(paper, RELEASE, by=town.deputy, now=holiday + dt.timedelta(days=1))
    assert step(paper, RELEASE, by=town.deputy, now=holiday).status == PaperStatus.RELEASED
