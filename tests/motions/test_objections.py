"""Widerspruch, Beanstandung, Einspruch (W-01 to W-06): who may still object, and what rests until it is decided."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from motions.models import ImplementationTask, Meeting, ResolutionObjection, Treatment, User
from motions.rules import objection_checks, objections, office_duties, transitions
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from motions.rules.task_workflow import CONFIRM, REPORT
from tests.conftest import Login
from tests.meetings import make_meeting
from tests.motions.refusals import rules_of
from tests.people import Town, member
from tests.resolutions import Resolutions, hold, object_to, resolve, treat

HELD = dt.datetime(2026, 3, 10, 18, 0, tzinfo=ZoneInfo("Europe/Berlin"))


OF_COUNCIL: dict[str, Any] = {"starts_at": HELD}
OF_COMMITTEE: dict[str, Any] = {"starts_at": HELD, "by_organ": "HFA"}


def refused(treatment: Treatment, kind: str, *, by: User, **fields: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        object_to(treatment, kind, by=by, **fields)
    return rules_of(refusal)


def carry_out(treatment: Treatment, *, by: User, on: dt.date) -> ImplementationTask:
    with clearance("system"):
        task = ImplementationTask.objects.get(treatment=treatment)
        now = dt.datetime.combine(on, dt.time(12), tzinfo=dt.UTC)
        return transitions.perform(task, REPORT, by=by, now=now, note="Erledigt.")


# --- W-01 to W-03 -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "rules"), [(0, []), (3, []), (4, ["W-01"]), (-1, ["W-01"])])
def test_w01_the_mayor_objects_on_the_third_day_at_the_latest(
    town: Town, days: int, rules: list[str], resolved: Resolutions
) -> None:
    treatment = resolved(**OF_COUNCIL)
    if rules:
        assert refused(treatment, "veto", by=town.mayor, days=days) == rules
    else:
        assert object_to(treatment, "veto", by=town.mayor, days=days).pk is not None


def test_w01_an_objection_is_written_down_with_its_reasons(town: Town, resolved: Resolutions) -> None:
    treatment = resolved(**OF_COUNCIL)
    assert refused(treatment, "veto", by=town.office, reasons=" ") == ["W-01"]
    with clearance("system"), pytest.raises(IntegrityError, match="has_reasons"), transaction.atomic():
        ResolutionObjection.objects.create(
            treatment=treatment,
            kind="veto",
            raised_on=HELD.date(),
            reasons="",
            recorded_by=town.office,
            recorded_at=timezone.now(),
        )


def test_w05_only_an_appeal_counts_its_supporters(town: Town, resolved: Resolutions) -> None:
    assert refused(resolved(**OF_COUNCIL), "veto", by=town.mayor, supporter_count=2) == ["W-05"]


def test_w01_there_must_be_a_resolution_of_the_rat(town: Town, resolved: Resolutions) -> None:
    assert refused(resolved(**OF_COMMITTEE), "veto", by=town.mayor) == ["W-01"]
    assert refused(resolve(town, **OF_COUNCIL, outcome="rejected"), "veto", by=town.mayor) == ["W-01"]


def test_only_the_mayor_and_the_ratsbuero_record_an_objection(town: Town, resolved: Resolutions) -> None:
    treatment = resolved(**OF_COUNCIL)
    for person in ("clerk", "unit_head", "council_member"):
        with pytest.raises(NotPermitted):
            object_to(treatment, "veto", by=getattr(town, person))
    row = object_to(treatment, "veto", by=town.mayor)
    with pytest.raises(NotPermitted):
        objections.resolve(
            row, result="confirmed", resolved_on=HELD.date(), note="", by=town.clerk, now=timezone.now()
        )


def test_w02_a_resolution_rests_until_the_rat_has_spoken_again(town: Town, resolved: Resolutions) -> None:
    treatment = resolved(**OF_COUNCIL)
    row = object_to(treatment, "veto", by=town.mayor)
    day = hold(town, "Rat", dt.date(2026, 3, 20)).held_on
    with pytest.raises(Refused) as refusal:
        carry_out(treatment, by=town.clerk, on=day)
    assert rules_of(refusal) == ["W-02"]
    with clearance("system"):
        objections.resolve(
            row, result="confirmed", resolved_on=day, note="Beharrt.", by=town.office, now=timezone.now()
        )
    assert carry_out(treatment, by=town.clerk, on=day).status == "reported"


def test_w02_what_was_reported_before_is_not_closed_either(town: Town, resolved: Resolutions) -> None:
    treatment = resolved(**OF_COUNCIL)
    task = carry_out(treatment, by=town.clerk, on=dt.date(2026, 3, 11))
    object_to(treatment, "veto", by=town.mayor)
    with clearance("system"), pytest.raises(Refused) as refusal:
        transitions.perform(task, CONFIRM, by=town.office, now=timezone.now())
    assert rules_of(refusal) == ["W-02"]


def test_w02_the_board_shows_the_new_meeting_in_its_time(town: Town, resolved: Resolutions) -> None:
    object_to(resolved(**OF_COUNCIL), "veto", by=town.mayor, days=1)
    for days, expected in ((3, None), (16, None), (4, 4), (15, 4)):
        make_meeting(town.organs["Rat"], starts_at=HELD + dt.timedelta(days=days))
        with clearance("user", town.office.pk):
            (row,) = objections.watched(town.office)
        assert (row.objection.earliest_on, row.objection.latest_on) == (
            dt.date(2026, 3, 14),
            dt.date(2026, 3, 25),
        )
        day = row.new_meeting.held_on if row.new_meeting else None
        assert day == (HELD.date() + dt.timedelta(days=expected) if expected else None)


def test_w02_what_is_set_aside_needs_no_execution(town: Town, resolved: Resolutions) -> None:
    treatment = resolved(**OF_COUNCIL)
    row = object_to(treatment, "veto", by=town.mayor)
    hold(town, "Rat", dt.date(2026, 3, 20))
    with clearance("system"):
        now = timezone.now()
        with pytest.raises(Refused):
            objections.resolve(
                row, result="set_aside", resolved_on=HELD.date(), note="", by=town.office, now=now
            )
        objections.resolve(
            row, result="set_aside", resolved_on=dt.date(2026, 3, 20), note="", by=town.office, now=now
        )
        assert treatment.tasks.get().status == "dropped"
        with pytest.raises(OutdatedState):
            objections.resolve(
                row, result="confirmed", resolved_on=dt.date(2026, 3, 21), note="", by=town.office, now=now
            )


def test_w05_about_an_appeal_the_rat_speaks_and_the_office_is_reminded(
    town: Town, resolved: Resolutions
) -> None:
    object_to(resolved(**OF_COMMITTEE), "appeal", by=town.mayor, days=1)
    for name, day in (("HFA", 10), ("Rat", 40)):
        make_meeting(town.organs[name], starts_at=HELD + dt.timedelta(days=day))
    with clearance("user", town.office.pk):
        (row,) = objections.watched(town.office)
        duties = office_duties.of(town.office, on=HELD.date())
    assert row.new_meeting is not None
    assert (row.new_meeting.organization, row.objection.latest_on) == (town.organs["Rat"], None)
    assert [duty.page for duty in duties if duty.rule == "W-02"] == ["objection-list"]


def test_w02_the_end_is_within_the_time_of_the_law_or_says_why_not(town: Town, resolved: Resolutions) -> None:
    row = object_to(resolved(**OF_COUNCIL), "veto", by=town.mayor, days=1)
    told: dict[str, Any] = {"result": "confirmed", "by": town.office, "now": timezone.now()}
    for day in (13, 26):
        hold(town, "Rat", dt.date(2026, 3, day))
    with clearance("system"):
        for day, note in ((13, ""), (26, "")):
            with pytest.raises(Refused) as refusal:
                objections.resolve(row, resolved_on=dt.date(2026, 3, day), note=note, **told)
            assert rules_of(refusal) == ["W-02"]
        assert objections.resolve(row, resolved_on=dt.date(2026, 3, 26), note="Hochwasser.", **told).result


def test_w03_there_is_no_second_veto_in_the_same_matter(town: Town, resolved: Resolutions) -> None:
    treatment = resolved(**OF_COUNCIL)
    row = object_to(treatment, "veto", by=town.mayor)
    assert refused(treatment, "veto", by=town.mayor) == ["W-03"]
    hold(town, "Rat", dt.date(2026, 3, 19))
    with clearance("system"):
        objections.resolve(
            row,
            result="confirmed",
            resolved_on=dt.date(2026, 3, 19),
            note="",
            by=town.office,
            now=timezone.now(),
        )
        paper = treatment.item.consultation.paper  # type: ignore[union-attr]
        meeting = make_meeting(town.organs["Rat"], starts_at=HELD + dt.timedelta(days=10))
    again = treat(town, paper, meeting)
    assert refused(again, "veto", by=town.mayor) == ["W-03"]
    with clearance("system"), pytest.raises(IntegrityError, match="one_veto"), transaction.atomic():
        ResolutionObjection.objects.create(
            treatment=treatment,
            kind="veto",
            raised_on=HELD.date(),
            reasons="Noch einmal.",
            recorded_by=town.office,
            recorded_at=timezone.now(),
        )


# --- W-04 to W-06 -------------------------------------------------------------------------------------------


def test_w04_an_unlawful_resolution_is_objected_to_at_any_time_and_rests(
    town: Town, resolved: Resolutions
) -> None:
    treatment = resolved(**OF_COUNCIL)
    with clearance("system"):
        row = ResolutionObjection(
            treatment=treatment, kind="legality", raised_on=dt.date(2026, 9, 1), reasons="Verstoß."
        )
        told = objections.raise_objection(row, by=town.mayor, now=timezone.now())
    assert [finding.rule for finding in told] == ["W-04"]
    with pytest.raises(Refused) as refusal:
        carry_out(treatment, by=town.clerk, on=dt.date(2026, 9, 2))
    assert rules_of(refusal) == ["W-02"]


def resolve_objection(
    row: ResolutionObjection, result: str, on: dt.date, *, by: User, note: str = ""
) -> ResolutionObjection:
    with clearance("system"):
        return objections.resolve(
            row,
            result=result,
            resolved_on=on,
            note=note,
            by=by,
            now=timezone.now(),
            insisted_on=row.insisted_on,
        )


def test_w02_the_organ_speaks_again_in_a_meeting_that_was_held(town: Town, resolved: Resolutions) -> None:
    row = object_to(resolved(**OF_COUNCIL), "veto", by=town.mayor)
    day = dt.date(2026, 3, 20)
    hold(town, "HFA", day)
    with clearance("system"):
        make_meeting(town.organs["Rat"], starts_at=HELD + dt.timedelta(days=10))
    with pytest.raises(Refused) as refusal:
        resolve_objection(row, "confirmed", day, by=town.office)
    assert rules_of(refusal) == ["W-02"]
    hold(town, "Rat", day + dt.timedelta(days=1))
    assert (
        resolve_objection(row, "confirmed", day + dt.timedelta(days=1), by=town.office).result == "confirmed"
    )


def test_w04_the_authority_decides_where_the_rat_insists(town: Town, resolved: Resolutions) -> None:
    treatment = resolved(**OF_COUNCIL)
    row = object_to(treatment, "legality", by=town.mayor)
    day, later = hold(town, "Rat", dt.date(2026, 3, 20)).held_on, dt.date(2026, 5, 4)
    row = resolve_objection(row, "confirmed", day, by=town.mayor)
    assert (row.result, row.insisted_on, objections.awaits_authority(row)) == ("", day, True)
    with clearance("user", town.office.pk):
        (watched,) = objections.watched(town.office)
    assert (watched.awaits_authority, watched.new_meeting) == (True, None)
    with pytest.raises(Refused) as refusal:
        carry_out(treatment, by=town.clerk, on=later)
    assert rules_of(refusal) == ["W-02"]
    with pytest.raises(Refused) as refusal:
        resolve_objection(row, "set_aside", later, by=town.office)
    assert rules_of(refusal) == ["W-04"]
    row = resolve_objection(row, "set_aside", later, by=town.office, note="Kreis, 30.04.2026, Az. 15-1")
    with clearance("system"):
        assert (row.result, treatment.tasks.get().status) == ("set_aside", "dropped")
        with pytest.raises(DatabaseError, match="objection_frozen"), transaction.atomic():
            ResolutionObjection.objects.filter(pk=row.pk).update(insisted_on=None)


def test_w06_the_rat_decides_where_the_committee_insists(town: Town, resolved: Resolutions) -> None:
    row = object_to(resolved(**OF_COMMITTEE), "legality", by=town.mayor)
    row = resolve_objection(row, "confirmed", hold(town, "HFA", dt.date(2026, 3, 20)).held_on, by=town.office)
    assert (row.result, objections.awaits_authority(row)) == ("", False)
    hold(town, "HFA", dt.date(2026, 4, 10))
    with pytest.raises(Refused):
        resolve_objection(row, "confirmed", dt.date(2026, 4, 10), by=town.office)
    day = hold(town, "Rat", dt.date(2026, 4, 14)).held_on
    assert resolve_objection(row, "confirmed", day, by=town.office).result == "confirmed"


def new_meeting(town: Town) -> Meeting | None:
    """The one the board shows for the only objection."""
    with clearance("user", town.office.pk):
        (watched,) = objections.watched(town.office)
        return watched.new_meeting


def test_w06_the_new_meeting_of_the_rat_comes_after_the_committee_insisted(
    town: Town, resolved: Resolutions
) -> None:
    row = object_to(resolved(**OF_COMMITTEE), "legality", by=town.mayor)
    hold(town, "Rat", dt.date(2026, 3, 17))
    resolve_objection(row, "confirmed", hold(town, "HFA", dt.date(2026, 3, 20)).held_on, by=town.office)
    assert new_meeting(town) is None
    with clearance("system"):
        later = make_meeting(town.organs["Rat"], starts_at=HELD + dt.timedelta(days=35))
    assert new_meeting(town) == later


def test_w04_the_same_word_sent_twice_does_not_end_a_beanstandung(
    town: Town, login: Login, resolved: Resolutions
) -> None:
    row = object_to(resolved(**OF_COUNCIL), "legality", by=town.mayor)
    day = hold(town, "Rat", dt.date(2026, 3, 20)).held_on
    client, address = login(town.office), f"/sitzungsdienst/widersprueche/{row.pk}/"
    sent = {"result": "confirmed", "resolved_on": f"{day}", "note": "Kreis, 18 zu 12", "insisted_on": ""}
    assert client.get(address).context["form"]["insisted_on"].value() is None
    assert client.post(address, sent).status_code == 302
    again = [client.post(address, sent | {"insisted_on": seen}) for seen in ("", "gestern")]
    assert [answer.status_code for answer in again] == [409, 409]
    with clearance("system"):
        row.refresh_from_db()
    assert (row.result, row.insisted_on) == ("", day)
    form = again[0].context["form"]
    assert (form["note"].value(), form["insisted_on"].value()) == ("Kreis, 18 zu 12", f"{day}")
    assert client.post(address, sent | {"insisted_on": f"{day}"}).status_code == 302
    with clearance("system"):
        row.refresh_from_db()
    assert row.result == "confirmed"


def test_w04_only_after_a_beanstandung_an_organ_insists(town: Town, resolved: Resolutions) -> None:
    row = object_to(resolved(**OF_COUNCIL), "veto", by=town.mayor)
    rows = ResolutionObjection.objects.filter(pk=row.pk)
    with clearance("system"), pytest.raises(IntegrityError, match="insisted"), transaction.atomic():
        rows.update(insisted_on=dt.date(2026, 3, 20))


def test_w01_the_mayor_objects_in_person(town: Town, login: Login, resolved: Resolutions) -> None:
    treatment = resolved(**OF_COUNCIL)
    with clearance("system"):
        task = treatment.tasks.get()
    address = f"/sitzungsdienst/widersprueche/neu/{treatment.pk}/"
    sent = {"kind": "veto", "raised_on": "2026-03-12", "reasons": "Kein Geld."}
    clerk = login(town.clerk)
    assert address not in clerk.get(f"/arbeit/umsetzung/{task.pk}/").content.decode()
    assert clerk.post(address, sent).status_code == 403
    mayor = login(town.mayor)
    assert address in mayor.get(f"/arbeit/umsetzung/{task.pk}/").content.decode()
    assert mayor.post(address, sent).status_code == 302
    page = mayor.get("/sitzungsdienst/widersprueche/").content.decode()
    assert "Neue Bänke" in page
    with clearance("system"):
        row = ResolutionObjection.objects.get()
    assert row.recorded_by == town.mayor
    assert mayor.get(f"/sitzungsdienst/widersprueche/{row.pk}/").status_code == 200


def test_w06_against_a_committee_it_goes_to_the_committee_first(town: Town, resolved: Resolutions) -> None:
    row = ResolutionObjection(
        treatment=resolved(**OF_COMMITTEE),
        kind="legality",
        raised_on=dt.date(2026, 3, 30),
        reasons="Verstoß.",
    )
    with clearance("system"):
        told = objections.raise_objection(row, by=town.office, now=timezone.now())
    assert [finding.rule for finding in told] == ["W-06"]


@pytest.mark.parametrize(("day", "rests"), [(11, True), (13, True), (14, False)])
def test_w05_what_a_committee_decided_rests_until_nobody_can_object(
    town: Town, day: int, rests: bool, resolved: Resolutions
) -> None:
    treatment = resolved(**OF_COMMITTEE)
    on = dt.date(2026, 3, day)
    if rests:
        with pytest.raises(Refused) as refusal:
            carry_out(treatment, by=town.clerk, on=on)
        assert rules_of(refusal) == ["W-05"]
    else:
        assert carry_out(treatment, by=town.clerk, on=on).status == "reported"
    assert carry_out(resolve(town, **OF_COUNCIL), by=town.clerk, on=dt.date(2026, 3, 11)).status == "reported"


@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({"days": 3}, []),
        ({"days": 4}, ["W-05"]),
        ({"supporter_count": 2}, []),
        ({"supporter_count": 1}, ["W-05"]),
        ({"supporter_count": 0}, ["W-05"]),
    ],
)
def test_w05_the_mayor_or_a_fifth_of_the_committee_objects_in_time(
    town: Town, fields: dict[str, int], rules: list[str]
) -> None:
    for number in range(5):
        member(f"Mitglied Nummer{number}", town.organs["HFA"])
    treatment = resolve(town, **OF_COMMITTEE)
    if rules:
        assert refused(treatment, "appeal", by=town.office, **fields) == rules
    else:
        assert object_to(treatment, "appeal", by=town.office, **fields).pk is not None


def test_w05_there_is_no_appeal_against_the_rat(town: Town, resolved: Resolutions) -> None:
    assert refused(resolved(**OF_COUNCIL), "appeal", by=town.office) == ["W-05"]


# --- both nets, guards, pages -------------------------------------------------------------------------------


def test_both_nets_show_objections_to_the_administration_and_to_members(
    town: Town, resolved: Resolutions
) -> None:
    object_to(resolved(**OF_COUNCIL), "veto", by=town.mayor)
    object_to(resolve(town, **OF_COMMITTEE, is_public=False), "legality", by=town.mayor)
    expected = {
        "council_member": 2,
        "expert_citizen": 1,
        "office": 2,
        "mayor": 2,
        "clerk": 2,
        "outsider": 1,
        "administrator": 0,
    }
    by_query, by_database = {}, {}
    for name in expected:
        user = getattr(town, name)
        with clearance("system"):
            by_query[name] = objection_checks.visible_objections(user).count()
        with clearance("user", user.pk):
            by_database[name] = ResolutionObjection.objects.count()
    assert by_query == by_database == expected
    assert ResolutionObjection.objects.count() == 0
    with clearance("system"):
        assert objection_checks.visible_objections(AnonymousUser()).count() == 0


def test_what_was_objected_stays(town: Town, resolved: Resolutions) -> None:
    row = object_to(resolved(**OF_COUNCIL), "veto", by=town.mayor)
    with clearance("system"):
        rows = ResolutionObjection.objects.filter(pk=row.pk)
        with pytest.raises(DatabaseError, match="objection_frozen"), transaction.atomic():
            rows.update(reasons="Anders.")
        with pytest.raises(DatabaseError, match="objection_never_deleted"), transaction.atomic():
            rows.delete()


def test_w02_the_ratsbuero_records_and_resolves_on_its_pages(
    town: Town, login: Login, resolved: Resolutions
) -> None:
    treatment = resolved(**OF_COUNCIL)
    client = login(town.office)
    address = f"/sitzungsdienst/widersprueche/neu/{treatment.pk}/"
    late = client.post(address, {"kind": "veto", "raised_on": "2026-03-20", "reasons": "Kein Geld."})
    assert (late.status_code, "Frist ist am 13.03.2026 abgelaufen" in late.content.decode()) == (422, True)
    sent = {"kind": "veto", "raised_on": "2026-03-12", "reasons": "Kein Geld."}
    hold(town, "Rat", dt.date(2026, 3, 20))
    assert client.post(address, sent).status_code == 302
    page = client.get("/sitzungsdienst/widersprueche/").content.decode()
    assert ("Neue Bänke" in page, "15.03.2026 und 26.03.2026" in page, "20.03.2026" in page) == (True,) * 3
    with clearance("system"):
        row, task = ResolutionObjection.objects.get(), treatment.tasks.get()
    assert "Der Beschluss ruht" in client.get(f"/arbeit/umsetzung/{task.pk}/").content.decode()
    outcome = {"result": "confirmed", "resolved_on": "2026-03-20", "note": "Beharrt."}
    assert client.post(f"/sitzungsdienst/widersprueche/{row.pk}/", {}).status_code == 422
    assert client.post(f"/sitzungsdienst/widersprueche/{row.pk}/", outcome).status_code == 302
    assert client.post(f"/sitzungsdienst/widersprueche/{row.pk}/", outcome).status_code == 409
    assert "Kein Beschluss ruht" in client.get("/sitzungsdienst/widersprueche/").content.decode()


@pytest.mark.parametrize(("kind", "organ"), [("legality", "Rat"), ("appeal", "HFA")])
def test_a_long_list_of_objections_asks_as_often_as_a_short_one(
    town: Town, login: Login, kind: str, organ: str
) -> None:
    client = login(town.office)

    def asked() -> int:
        client.get("/sitzungsdienst/widersprueche/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/sitzungsdienst/widersprueche/")
        return len(queries)

    object_to(resolve(town, by_organ=organ, starts_at=HELD), kind, by=town.mayor)
    few = asked()
    for days in range(1, 4):
        earlier = HELD - dt.timedelta(days=days)
        object_to(resolve(town, by_organ=organ, starts_at=earlier), kind, by=town.mayor)
    assert asked() == few
