"""A Vorlage from a text file: every part found, every doubt named."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from motions.importing.decoding import MAX_BYTES
from motions.importing.text import (
    ImportedAcknowledgement,
    ImportedConsultation,
    ImportRefused,
    read_paper,
)
from tests.motions.importing.coverage import lost_words, missing_repeats
from tests.motions.importing.reading import PAPER, read, sources

SAMPLE = Path(__file__).resolve().parents[4] / "shared" / "samples" / "vorlage-fb-ii-4753-2023.txt"


ROWS = (
    ImportedConsultation("Bauausschuss", date(2024, 3, 12), True, ""),
    ImportedConsultation("Rat", date(2024, 3, 26), False, ""),
)


def test_reads_every_part() -> None:
    paper = read(PAPER)
    assert paper.remarks == ()
    assert (paper.type_name, paper.is_public, paper.dated_on) == ("Beschlussvorlage", True, date(2024, 3, 2))
    assert paper.reference == "FB III/5001/2024/1"
    assert (paper.reference_prefix, paper.reference_number) == ("FB III", 5001)
    assert (paper.reference_year, paper.reference_suffix) == (2024, 1)
    assert paper.subject == "Neue Bänke am Mühlenteich"
    assert paper.draft_resolution == "<p>Der Rat stimmt <u>drei</u> Bänken zu.</p>"
    assert paper.consultations == ROWS
    assert paper.statement == "<p>Die alten Bänke sind morsch.</p>"
    assert paper.financial_impact == "<p>Es kostet 900 €.</p>"
    assert paper.climate_impact == "<p>keine</p>"
    assert paper.participations == (
        ImportedAcknowledgement("FB I", ""),
        ImportedAcknowledgement("FB IV", "04.03."),
    )
    assert (paper.signatory_label, paper.signatory) == ("Bürgermeister o.V.i.A.", "Kuno Kranich")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_reads_marked_encodings_alike(encoding: str) -> None:
    assert read_paper(PAPER.encode(encoding)) == read(PAPER)


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_reads_foreign_line_ends_alike(newline: str) -> None:
    assert read(PAPER.replace("\n", newline)) == read(PAPER)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_reads_old_encodings_with_a_remark(encoding: str) -> None:
    paper = read_paper(PAPER.replace("–", "-").replace("€", "Euro").encode(encoding))
    assert paper.subject == "Neue Bänke am Mühlenteich"
    assert [remark.line for remark in paper.remarks] == [3]


def test_reads_decomposed_letters_and_odd_spaces_alike() -> None:
    decomposed = PAPER.replace("ä", "a\u0308").replace("ü", "u\u0308").replace("ö", "o\u0308")
    assert read(decomposed.replace("FB III", "FB\u00a0III")) == read(PAPER)


@pytest.mark.parametrize("mark", ["\u00ad", "\u200b", "\u202e", "\x07"])
def test_removes_invisible_characters_with_a_remark(mark: str) -> None:
    paper = read(PAPER.replace("Mühlenteich", f"Mühlen{mark}teich"))
    assert paper.subject == "Neue Bänke am Mühlenteich"
    assert len(paper.remarks) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "leer"),
        (b" \r\n\t\n", "leer"),
        (b"%PDF-1.7 x", "Speichern Sie die Vorlage als Text"),
        (b"PK\x03\x04x", "Speichern Sie die Vorlage als Text"),
        (b"Vorl\x00age", "Nullzeichen"),
        (bytes(range(1, 32)) * 40, "keinen lesbaren Text"),
        (b"a" * (MAX_BYTES + 1), "2 MB"),
        (b"a\n" * 200_000, "100.000 Zeilen"),
    ],
)
def test_refuses_what_is_no_text(data: bytes, words: str) -> None:
    with pytest.raises(ImportRefused, match=words):
        read_paper(data)


@pytest.mark.parametrize(
    "heading",
    [
        "Begründung:",
        "SACHVERHALT",
        "sachdarstellung:",
        "## Sachverhalt",
        "**Sachverhalt:**",
        "1. Sachverhalt",
    ],
)
def test_knows_headings_in_many_spellings(heading: str) -> None:
    assert read(f"Vorlage\n\n{heading}\n\nWiese.").statement == "<p>Wiese.</p>"


@pytest.mark.parametrize("line", ["Beschlussvorschlag: Ja.", "**Beschluss:** Ja.", "Beschluss\nJa."])
def test_knows_headings_with_content(line: str) -> None:
    assert read(f"Vorlage\n\n{line}").draft_resolution == "<p>Ja.</p>"


def test_reads_sections_in_any_order() -> None:
    paper = read(
        "Klimaauswirkungen:\nkeine\n\nAnlagen:\n1. Plan\n- Foto\n\nBegründung:\nWeil.\n\nBetreff: Zaun\n"
    )
    assert paper.climate_impact == "<p>keine</p>"
    assert paper.attachments == ("Plan", "Foto")
    assert (paper.statement, paper.subject) == ("<p>Weil.</p>", "Zaun")


@pytest.mark.parametrize(
    "head",
    [
        "TOP\tBetreff Zaun am Bach",
        "TOP:\nBetreff: Zaun\nam Bach",
        "TOP:\nBetreff:\n\nZaun am\nBach",
        "TOP | Betreff\n | Zaun am Bach",
    ],
)
def test_reads_the_subject_in_many_shapes(head: str) -> None:
    assert read(f"Vorlage\n{head}\n\nSachverhalt:\nText.").subject == "Zaun am Bach"


@pytest.mark.parametrize(
    "table",
    [
        "Beratungsfolge\tTermin\tBehandlung\nBauausschuss\t12.3.24\tö\nRat\t26. März 2024\tN",
        "Beratungsfolge:\n| Gremium | Termin | Status |\n|---|---|---|\n"
        "| Bauausschuss | 2024-03-12 | öffentlich |\n| Rat | 26.03.2024 | nicht öffentlich |",
        "Beratungsfolge:\nBauausschuss    12.03.2024   öffentlich\nRat   26.03.2024   nö",
        "Beratungsfolge\nTermin\tBehandlung\tGremium\n"
        "12.03.2024\töffentlich\tBauausschuss\n26.03.2024\tnichtöffentlich\tRat",
        "Beratungsfolge:\n- Bauausschuss, 12.03.2024, öffentlich\n- Rat, 26.03.2024, nichtöffentlich",
        "Beratungsfolge:\nBauausschuss 12.03.2024 öffentlich\nRat 26.03.2024 nichtöffentlich",
    ],
)
def test_reads_the_beratungsfolge_in_many_shapes(table: str) -> None:
    paper = read(f"Vorlage\n\n{table}\n\nSachverhalt:\nText.")
    assert paper.consultations == ROWS
    assert paper.remarks == ()


@pytest.mark.parametrize(
    "row",
    [
        "Ausschuss für Planung, Bau und Klima 26.01.2027 öffentlich Vorberatung",
        "Ausschuss für Planung, Bau und Klima, 26.01.2027, öffentlich, Vorberatung",
        "Ausschuss für Planung, Bau und Klima; 26.01.2027; öffentlich; Vorberatung",
        "Ausschuss für Planung,  Bau  und Klima 26.01.2027  öffentlich   Vorberatung",
        "Ausschuss für Planung,  Bau und Klima   26.01.2027   öffentlich   Vorberatung",
        "Ausschuss für Planung, Bau und Klima\t26.01.2027\töffentlich\tVorberatung",
        "Ausschuss für Planung, Bau und Klima 26.01.2027\töffentlich\tVorberatung",
        "1. Ausschuss für Planung, Bau und Klima am 26. Januar 2027 (öffentlich, Vorberatung)",
        "1   Ausschuss für Planung, Bau und Klima   26.01.2027   öffentlich, Vorberatung",
        "- Ausschuss für Planung, Bau und Klima – 26.01.2027 – öffentlich – Vorberatung",
        "Ausschuss für Planung, Bau und Klima, Vorberatung, öffentlich, 26.01.2027",
        "26.01.2027 Ausschuss für Planung, Bau und Klima, öffentlich, Vorberatung",
        "26.01.2027: Ausschuss für Planung, Bau und Klima (öffentlich), Vorberatung",
    ],
)
@pytest.mark.parametrize("head", ["Beratungsfolge:", "Gremium   Termin   Behandlung   Zuständigkeit"])
def test_a_name_with_commas_stays_whole_whatever_the_gaps(row: str, head: str) -> None:
    paper = read(f"Vorlage\n\n{head}\n{row}\n\nSachverhalt:\nText.")
    assert paper.consultations == (
        ImportedConsultation("Ausschuss für Planung, Bau und Klima", date(2027, 1, 26), True, "advisory"),
    )
    assert paper.remarks == ()


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Ausschuss für Planung, Bau und Klima 26.01.2027", (date(2027, 1, 26), None, "")),
        ("Ausschuss für Planung, Bau und Klima", (None, None, "")),
        ("Ausschuss für Planung, Bau und Klima, nicht öffentlich", (None, False, "")),
    ],
)
def test_a_name_with_commas_may_stand_alone(row: str, expected: tuple[date | None, bool | None, str]) -> None:
    paper = read(f"Beratungsfolge:\n{row}")
    assert paper.consultations == (ImportedConsultation("Ausschuss für Planung, Bau und Klima", *expected),)
    assert paper.remarks == ()


def test_a_weekday_belongs_to_its_day() -> None:
    paper = read("Beratungsfolge:\nHaupt- und Finanzausschuss, Dienstag, den 26.01.2027 öffentlich")
    assert paper.consultations == (
        ImportedConsultation("Haupt- und Finanzausschuss", date(2027, 1, 26), True, ""),
    )
    assert len(paper.remarks) == 1


def test_reads_a_role_column() -> None:
    rows = "Gremium\tTermin\tBehandlung\tZuständigkeit\nRat\t26.03.2024\tö\tEntscheidung"
    assert read(rows).consultations == (ImportedConsultation("Rat", date(2024, 3, 26), True, "deciding"),)


@pytest.mark.parametrize("day", ["31.02.2024", "bald", "01.01.0001", "01.01.9999"])
def test_names_an_unreadable_date(day: str) -> None:
    paper = read(f"Beratungsfolge\tTermin\tBehandlung\nRat\t{day}\töffentlich")
    assert paper.consultations == (ImportedConsultation("Rat", None, True, ""),)
    assert sources(paper) == [f"Rat\t{day}\töffentlich"]


def test_joins_sections_of_the_same_name_with_a_remark() -> None:
    paper = read("Sachverhalt:\nEins.\n\nBegründung:\nZwei.")
    assert paper.statement == "<p>Eins.</p><p>Zwei.</p>"
    assert sources(paper) == ["Begründung:"]


def test_puts_a_text_without_headings_into_the_sachverhalt() -> None:
    paper = read("Erste Zeile.\n\nZweite Zeile.")
    assert paper.statement == "<p>Erste Zeile.</p><p>Zweite Zeile.</p>"
    assert len(paper.remarks) == 1


@pytest.mark.parametrize(
    ("head", "group"),
    [
        ("Antrag der Fraktion Grünes Forum", "der Fraktion Grünes Forum"),
        ("Antrag der X-Fraktion vom 02.05.2023", "der X-Fraktion vom 02.05.2023"),
        ("Antrag\nFraktion: Grünes Forum", "Fraktion: Grünes Forum"),
        ("Antrag\nX-Fraktion", "X-Fraktion"),
        ("Antrag", ""),
    ],
)
def test_reads_of_which_group_a_motion_is(head: str, group: str) -> None:
    paper = read(f"{head}\n\nSachverhalt:\nText.")
    assert (paper.type_name, paper.group, paper.remarks) == ("Antrag", group, ())


def test_names_a_second_group() -> None:
    paper = read("Antrag der Fraktion GF\nFraktion: SL\n\nSachverhalt:\nText.")
    assert (paper.group, sources(paper)) == ("der Fraktion GF", ["Fraktion: SL"])


def test_names_unknown_lines_of_the_head() -> None:
    assert sources(read("Stadt Beispiel\nZimmer 7\n\nSachverhalt:\nText.")) == ["Stadt Beispiel\nZimmer 7"]


def test_keeps_live_links_and_names_lost_targets() -> None:
    paper = read(
        "Sachverhalt:\n[Satzung \\(alt\\)](https://example.org/s) und [Plan](javascript:x) und [Bild](#)"
    )
    assert paper.statement == '<p><a href="https://example.org/s">Satzung (alt)</a> und Plan und Bild</p>'
    assert sources(paper) == ["[Plan](javascript:x)", "[Bild](#)"]


def test_keeps_emphasis_and_takes_other_html_out_with_a_remark() -> None:
    paper = read("Sachverhalt:\n**Fett** <i>schräg</i> <font size=7>groß</font> <Name> 3 < 4 & 5")
    assert paper.statement == (
        "<p><strong>Fett</strong> <em>schräg</em> groß &lt;Name&gt; 3 &lt; 4 &amp; 5</p>"
    )
    assert sources(paper) == ["<font size=7> </font>"]


def test_reads_lists_and_tables() -> None:
    paper = read(
        "Beschluss:\n1. Eins\n2) Zwei\n\n- Drei\n• Vier\n\n| J | E |\n|---|---|\n| 24 | 9 |\n\na\tb\nc\td"
    )
    assert paper.draft_resolution == (
        "<ol><li>Eins</li><li>Zwei</li></ol><ul><li>Drei</li><li>Vier</li></ul>"
        "<table><thead><tr><th>J</th><th>E</th></tr></thead><tbody><tr><td>24</td><td>9</td></tr></tbody></table>"
        "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>"
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "2027: 12.000 € Aufwand für die Beschaffung der Geräte im Park",
            "2028: 14.000 € Aufwand für die Wartung",
        ),
        ("2027   12.000 € Aufwand für die Beschaffung der Geräte im Park", "2028   14.000 € Aufwand"),
        ("Haushaltsjahr 2027: 12.000 € Aufwand, gedeckt aus dem Produkt", "Haushaltsjahr 2028: 14.000 €"),
        ("Im Jahr 2027 entstehen Kosten von zusammen etwa 12.000 €.", "Im Jahr 2028 sind es 14.000 €."),
        (
            "Aufwand für die Beschaffung der Geräte im Park 2027: 12.000 EUR",
            "Aufwand für die Wartung 2028: 900 EUR",
        ),
        (
            "Aufwand 2027: 12.000 € für die Beschaffung der Geräte im Park",
            "Ertrag 2027: keine, weil nichts kommt",
        ),
        ("Die Kosten verteilen sich auf die folgenden beiden Haushaltsjahre:", "2027 sind es 12.000 Euro"),
        ("a) der Aufwand für die Beschaffung der Geräte im Park beträgt viel", "b) der Ertrag ist gering"),
        ("Aufwand für die Beschaffung der Geräte im Stadtpark: 12.000,- €", "12.000,- € zusammen"),
    ],
)
def test_lines_that_were_begun_on_purpose_stay_lines(first: str, second: str) -> None:
    expected = " ".join(first.split()), " ".join(second.split())
    lines = f"{first}\n{second}"
    assert len(first) >= 50
    for heading, name in (("Finanzielle Auswirkungen", "financial_impact"), ("Sachverhalt", "statement")):
        assert getattr(read(f"{heading}:\n{lines}"), name) == "<p>{}<br>{}</p>".format(*expected)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Die Maßnahme ist im Haushalt veranschlagt und wird im Jahr", "2028 mit 14.000 € fortgeführt."),
        (
            "Die Kosten betragen nach jetzigem Stand voraussichtlich 12.000 €",
            "und werden aus dem Budget gedeckt.",
        ),
        ("Der Zuschuss des Landes für die Geräte beträgt zusammen 9.000 €", "im Jahr, davon 300 € für Holz."),
        ("Die Maßnahme ist im Haushalt veranschlagt und läuft in den Jahren", "2027–2028 mit 14.000 €."),
        ("Hinweis: Die Maßnahme ist im Haushalt veranschlagt und wird im", "Sommer begonnen."),
    ],
)
def test_a_wrapped_sentence_is_joined(first: str, second: str) -> None:
    assert len(first) >= 50
    assert (
        read(f"Finanzielle Auswirkungen:\n{first}\n{second}").financial_impact == f"<p>{first} {second}</p>"
    )


def test_a_numbered_line_that_html_would_renumber_stays_text() -> None:
    assert (
        read("Sachverhalt:\n3. Drei\n\n15. August 2024 war").statement
        == "<p>3. Drei</p><p>15. August 2024 war</p>"
    )


def test_an_empty_participation_table_is_nobody() -> None:
    paper = read("Beteiligte Fachbereiche:\n\nFB\t\t\t\nKenntnis genommen\t\t\t\n")
    assert (paper.participations, paper.remarks) == ((), ())


@pytest.mark.parametrize(
    ("line", "unit", "kind"),
    [
        ("FB I (Mitzeichnung)", "FB I", "co_signature"),
        ("FB I – Mitzeichnung", "FB I", "co_signature"),
        ("FB I - zur Mitzeichnung", "FB I", "co_signature"),
        ("FB I: Mitzeichnung", "FB I", "co_signature"),
        ("FB I\tMitzeichnung", "FB I", "co_signature"),
        ("- FB I (Kenntnisnahme)", "FB I", "acknowledgement"),
        ("FB I – Zentrale Dienste (zur Kenntnis)", "FB I – Zentrale Dienste", "acknowledgement"),
        ("FB I", "FB I", ""),
        ("Stelle für Mitzeichnungen", "Stelle für Mitzeichnungen", ""),
    ],
)
def test_reads_what_a_unit_is_to_do(line: str, unit: str, kind: str) -> None:
    paper = read(f"Beteiligte Fachbereiche:\n{line}")
    assert paper.participations == (ImportedAcknowledgement(unit, "", kind),)


def test_reads_several_units_in_a_line_with_what_they_are_to_do() -> None:
    assert read("Beteiligte Fachbereiche: FB I (Mitzeichnung), FB III (Kenntnisnahme)").participations == (
        ImportedAcknowledgement("FB I", "", "co_signature"),
        ImportedAcknowledgement("FB III", "", "acknowledgement"),
    )


def test_keeps_the_words_beside_what_a_unit_has_done() -> None:
    assert read("Beteiligte Fachbereiche:\nFB I\tmitgezeichnet 04.03. Mü").participations == (
        ImportedAcknowledgement("FB I", "mitgezeichnet 04.03. Mü", "co_signature"),
    )


def test_reads_the_sample() -> None:
    if not SAMPLE.exists():
        pytest.skip("the sample lies outside of the repository")
    data = SAMPLE.read_bytes()
    paper = read_paper(data)
    assert lost_words(data.decode(), paper) == set()
    assert missing_repeats(data.decode(), paper) == Counter()
    assert (paper.reference, paper.dated_on) == ("FB II/4753/2023", date(2023, 8, 1))
    assert [(row.date, row.is_public) for row in paper.consultations] == [
        (date(2023, 8, 15), True),
        (date(2023, 9, 26), True),
    ]
    assert "<u>und</u>" in paper.draft_resolution
    assert paper.climate_impact == "<p>keine</p>"
    assert paper.participations == ()
    assert paper.signatory_label == "Bürgermeister o.V.i.A."
    assert len(paper.signatory.split()) == 2
    assert [remark.source.endswith("](#)") for remark in paper.remarks] == [True]
