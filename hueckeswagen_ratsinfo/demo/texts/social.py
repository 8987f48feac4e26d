"""Vorlagen des Fachbereichs II: Case-Management, Elternbeiträge, Jugendtreff."""

import dataclasses
import datetime as dt

from hueckeswagen_ratsinfo.demo.text import Text, amounts
from motions.models.choices import ConsultationRole, CouncilMatter

_ADVISE, _DECIDE = ConsultationRole.ADVISORY, ConsultationRole.DECIDING

CASE_MANAGEMENT = Text(
    dated_on=dt.date(2023, 8, 1),
    file_reference="50.3-KIM",
    subject="Stellenplan 2023: zusätzliche Stelle für das Case-Management im Kommunalen "
    "Integrationsmanagement (KIM)",
    plain_words=(
        "Die Stadt möchte eine feste Vollzeitstelle schaffen. Die Person berät neu zugewanderte "
        "Familien und hilft "
        "ihnen bei Wohnung, Sprache, Schule und Arbeit. Das Land bezahlt den größten Teil."
    ),
    draft_resolution="""
        <ol>
        <li>Im Stellenplan 2023 wird eine zusätzliche, <u>nicht befristete</u> Stelle (1,00 VZÄ) für das
        Case-Management im Rahmen des KIM ausgewiesen (Kostenstelle 120550, Produkte 1.31.11.01 und
        1.31.11.02).</li>
        <li>Die Verwaltung wird beauftragt, die Landesförderung für diese Stelle zu beantragen und über die
        Besetzung
        zu berichten.</li>
        </ol>""",
    statement="""
        <h3>Anlass</h3>
        <p>Das Kommunale Integrationsmanagement bündelt die Hilfen für Menschen, die neu in die Stadt kommen.
        Sein
        Kern ist das Case-Management: Eine Fachkraft begleitet einzelne Personen und Familien über einen
        längeren
        Zeitraum, stimmt die Schritte mit Jobcenter, Ausländerbehörde, Schulen und Trägern ab und führt sie
        in einem
        gemeinsamen Hilfeplan zusammen.</p>
        <p>Seit dem 1. Januar 2022 lag diese Aufgabe bei einem freien Träger, der die Stelle je zur Hälfte in
        Hückeswagen und in einer Nachbarstadt eingesetzt hat. Der Vertrag ist am 30. Juni 2023 ausgelaufen;
        der Träger
        setzt die Arbeit nicht fort. Im Ausschuss für Soziales, Jugend und Familie wurde das Vorhaben am
        24. Januar 2023 vorgestellt.</p>
        <h3>Bedarf</h3>
        <p>Der Stadt werden voraussichtlich etwa 100 weitere geflüchtete Menschen zugewiesen. Schon heute
        kann die
        Stabsstelle Soziales nur auf akute Notlagen antworten. Für eine vorausschauende Begleitung fehlt die
        Zeit:</p>
        <ul>
        <li>Familien wechseln ohne Übergabe zwischen Unterkunft, Kita und Schule.</li>
        <li>Sprachkurse beginnen spät, weil niemand den Zugang vorbereitet.</li>
        <li>Doppelte Beratung an mehreren Stellen bindet Kräfte, ohne zu helfen.</li>
        </ul>
        <h3>Aufgaben der Stelle</h3>
        <table>
        <thead><tr><th>Aufgabe</th><th>Anteil</th><th>Produkt</th></tr></thead>
        <tbody>
        <tr><td>Begleitung einzelner Personen und Familien, Hilfeplanung</td><td>50
        %</td><td>1.31.11.01</td></tr>
        <tr><td>Arbeit in den Unterkünften, Erstberatung</td><td>30 %</td><td>1.31.11.02</td></tr>
        <tr><td>Abstimmung mit dem Kreis, Berichte an den Fördergeber</td><td>20
        %</td><td>1.31.11.02</td></tr>
        </tbody></table>
        <h3>Alternativen</h3>
        <p>Geprüft wurde, die Aufgabe erneut einem Träger zu übertragen. Auf eine Anfrage hat sich kein
        Träger bereit
        erklärt. Eine <strong>befristete</strong> Stelle wurde ebenfalls geprüft; Erfahrungen der
        Nachbarstädte zeigen,
        dass befristete Stellen in der sozialen Arbeit zurzeit nicht besetzt werden können. Endet die
        Förderung, wird
        die Stelle im Rahmen der üblichen Fluktuation an anderer Stelle eingesetzt.</p>
        <p>Das Programm ist auf der <a href="https://www.integration.example/kim">Seite des Fördergebers</a>
        beschrieben.</p>""",
    financial_impact="""
        <p>Die Personalkosten betragen rund 58.000 € im Jahr. Das Land fördert sie mit bis zu 57.000 € je
        Vollzeitstelle;
        es verbleibt ein Eigenanteil von etwa 1.000 € zuzüglich der Sachkosten des Arbeitsplatzes, die aus
        vorhandenen
        Mitteln gedeckt sind. Im Jahr 2023 fallen die Beträge anteilig ab Oktober an.</p>""",
    climate_impact="<p>keine</p>",
    council_matter=CouncilMatter.STAFFING_PLAN,
    affects_positions=True,
    sequence=(("HFA", _ADVISE, dt.date(2023, 8, 15)), ("Rat", _DECIDE, dt.date(2023, 9, 26))),
    rows=(
        amounts(2023, 14_500, 14_250, "1.31.11.01", "120550"),
        amounts(2024, 58_000, 57_000, "1.31.11.01", "120550"),
        amounts(2025, 58_000, 57_000, "1.31.11.01", "120550", budgeted=False),
        amounts(2026, 58_000, 57_000, "1.31.11.01", "120550", budgeted=False),
    ),
)

