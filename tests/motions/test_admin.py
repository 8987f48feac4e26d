"""The admin holds reference data only; nobody changes a Vorlage or a status there."""

import datetime as dt

import pytest
from django.contrib import admin
from django.core import mail

from motions.forms.reference import MembershipForm
from motions.models import Membership, Person, User
from tests.conftest import Login
from tests.people import Town

ALLOWED = {
    "Appointment",
    "Bylaw",
    "LegislativeTerm",
    "Membership",
    "Organization",
    "PaperTemplate",
    "PaperType",
    "Person",
    "SubstituteMembership",
    "Substitution",
    "Unit",
    "User",
}
HOME = "/verwaltung/stammdaten/"


def test_only_reference_data_is_registered() -> None:
    ours = {model.__name__ for model in admin.site._registry if model._meta.app_label in ("motions", "auth")}
    assert ours == ALLOWED


def membership(town: Town, organ: str, role: str) -> MembershipForm:
    person = Person.objects.create(first_name="Doris", last_name="Löwenzahn")
    data = {
        "person": person.pk,
        "organization": town.organs[organ].pk,
        "role": role,
        "starts_on": "2024-01-01",
    }
    return MembershipForm(data)


@pytest.mark.parametrize("organ", ["Rat", "HFA", "RPA"])
def test_q_06_no_expert_citizens_in_mandatory_organs(town: Town, organ: str) -> None:
    form = membership(town, organ, "expert_citizen")
    name = town.organs[organ].name
    assert form.errors["role"] == [
        f"{name}: Sachkundige Bürgerinnen und Bürger sind hier nicht zugelassen (§§ 58, 59 GO NRW). (Q-06)"
    ]


def test_q_05_councillors_outnumber_citizens(town: Town) -> None:
    """The committee has one sachkundige Bürgerin and no Ratsmitglied yet."""
    form = membership(town, "ASJF", "expert_citizen")
    assert str(form.errors["role"][0]).endswith("Es müssen weniger sein (§ 58 Abs. 3 GO NRW). (Q-05)")
    for number in range(3):
        person = Person.objects.create(first_name="Ratsmitglied", last_name=str(number))
        Membership.objects.create(
            person=person, organization=town.organs["ASJF"], role="member", starts_on=dt.date(2020, 11, 1)
        )
    assert membership(town, "ASJF", "expert_citizen").is_valid()


@pytest.mark.parametrize("model", sorted(name.lower() for name in ALLOWED))
def test_lists_and_forms_open(town: Town, administrator: User, login: Login, model: str) -> None:
    browser = login(administrator)
    assert browser.get(f"{HOME}motions/{model}/").status_code == 200
    assert browser.get(f"{HOME}motions/{model}/?q=a").status_code == 200
    assert browser.get(f"{HOME}motions/{model}/add/").status_code == 200


def test_the_form_of_an_account_shows_no_password(clerk: User, administrator: User, login: Login) -> None:
    page = login(administrator).get(f"{HOME}motions/user/{clerk.pk}/change/").content.decode()
    assert clerk.password not in page
    assert 'name="password"' not in page


def test_an_account_begins_without_a_password(administrator: User, login: Login) -> None:
    data = {
        "email": "neu@example.org",
        "first_name": "Nele",
        "last_name": "Nelke",
        "is_active": "on",
        "appointments-TOTAL_FORMS": "0",
        "appointments-INITIAL_FORMS": "0",
    }
    response = login(administrator).post(f"{HOME}motions/user/add/", data)
    assert response.status_code == 302
    assert not User.objects.get(email="neu@example.org").has_usable_password()


def test_the_one_time_link_is_mailed(clerk: User, administrator: User, login: Login) -> None:
    data = {"action": "send_link", "_selected_action": [clerk.pk]}
    assert login(administrator).post(f"{HOME}motions/user/", data).status_code == 302
    assert [message.to for message in mail.outbox] == [[clerk.email]]
    assert "/konto/password/reset/key/" in mail.outbox[0].body


def test_the_administration_does_not_enter(clerk: User, login: Login) -> None:
    assert login(clerk).get(HOME).status_code == 403
