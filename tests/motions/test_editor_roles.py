"""V-12 im Editor: told at the row, and everything else is stored in passing all the same."""

from django.urls import reverse

from motions.models import Paper
from motions.rules.clearance import clearance
from tests.conftest import Login
from tests.factories import make_paper
from tests.people import Town

SENTENCE = "In einer Mitteilungsvorlage gibt es nichts zu entscheiden."


def typed(town: Town, paper: Paper) -> dict[str, str]:
    return {
        "version": str(paper.version),
        "dated_on": str(paper.dated_on),
        "subject": "Neuer Betreff",
        "is_public": "on",
        "council_matter": "none",
        "beratung-TOTAL_FORMS": "1",
        "beratung-INITIAL_FORMS": "0",
        "beratung-0-organization": str(town.organs["Rat"].pk),
        "beratung-0-role": "deciding",
        "beratung-0-is_public": "1",
        "finanzen-TOTAL_FORMS": "0",
        "finanzen-INITIAL_FORMS": "0",
    }


def test_v12_the_row_says_what_to_choose_and_nothing_is_stored(town: Town, login: Login) -> None:
    paper = make_paper(by=town.clerk, paper_type="information", consultations=[])
    answer = login(town.clerk).post(reverse("paper-edit", args=[paper.pk]), typed(town, paper))
    assert (answer.status_code, SENTENCE in answer.content.decode()) == (422, True)
    with clearance("system"):
        assert Paper.objects.get(pk=paper.pk).version == paper.version


def test_v12_the_rest_is_stored_in_passing(town: Town, login: Login) -> None:
    paper = make_paper(by=town.clerk, paper_type="information", consultations=[])
    answer = login(town.clerk).post(reverse("paper-autosave", args=[paper.pk]), typed(town, paper))
    assert (answer.status_code, "Beratungsfolge" in answer.json()["message"]) == (200, True)
    with clearance("system"):
        stored = Paper.objects.get(pk=paper.pk)
        assert (stored.subject, stored.consultations.count()) == ("Neuer Betreff", 0)


def test_v12_a_wrong_date_beside_it_keeps_nothing_else_from_being_stored(town: Town, login: Login) -> None:
    paper = make_paper(by=town.clerk, paper_type="information", consultations=[])
    sent = typed(town, paper) | {"dated_on": "31.02.2026"}
    answer = login(town.clerk).post(reverse("paper-autosave", args=[paper.pk]), sent)
    assert answer.status_code == 200
    with clearance("system"):
        assert Paper.objects.get(pk=paper.pk).subject == "Neuer Betreff"
