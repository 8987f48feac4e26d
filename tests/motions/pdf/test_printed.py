"""D-01 to D-10: what a reader finds on the pages."""

from __future__ import annotations

from typing import Any

import pytest

from motions.pdf.cache import page_count
from motions.pdf.richtext import clean

from .contents import (
    ALL,
    DRAFT,
    EMPTY,
    FOLLOW_UP,
    LONG,
    NON_PUBLIC,
    PARAGRAPH,
    SECRET_DRAFT,
    SHORT,
    TABLES,
    made,
)
from .judges import printed, running_text, words

ORDER = [
    "Schloss-Stadt Hückeswagen",
    "Beschlussvorlage",
    "Vorlage FB II/4812/2026",
    "Datum",
    "TOP",
    "Betreff",
    "In einfachen Worten",
    "keine rechtliche Wirkung",
    "Beschlussentwurf",
    "Der Rat beschließt:",
    "Beratungsfolge",
    "Sachverhalt",
    "Finanzielle Auswirkungen",
    "Auswirkungen auf Klima und Umwelt",
    "Beteiligte Fachbereiche",
    "Kenntnis genommen",
    "Anlagen",
    "Konrad Kupferhammer",
    "Bürgermeister o.V.i.A.",
]


def test_elements_stand_in_the_order_of_the_printed_paper() -> None:
    text = running_text(printed(SHORT))
    places = [text.index(element) for element in ORDER]
    assert places == sorted(places)


@pytest.mark.parametrize("content", [DRAFT, SECRET_DRAFT, EMPTY])
def test_d01_draft_is_marked_on_every_page(content: dict[str, Any]) -> None:
    counts = [text.count("Entwurf") for text in words(printed(content))]
    assert min(counts) >= 3  # across the page, in the header and in the footer


def test_d01_released_paper_is_no_draft() -> None:
    assert "Entwurf" not in running_text(printed(SHORT)).replace("Beschlussentwurf", "")


@pytest.mark.parametrize("content", [NON_PUBLIC, SECRET_DRAFT, made(LONG, is_public=False)])
def test_d02_secrecy_is_written_on_every_page(content: dict[str, Any]) -> None:
    pages = words(printed(content))
    assert len(pages) > 2
    assert ["nichtöffentlich" in text for text in pages] == [True] * len(pages)


def test_d02_public_paper_says_so_on_every_page() -> None:
    pages = words(printed(made(SHORT, attachments=[])))
    assert [("öffentlich" in text, "nichtöffentlich" in text) for text in pages] == [(True, False)] * len(
        pages
    )


def test_following_pages_carry_number_and_subject() -> None:
    first, *others = words(printed(LONG))
    assert "Beschlussvorlage FB II/4812/2026 –" not in first
    assert ["Beschlussvorlage FB II/4812/2026 – Sanierung der Turnhalle" in text for text in others] == [
        True
    ] * len(others)


def test_footer_counts_pages_and_names_the_state() -> None:
    pages = words(printed(LONG))
    for number, text in enumerate(pages, start=1):
        assert f"Seite {number} von {len(pages)}" in text
        assert "Fassung 1, freigegeben, 03.03.2026, 09:30\u00a0Uhr, https://ratsinfo.example.org" in text


def test_d04_head_is_repeated_and_no_number_is_split() -> None:
    pages = words(printed(TABLES))
    assert [("Spalte 1" in text) for text in pages if "Grundstücks" in text] == [True] * 5
    assert "24.000,00 €" in pages[4]


def test_d05_empty_acknowledgement_stays_empty() -> None:
    text = running_text(printed(SHORT))
    start = text.index("FB FB I Kämmerei")
    assert text[start : text.index("Anlagen", start)] == "FB FB I Kämmerei Kenntnis genommen Mü 27.02.2026 "


def test_many_units_are_listed_below_each_other() -> None:
    units = [
        {"name": f"Fachbereich {number}", "acknowledged_on": "", "short_sign": ""} for number in range(12)
    ]
    text = running_text(printed(made(SHORT, participations=units)))
    assert "FB Kenntnis genommen Fachbereich 0 Fachbereich 1 " in text


def test_d09_dates_and_amounts_are_german() -> None:
    text = running_text(printed(SHORT))
    for expected in (
        "02.03.2026",
        "17.03.2026",
        "57.000,00\u00a0€",
        "1.261.567,89\u00a0€",
        "„so wenig wie möglich“",
    ):
        assert expected in text
    assert "2026-03" not in text


def test_d09_hyphenated_words_can_be_found_again() -> None:
    data = printed(made(SHORT, statement="<p>" + "Straßenausbaubeitragssatzung E-Mail " * 10 + "</p>"))
    pages = "\n".join(words(data))
    assert "\u00ad\n" in pages
    assert "\u2010" not in pages
    assert running_text(data).count("Straßenausbaubeitragssatzung") == 10
    assert running_text(data).count("E-Mail") == 10


def test_a_hyphen_somebody_typed_is_kept() -> None:
    assert "U\u2010Bahn" in running_text(printed(made(EMPTY, statement="<p>U\u2010Bahn</p>")))


def test_d10_gender_forms_are_not_broken() -> None:
    subject = "Einstellung " * 5 + "Projektleitung (m/w/d) " * 6
    assert running_text(printed(made(SHORT, subject=subject))).count("(m/w/d)") >= 6
    assert all(
        "(m/w/d)" in line or "m/w" not in line
        for line in words(printed(made(SHORT, subject=subject)))[0].splitlines()
    )


def test_d10_long_words_stay_inside_narrow_cells() -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    table = f"<table><tr>{'<td>Kopf</td>' * 6}</tr><tr>{f'<td>{word}</td>' * 6}</tr></table>"
    joined = running_text(printed(made(EMPTY, statement=clean(table)))).replace(" ", "")
    assert joined.count(word) == 6


def test_release_names_who_signed_for_whom() -> None:
    text = running_text(printed(SHORT))
    assert "i.\u00a0V. Konrad Kupferhammer" in text
    assert "freigegeben in Vertretung am 03.03.2026" in text
    assert "noch nicht freigegeben" in running_text(printed(DRAFT))


def test_follow_up_names_what_it_replaces() -> None:
    text = running_text(printed(FOLLOW_UP))
    assert "Beschlussvorlage (Ergänzung)" in text
    assert "Ergänzung zu FB II/4764/2025" in text
    assert "Stellungnahme der Verwaltung" in text
    assert text.rstrip().count("Sachbearbeitung Schulverwaltung") == 2


def test_markup_in_plain_fields_is_only_text() -> None:
    text = running_text(printed(made(EMPTY, subject='<b>fett</b> & "wahr" {{ c }}', drafter="<script>")))
    assert '<b>fett</b> & "wahr" {{ c }}' in text
    assert "<script>" in text


def test_long_paper_is_long() -> None:
    assert page_count(printed(made(LONG, statement=PARAGRAPH * 400))) >= 30


@pytest.mark.parametrize("content", ALL.values(), ids=ALL.keys())
def test_no_page_is_left_empty(content: dict[str, Any]) -> None:
    assert [len(text) > 200 for text in words(printed(content))] == [True] * page_count(printed(content))
