"""Stammdaten pflegen: what the admin refuses, who may give which right, and what is remembered of it."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.http import HttpResponse
from django.test import Client

from hueckeswagen_ratsinfo.demo.bylaws import VALUES
from motions.forms.reference import OWN_RIGHTS, SubstituteMembershipForm
from motions.models import Appointment, Bylaw, Membership, PaperTemplate, Person, Substitution, User
from motions.models.choices import Office
from motions.rules import bylaw_values
from motions.rules.clearance import clearance
from tests.conftest import Login
from tests.people import Town

ADMIN = "/verwaltung/stammdaten/motions/"
WRONG_WAY_ROUND = "Der letzte Tag liegt vor dem ersten."
YEAR = {"starts_on": "2030-01-01", "ends_on": "2030-12-31"}


@pytest.fixture
def admin(town: Town, login: Login) -> Client:
    return login(town.administrator)


def said(response: HttpResponse) -> str:
    """The refused form comes back with status 200."""
    assert response.status_code == 200
    return response.content.decode()


# --- local law ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("co_signature.treasurer_from", "50.000 Euro", "Texte in Anführungszeichen ein, Zahlen ohne Punkt"),
        ("co_signature.treasurer_from", '"50.000 Euro"', "Geben Sie einen Betrag in ganzen Euro ein"),
        ("co_signature.treasurer_from", "50.000", "Geben Sie einen Betrag in ganzen Euro ein"),
        ("co_signature.treasurer_from", "-1", "Geben Sie einen Betrag in ganzen Euro ein"),
        ("attachment.max_mb", "0", "Geben Sie eine ganze Zahl ab 1 ein"),
        ("attachment.max_mb", "true", "Geben Sie eine ganze Zahl ab 1 ein"),
        ("release.four_eyes", '"ja"', "Geben Sie true (ja) oder false (nein) ein."),
        ("paper.impacts_required_for", '["alles"]', "Geben Sie eine Liste aus diesen Wörtern ein"),
        ("town.name", "7", "Geben Sie einen Text in Anführungszeichen ein"),
        ("town.name", '"Stadt \U0001f4a9"', "können nicht gedruckt werden"),
    ],
)
def test_a_local_value_of_the_wrong_kind_is_refused(
    admin: Client, key: str, typed: str, sentence: str
) -> None:
    Bylaw.objects.filter(key=key).update(ends_on=dt.date(2029, 12, 31))
    response = admin.post(f"{ADMIN}bylaw/add/", {"key": key, "value": typed, "source": "HS", **YEAR})
    assert sentence in said(response)  # type: ignore[arg-type]
    assert not Bylaw.objects.filter(starts_on="2030-01-01").exists()


def test_a_local_value_of_the_right_kind_is_stored(admin: Client) -> None:
    key = "co_signature.treasurer_from"
    Bylaw.objects.filter(key=key).update(ends_on=dt.date(2029, 12, 31))
    data = {"key": key, "value": "50000", "source": "HS", **YEAR}
    assert admin.post(f"{ADMIN}bylaw/add/", data).status_code == 302
    assert Bylaw.objects.get(key=key, starts_on="2030-01-01").value == 50000


def test_the_law_of_the_demo_fits_its_keys() -> None:
    assert [key for key, value, _ in VALUES if bylaw_values.objection(key, value)] == []


def test_days_the_wrong_way_round_are_told(admin: Client, town: Town) -> None:
    days = {"starts_on": "2030-12-31", "ends_on": "2030-01-01"}
    bylaw = admin.post(f"{ADMIN}bylaw/add/", {"key": "town.name", "value": '"x"', "source": "x", **days})
    assert WRONG_WAY_ROUND in said(bylaw)  # type: ignore[arg-type]
    seat = {"person": Person.objects.latest("pk").pk, "organization": town.organs["Rat"].pk, "role": "member"}
    assert WRONG_WAY_ROUND in said(admin.post(f"{ADMIN}membership/add/", seat | days))  # type: ignore[arg-type]


# --- texts --------------------------------------------------------------------------------------------------


def test_no_font_can_print_it_so_nobody_can_enter_it(admin: Client, town: Town) -> None:
    data = {"code": "FB IX", "name": "Bauen \U0001f4a9", "phone": "", "email": "", "is_active": "on"}
    assert "können nicht gedruckt werden" in said(admin.post(f"{ADMIN}unit/add/", data))  # type: ignore[arg-type]
    account = {
        "email": town.clerk.email,
        "first_name": "Selma",
        "last_name": "Schiefer",
        "function": "Sach\U0001f4a9",
        "is_active": "on",
        "appointments-TOTAL_FORMS": "0",
        "appointments-INITIAL_FORMS": "0",
    }
    page = said(admin.post(f"{ADMIN}user/{town.clerk.pk}/change/", account))  # type: ignore[arg-type]
    assert "können nicht gedruckt werden" in page


def test_the_text_of_a_template_is_cleaned(admin: Client, town: Town) -> None:
    data = {
        "name": "Muster",
        "description": "x",
        "paper_type": next(iter(town.types.values())).pk,
        "council_matter": "none",
        "statement": "<p>Gut</p><script>alert(1)</script>",
        "draft_resolution": '<p onclick="x()">Auch gut</p>',
        "position": "1",
        "consultations-TOTAL_FORMS": "0",
        "consultations-INITIAL_FORMS": "0",
    }
    assert admin.post(f"{ADMIN}papertemplate/add/", data).status_code == 302
    stored = PaperTemplate.objects.get(name="Muster")
    assert (stored.statement, stored.draft_resolution) == ("<p>Gut</p>", "<p>Auch gut</p>")


# --- rights -------------------------------------------------------------------------------------------------


def test_nobody_appoints_oneself(admin: Client, town: Town) -> None:
    me, unit = town.administrator, town.units["BM"]
    office = {"user": me.pk, "office": Office.MEETING_OFFICE, "unit": unit.pk, **YEAR}
    assert OWN_RIGHTS in said(admin.post(f"{ADMIN}appointment/add/", office))  # type: ignore[arg-type]
    stand_in = {"absent": town.clerk.pk, "substitute": me.pk, "ground": "Urlaub", **YEAR}
    assert OWN_RIGHTS in said(admin.post(f"{ADMIN}substitution/add/", stand_in))  # type: ignore[arg-type]
    assert (me.appointments.count(), Substitution.objects.count()) == (0, 0)
    assert admin.post(f"{ADMIN}appointment/add/", office | {"user": town.outsider.pk}).status_code == 302


def test_nobody_gives_oneself_a_seat(admin: Client, town: Town) -> None:
    me = town.administrator
    me.person = Person.objects.create(first_name="Alma", last_name="Achat")
    me.save()
    seat = {"person": me.person.pk, "organization": town.organs["Rat"].pk, "role": "member", **YEAR}
    assert OWN_RIGHTS in said(admin.post(f"{ADMIN}membership/add/", seat))  # type: ignore[arg-type]
    assert not Membership.objects.filter(person=me.person).exists()


def test_the_own_office_can_be_read_only(admin: Client, town: Town) -> None:
    me, unit = town.administrator, town.units["BM"]
    row = Appointment.objects.create(user=me, office=Office.CLERK, unit=unit, starts_on=dt.date(2020, 1, 1))
    address = f"{ADMIN}appointment/{row.pk}/change/"
    assert admin.get(address).status_code == 200
    assert admin.post(address, {"office": Office.MAYOR}).status_code == 403
    page = admin.get(f"{ADMIN}user/{me.pk}/change/").content.decode()
    assert 'name="appointments-0-office"' not in page
    other = admin.get(f"{ADMIN}user/{town.clerk.pk}/change/").content.decode()
    assert 'name="appointments-0-office"' in other


def test_v13_there_is_one_mayor_at_a_time(admin: Client, town: Town) -> None:
    office = {"user": town.outsider.pk, "office": Office.MAYOR, "unit": town.units["BM"].pk, **YEAR}
    assert "In dieser Zeit ist das Amt schon besetzt." in said(admin.post(f"{ADMIN}appointment/add/", office))  # type: ignore[arg-type]
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            user=town.outsider, office=Office.MAYOR, unit=town.units["BM"], starts_on=dt.date(2030, 1, 1)
        )
    Appointment.objects.filter(office=Office.MAYOR).update(ends_on=dt.date(2029, 12, 31))
    assert admin.post(f"{ADMIN}appointment/add/", office).status_code == 302


def test_a_person_sits_in_an_organ_once_at_a_time(admin: Client, town: Town) -> None:
    held = Membership.objects.get(person=town.council_member.person, organization=town.organs["Rat"])
    seat = {"person": held.person_id, "organization": held.organization_id, "role": "member", **YEAR}
    page = said(admin.post(f"{ADMIN}membership/add/", seat))  # type: ignore[arg-type]
    assert "In dieser Zeit ist die Person schon Mitglied dieses Gremiums." in page
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            person=held.person, organization=held.organization, role="chair", starts_on=dt.date(2030, 1, 1)
        )


@pytest.mark.parametrize(("organ", "sentence"), [("HFA", ["Haupt"]), ("GF", [])])
def test_q08_substitutes_belong_to_a_fraktion(town: Town, organ: str, sentence: list[str]) -> None:
    data = {
        "organization": town.organs["HFA"].pk,
        "parliamentary_group": town.organs[organ].pk,
        "position": 1,
        "person": town.group_member.person_id,
        "starts_on": "2024-01-01",
    }
    errors: list[Any] = list(SubstituteMembershipForm(data).errors.get("parliamentary_group", []))
    ends = [str(error).endswith("ist keine Fraktion. Wählen Sie eine Fraktion.") for error in errors]
    assert ends == [True for _ in sentence]


# --- what is remembered -------------------------------------------------------------------------------------


def count(table: str, where: str = "true") -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {where}")
        return int(cursor.fetchone()[0])


def test_every_change_of_a_right_is_remembered(admin: Client, town: Town) -> None:
    office = {"user": town.outsider.pk, "office": Office.TREASURER, "unit": town.units["FB I"].pk, **YEAR}
    admin.post(f"{ADMIN}appointment/add/", office)
    Substitution.objects.create(
        absent=town.mayor, substitute=town.deputy, ground="Urlaub", starts_on=dt.date(2030, 1, 1)
    )
    Membership.objects.filter(person=town.council_member.person).update(has_vote=False)
    User.objects.filter(pk=town.clerk.pk).update(is_superuser=True)
    with clearance("system"):
        assert count("motions_appointmentevent", "office = 'treasurer' AND starts_on = '2030-01-01'") == 1
        assert count("motions_substitutionevent", "pgh_label = 'insert'") == 1
        assert count("motions_membershipevent", "pgh_label = 'update' AND NOT has_vote") == 2
        assert count("motions_userevent", "pgh_label = 'update' AND is_superuser") == 1


def test_no_password_gets_into_the_history(town: Town) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'motions_userevent'"
        )
        columns = {name for (name,) in cursor.fetchall()}
    assert columns & {"password", "last_login"} == set()
    with clearance("system"):
        before = count("motions_userevent")
    town.clerk.set_password("ein-neues-kennwort-7")
    town.clerk.save()
    with clearance("system"):
        assert count("motions_userevent") == before


@pytest.mark.parametrize(
    "table",
    ["motions_appointmentevent", "motions_membershipevent", "motions_userevent", "pghistory_context"],
)
def test_the_history_of_rights_is_closed_and_stays(admin: Client, town: Town, table: str) -> None:
    office = {"user": town.outsider.pk, "office": Office.TREASURER, "unit": town.units["FB I"].pk, **YEAR}
    admin.post(f"{ADMIN}appointment/add/", office)
    with clearance("system"), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_id', '', true)")  # the request is over
        kept = count(table)
    assert kept > 0
    assert count(table) == 0
    with clearance("user", town.mayor.pk):
        assert count(table) == 0
    with clearance("system"), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")
        changed: Any = "metadata = '{}'" if table == "pghistory_context" else "pgh_label = 'x'"
        cursor.execute(f"UPDATE {table} SET {changed}")
        assert cursor.rowcount == 0
        assert count(table) == kept


def test_one_request_may_write_several_rows(admin: Client, town: Town) -> None:
    """The context of a request is written again with each of them."""
    data: dict[str, Any] = {
        "email": town.clerk.email,
        "first_name": "Selma",
        "last_name": "Schief",
        "is_active": "on",
        "appointments-TOTAL_FORMS": "1",
        "appointments-INITIAL_FORMS": "0",
        "appointments-0-user": town.clerk.pk,
        "appointments-0-office": Office.TREASURER,
        "appointments-0-unit": town.units["FB I"].pk,
        "appointments-0-starts_on": "2030-01-01",
    }
    assert admin.post(f"{ADMIN}user/{town.clerk.pk}/change/", data).status_code == 302
    with clearance("system"):
        written = "pgh_context_id = (SELECT id FROM pghistory_context ORDER BY created_at DESC LIMIT 1)"
        assert (count("motions_userevent", written), count("motions_appointmentevent", written)) == (1, 1)
