"""Texte der Vorlagen, an denen gerade gearbeitet wird; their days count from the day the demo is loaded."""

import datetime as dt
from dataclasses import replace

from hueckeswagen_ratsinfo.demo.text import Text, amounts
from motions.models.choices import ConsultationRole, SecrecyGround

_ADVISE, _DECIDE = ConsultationRole.ADVISORY, ConsultationRole.DECIDING


def stairs(dated_on: dt.date, building: dt.date, council: dt.date) -> Text:
    """Sanierung der Treppe am Schlossberg."""
    return Text(
        dated_on=dated_on,
        file_reference="66.2",
        subject="Sanierung der Treppe zwischen Markt und Schlossberg",
        plain_words="Die Treppe zum Schlossberg ist an vielen Stellen gebrochen. Sie soll erneuert werden.",
        draft_resolution="""
            <p>Die Treppe zwischen Markt und Schlossberg wird nach der Entwurfsplanung saniert. Die Arbeiten werden
            ausgeschrieben.</p>""",
        statement="""
            <h3>Zustand</h3>
            <p>Von 84 Stufen sind 31 gebrochen oder locker. Der Handlauf fehlt auf einer Länge von zwölf Metern. Seit
            dem Frühjahr ist der obere Abschnitt gesperrt.</p>
            <h3>Vorhaben</h3>
            <ul><li>neue Blockstufen aus Grauwacke,</li><li>beidseitiger Handlauf,</li><li>Beleuchtung mit
            Bewegungsmeldern.</li></ul>""",
        financial_impact="<p>Die Baukosten betragen 96.000 €. Ein Antrag auf Städtebauförderung ist gestellt.</p>",
        climate_impact="<p>Die Steine kommen aus der Region; die Beleuchtung braucht wenig Strom.</p>",
        sequence=(("APBK", _ADVISE, building), ("Rat", _DECIDE, council)),
        rows=(amounts(council.year, 96_000, 48_000, "1.54.01.01", "130400"),),
    )


def market(dated_on: dt.date, main: dt.date, council: dt.date) -> Text:
    """Neue Marktordnung."""
    return Text(
        dated_on=dated_on,
        file_reference="32.3",
        subject="Neue Standzeiten für den Wochenmarkt",
        plain_words="Der Wochenmarkt soll am Freitag auch nachmittags offen sein.",
        draft_resolution="<p>Der Wochenmarkt findet freitags von 8 bis 18 Uhr statt.</p>",
        statement="""
            <p>Neun von elf Beschickern haben sich in einer Umfrage für längere Zeiten ausgesprochen. Der Einzelhandel
            unterstützt den Vorschlag. Die Reinigung des Platzes beginnt künftig um 18:30 Uhr.</p>""",
        financial_impact="<p>Mehr Standgeld von etwa 2.400 € im Jahr.</p>",
        sequence=(("HFA", _ADVISE, main), ("Rat", _DECIDE, council)),
        rows=(amounts(council.year, 0, 2_400, "1.12.01.01", "140100"),),
    )


def holidays(dated_on: dt.date, social: dt.date, council: dt.date) -> Text:
    """Ferienprogramm."""
    return Text(
        dated_on=dated_on,
        file_reference="51.4",
        subject="Ferienprogramm im Jugendzentrum: zwei weitere Wochen",
        plain_words="In den Sommerferien soll das Jugendzentrum zwei Wochen länger ein Programm anbieten.",
        draft_resolution="<p>Das Ferienprogramm wird auf vier Wochen verlängert.</p>",
        statement="""
            <p>Im letzten Sommer standen 37 Kinder auf der Warteliste. Der Verein, der das Programm mit der Stadt
            trägt, kann zwei weitere Wochen betreuen.</p>""",
        financial_impact="<p>Die Mehrkosten betragen 11.000 € im Jahr.</p>",
        climate_impact="<p>keine</p>",
        sequence=(("ASJF", _ADVISE, social), ("Rat", _DECIDE, council)),
        rows=(amounts(council.year, 11_000, 3_000, "1.36.01.01", "120700"),),
    )


