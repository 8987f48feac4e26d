"""Who has signed a Vorlage that comes as text: found at its end, and nowhere else."""

from __future__ import annotations

import pytest

from tests.motions.importing.reading import read

BEFORE_SIGNATURE = [
    "Sachverhalt:\nText.\n",
    "Klimaauswirkungen:\nKeine Auswirkungen\n",
    "Beteiligte Fachbereiche:\nFB I\n",
    "Anlagen:\n1. Lageplan Nord\n2. Ansicht\n",
    "Anlagen: Lageplan Nord\n",
]


@pytest.mark.parametrize(
    ("block", "label"),
    [
        ("\nClara Schlossgarten\nBürgermeisterin", "Bürgermeisterin"),
        ("\nClara Schlossgarten\n\nBürgermeisterin\n", "Bürgermeisterin"),
        ("Clara Schlossgarten\nBürgermeisterin", "Bürgermeisterin"),
        ("\ngez. Clara Schlossgarten", ""),
        ("gez. Clara Schlossgarten", ""),
        ("\ngez.\nClara Schlossgarten", ""),
        ("\n(gez. Clara Schlossgarten)", ""),
        ("\ngez. Clara Schlossgarten\nDie Bürgermeisterin", "Die Bürgermeisterin"),
        ("\nClara Schlossgarten, Bürgermeisterin", "Bürgermeisterin"),
        ("\nClara Schlossgarten\tBürgermeisterin", "Bürgermeisterin"),
        ("\nBürgermeisterin\n\nClara Schlossgarten", "Bürgermeisterin"),
        ("\nBürgermeister o.V.i.A.\n\nClara Schlossgarten", "Bürgermeister o.V.i.A."),
    ],
)
@pytest.mark.parametrize("before", BEFORE_SIGNATURE)
def test_name_and_function_at_the_end_are_the_signatory(before: str, block: str, label: str) -> None:
    paper, alone = read(f"Vorlage\n\n{before}{block}"), read(f"Vorlage\n\n{before}")
    assert (paper.signatory_label, paper.signatory) == (label, "Clara Schlossgarten")
    assert (paper.statement, paper.climate_impact) == (alone.statement, alone.climate_impact)
    assert (paper.participations, paper.attachments) == (alone.participations, alone.attachments)
    assert paper.remarks == ()


@pytest.mark.parametrize(
    ("block", "label"),
    [
        ("\nBürgermeisterin\n\ni. V. Clara Schlossgarten", "Bürgermeisterin i. V."),
        ("\nBürgermeisterin\n\ni.A. Clara Schlossgarten", "Bürgermeisterin i.A."),
        ("\nBürgermeisterin\nIn Vertretung: Clara Schlossgarten", "Bürgermeisterin In Vertretung"),
        ("\ngez. i. V. Clara Schlossgarten", "i. V."),
        ("\ni. V. Clara Schlossgarten\nErster Beigeordneter", "Erster Beigeordneter i. V."),
        ("\nIm Auftrag\nClara Schlossgarten", "Im Auftrag"),
    ],
)
def test_how_somebody_signed_is_no_part_of_the_name(block: str, label: str) -> None:
    paper = read(f"Vorlage\n\nSachverhalt:\nText.\n{block}")
    assert (paper.signatory_label, paper.signatory) == (label, "Clara Schlossgarten")
    assert (paper.statement, paper.remarks) == ("<p>Text.</p>", ())


def test_a_signature_may_stand_above_the_annexes() -> None:
    paper = read("Sachverhalt:\nText.\n\ngez. Clara Schlossgarten\n\nAnlagen:\n1. Plan\n2. Foto")
    assert (paper.statement, paper.signatory) == ("<p>Text.</p>", "Clara Schlossgarten")
    assert paper.attachments == ("Plan", "Foto")


@pytest.mark.parametrize(
    "annexes",
    [
        ("Lageplan Nord", "Stellungnahme Bauamt"),
        ("Rede Neujahr", "Schreiben der Bürgermeisterin"),
        ("Ansicht", "Antrag Grünes Forum"),
        ("Brief, gez. Meier",),
    ],
)
def test_the_last_annex_is_no_name(annexes: tuple[str, ...]) -> None:
    lines = "\n".join(annexes)
    for text in (f"Anlagen:\n{lines}", f"Anlagen:\n\n{lines}\n", "Anlagen: " + lines):
        paper = read(f"Sachverhalt:\nText.\n\n{text}")
        assert (paper.attachments, paper.signatory) == (annexes, "")


def test_a_person_named_in_the_middle_of_the_file_has_not_signed_it() -> None:
    paper = read(
        "Sachverhalt:\nZu Gast:\n\nClara Schlossgarten\nBürgermeisterin\n\nKlimaauswirkungen:\nkeine"
    )
    assert "Clara Schlossgarten" in paper.statement
    assert paper.signatory == ""


def test_a_sentence_above_a_bare_function_is_no_name() -> None:
    paper = read("Klimaauswirkungen:\n\nKeine Auswirkungen\n\nBürgermeisterin")
    assert (paper.climate_impact, paper.signatory) == ("<p>Keine Auswirkungen</p>", "")
