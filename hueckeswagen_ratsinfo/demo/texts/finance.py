"""Vorlagen des Fachbereichs I: der Haushalt."""

import datetime as dt

from hueckeswagen_ratsinfo.demo.text import Text, amounts
from motions.models.choices import ConsultationRole, CouncilMatter

_ADVISE = ConsultationRole.ADVISORY

BUDGET = Text(
    dated_on=dt.date(2023, 10, 4),
    file_reference="20.1-HH 2024",
    subject="Entwurf der Haushaltssatzung 2024 mit Haushaltsplan und Anlagen einschließlich Stellenplan",
    plain_words=(
        "Der Haushalt legt fest, wofür die Stadt im nächsten Jahr Geld ausgibt und woher es kommt. Der "
        "Rat nimmt den "
        "Entwurf entgegen, die Ausschüsse beraten, danach entscheidet der Rat."
    ),
    draft_resolution="""
        <ol>
        <li>Der Entwurf der Haushaltssatzung 2024 wird zur Beratung an die Fachausschüsse verwiesen.</li>
        <li>Nach Abschluss der Beratungen wird die Haushaltssatzung 2024 mit dem Haushaltsplan und seinen
        Anlagen
        beschlossen.</li>
        <li>Der Stellenplan 2024 wird als Anlage des Haushaltsplans beschlossen.</li>
        </ol>""",
    statement="""
        <h3>Verfahren</h3>
        <p>Der Entwurf ist von der Kämmerei aufgestellt und von der Bürgermeisterin bestätigt. Er wird dem
        Rat zugeleitet,
        öffentlich bekannt gemacht und liegt während der gesamten Beratung zur Einsicht aus. Einwendungen
        können
        innerhalb von vierzehn Tagen erhoben werden; über sie beschließt der Rat in öffentlicher Sitzung.</p>
        <h3>Eckwerte</h3>
        <table>
        <thead><tr><th>Ergebnisplan</th><th>Ansatz 2023</th><th>Entwurf
        2024</th><th>Veränderung</th></tr></thead>
        <tbody>
        <tr><td>Erträge</td><td>43,1 Mio. €</td><td>45,6 Mio. €</td><td>+ 2,5 Mio. €</td></tr>
        <tr><td>Aufwendungen</td><td>44,0 Mio. €</td><td>47,9 Mio. €</td><td>+ 3,9 Mio. €</td></tr>
        <tr><td>Jahresergebnis</td><td>– 0,9 Mio. €</td><td>– 2,3 Mio. €</td><td>– 1,4 Mio. €</td></tr>
        </tbody></table>
        <p>Der Fehlbetrag wird durch die Ausgleichsrücklage gedeckt. Ein Haushaltssicherungskonzept ist nicht
        aufzustellen.</p>
        <h3>Wesentliche Ursachen</h3>
        <ul>
        <li>höhere Umlagen an den Kreis,</li>
        <li>Tarifabschluss für die Beschäftigten,</li>
        <li>gestiegene Kosten für Energie und Unterhaltung der Gebäude,</li>
        <li>geringere Schlüsselzuweisungen des Landes.</li>
        </ul>
        <h3>Stellenplan</h3>
        <p>Der Stellenplan weist 67,85 Stellen aus. Gegenüber dem Vorjahr sind die im Jahr 2023 beschlossenen
        Änderungen übernommen; neue Stellen sind nicht vorgesehen.</p>
        <h3>Zeitplan</h3>
        <p>Nach der Einbringung beraten die Ausschüsse die Teilpläne ihres Bereichs. Der Haupt- und
        Finanzausschuss
        fasst die Empfehlungen zusammen. Der Beschluss ist für den 12. Dezember 2023 vorgesehen, damit die
        Satzung vor
        Beginn des Haushaltsjahres angezeigt werden kann.</p>""",
    financial_impact="""
        <p>Die Auswirkungen ergeben sich aus dem Haushaltsplan selbst. Die Tabelle nennt die Summen des
        Ergebnisplans
        und der mittelfristigen Planung.</p>""",
    climate_impact="""
        <p>Der Entwurf enthält 410.000 € für die Erneuerung von Heizungen in Schulen und 85.000 € für
        Radabstellanlagen.
        Die einzelnen Maßnahmen werden mit eigenen Vorlagen bewertet.</p>""",
    council_matter=CouncilMatter.BUDGET,
    affects_positions=True,
    sequence=(
        ("Rat", ConsultationRole.NOTING, dt.date(2023, 10, 24)),
        ("ASJF", _ADVISE, dt.date(2023, 11, 7)),
        ("ASKS", _ADVISE, dt.date(2023, 11, 9)),
        ("APBK", _ADVISE, dt.date(2023, 11, 14)),
        ("RPA", _ADVISE, dt.date(2023, 11, 16)),
        ("HFA", _ADVISE, dt.date(2023, 11, 28)),
        ("Rat", ConsultationRole.DECIDING, dt.date(2023, 12, 12)),
    ),
    rows=(
        amounts(2024, 47_900_000, 45_600_000, "1.61.01.01", "110200", budgeted=False),
        amounts(2025, 48_700_000, 46_900_000, "1.61.01.01", "110200", budgeted=False),
        amounts(2026, 49_400_000, 48_200_000, "1.61.01.01", "110200", budgeted=False),
        amounts(2027, 50_100_000, 49_600_000, "1.61.01.01", "110200", budgeted=False),
    ),
)
