"""Wörter, die von einer Person sprechen: text in, places out; knows no paper and no table (DS-01, D-08).

Every pattern starts where a word starts and repeats a bounded number of times, so that a long text costs its length
and never the square of it. A pattern may find too much; what is no person after all is sorted out word by word below.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath
from urllib.parse import unquote

from motions.pdf.richtext import plain

ADDRESS = "Anschrift"
EMAIL = "E-Mail-Adresse"
PHONE = "Telefonnummer"
NAME = "Personenname"
STAFF = "Name aus der Verwaltung"

MOST_LOOKED_AT = 5_000
_MONTH = "(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
_PART = "(?:BA|OG|Bauabschnitt|Abschnitt|Teil|Stufe|Phase|Ausbaustufe|Änderung|Lesung|Fassung|Quartal|Preis)"
# A house: "12", "3a", "12–14". Amounts, measures, days and parts of a measure are none.
_HOUSE = (
    r"\d{1,3}(?: ?[a-f]\b)?(?: ?[-–/] ?\d{1,3}(?: ?[a-f]\b)?)?"
    r"(?!\w|[-–/.,:]\d| ?[%€°]| (?:m|km|cm|mm|qm|ha|t|kg|kW|kWh|l|mal)\b| [A-ZÄÖÜ]"
    rf"|\. ?(?:{_MONTH}|{_PART})\b)"
)
_NAMED = r"[A-ZÄÖÜ][\w’'-]{1,30}"
# A word of its own: the first character is tried before the one in front of it, which is many times faster.
_FREE = r"(?<!\w.)"
_KINDS = ("traße", "trasse", "tr.", "eg", "asse", "llee", "ing", "amm", "latz", "fer", "fad", "teig")
_STREET = rf" (?=\d)(?:{'|'.join(f'(?<={kind} )' for kind in _KINDS)}){_HOUSE}"
_NAME_OF_STREET = re.compile(
    r"(?<![\w-])(?P<name>[A-ZÄÖÜ][\w-]{0,30}?)(?P<gap> ?)"
    r"(?P<kind>[Ss]tra(?:ß|ss)e|[Ss]tr\.|[Ww]eg|[Gg]asse|[Aa]llee|[Rr]ing|[Dd]amm|[Pp]latz|[Uu]fer|[Pp]fad|[Ss]teig)$"
)
_AT_PLACE = (
    rf"[AIUVHZ]{_FREE}(?:(?<=A)[mn]|(?<=I)m|(?:n|uf|nter|or|inter) de[rmn]|uf[’']m|(?<=Z)u[mr]) "
    rf"(?P<place>{_NAMED}) {_HOUSE}"
)
_PERSON = (
    rf"[HFE]{_FREE}(?:errn?|rau|heleuten?) "
    rf"(?:(?:Prof\.|Dr\.|[A-ZÄÖÜ]\.|von|van|de|zu|der|den|{_NAMED}) ){{0,4}}{_NAMED}"
)
_PHONE = (
    r"[(+0TFMH](?<![\w.,/+-].)(?:"
    r"(?:(?<=\+)49|(?<=0)049) ?(?:\(0\) ?)?[1-9][\d /()-]{4,18}\d"
    r"|(?:(?<=\()0|(?<=0))[1-9]\d{1,4}\)?(?: ?[/-] ?| )(?!(?:19|20)\d\d\b)\d(?:[ /-]{0,3}\d){2,12}"
    r"|(?<=0)1[5-7]\d{8,9}"
    r"|(?:el(?:efon)?|ax|obil|andy)\b\.?:? ?\d[\d /()-]{2,18}\d"
    r")(?!\w|[.,]\d)"
)
_BIRTH = (
    r"[Gg*](?<!\w.)(?:eb(?:oren(?:e[nrs]?)?\b|\.)(?: am)?|eburts(?:datum|tag):?|(?<=\*)) ?"
    rf"\d{{1,2}}\. ?(?:\d{{1,2}}\. ?|{_MONTH} )(?:19|20)?\d\d\b"
)
_HEALTH = (
    rf"[SsEeKD]{_FREE}(?:chwerbehindert(?:e[mnrs]?)?\b(?! (?:Mensch|Person|Bewerb|Beschäftigt|Mitarbeit))"
    r"|rkrankt(?:e[mnrs]?)?\b|rankheit(?:en)?\b|iagnosen?\b|chwangerschaft\b)"
)
_OFFICES = tuple(
    f"{word}{ending}"
    for word in (
        *("bürgermeister", "vorsitzende", "leiter", "kämmerer", "kämmerin", "beigeordnete", "landrat", "landrätin"),
        *("ratsmitglied", "ratsherr", "ratsfrau", "stadtverordnete", "minister", "präsident", "schriftführer"),
        *("direktor", "doktor", "professor", "kollege", "kollegin", "stellvertretende", "beauftragte"),
    )
    for ending in ("", "n", "r", "in")
)  # fmt: skip
_NO_STREETS = tuple(
    word.casefold()
    for word in (
        *("landesstraße", "kreisstraße", "bundesstraße", "radweg", "gehweg", "fußweg", "wanderweg", "rundweg"),
        *("rettungsweg", "dienstweg", "rechtsweg", "lösungsweg", "fluchtweg", "wirtschaftsweg", "spielplatz"),
        *("parkplatz", "arbeitsplatz", "stellplatz", "bolzplatz", "sitzplatz", "kitaplatz", "ausbildungsplatz"),
        *("studienplatz", "betreuungsplatz", "lagerplatz"),
    )
)  # fmt: skip
_BEFORE_A_KIND = """
    auf aus der die das den dem des im in an am zum zur von vom nach vor bei für pro je und oder mit um ab über
    dieser diese diesem diesen eine einer einem einen jede jeder jedem jeden keine
