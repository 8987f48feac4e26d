"""Vorlage kopieren: what a new draft takes over, what it leaves, and whose words are never copied."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import Appointment, Organization, Paper, ReadRecord, User
from motions.models.choices import Office
from motions.rules import copying, drafting, permissions, placement
from motions.rules.clearance import clearance
from motions.rules.drafting import Draft
from motions.rules.findings import NotPermitted, Refused
from tests.conftest import Login
from tests.factories import consultation, euro_row, invite, make_attachment, make_co_signing, make_paper
from tests.people import SINCE, Town, official

from .hostile.posting import draft_of, fresh

SECRET: dict[str, Any] = {"is_public": False, "secrecy_ground": "property"}


def copy(paper: Paper, by: User) -> Paper:
    with clearance("user", by.pk):
        return copying.copy_paper(fresh(paper), by=by, now=timezone.now())[0]


@pytest.fixture
def source(town: Town) -> Paper:
    """A paper on its way, with everything a paper can have."""
    rows = [
        consultation(town.organs["HFA"], "advisory", planned_on=dt.date(2024, 3, 5)),
        consultation(town.organs["Rat"], "deciding", planned_on=dt.date(2024, 4, 9)),
    ]
    return make_co_signing(
        by=town.clerk,
        dated_on=dt.date(2024, 1, 2),
        file_reference="51-1",
        council_matter="statute",
        consultations=rows,
        financial_rows=[euro_row(expense=Decimal("7.50"))],
        invitations=[invite(town.units["FB I"])],
    )


def test_a_copy_has_the_words_and_rows_and_nothing_of_the_life_of_its_source(
    town: Town, source: Paper
) -> None:
    made = copy(source, town.colleague)
    with clearance("system"):
        words = ["subject", "plain_words", "draft_resolution", "statement", "financial_impact"]
        words += ["climate_impact", "council_matter", "paper_type_id", "lead_unit_id", "is_public"]
        assert {name: getattr(made, name) for name in words} == {
            name: getattr(source, name) for name in words
        }
        assert (made.drafter, made.dated_on, made.status) == (town.colleague, timezone.localdate(), "draft")
        assert (made.reference, made.file_reference, made.original) == ("", "", None)
        assert list(made.consultations.values_list("organization__short_name", "role", "planned_on")) == [
            ("HFA", "advisory", None),
            ("Rat", "deciding", None),
        ]
        assert list(made.financial_rows.values_list("expense", "product")) == [
            (Decimal("7.50"), "1.31.11.01")
        ]
        assert (made.participations.count(), made.attachments.count()) == (0, 0)
        assert [row.label for row in made.events.all()] == [f"Als Kopie von {source.reference} angelegt"]


def test_an_abolished_organ_is_not_copied(town: Town, source: Paper) -> None:
    Organization.objects.filter(short_name="HFA").update(is_active=False)
    made = copy(source, town.clerk)
    with clearance("system"):
        assert [row.organization.short_name for row in made.consultations.all()] == ["Rat"]


def test_who_was_asked_to_co_sign_begins_a_draft_of_the_own_unit(town: Town, source: Paper) -> None:
    assert copy(source, town.treasurer).lead_unit == town.units["FB I"]


def test_the_words_of_a_group_are_never_copied(town: Town) -> None:
    motion = make_co_signing(by=town.office, paper_type="motion", author_group=town.organs["GF"])
    for person in (town.office, town.mayor):
        with pytest.raises(NotPermitted):
            copy(motion, person)


def test_only_what_lies_on_the_own_desk_is_copied(town: Town) -> None:
    draft = make_paper(by=town.clerk)
    for person in (town.outsider, town.council_member, town.group_member):
        assert permissions.may_copy_paper(person, draft) is False
        with pytest.raises(NotPermitted):
            copy(draft, person)


def test_p08_a_secret_text_stays_in_its_unit(town: Town) -> None:
    """Who reads it by office or as a co-signer would open it to colleagues who may not."""
    paper = make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"])], **SECRET)
    guest = official("Greta Granit", "Sachbearbeitung", town.units["FB II"], Office.CLERK)
    for person in (town.treasurer, town.mayor, town.office):
        with pytest.raises(NotPermitted):
            copy(paper, person)
    made = copy(paper, guest)
    assert (made.is_public, made.secrecy_ground, made.lead_unit) == (False, "property", town.units["FB II"])


def test_the_button_copies_once_until_something_is_typed(login: Login, town: Town, source: Paper) -> None:
    client, address = login(town.clerk), reverse("paper-copy", args=[source.pk])
    page = client.get(reverse("paper-detail", args=[source.pk])).content.decode()
    assert f'action="{address}"' in page
    first, second = (client.post(address, follow=True) for _ in range(2))
    assert first.redirect_chain == second.redirect_chain
    assert "Kopie angelegt. Prüfen Sie" in first.content.decode()
    assert "sie ist noch unverändert" in second.content.decode()
    write(client, town)
    assert client.post(address, follow=True).redirect_chain != first.redirect_chain


def write(client: Client, town: Town) -> None:
    with clearance("system"):
        made = Paper.objects.filter(drafter=town.clerk).latest("pk")
    sent = draft_of(made, subject="Weiter geschrieben")
    assert client.post(f"/arbeit/vorlagen/{made.pk}/bearbeiten/", sent).status_code == 302


def test_no_button_where_nothing_may_be_copied(login: Login, town: Town) -> None:
    motion = make_co_signing(by=town.office, paper_type="motion", author_group=town.organs["GF"])
    page = login(town.office).get(reverse("paper-detail", args=[motion.pk])).content.decode()
    assert "Vorlage kopieren" not in page
    assert login(town.office).post(reverse("paper-copy", args=[motion.pk])).status_code == 403


def test_an_annex_stays_with_its_paper(town: Town) -> None:
    paper = make_paper(by=town.clerk)
    make_attachment(paper, by=town.clerk)
    made = copy(paper, town.clerk)
    with clearance("system"):
        assert (paper.attachments.count(), made.attachments.count()) == (1, 0)


def test_p08_a_copy_of_something_secret_moves_to_no_other_unit(town: Town) -> None:
    twofold = official("Tilda Tonne", "Zwei Bereiche", town.units["FB II"], Office.CLERK)
    Appointment.objects.create(user=twofold, office=Office.CLERK, unit=town.units["FB III"], starts_on=SINCE)
    secret = make_co_signing(by=town.clerk, **SECRET)
    public = make_co_signing(by=town.clerk, subject="Offen")
    for source, refused in ((secret, True), (public, False)):
        made = copy(source, twofold)
        with clearance("system"):
            offered = placement.lead_units(made, by=twofold, on=timezone.localdate())
            assert (town.units["FB III"] not in offered) is refused
            if refused:
                draft = Draft({"lead_unit": town.units["FB III"]})
                with pytest.raises(Refused):
                    drafting.save_draft(made, draft, version=made.version, by=twofold, now=timezone.now())


def test_ds09_whoever_copies_something_secret_has_read_it(town: Town, login: Login) -> None:
    secret = make_co_signing(by=town.clerk, **SECRET)
    login(town.colleague).post(reverse("paper-copy", args=[secret.pk]))
    with clearance("system"):
        rows = ReadRecord.objects.filter(paper=secret, reader=town.colleague)
        assert list(rows.values_list("part", flat=True)) == ["Kopie"]
