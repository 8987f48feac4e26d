"""Vorlagen des Fachbereichs III: Klimaschutz, Grundstück, Glasfaser, Trinkbrunnen (Stellungnahme)."""

import datetime as dt

from hueckeswagen_ratsinfo.demo.text import Text, amounts
from motions.models.choices import ConsultationRole, CouncilMatter, SecrecyGround

_ADVISE, _DECIDE = ConsultationRole.ADVISORY, ConsultationRole.DECIDING

CLIMATE_MANAGEMENT = Text(
    dated_on=dt.date(2023, 10, 30),
    file_reference="61.4",
    subject="Fortsetzung des Klimaschutzmanagements bis zum 30. Juni 2027",
    plain_words=(
        "Eine Fachkraft kümmert sich um den Klimaschutz in der Stadt. Der Bund bezahlt einen Teil. Die "
        "Arbeit soll "
        "bis Mitte 2027 weitergehen."
    ),
    draft_resolution="""
        <ol>
        <li>Die Stelle des Klimaschutzmanagements (1,00 VZÄ) wird bis zum 30. Juni 2027 fortgeführt.</li>
        <li>Im Stellenplan erhält sie den Vermerk „kw 30.06.2027“.</li>
        <li>Die Verwaltung beantragt die Anschlussförderung des Bundes.</li>
        </ol>""",
    statement="""
        <h3>Bisherige Arbeit</h3>
        <p>Das Klimaschutzkonzept der Stadt nennt 38 Maßnahmen. Elf davon sind umgesetzt, vierzehn begonnen.
        Zu den
        sichtbaren Ergebnissen gehören die Umstellung der Straßenbeleuchtung auf LED, Photovoltaik auf zwei
        Schulen und
        die Beratung von rund 160 Haushalten.</p>
        <h3>Was bis 2027 geplant ist</h3>
        <ol>
        <li>Kommunale Wärmeplanung mit den Nachbarstädten</li>
        <li>Energiemanagement für alle städtischen Gebäude</li>
        <li>Hitzevorsorge in Kitas und an öffentlichen Plätzen</li>
        </ol>
        <h3>Förderung</h3>
        <p>Der Bund übernimmt im Anschlussvorhaben 40 Prozent der Personalkosten. Die Förderung endet am 30.
        Juni 2027
        und kann nicht verlängert werden. Ohne Beschluss endet die Stelle mit dem laufenden Bescheid.</p>""",
    financial_impact="""
        <p>Die Personalkosten betragen 78.000 € im Jahr. Nach Abzug der Förderung trägt die Stadt 46.800 €.
        Einsparungen
        beim Energieverbrauch von zuletzt 31.000 € im Jahr stehen dem gegenüber.</p>""",
    climate_impact="""
        <p>Die Maßnahmen des Konzepts vermeiden nach ihrer Umsetzung rund 2.100 Tonnen CO₂ im Jahr. Ohne
        Personal ist die
        Umsetzung nicht zu erwarten.</p>""",
    council_matter=CouncilMatter.STAFFING_PLAN,
    affects_positions=True,
    sequence=(
        ("APBK", _ADVISE, dt.date(2023, 11, 14)),
        ("HFA", _ADVISE, dt.date(2023, 11, 28)),
        ("Rat", _DECIDE, dt.date(2023, 12, 12)),
    ),
    rows=tuple(
        amounts(year, expense, income, "1.56.01.01", "130600", budgeted=year == 2024)
        for year, expense, income in (
            (2024, 78_000, 31_200),
            (2025, 78_000, 31_200),
            (2026, 78_000, 31_200),
            (2027, 39_000, 15_600),
        )
    ),
)

