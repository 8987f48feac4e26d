"""Beschlusskontrolle (N-09 to N-11): tasks from resolutions, reports, and who reads what."""

import datetime as dt
from decimal import Decimal

import pgtrigger
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import Bylaw, Event, ImplementationTask, TaskReport, Treatment, User
from motions.models.task import TASK_STEPS
from motions.rules import task_permissions, task_workflow, tasks, transitions
from motions.rules.clearance import clearance
from motions.rules.csv_tables import Cell, csv_table, written
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from motions.rules.task_workflow import CONFIRM, DROP, REPORT, SEND_BACK, VOID
from motions.rules.transitions import Transition
from tests.conftest import Login
from tests.motions.refusals import rules_of
from tests.people import Town
from tests.resolutions import Resolutions, resolve
from tests.standing import Ground, Standing

PEOPLE = (
    "council_member",
    "group_member",
    "expert_citizen",
    "office",
    "mayor",
    "clerk",
    "outsider",
    "administrator",
)


def step(
    task: ImplementationTask, chosen: Transition[ImplementationTask], *, by: User, note: str = "Fertig."
) -> ImplementationTask:
    with clearance("system"):
        return transitions.perform(task, chosen, by=by, now=timezone.now(), note=note)


def task_of(treatment: Treatment) -> ImplementationTask:
    with clearance("system"):
        return ImplementationTask.objects.get(treatment=treatment)


# --- how tasks come to be -----------------------------------------------------------------------------------


def test_n09_a_resolution_gives_the_lead_unit_a_task(town: Town, system: None, resolved: Resolutions) -> None:
    treatment = resolved()
    task = treatment.tasks.get()
    assert (task.unit.code, task.status, task.is_public) == ("FB II", "open", True)
    assert task.due_on == treatment.item.meeting.held_on + dt.timedelta(days=90)


@pytest.mark.parametrize(
    ("role", "outcome", "count"),
    [
        ("deciding", "adopted", 1),
        ("deciding", "approved", 1),
        ("deciding", "rejected", 0),
        ("deciding", "noted", 0),
        ("deciding", "annulled", 0),
        ("advisory", "adopted", 0),
    ],
)
def test_n10_only_what_a_deciding_organ_has_resolved_is_carried_out(
    town: Town, system: None, role: str, outcome: str, count: int, resolved: Resolutions
) -> None:
    assert resolved(role=role, outcome=outcome).tasks.count() == count


def test_n10_a_recommendation_is_refused(town: Town, system: None, resolved: Resolutions) -> None:
    treatment = resolved(by_organ="HFA", role="advisory", outcome="recommended")
    with pytest.raises(Refused) as refused:
        tasks.create(treatment, unit=town.units["FB II"], due_on=None, by=town.office, now=timezone.now())
    assert rules_of(refused) == ["N-10"]


def test_n10_the_database_refuses_a_recommendation_too(
    town: Town, system: None, resolved: Resolutions
) -> None:
    treatment = resolved(by_organ="HFA", role="advisory", outcome="recommended")
    with pytest.raises(DatabaseError, match="only a resolution"), transaction.atomic():
        ImplementationTask.objects.create(
            treatment=treatment,
            unit=town.units["FB II"],
            status_since=timezone.now(),
            created_at=timezone.now(),
        )


def test_n09_a_second_unit_can_be_given_a_part_once(town: Town, system: None, resolved: Resolutions) -> None:
    treatment = resolved()
    tasks.create(treatment, unit=town.units["FB III"], due_on=None, by=town.office, now=timezone.now())
    assert sorted(task.unit.code for task in treatment.tasks.all()) == ["FB II", "FB III"]
    with pytest.raises(Refused) as refused:
        tasks.create(treatment, unit=town.units["FB III"], due_on=None, by=town.office, now=timezone.now())
    assert rules_of(refused) == ["N-09"]
    with pytest.raises(NotPermitted):
        tasks.create(treatment, unit=town.units["FB I"], due_on=None, by=town.clerk, now=timezone.now())


def test_p08_a_nonpublic_resolution_stays_with_the_lead_unit(
    town: Town, system: None, resolved: Resolutions
) -> None:
    treatment = resolved(is_public=False)
    assert treatment.tasks.get().is_public is False
    with pytest.raises(Refused) as refused:
        tasks.create(treatment, unit=town.units["FB III"], due_on=None, by=town.office, now=timezone.now())
    assert rules_of(refused) == ["P-08"]


