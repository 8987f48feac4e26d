"""Besetzung der Demo-Stadt: invented people only; surnames are plants, animals or materials (domain.md 7)."""

from dataclasses import dataclass

from motions.models.choices import Office

SINCE_YEAR = 2020


@dataclass(frozen=True)
class Official:
    """Eine Person der Verwaltung: what she holds, and what one can try with her account."""

    name: str
    short_sign: str
    function: str
    unit: str
    offices: tuple[str, ...]
    group: str
    tries: str

    @property
    def email(self) -> str:
        """The address of the account."""
        return address_of(self.name)


@dataclass(frozen=True)
class Member:
    """Ein Mitglied des Rates oder eines Ausschusses; the number is that of domain.md 7.3."""

    number: int
    name: str
    group: str
    title: str
    tries: str = ""

    @property
    def email(self) -> str:
        """The address of the account."""
        return address_of(self.name)


LEADERSHIP = "Verwaltungsspitze und Ratsbüro"
UNITS_DESK = "Fachbereiche"
COUNCIL = "Rat und Ausschüsse"
TECHNICAL = "Technik"

# Kürzel, Bezeichnung, Telefon
UNITS = (
    ("BM", "Bürgermeisterin, Ratsbüro und Stabsstellen", "02192 000-100"),
    ("FB I", "Zentrale Dienste und Finanzen", "02192 000-200"),
    ("FB II", "Bildung und Soziales", "02192 000-300"),
    ("FB III", "Planen, Bauen, Umwelt", "02192 000-400"),
    ("FB IV", "Ordnung und Bürgerservice", "02192 000-500"),
)

MAYOR = "Clara Schlossgarten"
OFFICIALS = (
    Official(
        MAYOR,
        "Sg",
        "Bürgermeisterin",
        "BM",
        (Office.MAYOR,),
        LEADERSHIP,
        "Die Freigabeliste öffnen, eine Vorlage prüfen, freigeben oder mit einem Grund zurückgeben.",
    ),
    Official(
        "Konrad Kupferhammer",
        "Ku",
        "Beigeordneter, allgemeine Vertretung",
        "BM",
        (Office.GENERAL_DEPUTY,),
        LEADERSHIP,
        "Sehen, dass er nur freigeben kann, solange eine Vertretung der Bürgermeisterin eingetragen ist.",
    ),
    Official(
        "Silas Sandstein",
        "Sa",
        "Ratsbüro, Schriftführung",
        "BM",
        (Office.MEETING_OFFICE,),
        LEADERSHIP,
        "Alle Vorlagen sehen, formal prüfen, eine begründete Ausnahme erteilen, einen Antrag eintragen.",
    ),
    Official(
        "Tanja Tonziegel",
        "To",
        "Ratsbüro, stellvertretende Schriftführung",
        "BM",
        (Office.MEETING_OFFICE,),
        LEADERSHIP,
        "Das Ratsbüro in Vertretung übernehmen.",
    ),
    Official(
        "Gesine Glimmer",
        "Gl",
        "Gleichstellungsbeauftragte",
        "BM",
        (Office.EQUALITY,),
        LEADERSHIP,
        "Eine Vorlage mit Auswirkung auf Stellen mitzeichnen.",
    ),
    Official(
        "Marta Münzstein",
        "Mü",
        "Fachbereichsleitung, Kämmerei",
        "FB I",
        (Office.UNIT_HEAD, Office.TREASURER),
        UNITS_DESK,
        "Die offene Mitzeichnung der Kämmerei zu Vorlage 4779 bearbeiten.",
    ),
    Official(
        "Karin Kreide",
        "Kr",
        "Sachbearbeitung Haushalt",
        "FB I",
        (Office.CLERK,),
        UNITS_DESK,
        "Die freigegebene Vorlage zum Haushalt ansehen und eine Ergänzung dazu schreiben.",
    ),
    Official(
        "Paula Porzellan",
        "Po",
        "Personal und Organisation",
        "FB I",
        (Office.PERSONNEL,),
        UNITS_DESK,
        "Vorlagen mit Auswirkung auf Stellen begleiten.",
    ),
    Official(
        "Frida Findling",
        "Fi",
        "Fachbereichsleitung Bildung und Soziales",
        "FB II",
        (Office.UNIT_HEAD,),
        UNITS_DESK,
        "Alle Vorlagen des eigenen Fachbereichs verfolgen und für ihn mitzeichnen.",
    ),
    Official(
        "Selma Schiefer",
        "Sf",
        "Sachbearbeitung Soziales",
        "FB II",
        (Office.CLERK,),
        UNITS_DESK,
        "Die zurückgegebene Vorlage 4781 zu Ende schreiben, prüfen und zur Freigabe geben.",
    ),
    Official(
        "Lorenz Lehm",
        "Le",
        "Schulverwaltung",
        "FB II",
        (Office.CLERK,),
        UNITS_DESK,
        "Die Neufassung 4764/1 zu den Elternbeiträgen ansehen, und was sie ersetzt hat.",
    ),
    Official(
        "Gero Granit",
        "Gr",
        "Fachbereichsleitung Planen, Bauen, Umwelt",
        "FB III",
        (Office.UNIT_HEAD,),
        UNITS_DESK,
        "Die überholte Mitzeichnung zu Vorlage 4782 erneuern.",
    ),
    Official(
        "Bea Basalt",
        "Ba",
        "Stadtplanung und Klimaschutz",
        "FB III",
        (Office.CLERK,),
        UNITS_DESK,
        "Die zurückgegebene Antwort 4773/1 zum Glasfaserausbau überarbeiten.",
    ),
    Official(
        "Timo Torf",
        "Tf",
        "Liegenschaften",
        "FB III",
        (Office.CLERK,),
        UNITS_DESK,
        "Die nichtöffentliche Vorlage zum Grundstücksverkauf ansehen.",
    ),
    Official(
        "Henrike Holzbrücke",
        "Ho",
        "Fachbereichsleitung Ordnung und Bürgerservice",
        "FB IV",
        (Office.UNIT_HEAD,),
        UNITS_DESK,
        "Die eingereichte Vorlage 4780 verfolgen, die auf ihre Freigabe wartet.",
    ),
    Official(
        "Oda Opal",
        "Op",
        "Allgemeine Ordnung",
        "FB IV",
        (Office.CLERK,),
        UNITS_DESK,
        "Eine Anregung aus der Bürgerschaft bearbeiten, ohne dass die Person erkennbar wird.",
    ),
)

