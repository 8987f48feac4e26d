"""Der Editor zeigt neben dem Text, was jedem Abschnitt noch fehlt; the check page leads back to it."""

from motions.forms.sections import located, sections
from motions.models import Paper
from motions.rules.findings import block, info, warn
from tests.conftest import Login
from tests.factories import make_paper
from tests.people import Town


def states(*findings: object) -> list[tuple[str, str]]:
    return [(row.title, row.state) for row in sections(findings) if row.state != "in Ordnung"]  # type: ignore[arg-type]


def test_each_section_says_what_it_lacks() -> None:
    assert states(
        block("V-11", "", "climate_impact"),
        block("V-11", "", "financial_impact"),
        warn("B-02", "", "consultations"),
        block("V-16", ""),
        info("M-01", "", "participations"),
    ) == [
        ("Worum geht es?", "1 Punkt fehlt"),
        ("Beratungsfolge", "1 Hinweis"),
        ("Auswirkungen", "2 Punkte fehlen"),
    ]


def test_a_finding_leads_to_its_section() -> None:
    found = [block("DS-02", "", "anlagen"), block("V-16", "")]
    assert [anchor for _, anchor in located(found)] == ["anlagen", ""]


def test_check_page_leads_to_the_section_to_change(login: Login, town: Town) -> None:
    paper = make_paper(by=town.clerk, climate_impact="")
    page = login(town.clerk).get(f"/arbeit/vorlagen/{paper.pk}/pruefen/").content.decode()
    assert f'href="/arbeit/vorlagen/{paper.pk}/bearbeiten/#auswirkungen"' in page


def test_editor_shows_what_is_still_missing(login: Login, town: Town) -> None:
    paper: Paper = make_paper(by=town.clerk, consultations=[])
    client = login(town.clerk)
    page = client.get(f"/arbeit/vorlagen/{paper.pk}/bearbeiten/")
    rows = {row.anchor: row.state for row in page.context["sections"]}
    assert rows["beratungsfolge"] == "1 Punkt fehlt"
