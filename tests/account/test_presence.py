"""A release, and what takes a released paper back, needs somebody who has just shown who he or she is."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from motions.models import Event, Paper, User
from motions.models.choices import PaperStatus
from motions.rules.clearance import clearance
from tests.account.people import PASSWORD, minutes_ago, with_password, with_second_factor
from tests.factories import make_paper, make_released, make_submitted
from tests.people import Town


def logged_in(client: Client, user: User, *, minutes: float) -> None:
    """A session that began some minutes ago."""
    with_second_factor(with_password(user))
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": minutes_ago(minutes)}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def act(client: Client, paper: Paper, step: str, note: str) -> str:
    """Where the act leads."""
    data = {"version": paper.version, "note": note}
    response = client.post(reverse("paper-act", args=[paper.pk, step]), data)
    return response.headers.get("Location", str(response.status_code))


def status_of(paper: Paper) -> str:
    with clearance("system"):
        return Paper.objects.get(pk=paper.pk).status


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords and second factors are asked for."""
    monkeypatch.setattr(settings, "DEMO", False)


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize(
    ("step", "target"),
    [("release", PaperStatus.RELEASED), ("reset", PaperStatus.DRAFT), ("withdraw", PaperStatus.WITHDRAWN)],
)
def test_an_old_login_is_asked_for_the_password_and_loses_no_word(
    town: Town, client: Client, step: str, target: str
) -> None:
    make = make_submitted if step == "release" else make_released
    paper = make(by=town.clerk)
    logged_in(client, town.mayor, minutes=6)
    place = reverse("paper-act", args=[paper.pk, step])
    asked = act(client, paper, step, "Mit Bedacht entschieden.")
    assert asked == f"{reverse('account_reauthenticate')}?next={place.replace('/', '%2F')}"
    assert status_of(paper) == paper.status

    client.post(asked, {"password": "falsch", "next": place})
    assert status_of(paper) == paper.status
    client.post(asked, {"password": PASSWORD, "next": place})
    assert status_of(paper) == target
    with clearance("system"):
        assert Event.objects.filter(paper=paper).latest("pk").note == "Mit Bedacht entschieden."


@pytest.mark.usefixtures("production")
def test_a_fresh_login_is_enough(town: Town, client: Client) -> None:
    paper = make_submitted(by=town.clerk)
    logged_in(client, town.mayor, minutes=4)
    assert act(client, paper, "release", "Geprüft.") == reverse("approvals")
    assert status_of(paper) == PaperStatus.RELEASED


@pytest.mark.usefixtures("production")
def test_the_login_of_somebody_else_is_none(town: Town, client: Client) -> None:
    paper = make_submitted(by=town.clerk)
    logged_in(client, town.mayor, minutes=1)
    session = client.session
    session["account_authentication_methods_user"] = str(town.clerk.pk)
    session.save()
    assert act(client, paper, "release", "Geprüft.").startswith(reverse("account_reauthenticate"))


@pytest.mark.usefixtures("production")
def test_the_own_draft_is_withdrawn_without_a_question(town: Town, client: Client) -> None:
    paper = make_paper(by=town.clerk)
    logged_in(client, town.clerk, minutes=60)
    assert act(client, paper, "withdraw", "Doch nicht.") == reverse("paper-detail", args=[paper.pk])


def test_in_the_demo_there_is_nothing_to_repeat(town: Town, client: Client) -> None:
    paper = make_submitted(by=town.clerk)
    client.force_login(town.mayor)
    assert act(client, paper, "release", "Geprüft.") == reverse("approvals")


def test_whoever_has_a_password_is_asked_even_in_the_demo(town: Town, client: Client) -> None:
    paper = make_submitted(by=town.clerk)
    logged_in(client, town.mayor, minutes=6)
    assert act(client, paper, "release", "Geprüft.").startswith(reverse("account_reauthenticate"))
