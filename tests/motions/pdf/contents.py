"""Inhalte von Vorlagen for the tests of the PDF: empty, short, long, full of tables; all of it invented."""

from __future__ import annotations

import copy
from typing import Any

PARAGRAPH = (
    "<p>Die Sanierung der Turnhalle an der Montanusstraße umfasst die Dachfläche, die Lüftungsanlage und die "
    "Umkleidekabinen. Die Verwaltung schlägt vor, die Maßnahme in zwei Bauabschnitten umzusetzen, damit der "
    "Schul- und Vereinssport „so wenig wie möglich“ eingeschränkt wird.</p>"
)

EMPTY: dict[str, Any] = {
    "schema": "ratsinfo-paper/1",
    "town": {
        "name": "Schloss-Stadt Hückeswagen",
        "office": "Die Bürgermeisterin",
        "address": "Auf'm Schloß 1, 42499 Hückeswagen",
        "phone": "",
        "email": "",
    },
    "type": "Beschlussvorlage",
    "is_public": True,
    "status": "draft",
    "status_label": "Entwurf",
    "reference": "",
    "former_reference": "",
    "dated_on": "2026-03-02",
    "file_reference": "",
    "top": "",
    "lead_unit": {"code": "FB II", "name": "Bildung und Soziales"},
    "drafter": "",
    "contact": {"phone": "", "email": ""},
    "subject": "",
    "plain_words": "",
    "replaces": "",
    "kind_label": "",
    "wordings": [],
    "draft_resolution": "",
    "administration_comment": "",
    "consultations": [],
    "statement": "",
    "financial": {"text": "", "rows": [], "totals": None},
    "impact_tables": [],
    "climate": "",
    "participations": [],
    "attachments": [],
    "release": None,
    "signatory": "",
    "revision": 1,
    "created_at": "2026-03-02T10:15:00+01:00",
    "public_url": "",
}


def _amounts(year: int, expense: str, income: str, own: str) -> dict[str, Any]:
    return {
        "year": year,
        "expense": expense,
        "income": income,
        "own_share": own,
        "product": "1.08.01.01",
        "cost_center": "240110",
        "account": "5211000",
        "is_budgeted": True,
        "needs_supplementary_budget": year % 2 == 1,
    }


def _consultation(position: int, organ: str, day: str, role: str, label: str) -> dict[str, Any]:
    return {
        "position": position,
        "organization": organ,
        "date": day,
        "is_public": True,
        "role": role,
        "role_label": label,
    }


SHORT: dict[str, Any] = {
    **EMPTY,
    "status": "released",
    "status_label": "freigegeben",
    "reference": "FB II/4812/2026",
    "file_reference": "40-21-07",
    "drafter": "Sachbearbeitung Schulverwaltung",
    "contact": {"phone": "02192 88-000", "email": "schule@example.org"},
    "subject": "Sanierung der Turnhalle Montanusschule: Freigabe der Mittel für den ersten Bauabschnitt "
    "und Bestellung einer Projektleitung (m/w/d)",
    "plain_words": "Die Turnhalle bekommt ein neues Dach. Das kostet die Stadt 57.000 Euro im Jahr.",
    "wordings": [
        {
            "organization": "Haupt- und Finanzausschuss",
            "text": "Der Haupt- und Finanzausschuss empfiehlt dem Rat, wie folgt zu beschließen:",
        },
        {"organization": "Rat", "text": "Der Rat beschließt:"},
    ],
    "draft_resolution": "<ol><li><p>Die Mittel für den ersten Bauabschnitt werden <u>freigegeben</u>.</p></li>"
    "<li><p>Die Verwaltung berichtet dem Ausschuss halbjährlich.</p></li></ol>",
    "consultations": [
        _consultation(1, "Haupt- und Finanzausschuss", "2026-03-17", "advisory", "Vorberatung"),
        _consultation(2, "Rat", "", "deciding", "Entscheidung"),
    ],
    "statement": "<h3>Anlass</h3>"
    + PARAGRAPH * 2
    + '<p>Das Förderprogramm ist <a href="https://example.org/foerderung">hier beschrieben</a>.</p>'
    "<h3>Vorgehen</h3><h4>Erster Abschnitt</h4><ul><li>Dach</li><li>Lüftung<ul><li>Filter</li></ul></li></ul>",
    "financial": {
        "text": "<p>Die Mittel stehen im Haushalt bereit.</p>",
        "rows": [
            _amounts(2026, "57000.00", "30000.00", "27000.00"),
            _amounts(2027, "1234567.89", "0.00", "1234567.89"),
        ],
        "totals": {"expense": "1291567.89", "income": "30000.00", "own_share": "1261567.89"},
    },
    "climate": "<p>Der Energiebedarf sinkt um ein Drittel.</p>",
    "participations": [
        {"name": "FB I", "acknowledged_on": "2026-02-27", "short_sign": "Mü"},
        {"name": "Kämmerei", "acknowledged_on": "", "short_sign": ""},
    ],
    "attachments": [
        {"position": 1, "title": "Kostenschätzung", "pages": 3, "is_public": True},
        {"position": 2, "title": "Lageplan", "pages": 1, "is_public": True},
        {"position": 3, "title": "Angebote der Bieter", "pages": None, "is_public": False},
    ],
    "release": {
        "label": "Bürgermeister o.V.i.A.",
        "in_representation": True,
        "name": "Konrad Kupferhammer",
        "released_on": "2026-03-03",
    },
    "created_at": "2026-03-03T09:30:00+01:00",
    "public_url": "https://ratsinfo.example.org/vorlagen/fb-ii-4812-2026/",
}


