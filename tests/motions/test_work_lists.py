"""Arbeitslisten: what waits for whom; a long list asks the database as often as a short one."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import Substitution
from motions.models.choices import Office, ParticipationKind
from motions.rules.clearance import clearance
from motions.rules.drafting import Invitation
from motions.rules.workflow import SUBMIT
from tests.conftest import Login
from tests.factories import make_co_signing, make_paper, make_submitted, sign_all, step
from tests.motions.refusals import edit
from tests.people import Town


def questions(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def one_more_of_each(town: Town) -> None:
    invitations = [Invitation(town.units["FB I"], ParticipationKind.CO_SIGNATURE, True)]
    make_paper(by=town.clerk)
    make_co_signing(by=town.clerk, invitations=invitations)
    make_submitted(by=town.clerk, invitations=invitations)


LISTS = (
    ("clerk", "/arbeit/"),
    ("clerk", "/arbeit/vorlagen/"),
    ("treasurer", "/arbeit/"),
    ("mayor", "/freigaben/"),
    ("office", "/arbeit/vorlagen/"),
)


def test_a_long_work_list_asks_as_often_as_a_short_one(login: Login, town: Town) -> None:
    def asked() -> dict[tuple[str, str], int]:
        return {(who, address): questions(login(getattr(town, who)), address) for who, address in LISTS}

    one_more_of_each(town)
    few = asked()
    for _ in range(7):
        one_more_of_each(town)
    assert asked() == few


def test_the_mayor_sees_who_submitted_what_and_when_it_is_first_debated(login: Login, town: Town) -> None:
    paper = make_submitted(by=town.clerk)
    page = login(town.mayor).get("/freigaben/").content.decode()
    assert [words in page for words in (paper.reference, "Selma Schiefer", "HFA")] == [True] * 3


def test_m02_an_effect_on_positions_found_while_signing_asks_the_offices(login: Login, town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[Invitation(town.units["FB I"], "acknowledgement")])
    with clearance("system"):
        edit(paper, town.clerk, affects_positions=True)
    page = login(town.personnel).get("/arbeit/").content.decode()
    assert f"/arbeit/vorlagen/{paper.pk}/mitzeichnung/" in page


def test_m01_an_open_acknowledgement_stays_on_the_list_after_submission(login: Login, town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[Invitation(town.units["FB I"], "acknowledgement")])
    step(paper, SUBMIT, by=town.clerk)
    page = login(town.treasurer).get("/arbeit/").content.decode()
    assert f"/arbeit/vorlagen/{paper.pk}/mitzeichnung/" in page


def test_m04_a_voluntary_co_signature_for_an_older_text_is_asked_for_again(login: Login, town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[Invitation(town.units["FB I"], "co_signature")])
    client, address = login(town.treasurer), f"/arbeit/vorlagen/{paper.pk}/mitzeichnung/"
    with clearance("system"):
        sign_all(paper)
    assert address not in client.get("/arbeit/").content.decode()
    with clearance("system"):
        edit(paper, town.clerk, statement="<p>Ganz anders.</p>")
    assert address in client.get("/arbeit/").content.decode()


def test_v13_the_list_names_who_releases_today(town: Town, login: Login) -> None:
    make_submitted(by=town.clerk)
    client = login(town.mayor)

    def named() -> list[str]:
        return [row.with_whom for row in client.get(reverse("approvals")).context["rows"]]

    assert named() == ["Bürgermeisterin oder Bürgermeister"]
    Substitution.objects.create(
        absent=town.mayor, substitute=town.deputy, starts_on=timezone.localdate(), ground="Urlaub"
    )
    assert named() == [Office.GENERAL_DEPUTY.label]