def test_n09_closing_again_makes_no_second_task_and_ends_that_of_a_corrected_result(
    town: Town, system: None, resolved: Resolutions
) -> None:
    treatment = resolved()
    meeting = treatment.item.meeting
    assert tasks.create_from(meeting, by=town.office, now=timezone.now()) == []
    with pgtrigger.ignore("motions.Treatment:treatment_while_recorded"):
        Treatment.objects.filter(pk=treatment.pk).update(outcome="rejected")
    tasks.create_from(meeting, by=town.office, now=timezone.now())
    task = treatment.tasks.get()
    assert (task.status, task.reports.get().label) == ("dropped", "Mit dem Beschluss entfallen")


# --- its life -----------------------------------------------------------------------------------------------


def test_n09_the_unit_reports_and_the_ratsbuero_closes(town: Town, resolved: Resolutions) -> None:
    task = task_of(resolved())
    assert step(task, REPORT, by=town.clerk, note="Die Bänke stehen.").status == "reported"
    assert step(task, SEND_BACK, by=town.office, note="Bitte mit Foto.").status == "open"
    assert step(task, REPORT, by=town.colleague, note="Foto liegt bei.").status == "reported"
    assert step(task, CONFIRM, by=town.office, note="").status == "done"
    with clearance("system"):
        assert [report.text for report in task.reports.all()] == [
            "Foto liegt bei.",
            "Bitte mit Foto.",
            "Die Bänke stehen.",
        ]
        acts = Event.objects.filter(meeting=task.treatment.item.meeting, act__in=("report", "confirm"))
        assert [event.label for event in acts] == [
            "Als umgesetzt gemeldet (Ö 1, FB II)",
            "Als umgesetzt gemeldet (Ö 1, FB II)",
            "Umsetzung abgeschlossen (Ö 1, FB II)",
        ]


def test_n09_each_step_belongs_to_somebody(town: Town, resolved: Resolutions) -> None:
    task = task_of(resolved())
    for chosen, person in ((REPORT, "outsider"), (REPORT, "council_member"), (DROP, "clerk")):
        with pytest.raises(NotPermitted):
            step(task, chosen, by=getattr(town, person))
    with pytest.raises(Refused):
        step(task, REPORT, by=town.clerk, note=" ")
    step(task, REPORT, by=town.clerk)
    with pytest.raises(OutdatedState):
        step(task, REPORT, by=town.clerk)
    with pytest.raises(NotPermitted):
        step(task, CONFIRM, by=town.clerk)


def test_n09_a_report_on_the_way_is_saved_once(town: Town, resolved: Resolutions) -> None:
    task = task_of(resolved())
    with clearance("system"):
        now = timezone.now()
        tasks.report_progress(task, text="Bestellt.", version=1, by=town.clerk, now=now)
        with pytest.raises(OutdatedState):
            tasks.report_progress(task, text="Bestellt.", version=1, by=town.clerk, now=now)
        with pytest.raises(NotPermitted):
            tasks.report_progress(task, text="Bestellt.", version=2, by=town.outsider, now=now)
        assert task.reports.count() == 1


def test_n09_the_desk_names_what_is_overdue_in_the_own_unit(
    town: Town, login: Login, resolved: Resolutions
) -> None:
    task = task_of(resolved())
    words = "1 Beschluss ist überfällig"
    assert words not in login(town.clerk).get(reverse("desk")).content.decode()
    with clearance("system"):
        ImplementationTask.objects.filter(pk=task.pk).update(
            due_on=timezone.localdate() - dt.timedelta(days=1)
        )
    assert words in login(town.clerk).get(reverse("desk")).content.decode()
    assert words not in login(town.treasurer).get(reverse("desk")).content.decode()


def test_the_database_knows_the_same_steps(town: Town, system: None, resolved: Resolutions) -> None:
    steps = {
        (source, chosen.target)
        for chosen in (*task_workflow.ALL_TASK_STEPS, VOID)
        for source in chosen.sources
    }
    assert steps == TASK_STEPS
    task = task_of(resolved())
    with pytest.raises(DatabaseError, match="task_known_steps"), transaction.atomic():
        ImplementationTask.objects.filter(pk=task.pk).update(status="done")
    with pytest.raises(DatabaseError, match="task_never_deleted"), transaction.atomic():
        task.delete()