def made(base: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A copy of a content with other values."""
    return {**copy.deepcopy(base), **changes}


def _table(rows: int, columns: int) -> str:
    head = "".join(f"<td>Spalte {column}</td>" for column in range(columns))
    body = "".join(
        f"<tr><td>Grundstücksverkehrsgenehmigung {row}</td>"
        + "".join(f"<td>{row * column}.000,00 €</td>" for column in range(1, columns))
        + "</tr>"
        for row in range(rows)
    )
    return f"<table><tbody><tr>{head}</tr>{body}</tbody></table>"


LONG = made(SHORT, statement=("<h3>Abschnitt</h3>" + PARAGRAPH * 12) * 13)
TABLES = made(
    SHORT,
    statement=_table(90, 4) + _table(4, 9),
    impact_tables=[
        {
            "caption": "Auswirkungen auf den Stellenplan",
            "head": ["Stelle", "Entgeltgruppe", "Bisher", "Künftig", "Vermerk"],
            "rows": [["Projektleitung (m/w/d)", "EG 11", "0,00", "1,00", "kw 31.12.2029"]] * 40,
        }
    ],
)
NON_PUBLIC = made(SHORT, is_public=False, public_url="", statement=PARAGRAPH * 18)
DRAFT = made(
    SHORT,
    status="draft",
    status_label="Entwurf",
    reference="",
    release=None,
    public_url="",
    statement=PARAGRAPH * 18,
)
SECRET_DRAFT = made(DRAFT, is_public=False)
FOLLOW_UP = made(
    SHORT,
    kind_label="Ergänzung",
    replaces="FB II/4764/2025",
    former_reference="FB II/4700/2025",
    administration_comment="<p>Die Verwaltung empfiehlt, dem Antrag zu folgen.</p>",
    signatory="Sachbearbeitung Schulverwaltung",
    revision=3,
)
ALL = {
    "empty": EMPTY,
    "short": SHORT,
    "long": LONG,
    "tables": TABLES,
    "non-public": NON_PUBLIC,
    "draft": DRAFT,
    "secret-draft": SECRET_DRAFT,
    "follow-up": FOLLOW_UP,
}


def _item(label: str, title: str, **fields: Any) -> dict[str, Any]:
    return {
        "label": label,
        "number": label.split()[1],
        "is_public": label.startswith("Ö"),
        "title": title,
        "paper": None,
        "is_tabled": False,
        "added_in": 1,
        "extension_reason": "",
        "children": [],
    } | fields


AGENDA: dict[str, Any] = {
    "schema": "ratsinfo-agenda/1",
    "town": EMPTY["town"],
    "type": "Einladung",
    "status": "released",
    "is_public": True,
    "organ": {"name": "Haupt- und Finanzausschuss", "short_name": "HFA", "slug": "hfa"},
    "subject": "Haupt- und Finanzausschuss, 17.03.2026",
    "date": "2026-03-17",
    "weekday": "Dienstag",
    "time": "18:00",
    "place": "Heimatmuseum",
    "room": "Großer Saal",
    "access_note": "Der Saal ist mit dem Aufzug erreichbar.",
    "is_hybrid": False,
    "second_summons": False,
    "urgency_reason": "",
    "parts": [
        {
            "label": "Öffentlicher Teil",
            "is_public": True,
            "items": [
                _item("Ö 1", "Eröffnung und Feststellung der Beschlussfähigkeit"),
                _item(
                    "Ö 2",
                    "Bestellung einer Projektleitung (m/w/d)",
                    paper={"reference": "FB II/4812/2026", "slug": "fb-ii-4812-2026"},
                    children=[_item("Ö 2.1", "Änderungsantrag", added_in=2, is_tabled=True)],
                ),
            ],
        },
        {
            "label": "Nichtöffentlicher Teil",
            "is_public": False,
            "items": [_item("N 1", "Grundstücksangelegenheit")],
        },
    ],
    "chair": {"name": "Konrad Kupferhammer", "function": "Vorsitz"},
    "revision": 1,
    "created_at": "2026-03-03T09:30:00+01:00",
    "public_url": "https://ratsinfo.example.org/sitzungen/2026-03-17-hfa/",
}
SUPPLEMENT = made(
    AGENDA,
    type="Nachtrag",
    is_public=False,
    public_url="",
    revision=2,
    is_hybrid=True,
    second_summons=True,
    urgency_reason="Die Frist des Fördergebers endet am 20.03.2026.",
    chair=None,
    parts=[
        {
            "label": "Öffentlicher Teil",
            "is_public": True,
            "items": [
                _item(
                    f"Ö {number}", f"Bericht über die Sanierung, Abschnitt {number}", extension_reason="eilt"
                )
                for number in range(1, 60)
            ],
        }
    ],
)
ALL |= {"agenda": AGENDA, "supplement": SUPPLEMENT, "empty-agenda": made(AGENDA, parts=[])}
