"""Der Antrag auf der Seite der Fraktion: followed and withdrawn, and closed to all others (O-03)."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.models import Membership, Paper, ReadRecord
from motions.models.choices import PaperStatus
from motions.rules import permissions
from motions.rules.clearance import clearance
from motions.rules.workflow import RETURN
from tests.conftest import Login
from tests.factories import make_paper, make_submitted, step
from tests.people import Town

from .refusals import edit
from .test_petitions import SECRET, motion
from .test_work_lists import questions


def waiting_motion(town: Town) -> Paper:
    return make_submitted(by=town.office, paper_type="motion", author_group=town.organs["GF"])


def test_o03_a_group_follows_its_motion_and_sees_nothing_from_inside(town: Town, login: Login) -> None:
    paper = waiting_motion(town)
    note = "Formal nicht in Ordnung."
    step(paper, RETURN, by=town.mayor, note=note)
    with clearance("system"):
        edit(paper, town.office, administration_comment="<p>Die Verwaltung rät ab.</p>")
    client = login(town.group_member)
    address = reverse("petition-detail", args=[paper.pk])
    assert address in client.get(reverse("member-papers")).content.decode()
    page = client.get(address).content.decode()
    words = ("Am Schlossplatz werden vier", "Zurückgegeben", "Zurückziehen", "Zur Freigabe gegeben")
    shown = [word in page for word in words]
    hidden = [words in page for words in (note, "Die Verwaltung rät ab", town.mayor.last_name)]
    assert (shown, hidden) == ([True] * 4, [False] * 3)


def test_o03_a_group_withdraws_its_motion_with_a_reason(town: Town, login: Login) -> None:
    paper = waiting_motion(town)
    client, address = login(town.group_member), reverse("petition-detail", args=[paper.pk])
    assert client.post(address, {"version": paper.version, "note": " "}).status_code == 422
    stale = client.post(address, {"version": 1, "note": "Wir beraten neu."})
    assert (stale.status_code, "Wir beraten neu." in stale.content.decode()) == (409, True)
    assert client.post(address, {"version": paper.version, "note": "Wir beraten neu."}).status_code == 302
    with clearance("system"):
        event = Paper.objects.get(pk=paper.pk).events.latest("pk")
    assert (event.to_status, event.actor, event.note) == (
        PaperStatus.WITHDRAWN,
        town.group_member,
        "Wir beraten neu.",
    )
    assert "Im Namen der Fraktion" not in client.get(address).content.decode()


@pytest.mark.parametrize("person", ["council_member", "expert_citizen", "office", "clerk", "administrator"])
def test_o03_the_page_of_a_group_is_closed_to_all_others(town: Town, login: Login, person: str) -> None:
    paper = waiting_motion(town)
    address = reverse("petition-detail", args=[paper.pk])
    client = login(getattr(town, person))
    assert (client.get(address).status_code, client.post(address, {}).status_code) == (404, 404)


def test_o03_a_group_does_not_know_what_is_still_being_typed(town: Town, login: Login) -> None:
    draft = make_paper(by=town.office, paper_type="motion", author_group=town.organs["GF"])
    address = reverse("petition-detail", args=[draft.pk])
    client = login(town.group_member)
    assert (client.get(address).status_code, client.post(address, {}).status_code) == (404, 404)
    with clearance("system"):
        assert not permissions.may_withdraw_paper(town.group_member, draft)
        assert permissions.may_withdraw_paper(town.office, draft)


def test_ds09_a_group_that_reads_its_secret_motion_is_noted(town: Town, login: Login) -> None:
    paper = make_submitted(by=town.office, paper_type="motion", author_group=town.organs["GF"], **SECRET)
    client, address = login(town.group_member), reverse("petition-detail", args=[paper.pk])
    client.get(address)
    client.post(address, {"version": paper.version, "note": ""})
    with clearance("system"):
        assert ReadRecord.objects.filter(reader=town.group_member, part="Antrag").count() == 2


def test_a_released_motion_is_withdrawn_by_somebody_present(town: Town, login: Login) -> None:
    paper = motion(town)
    town.group_member.set_password("ein langes Kennwort für den Test")
    town.group_member.save()
    client, address = login(town.group_member), reverse("petition-detail", args=[paper.pk])
    answer = client.post(address, {"version": paper.version, "note": "Wir beraten neu."})
    assert (answer.status_code, reverse("account_reauthenticate") in answer["Location"]) == (302, True)
    with clearance("system"):
        assert Paper.objects.get(pk=paper.pk).status == PaperStatus.RELEASED


def test_o03_who_left_the_group_finds_nothing(town: Town, login: Login) -> None:
    paper = waiting_motion(town)
    Membership.objects.filter(person=town.group_member.person, organization=town.organs["GF"]).update(
        ends_on=timezone.localdate() - dt.timedelta(days=1)
    )
    assert login(town.group_member).get(reverse("petition-detail", args=[paper.pk])).status_code == 404


def test_the_start_of_a_member_asks_as_often_for_many_motions_as_for_one(town: Town, login: Login) -> None:
    client = login(town.group_member)
    waiting_motion(town)
    few = questions(client, reverse("member-papers"))
    for _ in range(6):
        waiting_motion(town)
    assert questions(client, reverse("member-papers")) == few
