"""Zwischenspeichern: every part that is valid by itself is stored, and the answer names what is not."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from motions.models import Paper, User
from motions.rules.clearance import clearance
from tests.conftest import Login
from tests.factories import euro_row, make_paper, make_submitted
from tests.people import Town

from .hostile.posting import consultation_row, draft_of, financial_row, fresh, participant

SAVED = r"Gespeichert um \d\d:\d\d Uhr\."
DAY = dt.date(2024, 2, 1)


@pytest.fixture
def paper(clerk: User) -> Paper:
    return make_paper(by=clerk, dated_on=DAY, financial_rows=[euro_row(year=2025)], has_own_wording=True)


@pytest.fixture
def desk(login: Login, clerk: User) -> Client:
    return login(clerk)


def save(desk: Client, paper: Paper, **changes: str) -> dict[str, Any]:
    """The answer, without the clock in its sentence."""
    sent = draft_of(paper, **changes)
    answer = desk.post(f"/arbeit/vorlagen/{paper.pk}/zwischenspeichern/", sent)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    assert told["version"] == fresh(paper).version
    return told


def missing(told: dict[str, Any]) -> str:
    assert told["is_whole"] is False
    found = re.fullmatch(rf"{SAVED} Noch nicht gespeichert: (.*)", told["message"])
    return found[1] if found else ""


def parts(paper: Paper) -> tuple[str, list[str], list[int], list[str]]:
    with clearance("system"):
        row = Paper.objects.get(pk=paper.pk)
        return (
            row.subject,
            list(row.consultations.values_list("organization__short_name", flat=True)),
            list(row.financial_rows.values_list("year", flat=True)),
            list(row.participations.values_list("unit__code", flat=True)),
        )


def test_a_whole_draft_is_stored_and_said_to_be(desk: Client, paper: Paper, town: Town) -> None:
    rows = (
        consultation_row(town.organs["Rat"])
        | financial_row()
        | participant(town.units["FB I"], "co_signature")
    )
    told = save(desk, paper, **rows)
    assert told["is_whole"] is True
    assert re.fullmatch(SAVED, told["message"])
    assert parts(paper) == ("Neue Bänke", ["Rat"], [2024], ["FB I"])


def test_saving_by_the_button_is_said_in_the_same_words(desk: Client, paper: Paper) -> None:
    page = desk.post(f"/arbeit/vorlagen/{paper.pk}/bearbeiten/", draft_of(paper), follow=True)
    assert [bool(re.fullmatch(SAVED, str(said))) for said in page.context["messages"]] == [True]


def test_an_incomplete_beratungsfolge_holds_back_itself_only(desk: Client, paper: Paper, town: Town) -> None:
    rows = consultation_row(town.organs["Rat"]) | {"beratung-1-role": "deciding", "beratung-1-is_public": "1"}
    rows |= {"beratung-TOTAL_FORMS": "2"} | financial_row() | participant(town.units["FB I"], "co_signature")
    told = save(desk, paper, **rows)
    assert missing(told) == "Beratungsfolge (Gremium fehlt)."
    assert parts(paper) == ("Neue Bänke", ["HFA", "Rat"], [2024], ["FB I"])
    assert told["version"] == paper.version + 1


def test_an_incomplete_row_that_is_removed_is_missed_no_more(desk: Client, paper: Paper, town: Town) -> None:
    rows = consultation_row(town.organs["Rat"]) | consultation_row(
        town.organs["HFA"], 1, organization="", DELETE="on"
    )
    amounts = financial_row(year="", expense="viel", DELETE="on")
    told = save(desk, paper, **rows, **amounts)
    assert told["is_whole"] is True
    assert parts(paper)[1:3] == (["Rat"], [])


def test_incomplete_amounts_hold_back_themselves_only(desk: Client, paper: Paper, town: Town) -> None:
    rows = consultation_row(town.organs["Rat"]) | financial_row(year="", expense="viel")
    assert missing(save(desk, paper, **rows)) == "Beträge je Haushaltsjahr (Jahr fehlt, Aufwand (€) prüfen)."
    assert parts(paper) == ("Neue Bänke", ["Rat"], [2025], [])
    with clearance("system"):
        assert paper.financial_rows.get().expense == Decimal(1000)


def test_incomplete_participants_hold_back_themselves_only(desk: Client, paper: Paper, town: Town) -> None:
    rows = financial_row() | consultation_row(town.organs["Rat"])
    rows |= participant(town.units["FB I"], "co_signature", due_on="9999-01-01")
    rows |= participant(town.units["FB III"], "acknowledgement")
    assert missing(save(desk, paper, **rows)) == "Beteiligte Fachbereiche (Frist prüfen)."
    assert parts(paper) == ("Neue Bänke", ["Rat"], [2024], [])


def test_a_bad_field_of_the_text_holds_back_itself_only(desk: Client, paper: Paper) -> None:
    told = save(desk, paper, dated_on="", plain_words="😀", statement="<p>Neu.</p>")
    assert missing(told) == "In einfachen Worten (prüfen), Datum (fehlt)."
    after = fresh(paper)
    assert (after.dated_on, after.plain_words) == (DAY, paper.plain_words)
    assert (after.subject, after.statement, after.has_own_wording) == ("Neue Bänke", "<p>Neu.</p>", False)


def test_several_parts_are_named_in_the_order_of_the_page(desk: Client, paper: Paper) -> None:
    told = save(
        desk,
        paper,
        dated_on="gestern",
        **{"beratung-TOTAL_FORMS": "7"},
        **financial_row(year="", expense="5"),
    )
    assert missing(told) == (
        "Datum (prüfen), Beratungsfolge (Zeilen prüfen), Beträge je Haushaltsjahr (Jahr fehlt)."
    )


def test_what_did_not_arrive_is_neither_emptied_nor_unticked(desk: Client, paper: Paper) -> None:
    """A broken form in a browser must not wipe the text."""
    address = f"/arbeit/vorlagen/{paper.pk}/zwischenspeichern/"
    before = fresh(paper)
    answer = desk.post(address, {"version": str(before.version), "subject": "Nur der Betreff"})
    after = fresh(paper)
    assert (answer.status_code, after.subject) == (200, "Nur der Betreff")
    kept = ["plain_words", "statement", "draft_resolution", "has_own_wording", "is_public", "dated_on"]
    assert {name: getattr(after, name) for name in kept} == {name: getattr(before, name) for name in kept}
    assert parts(paper)[1:] == (["HFA", "Rat"], [2025], [])


def test_a_public_paper_loses_its_ground_of_secrecy_even_in_passing(desk: Client, clerk: User) -> None:
    paper = make_paper(by=clerk, is_public=False, secrecy_ground="property")
    save(desk, paper, council_matter="")
    assert (fresh(paper).is_public, fresh(paper).secrecy_ground) == (True, "")


def test_the_full_save_still_demands_everything(desk: Client, paper: Paper, town: Town) -> None:
    rows = consultation_row(town.organs["Rat"], 0, organization="")
    page = desk.post(f"/arbeit/vorlagen/{paper.pk}/bearbeiten/", draft_of(paper, **rows))
    assert page.status_code == 422
    assert parts(paper)[0] == paper.subject
    assert " data-unsaved" in page.content.decode()
    assert " data-unsaved" not in desk.get(f"/arbeit/vorlagen/{paper.pk}/bearbeiten/").content.decode()


def test_an_incomplete_text_of_somebody_slower_stores_nothing(desk: Client, paper: Paper) -> None:
    sent = draft_of(paper, subject="Zu spät", dated_on="", version=str(paper.version - 1))
    assert desk.post(f"/arbeit/vorlagen/{paper.pk}/zwischenspeichern/", sent).status_code == 409
    assert fresh(paper).subject == paper.subject


def test_nothing_is_stored_into_a_paper_on_its_way(desk: Client, clerk: User) -> None:
    paper = make_submitted(by=clerk)
    sent = draft_of(paper, subject="Zu spät")
    assert desk.post(f"/arbeit/vorlagen/{paper.pk}/zwischenspeichern/", sent).status_code == 409
    assert fresh(paper).subject == paper.subject
