"""Anträge der Fraktionen im Wortlaut."""

import datetime as dt

from hueckeswagen_ratsinfo.demo.text import Text
from motions.models.choices import ConsultationRole

FOUNTAINS = Text(
    dated_on=dt.date(2023, 11, 22),
    subject="Antrag der Fraktion Grünes Forum: Trinkbrunnen am Schlossplatz und am Bahnhofsplatz",
    plain_words="An zwei Plätzen soll es kostenloses Trinkwasser geben.",
    draft_resolution="""
        <ol>
        <li>Die Verwaltung wird beauftragt, am Schlossplatz und am Bahnhofsplatz je einen öffentlichen
        Trinkbrunnen
        einzurichten.</li>
        <li>Die Brunnen sollen barrierefrei erreichbar sein und von Mai bis Oktober betrieben werden.</li>
        <li>Über Kosten und Förderung wird im ersten Quartal 2024 berichtet.</li>
        </ol>""",
    statement="""
        <p>Die Sommer werden heißer. Wer in der Innenstadt unterwegs ist, findet heute keinen Ort, an dem es
        Wasser ohne
        Kauf gibt. Das trifft besonders Kinder, ältere Menschen und alle, die wenig Geld haben.</p>
        <p>Beide Plätze werden viel genutzt: der Schlossplatz bei Festen und von Schulklassen, der
        Bahnhofsplatz von
        Radfahrenden auf der Trasse. Ein Trinkbrunnen spart zudem Einwegflaschen.</p>
        <p>Andere Städte der Region haben gezeigt, dass Pflege und Proben mit vertretbarem Aufwand möglich
        sind.</p>""",
    financial_impact="",
    climate_impact="",
    sequence=(
        ("APBK", ConsultationRole.ADVISORY, dt.date(2024, 1, 30)),
        ("Rat", ConsultationRole.DECIDING, dt.date(2024, 2, 6)),
    ),
)

ONE_FOUNTAIN_FIRST = Text(
    dated_on=dt.date(2023, 12, 6),
    subject="Änderungsantrag der Fraktion Soziale Liste: zunächst ein Trinkbrunnen am Schlossplatz",
    plain_words="Zuerst soll es einen Trinkbrunnen am Schlossplatz geben, danach wird weiter entschieden.",
    draft_resolution="""
        <ol>
        <li>Punkt 1 des Antrags wird so gefasst: Die Verwaltung wird beauftragt, am Schlossplatz einen
        öffentlichen Trinkbrunnen einzurichten.</li>
        <li>Nach zwei Sommern wird über die Nutzung und die Kosten berichtet. Danach wird über einen Brunnen
        am Bahnhofsplatz entschieden.</li>
        </ol>""",
    statement="""
        <p>Am Schlossplatz liegt die Leitung schon am vorgesehenen Standort. Mit einem Brunnen lässt sich mit
        wenig Geld prüfen, wie gut das Angebot angenommen wird.</p>""",
    financial_impact="",
    climate_impact="",
    sequence=(
        ("APBK", ConsultationRole.ADVISORY, dt.date(2024, 1, 30)),
        ("Rat", ConsultationRole.DECIDING, dt.date(2024, 2, 6)),
    ),
)

FIBRE_QUESTIONS = Text(
    dated_on=dt.date(2023, 11, 28),
    subject="Anfrage der Fraktion Liberales Bündnis zum Glasfaserausbau in den Außenortschaften",
    plain_words="Die Fraktion möchte wissen, wann die kleinen Orte schnelles Internet bekommen.",
    draft_resolution="""
        <ol>
        <li>Welche Außenortschaften sind bereits angeschlossen?</li>
        <li>Wann wird der geförderte Ausbau abgeschlossen?</li>
        <li>Was geschieht mit Häusern, die in keinem Gebiet liegen?</li>
        </ol>""",
    statement="""
        <p>Viele Menschen in den Außenortschaften arbeiten inzwischen von zu Hause. Sie fragen uns, wann der
        zugesagte Ausbau bei ihnen ankommt.</p>""",
    financial_impact="",
    climate_impact="",
    sequence=(("APBK", ConsultationRole.NOTING, dt.date(2024, 1, 30)),),
)
