"""Der Stellenplan als PDF: the golden sums in print, one file for everybody (C-10, D-09)."""

import io
import subprocess

import pikepdf
import pytest

from motions.pdf.render import render
from motions.rules.clearance import clearance
from staffing.rules import plan_document, public_changes, sheet
from tests.motions.pdf.judges import faults, verdicts
from tests.staffing.test_versions import CITIZEN, END_OF_2023, resolve
from tests.staffing.world import Plans


@pytest.fixture(scope="module")
def printed() -> dict[str, bytes]:
    """The one document of this file."""
    return {}


def document(plans: Plans, printed: dict[str, bytes]) -> bytes:
    """The plan of 2023 after the Rat has resolved the amendment."""
    if "2023" not in printed:
        with clearance("system"):
            resolve(plans)
            found = sheet.of_year(CITIZEN, 2023, on=END_OF_2023)
            assert found is not None
            explained = public_changes.in_force(CITIZEN, found, 2023)
            printed["2023"] = render(plan_document.content_of(found, 2023, explained))
    return printed["2023"]


def text_of(data: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_c10_the_golden_sums_stand_in_the_pdf(plans: Plans, printed: dict[str, bytes]) -> None:
    text = text_of(document(plans, printed))
    assert "67,85 Vollzeitstellen auf 81 Stellen." in text
    assert "Insgesamt 16,00 16,00 16,00" in text
    assert "Insgesamt 51,85 49,35 46,85" in text
    assert "mit allen Änderungen des Jahres" in text
    assert f"beschlossen mit Vorlage {plans.paper.reference}" in text


def test_it_claims_and_has_what_archive_and_screen_reader_need(
    plans: Plans, printed: dict[str, bytes]
) -> None:
    data = document(plans, printed)
    assert (faults(data), set(verdicts(data).values())) == ([], {True})
    with pikepdf.open(io.BytesIO(data)) as pdf:
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert titles[:3] == [
            "Teil A: Beamtinnen und Beamte",
            "Teil B: Tariflich Beschäftigte",
            "Stellenübersicht A 1: Beamtinnen und Beamte",
        ]
        assert "stellenplan.json" in pdf.attachments


def test_the_pdf_explains_what_changes_and_why(plans: Plans, printed: dict[str, bytes]) -> None:
    """§ 8 KomHVO NRW: material deviations and planned changes are explained."""
    text = text_of(document(plans, printed))
    assert "Erläuterungen: Case-Management im KIM" in text
    for words in ("FB II: Case-", "Begleitung neu zugewanderter", "Erläuterungen: Stellenplan 2023"):
        assert words in text
