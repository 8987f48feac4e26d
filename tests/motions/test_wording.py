"""Wortlaut je Gremium: one core text, the verb of each organ (domain.md 1.6)."""

from motions.rules.content import content_of
from tests.factories import consultation, make_paper
from tests.people import Town


def texts(town: Town, paper_type: str, resolution: str, *rows: tuple[str, str]) -> list[str]:
    sequence = [consultation(town.organs[organ], role) for organ, role in rows]
    paper = make_paper(
        by=town.clerk, paper_type=paper_type, draft_resolution=resolution, consultations=sequence
    )
    return [row["text"] for row in content_of(paper, edition="internal")["wordings"]]


def test_each_organ_gets_the_verb_of_its_role(system: None, town: Town) -> None:
    rows = (("ASJF", "hearing"), ("HFA", "advisory"), ("Rat", "deciding"))
    hearing, advice, decision = texts(town, "resolution_proposal", "<p>Vier Bänke.</p>", *rows)
    assert hearing == f"Der {town.organs['ASJF'].name} wird angehört:"
    assert advice == f"Der {town.organs['HFA'].name} empfiehlt dem Rat, wie folgt zu beschließen:"
    assert decision == "Der Rat beschließt:"


def test_who_is_informed_takes_note_of_the_text_or_of_the_paper(system: None, town: Town) -> None:
    name = town.organs["HFA"].name
    with_text = texts(town, "information", "<p>Der Bericht.</p>", ("HFA", "noting"))
    assert with_text == [f"Der {name} nimmt zur Kenntnis:"]
    without = texts(town, "information", "", ("HFA", "noting"))
    assert without == [f"Der {name} nimmt die Vorlage zur Kenntnis."]