def test_a_report_is_never_changed(town: Town, system: None, resolved: Resolutions) -> None:
    task = task_of(resolved())
    step(task, REPORT, by=town.clerk)
    for change in (lambda: TaskReport.objects.update(text="Anders."), TaskReport.objects.all().delete):
        with pytest.raises(DatabaseError, match="task_report_frozen"), transaction.atomic():
            change()
    with pytest.raises(IntegrityError, match="says_something"), transaction.atomic():
        TaskReport.objects.create(
            task=task, label="Leer", text="", reported_by=town.clerk, reported_at=timezone.now()
        )


# --- who reads it -------------------------------------------------------------------------------------------


def make_reported(town: Town) -> None:
    """A public and a secret task, both reported."""
    for is_public in (True, False):
        step(task_of(resolve(town, is_public=is_public)), REPORT, by=town.clerk)


@pytest.fixture(scope="module")
def standing_reported(ground: Ground) -> Standing[None]:
    """Made once for this file."""
    return ground.build(make_reported)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("citizen", (1, 0)),
        ("council_member", (2, 2)),
        ("group_member", (2, 2)),
        ("expert_citizen", (1, 1)),
        ("office", (2, 2)),
        ("mayor", (2, 2)),
        ("clerk", (2, 2)),
        ("outsider", (1, 0)),
        ("administrator", (1, 0)),
    ],
)
def test_n09_n11_both_nets_show_each_person_the_same(
    town: Town, standing_reported: Standing[None], name: str, expected: tuple[int, int]
) -> None:
    standing_reported.put_back()
    user = AnonymousUser() if name == "citizen" else getattr(town, name)
    with clearance("system"):
        by_query = task_permissions.visible_tasks(user), task_permissions.visible_reports(user)
        assert tuple(rows.count() for rows in by_query) == expected
    if isinstance(user, User):
        with clearance("user", user.pk):
            assert (ImplementationTask.objects.count(), TaskReport.objects.count()) == expected
    else:
        assert (ImplementationTask.objects.count(), TaskReport.objects.count()) == expected


def test_the_database_takes_tasks_from_the_administration_only(town: Town, resolved: Resolutions) -> None:
    treatment = resolved()
    with clearance("user", town.council_member.pk), pytest.raises(DatabaseError), transaction.atomic():
        ImplementationTask.objects.create(
            treatment=treatment,
            unit=town.units["FB I"],
            status_since=timezone.now(),
            created_at=timezone.now(),
        )


# --- pages --------------------------------------------------------------------------------------------------


def test_n09_the_desk_shows_the_tasks_of_the_own_unit(
    town: Town, login: Login, resolved: Resolutions
) -> None:
    resolved()
    for person, shown in (("clerk", True), ("office", True), ("outsider", False)):
        page = login(getattr(town, person)).get("/arbeit/umsetzung/").content.decode()
        assert ("Neue Bänke" in page) is shown
    page = login(town.clerk).get("/arbeit/umsetzung/", {"stand": "done"}).content.decode()
    assert "Neue Bänke" not in page


def test_n09_a_report_on_the_page(town: Town, login: Login, resolved: Resolutions) -> None:
    task = task_of(resolved())
    address, client = f"/arbeit/umsetzung/{task.pk}/", login(town.clerk)
    assert client.post(address, {"step": "report", "version": 1, "note": ""}).status_code == 422
    assert client.post(address, {"step": "confirm", "version": 1, "note": "x"}).status_code == 409
    assert client.post(address, {"step": "void", "version": 1, "note": "x"}).status_code == 404
    assert client.post(address, {"step": "progress", "version": 1, "note": "Bestellt."}).status_code == 302
    late = client.post(address, {"step": "report", "version": 1, "note": "Mein langer Bericht"})
    assert (late.status_code, "Mein langer Bericht" in late.content.decode()) == (409, True)
    assert client.post(address, {"step": "report", "version": 2, "note": "Steht."}).status_code == 302
    assert login(town.outsider).get(address).status_code == 404


def test_n09_the_ratsbuero_gives_a_task_on_the_page(town: Town, login: Login, resolved: Resolutions) -> None:
    treatment = resolved(role="advisory", subject="Ohne Auftrag")
    client = login(town.office)
    assert "Ohne Auftrag" in client.get("/sitzungsdienst/umsetzung/").content.decode()
    address = f"/sitzungsdienst/umsetzung/neu/{treatment.pk}/"
    assert client.post(address, {"unit": "", "due_on": "31.13.2026"}).status_code == 422
    sent = {"unit": town.units["FB III"].pk, "due_on": "2026-12-31"}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 422
    assert "Ohne Auftrag" not in client.get("/sitzungsdienst/umsetzung/").content.decode()
    assert task_of(treatment).due_on == dt.date(2026, 12, 31)


