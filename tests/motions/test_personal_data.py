"""Angaben zu Personen in öffentlichen Vorlagen (DS-01, D-08): found, decided and named in the event one by one."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from motions.models import Bylaw, Membership, Paper, Unit, User
from motions.models.choices import PaperStatus
from motions.rules import personal_data, workflow
from motions.rules.clearance import clearance
from motions.rules.findings import Refused
from motions.rules.workflow import RELEASE, SUBMIT
from tests.conftest import Login
from tests.factories import all_decisions, make_attachment, make_paper, step
from tests.people import Town

from .hostile.posting import summary
from .refusals import refuse

TWO = "<p>Das Haus Bachweg 7 gehört Frau Buchfink.</p>"
ADDRESS = "DS-01:statement:Anschrift „Bachweg 7“ (Sachverhalt)"
NAME = "DS-01:statement:Personenname „Frau Buchfink“ (Sachverhalt)"


def abouts(paper: Paper) -> list[str]:
    with clearance("system"):
        return [finding.about for finding in personal_data.findings(paper)]


def said(town: Town, words: str) -> list[str]:
    """What is found in a paper that says these words."""
    return abouts(make_paper(by=town.clerk, statement=f"<p>Dazu: {words}.</p>"))


def test_ds01_each_hit_stands_by_itself_and_says_what_to_do(town: Town) -> None:
    paper = make_paper(by=town.clerk, subject="Ausbau vor Bachweg 7", statement=TWO)
    with clearance("system"):
        found = personal_data.findings(paper)
    assert [(row.key, row.warns) for row in found] == [
        ("DS-01:subject:Anschrift „Bachweg 7“ (Betreff)", True),
        (ADDRESS, True),
        (NAME, True),
    ]
    assert found[1].text == (
        "Anschrift „Bachweg 7“ (Sachverhalt): Nennen Sie nur die Straße oder den Ortsteil "
        "oder entscheiden Sie beim Einreichen, dass die Angabe öffentlich bleibt."
    )


def test_ds01_a_non_public_paper_is_not_asked(town: Town) -> None:
    assert abouts(make_paper(by=town.clerk, statement=TWO, is_public=False, secrecy_ground="property")) == []


@pytest.mark.parametrize("words", ["Lorenz Lehm", "Lehm, Lorenz", "L. Lehm"])
def test_d08_the_name_of_staff_is_answered_by_the_function(town: Town, words: str) -> None:
    paper = make_paper(by=town.clerk, statement=f"<p>Zuständig ist {words}.</p>")
    with clearance("system"):
        (found,) = personal_data.findings(paper)
    assert (found.rule, found.about) == ("D-08", f"Name aus der Verwaltung „{words}“ (Sachverhalt)")
    assert "Nennen Sie statt des Namens die Funktion „Schulverwaltung“ oder" in found.text


def test_ds01_mandate_holders_and_those_who_sign_are_public(town: Town) -> None:
    for words in (
        "Ratsmitglied Ada Ahornblatt",
        "Frau Ahornblatt",
        "Frau Dr. Ada Ahornblatt",
        "Frau A. Ahornblatt",
    ):
        assert said(town, words) == []
    assert said(town, "Frau Bürgermeisterin Clara Schlossgarten und Konrad Kupferhammer") == []
    assert said(town, "Frau Erika Ahornblatt") == ["Personenname „Frau Erika Ahornblatt“ (Sachverhalt)"]
    assert said(town, "Frau Ahornblatt Buchfink") == ["Personenname „Frau Ahornblatt Buchfink“ (Sachverhalt)"]
    assert said(town, "Frau Ahornblatter") == ["Personenname „Frau Ahornblatter“ (Sachverhalt)"]


def test_ds01_whoever_has_left_the_council_is_a_private_person_again(town: Town) -> None:
    Membership.objects.filter(person=town.council_member.person).update(ends_on=dt.date(2021, 1, 1))
    assert said(town, "Frau Ahornblatt") == ["Personenname „Frau Ahornblatt“ (Sachverhalt)"]


def test_ds01_the_town_may_name_its_own_address(town: Town) -> None:
    Bylaw.objects.filter(key="town.address").update(value="Bahnhofsplatz 12, 42499 Hückeswagen")
    Unit.objects.filter(code="FB II").update(phone="02192 88-300", email="soziales@hueckeswagen.example")
    own = "Bahnhofsplatz 12, 02192 000-0, (02192) 88300, rathaus@hueckeswagen.example, soziales@hueckeswagen.example"
    assert said(town, own) == []
    assert said(town, "Bahnhofsplatz 1") == ["Anschrift „Bahnhofsplatz 1“ (Sachverhalt)"]
    assert said(town, "02192 88-3001") == ["Telefonnummer „02192 88-3001“ (Sachverhalt)"]
    assert said(town, "s.schiefer@hueckeswagen.example") == [
        "E-Mail-Adresse „s.schiefer@hueckeswagen.example“ (Sachverhalt)"
    ]


def test_ds01_the_comment_and_what_public_annexes_are_called_are_read_too(town: Town) -> None:
    paper = make_paper(by=town.clerk, administration_comment="<p>Bachweg 7</p>", file_reference="Erlenweg 3")
    make_attachment(paper, by=town.clerk, title="Brief von Frau Buchfink", file_name="Bachweg_9.pdf")
    make_attachment(
        paper, by=town.clerk, title="Brief von Herrn Meise", file_name="meise.pdf", is_public=False
    )
    assert abouts(paper) == [
        "Anschrift „Erlenweg 3“ (Aktenzeichen)",
        "Anschrift „Bachweg 7“ (Stellungnahme der Verwaltung)",
        "Personenname „Frau Buchfink“ (Titel einer Anlage)",
        "Anschrift „Bachweg 9“ (Dateiname der Anlage „Brief von Frau Buchfink“)",
    ]


def test_ds01_a_long_list_is_one_more_decision(town: Town) -> None:
    houses = "".join(f"<li>Bachweg {number}</li>" for number in range(1, personal_data.MOST_SHOWN + 4))
    found = abouts(make_paper(by=town.clerk, statement=f"<ul>{houses}</ul>"))
    assert found[-2:] == ["Anschrift „Bachweg 40“ (Sachverhalt)", "3 weitere Angaben zu Personen"]
    assert len(found) == personal_data.MOST_SHOWN + 1


def test_ds01_many_hits_cost_no_more_questions_to_the_database(
    town: Town, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    few = "<p>Bachweg 1, Frau Meise</p>"
    many = "".join(f"<p>Bachweg {number}, Frau Meise{number}</p>" for number in range(1, 30))
    for statement in (few, many):
        paper = make_paper(by=town.clerk, statement=statement)
        with clearance("system"), django_assert_num_queries(6):  # type: ignore[operator]
            personal_data.findings(paper)


def test_ds01_one_note_does_not_answer_for_each_hit(town: Town) -> None:
    paper = make_paper(by=town.clerk, statement=TWO)
    assert refuse(paper, SUBMIT, by=town.clerk, note="Alles geprüft.") == ["DS-01", "DS-01"]
    with pytest.raises(Refused):
        step(paper, SUBMIT, by=town.clerk, note="Der Ort.", let_pass=[ADDRESS])
    with pytest.raises(Refused):
        step(paper, SUBMIT, by=town.clerk, let_pass=[ADDRESS, NAME])
    done = step(
        paper, SUBMIT, by=town.clerk, note="Die Eigentümerin stimmt zu.", let_pass=[NAME, ADDRESS, "x"]
    )
    with clearance("system"):
        assert (done.status, done.events.latest("pk").note) == (
            PaperStatus.SUBMITTED,
            "Die Eigentümerin stimmt zu.\n\nBleibt bewusst öffentlich:\n"
            "– Anschrift „Bachweg 7“ (Sachverhalt)\n– Personenname „Frau Buchfink“ (Sachverhalt)",
        )


def test_ds01_the_releasing_person_is_told_and_decides_by_releasing(town: Town) -> None:
    paper = make_paper(by=town.clerk, statement=TWO)
    kept = all_decisions(paper, SUBMIT, by=town.clerk)
    paper = step(paper, SUBMIT, by=town.clerk, note="Der Ort.", let_pass=kept)
    with clearance("system"):
        told = workflow.foreseen(paper, RELEASE, by=town.mayor, now=timezone.now())
    assert [(row.warns, row.text) for row in told] == [
        (False, f"{about} (Sachverhalt): Soll das nicht öffentlich werden, geben Sie die Vorlage zurück.")
        for about in ("Anschrift „Bachweg 7“", "Personenname „Frau Buchfink“")
    ]
    assert step(paper, RELEASE, by=town.mayor).status == PaperStatus.RELEASED


# --- on the page --------------------------------------------------------------------------------------------


def check(client: Client, paper: Paper) -> str:
    return client.get(f"/arbeit/vorlagen/{paper.pk}/pruefen/").content.decode()


def test_the_check_page_offers_a_box_for_each_hit_and_keeps_what_was_ticked(
    town: Town, clerk: User, login: Login
) -> None:
    paper = make_paper(by=clerk, statement=TWO)
    client, address = login(clerk), f"/arbeit/vorlagen/{paper.pk}/schritt/submit/"
    page = check(client, paper)
    assert page.count('type="checkbox" name="let_pass"') == 2
    sent = {"version": str(paper.version), "note": "Der Ort.", "let_pass": [ADDRESS]}
    refused = client.post(address, sent)
    assert (refused.status_code, summary(refused)) == (
        422,
        [
            "Bleibt bewusst öffentlich: Noch nicht entschieden: Personenname „Frau Buchfink“ (Sachverhalt). "
            "Ändern Sie den Text oder haken Sie an, was bewusst öffentlich bleibt."
        ],
    )
    form = refused.context["form"]
    assert (form["note"].value(), form["let_pass"].value()) == ("Der Ort.", [ADDRESS])
    assert client.post(address, sent | {"let_pass": [ADDRESS, NAME]}).status_code == 302


def test_a_text_changed_meanwhile_is_decided_anew_and_the_boxes_stay_ticked(
    town: Town, clerk: User, login: Login
) -> None:
    paper = make_paper(by=clerk, statement=TWO)
    client, address = login(clerk), f"/arbeit/vorlagen/{paper.pk}/schritt/submit/"
    sent = {
        "version": str(paper.version - 1),
        "note": "Der Ort.",
        "let_pass": [ADDRESS, "DS-01:statement:weg"],
    }
    told = client.post(address, sent)
    assert (told.status_code, told.context["form"]["let_pass"].value()) == (409, sent["let_pass"])


def test_without_any_hit_nothing_is_asked(town: Town, clerk: User, login: Login) -> None:
    paper = make_paper(by=clerk)
    assert "let_pass" not in check(login(clerk), paper)
