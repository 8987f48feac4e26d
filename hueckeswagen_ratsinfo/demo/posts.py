"""Die 81 Stellen der Demo-Stadt (domain.md 7.5); products and cost centres are invented.

Number, unit, post, grade, VZÄ 2023, product, cost centre, VZÄ 2022, occupied on 30.06.2022, note. A post on two
products is shared in halves.
"""

from dataclasses import dataclass
from decimal import Decimal

_POSTS = """
1 | BM | Bürgermeister/in | B 3 | 1.00 | 1.11.01.01 | 110100 | 1.00 | 1.00 | Wahlbeamt/in
2 | BM | Beigeordnete/r, allg. Vertretung | A 15 | 1.00 | 1.11.01.01 | 110100 | 1.00 | 1.00 | Wahlbeamt/in
3 | BM | Ratsbüro, Assistenz | E 8 | 1.00 | 1.11.01.01 | 110100 | 1.00 | 1.00 |
4 | BM | Sitzungsdienst, Schriftführung | E 9a | 1.00 | 1.11.01.02 | 110110 | 1.00 | 1.00 |
5 | BM | Gleichstellungsbeauftragte | E 10 | 0.50 | 1.11.01.03 | 110120 | 0.50 | 0.50 |
6 | BM | Presse, Öffentlichkeitsarbeit | E 9b | 0.50 | 1.11.01.04 | 110130 | 0.50 | 0.50 |
7 | BM | Wirtschaftsförderung, Tourismus | E 11 | 1.00 | 1.57.01.01 | 110140 | 1.00 | 1.00 | ku E 10 bei Freiwerden
8 | FB I | Fachbereichsleitung, Kämmerei | A 13 LG 2.1 | 1.00 | 1.11.02.01 | 110200 | 1.00 | 1.00 |
9 | FB I | Haushalt, Controlling | A 10 | 1.00 | 1.11.02.01 | 110200 | 1.00 | 1.00 |
10 | FB I | Geschäftsbuchhaltung | E 8 | 1.00 | 1.11.02.02 | 110210 | 1.00 | 1.00 |
11 | FB I | Geschäftsbuchhaltung | E 8 | 0.50 | 1.11.02.02 | 110210 | 0.50 | 0.50 |
12 | FB I | Finanzbuchhaltung, Leitung | A 11 | 1.00 | 1.11.02.02 | 110210 | 1.00 | 1.00 |
13 | FB I | Stadtkasse, Leitung | E 9b | 1.00 | 1.11.02.03 | 110220 | 1.00 | 1.00 |
14 | FB I | Stadtkasse | E 7 | 1.00 | 1.11.02.03 | 110220 | 1.00 | 1.00 |
15 | FB I | Vollstreckung | E 8 | 1.00 | 1.11.02.03 | 110220 | 1.00 | 0.00 |
16 | FB I | Steuern und Abgaben | A 9 LG 1.2 | 1.00 | 1.11.02.04 | 110230 | 1.00 | 1.00 |
17 | FB I | Steuern und Abgaben | E 8 | 0.50 | 1.11.02.04 | 110230 | 0.50 | 0.50 |
18 | FB I | Personal, Leitung | A 11 | 1.00 | 1.11.03.01 | 110300 | 1.00 | 1.00 |
19 | FB I | Personalsachbearbeitung | E 9b | 1.00 | 1.11.03.01 | 110300 | 1.00 | 1.00 |
20 | FB I | Entgeltabrechnung | E 8 | 0.50 | 1.11.03.01 | 110300 | 0.50 | 0.50 |
21 | FB I | Organisation, Stellenplan | E 10 | 0.50 | 1.11.03.02 | 110310 | 0.50 | 0.50 |
22 | FB I | IT, Leitung | E 11 | 1.00 | 1.11.04.01 | 110400 | 1.00 | 1.00 |
23 | FB I | IT, Administration | E 9a | 1.00 | 1.11.04.01 | 110400 | 1.00 | 1.00 |
24 | FB I | IT, Schulsupport | E 8 | 1.00 | 1.21.01.05 | 110410 | 0.50 | 0.50 |
25 | FB I | Digitalisierung, OZG | E 10 | 1.00 | 1.11.04.02 | 110400 | 1.00 | 1.00 | kw 31.12.2026
26 | FB I | Vergabestelle, Versicherungen | A 10 | 0.50 | 1.11.05.01 | 110500 | 0.50 | 0.50 |
27 | FB I | Poststelle, Telefonzentrale | E 5 | 0.75 | 1.11.05.02 | 110500 | 0.75 | 0.75 |
28 | FB I | Hausmeister/in Rathaus | E 5 | 1.00 | 1.11.06.01 | 110600 | 1.00 | 1.00 |
29 | FB I | Reinigung | E 2 | 0.75 | 1.11.06.01 | 110600 | 0.75 | 0.75 |
30 | FB I | Reinigung | E 2 | 0.50 | 1.11.06.01 | 110600 | 0.50 | 0.50 | kw bei Freiwerden
31 | FB II | Fachbereichsleitung | A 13 LG 2.1 | 1.00 | 1.31.01.01 | 120500 | 1.00 | 1.00 |
32 | FB II | Stabsstelle Soziales, Sozialarbeit | S 12 | 1.00 | 1.31.11.02 | 120550 | 1.00 | 1.00 |
33 | FB II | Case-Management KIM | S 12 | 1.00 | 1.31.11.01+1.31.11.02 | 120550 | 0.00 | 0.00 | Förderung KIM
34 | FB II | Asylbewerberleistungen | E 9a | 1.00 | 1.31.11.01 | 120550 | 1.00 | 1.00 |
35 | FB II | Asylbewerberleistungen | E 9a | 0.50 | 1.31.11.01 | 120550 | 0.50 | 0.50 |
36 | FB II | Hausmeister/in Unterkünfte | E 5 | 1.00 | 1.31.11.02 | 120550 | 1.00 | 1.00 |
37 | FB II | Hausmeister/in Unterkünfte | E 5 | 0.50 | 1.31.11.02 | 120550 | 0.00 | 0.00 | kw 31.12.2025
38 | FB II | Grundsicherung SGB XII | A 10 | 1.00 | 1.31.02.01 | 120510 | 1.00 | 1.00 |
39 | FB II | Wohngeld | E 9a | 1.00 | 1.31.03.01 | 120520 | 0.50 | 0.50 |
40 | FB II | Wohngeld | E 8 | 0.50 | 1.31.03.01 | 120520 | 0.50 | 0.50 |
41 | FB II | Rentenangelegenheiten | E 8 | 0.50 | 1.31.04.01 | 120530 | 0.50 | 0.50 |
42 | FB II | Schulverwaltung, Leitung | A 11 | 1.00 | 1.21.01.01 | 120600 | 1.00 | 1.00 |
43 | FB II | Schulsekretariat Grundschule | E 6 | 0.60 | 1.21.01.02 | 120610 | 0.60 | 0.60 |
44 | FB II | Schulsekretariat Grundschule | E 6 | 0.50 | 1.21.01.02 | 120610 | 0.50 | 0.50 |
45 | FB II | Schulsekretariat Realschule | E 6 | 0.75 | 1.21.01.03 | 120620 | 0.75 | 0.75 |
46 | FB II | Schulsekretariat Förderschule | E 6 | 0.50 | 1.21.01.04 | 120630 | 0.50 | 0.50 | Sperrvermerk HFA
47 | FB II | Schulhausmeister/in | E 6 | 1.00 | 1.21.01.02 | 120610 | 1.00 | 1.00 |
48 | FB II | Schulhausmeister/in | E 5 | 1.00 | 1.21.01.03 | 120620 | 1.00 | 1.00 |
49 | FB II | Schulhausmeister/in | E 5 | 1.00 | 1.21.01.04 | 120630 | 1.00 | 1.00 |
50 | FB II | Schulsozialarbeit | S 11b | 1.00 | 1.21.01.06 | 120640 | 1.00 | 1.00 | Landesförderung; kw bei Wegfall
51 | FB II | Schulsozialarbeit | S 11b | 0.50 | 1.21.01.06 | 120640 | 0.50 | 0.50 |
52 | FB II | Jugendzentrum, Leitung | S 15 | 1.00 | 1.36.01.01 | 120700 | 1.00 | 1.00 |
53 | FB II | Jugendzentrum, Fachkraft | S 8b | 1.00 | 1.36.01.01 | 120700 | 1.00 | 0.50 |
54 | FB II | Stadtbibliothek, Leitung | E 9b | 1.00 | 1.25.01.01 | 120800 | 1.00 | 1.00 |
55 | FB II | Stadtbibliothek, FaMI | E 6 | 0.75 | 1.25.01.01 | 120800 | 0.75 | 0.75 |
56 | FB II | Archiv, Kulturförderung | E 9b | 0.50 | 1.25.01.02 | 120810 | 0.50 | 0.50 |
57 | FB II | Sportstätten, Platzwart/in | E 5 | 1.00 | 1.42.01.01 | 120820 | 1.00 | 1.00 |
58 | FB III | Fachbereichsleitung | E 14 | 1.00 | 1.51.01.01 | 130100 | 1.00 | 1.00 |
59 | FB III | Stadtplanung | E 12 | 1.00 | 1.51.01.01 | 130100 | 1.00 | 1.00 |
60 | FB III | Bauverwaltung, Beiträge | A 11 | 1.00 | 1.52.01.01 | 130200 | 1.00 | 1.00 |
61 | FB III | Bauverwaltung | E 9a | 0.50 | 1.52.01.01 | 130200 | 0.50 | 0.50 |
62 | FB III | Liegenschaften | A 10 | 1.00 | 1.11.07.01 | 130300 | 1.00 | 1.00 |
63 | FB III | Hochbau, Leitung | E 12 | 1.00 | 1.11.07.02 | 130310 | 1.00 | 1.00 |
64 | FB III | Hochbau | E 11 | 1.00 | 1.11.07.02 | 130310 | 1.00 | 0.00 |
65 | FB III | Tiefbau | E 11 | 1.00 | 1.54.01.01 | 130400 | 1.00 | 1.00 |
66 | FB III | Tiefbau, Technik | E 9b | 1.00 | 1.54.01.01 | 130400 | 1.00 | 1.00 |
67 | FB III | Abwasser | E 10 | 0.50 | 1.53.01.01 | 130500 | 0.50 | 0.50 |
68 | FB III | Klimaschutzmanagement | E 11 | 1.00 | 1.56.01.01 | 130600 | 1.00 | 1.00 | Bundesförderung; kw 30.06.2027
69 | FB III | Grünflächen, Friedhof | E 9a | 0.50 | 1.55.01.01 | 130700 | 0.50 | 0.50 |
70 | FB IV | Fachbereichsleitung | A 12 | 1.00 | 1.12.01.01 | 140100 | 1.00 | 1.00 |
71 | FB IV | Allgemeine Ordnung, Gewerbe | A 10 | 1.00 | 1.12.01.01 | 140100 | 1.00 | 1.00 |
72 | FB IV | Ordnungsaußendienst | E 8 | 1.00 | 1.12.01.02 | 140110 | 1.00 | 1.00 |
73 | FB IV | Ordnungsaußendienst | E 6 | 0.50 | 1.12.01.02 | 140110 | 0.50 | 0.50 |
74 | FB IV | Standesamt | A 10 | 1.00 | 1.12.02.01 | 140200 | 1.00 | 1.00 |
75 | FB IV | Standesamt | E 9b | 0.50 | 1.12.02.01 | 140200 | 0.50 | 0.50 |
76 | FB IV | Bürgerbüro, Leitung | E 9a | 1.00 | 1.12.03.01 | 140300 | 1.00 | 1.00 |
77 | FB IV | Bürgerbüro | E 7 | 1.00 | 1.12.03.01 | 140300 | 1.00 | 1.00 |
78 | FB IV | Bürgerbüro | E 7 | 0.75 | 1.12.03.01 | 140300 | 0.75 | 0.75 |
79 | FB IV | Bürgerbüro | E 7 | 0.50 | 1.12.03.01 | 140300 | 0.50 | 0.50 |
80 | FB IV | Brandschutz, Verwaltung | A 9 LG 1.2 | 0.50 | 1.12.04.01 | 140400 | 0.50 | 0.50 |
81 | FB IV | Feuerwehr, Gerätewart/in | E 7 | 1.00 | 1.12.04.01 | 140400 | 1.00 | 1.00 |
"""