PARENTAL_FEES = Text(
    dated_on=dt.date(2023, 10, 16),
    file_reference="40.2-OGS",
    subject="Satzung über die Elternbeiträge für die offene Ganztagsschule ab dem Schuljahr 2024/2025",
    plain_words=(
        "Eltern zahlen für die Betreuung am Nachmittag einen Beitrag. Die Höhe richtet sich nach dem "
        "Einkommen. "
        "Die Stufen werden neu festgelegt."
    ),
    draft_resolution="""
        <p>Die Satzung über die Erhebung von Elternbeiträgen für die offene Ganztagsschule wird mit den
        Beiträgen der
        folgenden Begründung beschlossen. Sie tritt am 1. August 2024 in Kraft.</p>""",
    statement="""
        <h3>Anlass</h3>
        <p>Die Beiträge gelten seit dem Schuljahr 2017/2018 unverändert. In dieser Zeit sind die Zahlungen an
        die
        Träger des Ganztags um mehr als ein Fünftel gestiegen, die Zahl der betreuten Kinder von 214 auf
        287.</p>
        <h3>Neue Stufen</h3>
        <table>
        <thead><tr><th>Jahreseinkommen der Familie</th><th>Beitrag bisher</th><th>Beitrag
        neu</th></tr></thead>
        <tbody>
        <tr><td>bis 25.000 €</td><td>0 €</td><td>0 €</td></tr>
        <tr><td>bis 37.000 €</td><td>38 €</td><td>42 €</td></tr>
        <tr><td>bis 50.000 €</td><td>66 €</td><td>76 €</td></tr>
        <tr><td>bis 62.000 €</td><td>98 €</td><td>115 €</td></tr>
        <tr><td>bis 75.000 €</td><td>130 €</td><td>156 €</td></tr>
        <tr><td>über 75.000 €</td><td>160 €</td><td>198 €</td></tr>
        </tbody></table>
        <p>Geschwister zahlen weiterhin den halben Beitrag, ab dem dritten Kind entfällt er. Das Mittagessen
        wird
        gesondert berechnet.</p>
        <h3>Vergleich</h3>
        <p>Mit den neuen Stufen liegt die Stadt in der Mitte der Kommunen des Kreises. Der landesrechtliche
        Höchstbeitrag wird in keiner Stufe erreicht.</p>""",
    financial_impact="""
        <p>Die Erträge steigen voraussichtlich um 46.000 € im Jahr. Die Zahlungen an die Träger bleiben
        unverändert;
        der städtische Anteil sinkt entsprechend.</p>""",
    climate_impact="<p>keine</p>",
    council_matter=CouncilMatter.STATUTE,
    sequence=(
        ("ASJF", _ADVISE, dt.date(2023, 11, 7)),
        ("HFA", _ADVISE, dt.date(2023, 11, 28)),
        ("Rat", _DECIDE, dt.date(2023, 12, 12)),
    ),
    rows=(
        amounts(2024, 574_000, 243_000, "1.21.01.02", "120610"),
        amounts(2025, 589_000, 268_000, "1.21.01.02", "120610", budgeted=False),
    ),
)