ADMINISTRATOR = (
    "Alma Achat",
    "Ac",
    "Pflege der Stammdaten",
    "Fachbereiche, Konten, Gremien und Ortsrecht pflegen.",
)

# Fraktionen: Bezeichnung, Kürzel, Adresse, Artikel
GROUPS = (
    ("Bergische Mitte", "BMi", "bergische-mitte", "die"),
    ("Soziale Liste", "SL", "soziale-liste", "die"),
    ("Grünes Forum", "GF", "gruenes-forum", "das"),
    ("Freie Bürger Wupper", "FBW", "freie-buerger-wupper", "die"),
    ("Liberales Bündnis", "LB", "liberales-buendnis", "das"),
)

_COUNCILLOR = "Ratsmitglied"
_EXPERT = "sachkundige Person"
MEMBERS = (
    Member(0, MAYOR, "", "Bürgermeisterin"),
    Member(
        1,
        "Ada Ahornblatt",
        "BMi",
        "Fraktionsvorsitz",
        "Alle freigegebenen Vorlagen lesen, auch nichtöffentliche.",
    ),
    Member(
        2,
        "Bruno Bachkiesel",
        "BMi",
        "1. stellvertretender Bürgermeister",
        "Sehen, dass ein ehrenamtlicher Stellvertreter keine Vorlage freigibt.",
    ),
    Member(3, "Carla Distelfink", "BMi", "Vorsitz im Ausschuss für Schule, Kultur und Sport"),
    Member(4, "Dirk Eichelhäher", "BMi", _COUNCILLOR),
    Member(5, "Elif Farnkraut", "BMi", _COUNCILLOR),
    Member(6, "Falk Gänseblum", "BMi", _COUNCILLOR),
    Member(7, "Greta Haselmaus", "BMi", _COUNCILLOR),
    Member(8, "Henning Igelkolben", "BMi", _COUNCILLOR),
    Member(9, "Ida Johannisbeer", "BMi", _COUNCILLOR),
    Member(10, "Jonas Kleiberfeder", "SL", "Vorsitz im Ausschuss für Soziales, Jugend und Familie"),
    Member(11, "Karima Lindenduft", "SL", "Fraktionsvorsitz"),
    Member(12, "Lars Mauersegler", "SL", _COUNCILLOR),
    Member(13, "Mona Nachtigallweg", "SL", "2. stellvertretende Bürgermeisterin"),
    Member(14, "Nils Otterbach", "SL", "Vorsitz im Rechnungsprüfungsausschuss"),
    Member(15, "Olga Pirolstimme", "SL", _COUNCILLOR),
    Member(16, "Pia Quellmoos", "GF", "Vorsitz im Ausschuss für Planung, Bau und Klima"),
    Member(
        17,
        "Quentin Rotkehlchen",
        "GF",
        "Fraktionsvorsitz",
        "Verfolgen, was der Rat aus dem Antrag 4771 der eigenen Fraktion gemacht hat.",
    ),
    Member(18, "Rana Silberdistel", "GF", _COUNCILLOR),
    Member(19, "Sven Taubnessel", "GF", _COUNCILLOR),
    Member(20, "Tilda Uhufeder", "FBW", "Fraktionsvorsitz"),
    Member(21, "Uwe Veilchenhang", "FBW", _COUNCILLOR),
    Member(22, "Vera Waldkauz", "LB", "Fraktionsvorsitz"),
    Member(23, "Wim Zaunkönig", "LB", _COUNCILLOR),
    Member(24, "Xenia Zitronenfalter", "", "Ratsmitglied ohne Fraktion"),
    Member(25, "Yasmin Brombeer", "BMi", _EXPERT, "Nur die Vorlagen der eigenen Ausschüsse lesen."),
    Member(26, "Zeno Fliederbusch", "BMi", _EXPERT),
    Member(27, "Anton Ginsterhang", "SL", _EXPERT),
    Member(28, "Berta Heidelkraut", "GF", _EXPERT),
    Member(29, "Cem Kornblumenfeld", "SL", _EXPERT),
    Member(30, "Doris Löwenzahn", "FBW", _EXPERT),
    Member(
        31, "Emil Mohnfeld", "", "sachkundiger Einwohner ohne Stimme", "Den Ausschuss für Soziales beraten."
    ),
)
COUNCIL_NUMBERS = tuple(range(25))
EXPERT_NUMBERS = tuple(range(25, 31))

_PLAIN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "ae", "Ö": "oe", "Ü": "ue", " ": "."}
)


def address_of(name: str) -> str:
    """First and last name as an address of the invented town."""
    return f"{name.lower().translate(_PLAIN)}@hueckeswagen.example"