@dataclass(frozen=True)
class Post:
    """Eine Zeile der Liste."""

    number: int
    unit: str
    title: str
    grade: str
    fte: Decimal
    products: tuple[str, ...]
    cost_center: str
    previous: Decimal
    occupied: Decimal
    note: str


def _post(line: str) -> Post:
    cells = [cell.strip() for cell in line.split("|")]
    number, unit, title, grade, fte, products, cost_center, previous, occupied, note = cells
    return Post(
        int(number),
        unit,
        title,
        grade,
        Decimal(fte),
        tuple(products.split("+")),
        cost_center,
        Decimal(previous),
        Decimal(occupied),
        note,
    )


POSTS = tuple(_post(line) for line in _POSTS.strip().splitlines())

# Produktbereiche der Demo-Stadt in der bundesweiten Gliederung.
AREAS = {
    "11": "Innere Verwaltung",
    "12": "Sicherheit und Ordnung",
    "21": "Schulträgeraufgaben",
    "25": "Kultur und Wissenschaft",
    "31": "Soziale Leistungen",
    "36": "Kinder-, Jugend- und Familienhilfe",
    "42": "Sportförderung",
    "51": "Räumliche Planung und Entwicklung",
    "52": "Bauen und Wohnen",
    "53": "Ver- und Entsorgung",
    "54": "Verkehrsflächen und -anlagen",
    "55": "Natur- und Landschaftspflege",
    "56": "Umweltschutz",
    "57": "Wirtschaft und Tourismus",
}

# Stellenübersicht Teil B; never in the sums (S-14).
TRAINEES = (
    ("Stadtinspektoranwärterin oder -anwärter", "Anwärterbezüge", 1),
    ("Verwaltungsfachangestellte in Ausbildung", "TVAöD", 2),
    ("Fachinformatikerin oder Fachinformatiker in Ausbildung", "TVAöD", 1),
    ("Fachangestellte für Medien- und Informationsdienste in Ausbildung", "TVAöD", 1),
    ("Anerkennungsjahr Soziale Arbeit", "TVPöD", 1),
    ("Bundesfreiwilligendienst", "Taschengeld", 1),
)

# Nur vorübergehend beschäftigt: Bezeichnung, Ansatz in Euro, Monate.
TEMPORARY = (
    ("Saisonkräfte im Freibad (Rettungsschwimmen)", 28_000, 5),
    ("Wahlhelferinnen und Wahlhelfer", 4_500, 1),
    ("Urlaubsvertretungen", 12_000, 3),
)
