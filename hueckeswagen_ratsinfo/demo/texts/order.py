"""Vorlagen des Fachbereichs IV: Notunterkunft, Anregung aus der Bürgerschaft."""

import datetime as dt
from dataclasses import replace

from hueckeswagen_ratsinfo.demo.text import Text, amounts
from motions.models.choices import ConsultationRole

SHELTER_HEATING = Text(
    dated_on=dt.date(2023, 12, 12),
    file_reference="32.5",
    subject="Genehmigung einer Dringlichkeitsentscheidung: Ersatz der Heizung in einer Notunterkunft",
    plain_words=(
        "In einer Notunterkunft ist im Winter die Heizung ausgefallen. Die Stadt musste sofort "
        "handeln. Der Rat soll "
        "das nachträglich genehmigen."
    ),
    draft_resolution="""
        <p>Die am 12. Dezember 2023 nach § 60 Abs. 1 GO NRW getroffene Entscheidung, die Heizung der
        Notunterkunft für
        38.000 € zu ersetzen, wird genehmigt.</p>""",
    statement="""
        <h3>Was geschehen ist</h3>
        <p>Am 9. Dezember 2023 ist der Kessel der Unterkunft ausgefallen. Der Wärmetauscher ist gerissen;
        nach Auskunft
        des Kundendienstes gibt es für das Baujahr 1994 keine Ersatzteile mehr. In dem Gebäude leben 46
        Menschen,
        darunter 17 Kinder. In der Nacht zum 10. Dezember sank die Temperatur in den Räumen auf 11 °C.</p>
        <h3>Warum nicht gewartet werden konnte</h3>
        <ul>
        <li>Mobile Heizgeräte haben die elektrische Anlage überlastet.</li>
        <li>Eine andere Unterkunft mit genügend Plätzen war kurzfristig nicht zu finden.</li>
        <li>Der Haupt- und Finanzausschuss hätte frühestens nach neun Tagen zusammentreten können.</li>
        </ul>
        <h3>Entscheidung</h3>
        <p>Die Bürgermeisterin hat gemeinsam mit einem Mitglied des Rates entschieden, eine Brennwertanlage
        mit
        Pufferspeicher zu beauftragen. Drei Unternehmen wurden angefragt, zwei konnten liefern; beauftragt
        wurde das
        günstigere Angebot.</p>""",
    financial_impact="""
        <p>Die Kosten betragen 38.000 €. Sie werden überplanmäßig bereitgestellt und durch geringere
        Aufwendungen bei der
        Unterhaltung von Gebäuden gedeckt.</p>""",
    climate_impact="""
        <p>Die neue Anlage verbraucht rund ein Fünftel weniger Gas. Der Speicher ist so ausgelegt, dass
        später eine
        Wärmepumpe angeschlossen werden kann.</p>""",
    sequence=(("Rat", ConsultationRole.DECIDING, dt.date(2024, 2, 6)),),
    rows=(amounts(2023, 38_000, 0, "1.31.11.02", "120550", budgeted=False),),
)

SPEED_LIMIT = Text(
    dated_on=dt.date(2024, 1, 22),
    file_reference="32.1",
    subject="Anregung nach § 24 GO NRW: Tempo 30 in einer Wohnstraße",
    plain_words=(
        "Eine Person aus der Bürgerschaft wünscht sich Tempo 30 in ihrer Straße. Der Haupt- und "
        "Finanzausschuss gibt die "
        "Anregung an den Fachausschuss weiter."
    ),
    draft_resolution="""
        <ol>
        <li>In der Wohnstraße zwischen Schule und Sportplatz gilt künftig Tempo 30.</li>
        <li>Die Verwaltung führt vorher eine Verkehrszählung durch.</li>
        </ol>""",
    statement="""
        <h3>Inhalt der Anregung</h3>
        <p>Angeregt wird, die zulässige Geschwindigkeit in der Wohnstraße zwischen Schule und Sportplatz auf
        30 km/h zu
        senken. Begründet wird dies mit dem Schulweg und fehlenden Gehwegen auf einer Länge von 180 Metern.
        Wer die
        Anregung eingebracht hat, ist der Verwaltung bekannt und wird nicht veröffentlicht.</p>
        <h3>Einschätzung</h3>
        <p>Die Straße ist keine Durchgangsstraße. Unfälle sind in den letzten drei Jahren nicht gemeldet.
        Eine Messung
        über eine Woche soll zeigen, wie schnell tatsächlich gefahren wird.</p>""",
    financial_impact="<p>Die Verkehrszählung wird mit eigenem Gerät durchgeführt. Schilder kosten etwa "
    "900 €.</p>",
    climate_impact="<p>geringfügig weniger Lärm</p>",
    sequence=(
        ("HFA", ConsultationRole.ADVISORY, dt.date(2024, 3, 5)),
        ("Rat", ConsultationRole.DECIDING, dt.date(2024, 3, 19)),
    ),
    rows=(amounts(2024, 900, 0, "1.12.01.01", "140100"),),
)

SPEED_LIMIT_CHANGED = replace(
    SPEED_LIMIT,
    financial_impact="""
        <p>Die Verkehrszählung wird mit eigenem Gerät durchgeführt. Schilder und Markierung kosten etwa 2.300
        €.</p>""",
    rows=(amounts(2024, 2_300, 0, "1.12.01.01", "140100"),),
)
