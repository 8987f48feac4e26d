"""manage.py import_paper, and the whole way of an imported Vorlage to its released PDF."""

from __future__ import annotations

import html
import re
import subprocess
import unicodedata
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from motions.models import IssuedDocument, Paper
from motions.models.choices import ParticipationKind
from motions.rules import co_signing, documents, files, numbering, workflow
from motions.rules.clearance import clearance
from motions.rules.transitions import perform
from tests.factories import all_decisions

from .council import Council
from .test_intake import INVENTED

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("import_paper", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "vorlage.txt"
    path.write_text(INVENTED + "\nAnlagen:\n\n1. Lageplan\n")
    return path


def test_it_prints_the_address_of_the_draft_and_every_remark(council: Council, file: Path) -> None:
    printed = run(str(file))
    with clearance("system"):
        paper = Paper.objects.get()
    assert f"/arbeit/vorlagen/{paper.pk}/bearbeiten/" in printed
    assert "Nummer: FB II/4801/2023" in printed
    assert "Lageplan" in printed
    assert (paper.drafter, paper.lead_unit) == (council.clerk, council.social)


def test_v05_the_operator_leads_the_series_on(council: Council, file: Path) -> None:
    with clearance("system"):
        numbering.adopt(council.draft(), prefix="FB II", number=17, year=2023, suffix=None)
    assert "Nummer: FB II/4801/2023" in run(str(file))
    assert numbering.last_drawn() == 4801


def test_unit_and_drafter_can_be_named(council: Council, file: Path) -> None:
    run(str(file), "--unit", "FB I", "--user", council.stranger.email)
    with clearance("system"):
        paper = Paper.objects.get()
    assert (paper.drafter, paper.lead_unit) == (council.stranger, council.finance)


def test_refusals_are_sentences(council: Council, file: Path, tmp_path: Path) -> None:
    empty = tmp_path / "leer.txt"
    empty.write_bytes(b"")
    cases = [
        ((str(empty),), "leer"),
        ((str(tmp_path / "fehlt.txt"),), "nicht lesbar"),
        ((str(tmp_path),), "nicht lesbar"),
        ((str(file), "--unit", "FB XX"), "FB XX"),
        ((str(file), "--user", "niemand@example.org"), "niemand@example.org"),
        ((str(file), "--user", council.councillor.email), "nur die Verwaltung"),
    ]
    for arguments, words in cases:
        with pytest.raises(CommandError, match=words):
            run(*arguments)
    with clearance("system"):
        assert Paper.objects.count() == 0


# --- the whole way -----------------------------------------------------------------------------------------


def real_sample() -> Path:
    """The real Vorlage lies beside the repository, or nowhere."""
    folder = Path(__file__).resolve().parents[3] / "shared" / "samples"
    return next(iter(sorted(folder.glob("vorlage-*.txt"))), folder / "vorlage.txt")


def test_an_imported_text_ends_as_a_released_pdf_with_every_word(council: Council, tmp_path: Path) -> None:
    file = tmp_path / "vorlage.txt"
    file.write_text(INVENTED)
    assert missing_words(INVENTED, released_pdf(council, file, tmp_path)) == Counter()


@pytest.mark.skipif(not real_sample().exists(), reason="the real sample does not lie here")
def test_the_real_sample_ends_as_a_released_pdf_with_every_word(council: Council, tmp_path: Path) -> None:
    text = real_sample().read_text()
    assert missing_words(text, released_pdf(council, real_sample(), tmp_path)) == Counter()


def released_pdf(council: Council, file: Path, folder: Path) -> str:
    """Import, co-sign where required, submit, release, issue; the text of the PDF."""
    run(str(file))
    now = timezone.now()
    with clearance("system"):
        paper = Paper.objects.get()
        paper = perform(paper, workflow.REQUEST_CO_SIGNATURES, by=council.clerk, now=now, note="bitte")
        for row in paper.participations.filter(kind=ParticipationKind.CO_SIGNATURE, is_mandatory=True):
            co_signing.sign(row, decision="signed", by=council.treasurer, now=now)
        kept = all_decisions(paper, workflow.SUBMIT, by=council.clerk)
        paper = perform(paper, workflow.SUBMIT, by=council.clerk, now=now, note="geprüft", let_pass=kept)
        paper = perform(paper, workflow.RELEASE, by=council.mayor, now=now, note="geprüft")
        assert documents.issue(paper.releases.get().pk, now=now) == 1
        digest = IssuedDocument.objects.get(paper=paper).sha256
    target = folder / "vorlage.pdf"
    with files.fetch(digest) as stored:
        target.write_bytes(stored.read())
    printed = subprocess.run(
        ["pdftotext", "-raw", str(target), "-"], capture_output=True, text=True, check=True
    )
    return printed.stdout


def missing_words(source: str, printed: str) -> Counter[str]:
    """Words of the file that the PDF does not hold as often.

    Left out, because they are no content: marks of the text copy (tags, link brackets, escapes), the bare
    heading "Vorlage" (the PDF prints the type of the paper), and hyphens: whether one at a line end belongs
    to the word ("Ausländer- und") or to the line is not to be seen, so both readings count.
    """
    unmarked = re.sub(r"\]\([^)]*\)|</?[a-z]+>|\\(?=[()\[\]])", " ", html.unescape(source))
    content = re.sub(r"(?m)^Vorlage$", "", unmarked)
    joined = re.sub(r"[-\u00ad\u2010\u2011]\s*\n\s*", "", printed)
    return words(content) - (words(joined) | words(printed))


def words(text: str) -> Counter[str]:
    """Each word with its number; hyphens inside count for nothing."""
    whole = re.sub(r"(?<=\w)[-\u00ad\u2010\u2011](?=\w)", "", unicodedata.normalize("NFC", text))
    return Counter(re.findall(r"\w+", whole.casefold()))