PARENTAL_FEES_AGAIN = dataclasses.replace(
    PARENTAL_FEES,
    dated_on=dt.date(2023, 11, 13),
    plain_words=(
        "Eltern zahlen für die Betreuung am Nachmittag einen Beitrag. Nach Gesprächen mit den Schulen "
        "steigt er in zwei "
        "Schritten und in den mittleren Stufen weniger stark."
    ),
    draft_resolution="""
        <ol>
        <li>Die Satzung über die Erhebung von Elternbeiträgen für die offene Ganztagsschule wird mit den
        Beiträgen der
        folgenden Begründung beschlossen. Sie tritt am 1. August 2024 in Kraft.</li>
        <li>Die zweite Stufe der Anhebung gilt ab dem 1. August 2025.</li>
        <li>Die Verwaltung berichtet bis zum 30. Juni 2025, wie sich die Anmeldungen entwickelt haben.</li>
        </ol>""",
    statement="""
        <h3>Warum eine neue Fassung</h3>
        <p>Nach der ersten Beratung wurden die Schulpflegschaften und die Träger des Ganztags angehört. Sie
        haben
        übereinstimmend darauf hingewiesen, dass ein einmaliger Sprung vor allem Familien mit mittlerem
        Einkommen
        trifft. Diese Fassung ersetzt die erste vollständig.</p>
        <h3>Was sich gegenüber der ersten Fassung ändert</h3>
        <ul>
        <li>Die Anhebung verteilt sich auf zwei Schuljahre.</li>
        <li>Die Stufen bis 50.000 € und bis 62.000 € steigen weniger stark.</li>
        <li>Der Verwaltung wird ein Bericht zum 30. Juni 2025 aufgegeben.</li>
        </ul>
        <h3>Neue Stufen</h3>
        <table>
        <thead><tr><th>Jahreseinkommen der Familie</th><th>bisher</th><th>ab 1.8.2024</th><th>ab
        1.8.2025</th></tr></thead>
        <tbody>
        <tr><td>bis 25.000 €</td><td>0 €</td><td>0 €</td><td>0 €</td></tr>
        <tr><td>bis 37.000 €</td><td>38 €</td><td>40 €</td><td>42 €</td></tr>
        <tr><td>bis 50.000 €</td><td>66 €</td><td>69 €</td><td>72 €</td></tr>
        <tr><td>bis 62.000 €</td><td>98 €</td><td>104 €</td><td>110 €</td></tr>
        <tr><td>bis 75.000 €</td><td>130 €</td><td>143 €</td><td>156 €</td></tr>
        <tr><td>über 75.000 €</td><td>160 €</td><td>180 €</td><td>198 €</td></tr>
        </tbody></table>
        <p>Geschwister zahlen weiterhin den halben Beitrag, ab dem dritten Kind entfällt er.</p>""",
    financial_impact="""
        <p>Die Erträge steigen im ersten Jahr um etwa 21.000 € und ab dem zweiten Jahr um etwa 40.000 €.
        Gegenüber der
        ersten Fassung verzichtet die Stadt auf rund 6.000 € im Jahr.</p>""",
    rows=(
        amounts(2024, 574_000, 229_000, "1.21.01.02", "120610"),
        amounts(2025, 589_000, 254_000, "1.21.01.02", "120610", budgeted=False),
    ),
)

YOUTH_CLUB = Text(
    dated_on=dt.date(2024, 1, 15),
    file_reference="51.1",
    subject="Zuschuss für den offenen Jugendtreff eines Trägervereins in den Jahren 2024 bis 2026",
    plain_words="Ein Verein betreibt einen Treff für Jugendliche. Die Stadt soll ihn drei Jahre lang "
    "unterstützen.",
    draft_resolution="""
        <ol>
        <li>Der Trägerverein des Jugendtreffs erhält in den Jahren 2024 bis 2026 einen Zuschuss von 24.000 €
        im Jahr.</li>
        <li>Der Zuschuss wird nur ausgezahlt, wenn der Treff an mindestens vier Tagen in der Woche geöffnet
        ist.</li>
        </ol>""",
    statement="""
        <h3>Anlass</h3>
        <p>Der Trägerverein betreibt seit sechs Jahren einen offenen Treff in angemieteten Räumen nahe der
        Wupper. An
        einem gewöhnlichen Nachmittag kommen 25 bis 40 Jugendliche. Zum Jahresende läuft die Förderung einer
        Stiftung
        aus; ohne städtischen Zuschuss müsste der Verein die Öffnung auf zwei Tage verkürzen.</p>
        <h3>Angebot</h3>
        <ul>
        <li>offene Nachmittage mit Küche, Werkstatt und Proberaum,</li>
        <li>Hilfe bei Hausaufgaben und Bewerbungen,</li>
        <li>Ferienprogramm in Absprache mit dem städtischen Jugendzentrum.</li>
        </ul>
        <p><em>Noch zu ergänzen: Stellungnahme des Jugendzentrums und Verwendungsnachweis des
        Vorjahres.</em></p>""",
    financial_impact="<p>Der Zuschuss ist im Entwurf des Haushalts 2024 vorgesehen.</p>",
    climate_impact="<p>Der Club wird mit dem Rad und zu Fuß erreicht; zusätzlicher Verkehr entsteht kaum.</p>",
    sequence=(
        ("ASJF", _ADVISE, dt.date(2024, 2, 20)),
        ("HFA", _ADVISE, dt.date(2024, 3, 5)),
        ("Rat", _DECIDE, dt.date(2024, 3, 19)),
    ),
    rows=tuple(
        amounts(year, 24_000, 0, "1.36.01.01", "120700", budgeted=year == 2024) for year in (2024, 2025, 2026)
    ),
)

FIRST_EXPERIENCES = Text(
    dated_on=dt.date(2024, 1, 30),
    file_reference="50.4",
    subject="Erste Erfahrungen mit dem Case-Management im Kommunalen Integrationsmanagement",
    plain_words="",
    draft_resolution="",
    statement="""
        <h3>Anlass</h3>
        <p>Der Ausschuss hat um einen Bericht nach den ersten Monaten gebeten.</p>
        <h3>Stand</h3>
        <p><em>Zahlen der Beratungen folgen.</em></p>""",
    financial_impact="",
    climate_impact="",
    sequence=(("ASJF", ConsultationRole.NOTING, None),),
)