"""
_COUNTED = """
    jahr haushaltsjahr punkt tagesordnungspunkt abschnitt absatz artikel produkt teil kapitel block stufe klasse
    anlage los satz nummer ziffer quartal monat tag woche alter raum zimmer phase schritt variante bauabschnitt
    fachbereich tabelle spalte zeile seite bereich modul fassung sitzung gruppe zone kategorie linie station standort
    version frage position baufeld titel gebiet teilgebiet schuljahr jahrgang umfang höhe entgeltgruppe paragraf
    montag dienstag mittwoch donnerstag freitag samstag sonntag
"""
_NO_NAMES = frozenset(_BEFORE_A_KIND.split())
_NO_PLACES = frozenset(_COUNTED.split())
_FEWEST_DIGITS = 7
_ODD_SPACE = re.compile(r"[^\S\t\n ]")
_SPACES = re.compile("  +")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_NAMES = re.compile(r"[A-ZÄÖÜ][\w-]*")
_BEFORE_AT = re.compile(r"[\w.+-]{1,64}$")
_LONGEST_NAME = 66
_Span = tuple[int, int]
_MAIL_LINK = re.compile(r'href="mailto:([^"]{1,300})"', re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """Eine Stelle, die von einer Person sprechen kann: what it is, its words, and where they begin."""

    kind: str
    words: str
    start: int


@dataclass(frozen=True)
class Official:
    """Eine Person der Verwaltung, and the function that stands in a public paper instead of her name."""

    first_name: str
    last_name: str
    function: str = ""

    @property
    def forms(self) -> tuple[str, str, str]:
        """How the name is written: whole, as in a list, with the initial."""
        first, last = self.first_name, self.last_name
        return f"{first} {last}", f"{last}, {first}", f"{first[:1]}. {last}"


def of_rich(text: str) -> str:
    """What a reader sees of formatted text, and the addresses behind its links; line ends of HTML are spaces."""
    shown = plain(text.replace("\n", " "))
    behind = [html.unescape(unquote(address)) for address in _MAIL_LINK.findall(text)]
    return of_plain("\n".join([shown, *behind]))


def of_plain(text: str) -> str:
    """Words with one kind of space between them, and nothing invisible inside."""
    return _SPACES.sub(" ", _ODD_SPACE.sub(" ", _INVISIBLE.sub("", text)))


def of_file_name(name: str) -> str:
    """A file name as words."""
    return of_plain(PurePath(name).stem.replace("_", " "))


def places(text: str, staff: Iterable[Official] = ()) -> list[Place]:
    """Every place that may speak of one person, in the order of the text; no word belongs to two of them.

    Of each kind the first MOST_LOOKED_AT are looked at: nobody decides as many one by one.
    """
    taken = bytearray(len(text))
    found = []
    for kind, start, end in _candidates(text, staff):
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            found.append(Place(kind, text[start:end], start))
    return sorted(found, key=lambda place: place.start)


def name_of(words: str) -> str:
    """The name in "Frau Dr. Erika Buchfink", without address and title."""
    return " ".join(word for word in words.split(" ")[1:] if word not in ("Dr.", "Prof."))


def _candidates(text: str, staff: Iterable[Official]) -> Iterator[tuple[str, int, int]]:
    for kind, pattern, span_of in _PATTERNS:
        if kind == NAME:
            yield from islice(_staff_in(text, staff), MOST_LOOKED_AT)
        for match in islice(pattern.finditer(text), MOST_LOOKED_AT):
            span = span_of(match)
            if span:
                yield kind, *span


def _staff_in(text: str, staff: Iterable[Official]) -> Iterator[tuple[str, int, int]]:
    """First and last name, "Name, Vorname" or the initial; the text is walked through once for everybody."""
    known: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for person in staff:
        for last_word in _NAMES.findall(person.last_name)[-1:]:
            known.setdefault(last_word, []).append((len(person.last_name), person.forms))
    for match in _NAMES.finditer(text):
        for word in {match.group(), match.group().removesuffix("s")}:
            for length, forms in known.get(word, ()):
                span = _name_at(text, forms, match.start() + len(word), length)
                if span:
                    yield STAFF, *span


def _name_at(text: str, forms: tuple[str, ...], end: int, length: int) -> _Span | None:
    """Where the name of a person stands whose surname of this length ends here."""
    whole, listed, short = forms
    for form, start in ((whole, end - len(whole)), (short, end - len(short)), (listed, end - length)):
        if start >= 0 and text.startswith(form, start) and not _touches(text, start - 1):
            is_cut = form is listed and _touches(text, start + len(form))
            return None if is_cut else (start, start + len(form))
    return None


def _touches(text: str, position: int) -> bool:
    return 0 <= position < len(text) and (text[position].isalnum() or text[position] == "-")


def _whole(match: re.Match[str]) -> _Span | None:
    return match.span()


def _email(match: re.Match[str]) -> _Span | None:
    start = match.start()
    local = _BEFORE_AT.search(match.string, max(0, start - 64), start)
    return (local.start(), match.end()) if local else None


def _phone(match: re.Match[str]) -> _Span | None:
    """Long enough for a number of a telephone; a short one only after the word itself."""
    words = match.group()
    is_long = sum(character.isdigit() for character in words) >= _FEWEST_DIGITS
    return match.span() if is_long or words[0].isalpha() else None


def _street(match: re.Match[str]) -> _Span | None:
    """The name before the number: "Bachweg", "Kölner Straße", but neither "Radweg" nor "die Straße"."""
    start = match.start()
    found = _NAME_OF_STREET.search(match.string, max(0, start - _LONGEST_NAME), start)
    if found is None:
        return None
    name, gap, kind = found.group("name", "gap", "kind")
    is_one = (bool(gap) or name.endswith("-")) == kind[0].isupper()
    is_none = name.casefold() in _NO_NAMES if gap else f"{name}{kind}".casefold().endswith(_NO_STREETS)
    return (found.start(), match.end()) if is_one and not is_none else None


def _at_place(match: re.Match[str]) -> _Span | None:
    return None if match["place"].casefold() in _NO_PLACES else match.span()


def _person(match: re.Match[str]) -> _Span | None:
    """Titles and at most first and last name; nothing where only an office follows ("Frau Bürgermeisterin")."""
    words, names = match.group().split(" "), 0
    for number, word in enumerate(words[1:], start=1):
        if word.casefold().endswith(_OFFICES):
            if names:
                words = words[:number]
                break
            continue
        names += word[0].isupper() and not word.endswith(".")
        if names == 2:
            words = words[: number + 1]
            break
    return (match.start(), match.start() + len(" ".join(words))) if names else None


_PATTERNS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], _Span | None]], ...] = (
    ("IBAN", re.compile(rf"[A-Z]{_FREE}[A-Z]\d{{2}}(?: ?\d{{4}}){{4}}(?: ?\d{{1,2}})?\b"), _whole),
    (EMAIL, re.compile(r"@[\w-]{1,63}\.[\w.-]{0,62}\w"), _email),
    ("Geburtsdatum", re.compile(_BIRTH), _whole),
    (NAME, re.compile(_PERSON), _person),
    (PHONE, re.compile(_PHONE), _phone),
    (ADDRESS, re.compile(_AT_PLACE), _at_place),
    (ADDRESS, re.compile(_STREET), _street),
    ("Flurstück", re.compile(r"Flurstücke?(?: Nr\.)? \d{1,6}(?:/\d{1,6})?"), _whole),
    ("Gesundheitsangabe", re.compile(_HEALTH), _whole),
)