def crossing(dated_on: dt.date, building: dt.date) -> Text:
    """Anregung aus der Bürgerschaft."""
    return Text(
        dated_on=dated_on,
        file_reference="32.1",
        subject="Anregung nach § 24 GO NRW: Zebrastreifen am Bahnhofsplatz",
        plain_words="Eine Person aus der Bürgerschaft wünscht sich einen Zebrastreifen am Bahnhofsplatz.",
        draft_resolution="<p>Die Verwaltung prüft einen Fußgängerüberweg und berichtet dem Ausschuss.</p>",
        statement="""
            <p>Begründet wird die Anregung mit dem Weg zwischen Bushaltestelle und Grundschule. Wer sie eingebracht
            hat, ist der Verwaltung bekannt und wird nicht veröffentlicht.</p>""",
        financial_impact="<p>Die Prüfung kostet nichts. Ein Überweg kostet etwa 7.000 €.</p>",
        sequence=(("APBK", _DECIDE, building),),
        rows=(amounts(building.year, 7_000, 0, "1.54.01.01", "130400", budgeted=False),),
    )


def crossing_changed(text: Text) -> Text:
    """The same after the unit has looked at the costs again."""
    return replace(
        text, financial_impact="<p>Die Prüfung kostet nichts. Ein Überweg kostet etwa 8.500 €.</p>"
    )


def library(dated_on: dt.date, main: dt.date, council: dt.date) -> Text:
    """Offene Bibliothek."""
    return Text(
        dated_on=dated_on,
        file_reference="41.2",
        subject="Stadtbibliothek: Öffnung auch ohne Personal",
        plain_words="Mit dem Ausweis soll man die Bibliothek früh und abends selbst öffnen können.",
        draft_resolution="""
            <ol><li>Die Stadtbibliothek wird werktags von 7 bis 21 Uhr für angemeldete Erwachsene geöffnet.</li>
            <li>Die Technik wird für 54.000 € beschafft.</li></ol>""",
        statement="""
            <h3>Anlass</h3>
            <p>Drei Viertel der Befragten wünschen längere Zeiten. In Nachbarstädten wird die offene Bibliothek gut
            angenommen; Schäden gab es kaum.</p>
            <h3>Technik</h3>
            <p>Türöffnung mit Ausweis, Kameras nur im Eingang, Selbstverbuchung. Der Förderkreis Stadtbibliothek zahlt
            die Einweisung der Nutzerinnen und Nutzer.</p>""",
        financial_impact="<p>Das Land fördert die Technik mit 60 Prozent.</p>",
        climate_impact="<p>Beleuchtung und Heizung schalten sich nach Anwesenheit.</p>",
        sequence=(("HFA", _ADVISE, main), ("Rat", _DECIDE, council)),
        rows=(amounts(council.year, 54_000, 32_400, "1.25.01.01", "120800"),),
    )


def roof(dated_on: dt.date, main: dt.date, council: dt.date) -> Text:
    """Vergabe, nichtöffentlich."""
    return Text(
        dated_on=dated_on,
        file_reference="65.1",
        subject="Vergabe: Dachsanierung der Realschule an die Firma Firstziegel",
        plain_words="Das Dach der Realschule wird erneuert. Eine Firma soll den Auftrag erhalten.",
        draft_resolution="<p>Die Firma Firstziegel erhält den Auftrag zum Preis von 412.300 €.</p>",
        statement="""
            <p>Vier Firmen haben ein Angebot abgegeben. Das günstigste liegt 6 Prozent unter der Schätzung; die
            Prüfung ergab keine Bedenken.</p>""",
        financial_impact="<p>Die Mittel stehen im Haushalt bereit.</p>",
        climate_impact="<p>Das Dach wird gedämmt und für eine Solaranlage vorbereitet.</p>",
        secrecy_ground=SecrecyGround.PROCUREMENT,
        sequence=(("HFA", _ADVISE, main), ("Rat", _DECIDE, council)),
        rows=(amounts(council.year, 412_300, 0, "1.21.01.03", "120620"),),
    )


def benches(dated_on: dt.date, council: dt.date) -> Text:
    """Antrag einer Fraktion."""
    return Text(
        dated_on=dated_on,
        subject="Antrag der Fraktion Bergische Mitte: Bänke am Wupperweg",
        plain_words="Am Weg an der Wupper sollen sechs neue Bänke stehen.",
        draft_resolution="<p>Am Wupperweg werden sechs Bänke aufgestellt, zwei davon mit Armlehnen.</p>",
        statement="<p>Ältere Menschen brauchen auf dem beliebten Weg Plätze zum Ausruhen.</p>",
        sequence=(("Rat", _DECIDE, council),),
    )