def test_n09_the_list_for_the_rat_holds_what_the_reader_may_read(
    town: Town, login: Login, resolved: Resolutions
) -> None:
    step(task_of(resolved()), REPORT, by=town.clerk, note="=Stehen.")
    resolve(town, subject="Verkauf an die Muster GmbH", is_public=False)
    for person, titles in (("council_member", (True, True)), ("expert_citizen", (True, False))):
        client = login(getattr(town, person))
        for address in ("/mein/beschlusskontrolle/", "/mein/beschlusskontrolle.csv"):
            page = client.get(address).content.decode()
            assert ("Neue Bänke" in page, "Muster GmbH" in page) == titles
    table = login(town.council_member).get("/mein/beschlusskontrolle.csv", {"stand": "reported"})
    assert table["Content-Disposition"] == 'attachment; filename="beschlusskontrolle.csv"'
    head, line, end = table.content.decode().split("\r\n")
    assert (head.startswith("\ufeffGremium;Datum;TOP"), end) == (True, "")
    assert line.endswith(";Als umgesetzt gemeldet;'=Stehen.")


def test_n11_citizens_read_public_resolutions_where_the_town_tells_them(
    town: Town, login: Login, resolved: Resolutions
) -> None:
    step(task_of(resolved()), REPORT, by=town.clerk, note="Innere Notiz")
    resolve(town, subject="Verkauf an die Muster GmbH", is_public=False)
    resolve(town, subject="Abgelehnte Sache", outcome="rejected")
    client = login(town.council_member)
    inside = client.get("/beschluesse/").content.decode()
    client.logout()
    page = client.get("/beschluesse/").content.decode()
    words = ("Neue Bänke", "beschlossen", "Als umgesetzt gemeldet", "Muster", "Abgelehnte", "Innere Notiz")
    expected = [True, True, True, False, False, False]
    assert [word in page for word in words] == [word in inside for word in words] == expected
    Bylaw.objects.filter(key="resolutions.public_tasks").update(value=False)
    assert client.get("/beschluesse/").status_code == 404
    assert "/beschluesse/" not in client.get("/").content.decode()


def test_what_is_urgent_comes_first_and_what_is_done_last(
    town: Town, system: None, resolved: Resolutions
) -> None:
    treatment, now = resolved(), timezone.now()
    done = treatment.tasks.get()

    def due_in(days: int, unit: str) -> ImplementationTask:
        due_on = timezone.localdate(now) + dt.timedelta(days=days)
        return tasks.create(treatment, unit=town.units[unit], due_on=due_on, by=town.office, now=now)

    later, sooner = due_in(200, "FB I"), due_in(100, "FB III")
    step(step(done, REPORT, by=town.clerk), CONFIRM, by=town.office)
    assert list(ImplementationTask.objects.by_urgency()) == [sooner, later, done]


def test_long_lists_ask_as_often_as_short_ones(town: Town, login: Login) -> None:
    lists = (
        ("clerk", "/arbeit/umsetzung/"),
        ("office", "/arbeit/umsetzung/"),
        ("office", "/sitzungsdienst/umsetzung/"),
        ("council_member", "/mein/beschlusskontrolle/"),
        ("council_member", "/mein/beschlusskontrolle.csv"),
        ("council_member", "/beschluesse/"),
    )

    def one_more() -> None:
        step(task_of(resolve(town)), REPORT, by=town.clerk)
        resolve(town, role="advisory")

    def asked() -> list[int]:
        counts = []
        for person, address in lists:
            client = login(getattr(town, person))
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    one_more()
    few = asked()
    one_more()
    one_more()
    assert asked() == few


# --- the table ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " ="])
def test_a_table_holds_no_formula(start: str) -> None:
    assert written(f"{start}1+1") == f"'{start}1+1"


def test_a_table_is_written_as_programs_here_read_it() -> None:
    row: list[Cell] = ["Grün; Blau", Decimal("-1234.5"), dt.date(2026, 3, 1), None, 7]
    assert csv_table(["A", "B"], [row]) == '\ufeffA;B\r\n"Grün; Blau";-1234,50;01.03.2026;;7\r\n'