PLOT = Text(
    dated_on=dt.date(2023, 11, 20),
    file_reference="23.2-GE West",
    subject="Grundstücksangelegenheit: Verkauf einer Gewerbefläche im Gewerbegebiet West",
    plain_words="",
    draft_resolution="""
        <ol>
        <li>Die Fläche von 5.200 m² im Gewerbegebiet West wird zum Preis von 60 € je Quadratmeter an die
        Wieselwerk Feinmechanik GmbH verkauft.</li>
        <li>Im Vertrag wird ein Wiederkaufsrecht für den Fall vereinbart, dass nicht innerhalb von drei
        Jahren gebaut
        wird.</li>
        <li>Notar- und Grundbuchkosten trägt die Käuferin.</li>
        </ol>""",
    statement="""
        <h3>Lage und Größe</h3>
        <p>Die Fläche liegt an der Stichstraße des Gewerbegebiets, ist erschlossen und wird zurzeit als Wiese
        genutzt. Sie ist im Bebauungsplan als Gewerbegebiet festgesetzt.</p>
        <h3>Käuferin und Nutzung</h3>
        <p>Die Wieselwerk Feinmechanik GmbH stellt Teile für Medizintechnik her und hat ihren Sitz seit 1987
        in einem
        Mischgebiet der Stadt. Dort kann sie nicht erweitern. Geplant sind eine Halle von 1.800 m² und Büros;
        von den
        42 Arbeitsplätzen sollen alle in der Stadt bleiben, zwölf kommen hinzu.</p>
        <h3>Preis</h3>
        <p>Der Bodenrichtwert beträgt 58 € je Quadratmeter. Zwei weitere Anfragen lagen vor; beide sahen reine
        Lagernutzung vor.</p>""",
    financial_impact="""
        <p>Der Kaufpreis beträgt 312.000 €. Für die Vermessung entstehen der Stadt einmalig 4.500 €. Der
        Buchwert der
        Fläche liegt bei 187.000 €.</p>""",
    climate_impact="""
        <p>Die Bebauung versiegelt bis zu 3.100 m². Im Vertrag werden ein Gründach und die Versickerung des
        Regenwassers auf dem Grundstück vereinbart.</p>""",
    secrecy_ground=SecrecyGround.PROPERTY,
    sequence=(("HFA", _ADVISE, dt.date(2023, 11, 28)), ("Rat", _DECIDE, dt.date(2023, 12, 12))),
    rows=(amounts(2024, 4_500, 312_000, "1.11.07.01", "130300"),),
)

FIBRE = Text(
    dated_on=dt.date(2023, 12, 4),
    file_reference="66.3",
    subject="Antwort auf die Anfrage des Liberalen Bündnisses zum Glasfaserausbau in den Außenortschaften",
    plain_words="Wie weit ist der Ausbau von schnellem Internet in den kleinen Orten? Diese Mitteilung "
    "nennt den Stand.",
    draft_resolution="",
    statement="""
        <h3>Fragen der Fraktion</h3>
        <ol>
        <li>Welche Außenortschaften sind bereits angeschlossen?</li>
        <li>Wann wird der geförderte Ausbau abgeschlossen?</li>
        <li>Was geschieht mit Häusern, die in keinem Gebiet liegen?</li>
        </ol>
        <h3>Antwort</h3>
        <p>Zu 1: Von 31 Außenortschaften sind neun vollständig angeschlossen. In zwölf weiteren liegen
        Leerrohre, die
        Anschlüsse folgen.</p>
        <table>
        <thead><tr><th>Stand</th><th>Ortschaften</th><th>Adressen</th></tr></thead>
        <tbody>
        <tr><td>in Betrieb</td><td>9</td><td>318</td></tr>
        <tr><td>im Bau</td><td>12</td><td>402</td></tr>
        <tr><td>geplant</td><td>7</td><td>155</td></tr>
        <tr><td>ohne Planung</td><td>3</td><td>41</td></tr>
        </tbody></table>
        <p>Zu 2: Der Kreis als Zuwendungsempfänger rechnet mit dem Abschluss im zweiten Halbjahr 2025.</p>
        <p>Zu 3: Für 41 Adressen wird eine Aufnahme in das nächste Förderprogramm geprüft.</p>""",
    financial_impact="<p>keine</p>",
    climate_impact="<p>keine</p>",
    sequence=(("APBK", ConsultationRole.NOTING, dt.date(2024, 1, 30)),),
)

FOUNTAIN_COMMENT = """
    <p>Die Verwaltung begrüßt den Antrag. Am Schlossplatz liegt eine Trinkwasserleitung unmittelbar am
    vorgesehenen
    Standort, am Bahnhofsplatz ist ein Anschluss von rund 25 Metern nötig. Die Kosten werden auf 14.000 € und
    21.000 €
    geschätzt, dazu kommen etwa 2.400 € im Jahr für Wasserproben und Wartung. Mittel sind im Haushalt 2024
    nicht
    veranschlagt; eine Förderung des Landes für Hitzevorsorge wird geprüft.</p>"""
