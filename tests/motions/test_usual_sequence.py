"""Vorschlag der Beratungsfolge: what the town's templates say, one press, and everything typed stays (B-01)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from motions.models import Paper, PaperTemplate, User
from motions.rules.clearance import clearance
from motions.rules.usual_sequence import usual_sequence
from tests.conftest import Login
from tests.factories import make_paper
from tests.people import Town

from .hostile.posting import consultation_row, draft_of, fresh, summary

BUTTON = 'name="propose"'


def template(town: Town, name: str, *sequence: tuple[str, str], **fields: Any) -> PaperTemplate:
    kind = town.types[fields.pop("paper_type", "resolution_proposal")]
    made = PaperTemplate.objects.create(name=name, description=name, paper_type=kind, **fields)
    for place, (organ, role) in enumerate(sequence):
        made.consultations.create(organization=town.organs[organ], role=role, position=place)
    return made


@pytest.fixture(autouse=True)
def templates(town: Town) -> None:
    """A usual resolution, one for personnel, and a notice."""
    template(town, "Beschluss", ("ASJF", "advisory"), ("HFA", "deciding"))
    template(
        town, "Personal", ("HFA", "advisory"), ("Rat", "deciding"), council_matter="personnel", position=9
    )
    template(town, "Mitteilung", ("HFA", "noting"), paper_type="information")


def proposed(town: Town, kind: str = "resolution_proposal", matter: str = "none") -> list[tuple[str, str]]:
    organs = {row.pk: short for short, row in town.organs.items()}
    rows = usual_sequence(town.types[kind], council_matter=matter, is_public=True)
    return [(organs[row["organization_id"]], row["role"]) for row in rows]


def test_a_kind_has_the_sequence_of_its_template(town: Town) -> None:
    assert proposed(town) == [("ASJF", "advisory"), ("HFA", "deciding")]
    assert proposed(town, "information") == [("HFA", "noting")]
    assert proposed(town, "report") == []


def test_the_template_for_the_same_matter_comes_first(town: Town) -> None:
    assert proposed(town, matter="personnel") == [("HFA", "advisory"), ("Rat", "deciding")]


def test_b01_what_only_the_council_decides_ends_with_it(town: Town) -> None:
    assert proposed(town, matter="statute") == [
        ("ASJF", "advisory"),
        ("HFA", "advisory"),
        ("Rat", "deciding"),
    ]
    assert proposed(town, "motion", matter="statute") == [("Rat", "deciding")]
    assert proposed(town, "information", matter="statute") == [("HFA", "noting")]


def test_an_abolished_organ_is_not_proposed(town: Town) -> None:
    organ = town.organs["ASJF"]
    organ.is_active = False
    organ.save(update_fields=["is_active"])
    assert proposed(town) == [("HFA", "deciding")]


# --- the button ---------------------------------------------------------------------------------------------


@pytest.fixture
def paper(clerk: User) -> Paper:
    """A draft without a Beratungsfolge."""
    return make_paper(by=clerk, consultations=[])


@pytest.fixture
def desk(login: Login, clerk: User) -> Client:
    return login(clerk)


def address(paper: Paper) -> str:
    return f"/arbeit/vorlagen/{paper.pk}/bearbeiten/"


def propose(desk: Client, paper: Paper, **changes: str) -> Any:
    return desk.post(address(paper), draft_of(paper, propose="1", **changes))


def sequence(paper: Paper) -> list[tuple[str, str, bool]]:
    with clearance("system"):
        return list(paper.consultations.values_list("organization__short_name", "role", "is_public"))


def test_one_press_fills_an_empty_sequence_and_stores_what_was_typed(desk: Client, paper: Paper) -> None:
    assert BUTTON in desk.get(address(paper)).content.decode()
    answer = propose(desk, paper, subject="Getippt")
    assert (answer.status_code, answer["Location"]) == (302, f"{address(paper)}#beratungsfolge")
    assert sequence(paper) == [("ASJF", "advisory", True), ("HFA", "deciding", True)]
    assert fresh(paper).subject == "Getippt"
    assert BUTTON not in desk.get(address(paper)).content.decode()


def test_the_proposal_follows_what_is_typed_now(desk: Client, paper: Paper, town: Town) -> None:
    kind = str(town.types["information"].pk)
    propose(desk, paper, paper_type=kind, is_public="", secrecy_ground="property")
    assert sequence(paper) == [("HFA", "noting", False)]
    assert fresh(paper).paper_type == town.types["information"]


def test_rows_that_are_all_to_go_make_room(desk: Client, paper: Paper, town: Town) -> None:
    propose(desk, paper, **consultation_row(town.organs["Rat"], DELETE="on"))
    assert [row[0] for row in sequence(paper)] == ["ASJF", "HFA"]


def test_own_rows_are_never_replaced(desk: Client, paper: Paper, town: Town) -> None:
    assert propose(desk, paper, **consultation_row(town.organs["Rat"])).status_code == 302
    assert [row[0] for row in sequence(paper)] == ["Rat"]


def test_rows_lost_on_the_way_are_never_replaced(desk: Client, clerk: User) -> None:
    paper = make_paper(by=clerk)
    assert propose(desk, paper, **{"beratung-TOTAL_FORMS": "2"}).status_code == 422
    assert [row[0] for row in sequence(paper)] == ["HFA", "Rat"]


def test_with_an_error_elsewhere_the_rows_and_the_words_stay_on_the_page(desk: Client, paper: Paper) -> None:
    answer = propose(desk, paper, dated_on="", subject="Getippt")
    assert (answer.status_code, summary(answer)) == (422, ["Datum: Geben Sie das Datum der Vorlage ein."])
    editor = answer.context["editor"]
    assert len(editor.consultations.forms) == 2
    assert editor.text["subject"].value() == "Getippt"
    assert sequence(paper) == []


def test_no_button_where_nothing_is_usual(desk: Client, town: Town, clerk: User) -> None:
    paper = make_paper(by=clerk, consultations=[], paper_type="report")
    assert BUTTON not in desk.get(address(paper)).content.decode()
    assert propose(desk, paper).status_code == 302
    assert sequence(paper) == []


def test_enter_in_a_field_saves_and_presses_nothing_else(desk: Client, paper: Paper) -> None:
    """Browsers press the first button of the form."""
    page = desk.get(address(paper)).content.decode()
    form = page[page.index('id="editor"') :]
    assert form.index('<button type="submit" hidden>Speichern</button>') < form.index(BUTTON)
