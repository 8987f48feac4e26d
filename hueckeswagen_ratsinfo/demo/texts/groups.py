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
