"""SI-04: who tends to a signing order that waits: who asked for it and the Ratsbüro, for minutes as for a Siegel."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motions.models import Event, IssuedDocument, MinutesSignature, SigningRequest, User
from motions.rules.clearance import clearance
from tests.motions.closed_meeting import Scene
from tests.people import Town

from .orders import ordered
from .test_minutes_signing import chair, keys, order, scene, standing_ready, work_off

__all__ = ["chair", "keys", "scene", "standing_ready"]
REFUSED = "Die Signaturkarte weist die PIN ab."
RETRY, CANCEL = "Noch einmal versuchen", "Auftrag zurücknehmen"


@pytest.fixture
def held(scene: Scene, chair: User) -> list[SigningRequest]:
    """The chair has signed both parts, and the card has refused the PIN."""
    order(chair, scene.meeting)
    with clearance("system"):
        SigningRequest.objects.update(is_held=True, failure=REFUSED, tries=1)
        return list(SigningRequest.objects.order_by("pk"))


def press(client: Client, name: str, row: SigningRequest) -> Any:
    return client.post(reverse(name, args=[row.public_id]))


def main_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode().split("<main")[1])


def test_si04_a_refused_pin_is_tried_again_by_the_chair_whose_card_it_is(
    scene: Scene, chair: User, held: list[SigningRequest], client: Client
) -> None:
    assert work_off() == []
    with clearance("system"):
        assert MinutesSignature.objects.count() == 0
    client.force_login(chair)
    page = main_of(client, reverse("minutes-to-sign", args=[scene.meeting.pk]))
    assert (page.count(REFUSED), page.count(RETRY), page.count(CANCEL)) == (1, 2, 2)
    answer = press(client, "signing-retry", held[0])
    assert (answer.status_code, answer.url) == (302, reverse("signatures-due"))
    assert "wird gleich noch einmal versucht" in main_of(client, answer.url)
    assert work_off() == []
    with clearance("system"):
        assert MinutesSignature.objects.get().name == "Karima Lindenduft"


def test_si04_the_chair_takes_a_signature_back_that_is_not_set_yet(
    scene: Scene, chair: User, held: list[SigningRequest], client: Client
) -> None:
    with clearance("system"):
        SigningRequest.objects.update(is_held=False, failure="")
    client.force_login(chair)
    address = reverse("minutes-to-sign", args=[scene.meeting.pk])
    page = main_of(client, address)
    assert (page.count(RETRY), page.count(CANCEL)) == (0, 2)
    for row in held:
        assert press(client, "signing-cancel", row).status_code == 302
    assert ">Unterschreiben<" in main_of(client, address)
    with clearance("system"):
        assert {row.cancelled_by for row in SigningRequest.objects.all()} == {chair}
        told = Event.objects.filter(meeting=scene.meeting, act="cancel_signing")
        assert {(row.actor, row.label) for row in told} == {
            (chair, "Signaturauftrag zurückgenommen: Niederschrift, Fassung 1")
        }


def test_si04_the_office_tends_to_the_minutes_from_the_page_of_orders(
    scene: Scene, town: Town, held: list[SigningRequest], client: Client
) -> None:
    client.force_login(town.office)
    page = main_of(client, reverse("background-work"))
    minutes = reverse("meeting-minutes", args=[scene.meeting.pk])
    assert (page.count(RETRY), page.count(CANCEL), page.count(f'href="{minutes}"')) == (2, 2, 2)
    for name, row in (("signing-retry", held[1]), ("signing-cancel", held[0])):
        answer = press(client, name, row)
        assert (answer.status_code, answer.url) == (302, minutes)
        assert client.get(minutes).status_code == 200
    with clearance("system"):
        assert list(SigningRequest.objects.order_by("pk").values_list("is_held", "cancelled_by")) == [
            (False, town.office.pk),
            (False, None),
        ]


def test_p06_of_the_order_for_minutes_a_stranger_learns_nothing(
    town: Town, held: list[SigningRequest], client: Client
) -> None:
    for person in (town.outsider, town.clerk, town.council_member, None):
        if person:
            client.force_login(person)
        else:
            client.logout()
        for name in ("signing-retry", "signing-cancel"):
            assert press(client, name, held[0]).status_code == (404 if person else 403)
    with clearance("system"):
        assert set(SigningRequest.objects.values_list("is_held", "ended_at")) == {(True, None)}


def test_si04_who_sees_minutes_and_neither_asked_nor_looks_after_them_is_refused(
    town: Town, held: list[SigningRequest], client: Client
) -> None:
    client.force_login(town.mayor)
    assert [press(client, name, held[0]).status_code for name in ("signing-retry", "signing-cancel")] == [
        403,
        403,
    ]


def test_si04_a_seal_that_waits_is_taken_back_by_who_looks_after_the_document(
    town: Town, document: IssuedDocument, client: Client
) -> None:
    row = ordered(town, document)
    for person, status in ((town.outsider, 403), (town.clerk, 403), (town.council_member, 404)):
        client.force_login(person)
        assert press(client, "signing-cancel", row).status_code == status
    client.force_login(town.office)
    address = reverse("document-seal", args=[document.public_id])
    page = main_of(client, address)
    assert (page.count(RETRY), page.count(CANCEL)) == (0, 1)
    assert press(client, "signing-cancel", row).url == address
    assert "Siegel setzen" in main_of(client, address)
