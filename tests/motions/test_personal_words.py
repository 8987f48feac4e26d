"""Wörter, die von einer Person sprechen (DS-01, D-08): what is found, what is none, and that long texts cost little."""

import time

import pytest

from motions.rules.personal_words import MOST_LOOKED_AT, Official, of_file_name, of_plain, of_rich, places

STAFF = [Official("Selma", "Schiefer", "Sachbearbeitung Soziales"), Official("Udo", "von der Heide")]


def found(text: str) -> list[tuple[str, str]]:
    return [(place.kind, place.words) for place in places(of_plain(text), STAFF)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Sie wohnt in der Kölner Straße 12 und", "Anschrift", "Kölner Straße 12"),
        ("Treffpunkt: Am Markt 3a.", "Anschrift", "Am Markt 3a"),
        ("im Haus Bachweg 7, 42499", "Anschrift", "Bachweg 7"),
        ("die Peter-Quadt-Straße 4 b ist", "Anschrift", "Peter-Quadt-Straße 4 b"),
        ("in der Kölner Str. 12–14 und", "Anschrift", "Kölner Str. 12–14"),
        ("Auf'm Schloß 1", "Anschrift", "Auf'm Schloß 1"),
        ("Kölner\u00a0Stra\u00adße\u00a012", "Anschrift", "Kölner Straße 12"),
        ("erreichbar unter 02192 1234-56.", "Telefonnummer", "02192 1234-56"),
        ("mobil 0171 1234567", "Telefonnummer", "0171 1234567"),
        ("01711234567", "Telefonnummer", "01711234567"),
        ("+49 2192 123, abends", "Telefonnummer", "+49 2192 123"),
        ("(02192) 12 34 56", "Telefonnummer", "(02192) 12 34 56"),
        ("Telefon: 88-123", "Telefonnummer", "Telefon: 88-123"),
        ("geboren am 1. Mai 1980 in", "Geburtsdatum", "geboren am 1. Mai 1980"),
        ("(* 01.05.1980)".strip("()"), "Geburtsdatum", "* 01.05.1980"),
        ("geb. 1.5.1980", "Geburtsdatum", "geb. 1.5.1980"),
        ("Herr Dr. Erik Meise schreibt", "Personenname", "Herr Dr. Erik Meise"),
        ("Frau E. Buchfink schreibt", "Personenname", "Frau E. Buchfink"),
        ("der Beschwerde von Frau von der Aue", "Personenname", "Frau von der Aue"),
        ("Eheleute Meise", "Personenname", "Eheleute Meise"),
        ("Herr Amtsleiter Meise geht", "Personenname", "Herr Amtsleiter Meise"),
        ("Es schreibt Selma Schiefer dazu", "Name aus der Verwaltung", "Selma Schiefer"),
        ("Selma Schiefers Vermerk", "Name aus der Verwaltung", "Selma Schiefer"),
        ("Schiefer, Selma", "Name aus der Verwaltung", "Schiefer, Selma"),
        ("gez. S. Schiefer", "Name aus der Verwaltung", "S. Schiefer"),
        ("mit Udo von der Heide", "Name aus der Verwaltung", "Udo von der Heide"),
        ("an erika.b@post.example.org.", "E-Mail-Adresse", "erika.b@post.example.org"),
        ("IBAN DE89 3704 0044 0532 0130 00 bei", "IBAN", "DE89 3704 0044 0532 0130 00"),
        ("Flurstück Nr. 12/3", "Flurstück", "Flurstück Nr. 12/3"),
        ("ist an Grippe erkrankt und", "Gesundheitsangabe", "erkrankt"),
    ],
)
def test_ds01_what_speaks_of_a_person_is_found(text: str, kind: str, words: str) -> None:
    assert found(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Kostenstelle 120550, Produkte 1.31.11.01 und 1.31.11.02",
        "nach § 60 Abs. 1 GO NRW und § 24 GO NRW",
        "38.000 € im Jahr, 5.200 m² zu 60 € je Quadratmeter",
        "Am 12. Dezember 2023, ab 1.8.2024, kw 30.06.2027, um 08:00 Uhr",
        "Im Jahr 2023, Im Abschnitt 3, Am Montag 12, In der Stufe 2",
        "FB II/4753/2023, Drucksache 0186/2023, Az. 20.1-HH 2024",
        "Sanierung Kölner Straße 2. Bauabschnitt, Ausbau Brückenweg 2024, Klima-Ring 2.0",
        "Am Bahnhofsplatz 12. Mai",
        "In der Kölner Straße 12 Wohnungen, Radweg 3 km, Gehweg 2 m breit, Spielplatz 3",
        "Landesstraße 12, Auf Platz 1, Die Straße 12, am Schlossplatz und am Bahnhofsplatz",
        "Frau Bürgermeisterin, Herr Vorsitzender, Frau stellvertretende Bürgermeisterin, Mann und Frau",
        "z. B. Bänke, Teil B. Die Kosten, im I. Quartal",
        "die Schwerbehindertenvertretung, schwerbehinderte Menschen, Schwangerschaftsberatung",
        "Thelma Schiefer-Meise, Schieferdach, Selma und Schiefer",
        "Kölner Straße\t12\nTempo 30",
    ],
)
def test_ds01_what_is_no_person_stays_unnamed(text: str) -> None:
    assert found(text) == []


def test_no_word_belongs_to_two_hits() -> None:
    text = "Frau Selma Schiefer, An der Kölner Straße 12, Tel. 02192 1234-56"
    assert found(text) == [
        ("Name aus der Verwaltung", "Selma Schiefer"),
        ("Anschrift", "Kölner Straße 12"),
        ("Telefonnummer", "Tel. 02192 1234-56"),
    ]


def test_formatting_hides_no_name_and_no_address_behind_a_link() -> None:
    text = '<p><strong>Frau</strong>\n&nbsp;Buchfink</p><p><a href="mailto:erika%40example.org">schreiben</a></p>'
    assert of_rich(text) == "Frau Buchfink\nschreiben\nerika@example.org"
    assert of_file_name("Antrag_Kölner_Straße_12.pdf") == "Antrag Kölner Straße 12"


@pytest.mark.parametrize(
    "piece",
    [
        "Der Rat beschließt am 12. Dezember 2023 über 38.000 € für den Ausbau in der Stadt. ",
        *(
            "A-",
            "A ",
            "Aa ",
            "0",
            "0123 ",
            "0123-1",
            "+49 1",
            "a.",
            "@a.a ",
            "geb. 1. ",
            "DE12 1234 ",
            "Tel 1 ",
        ),
        *("Herr von der ", "Frau A. ", "Radweg 3, ", "Im Jahr 3,", "eg 3,", "Bachweg 7, ", "A-A-A-A-A-eg 3,"),
    ],
)
def test_two_megabytes_are_looked_through_at_once(piece: str) -> None:
    """Measured 0.2 to 0.5 seconds; what grows with the square of the length would need minutes."""
    text = (piece * 2_000_000)[:2_000_000]
    before = time.process_time()
    hits = places(text, STAFF)
    assert len(hits) <= MOST_LOOKED_AT
    assert time.process_time() - before < 3
