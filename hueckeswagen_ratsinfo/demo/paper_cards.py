"""Muster der Demo-Stadt; what stands in square brackets has to be replaced before a paper is handed in (V-10)."""

from dataclasses import dataclass

from motions.models.choices import ConsultationRole, CouncilMatter, SecrecyGround

_ADVISE, _DECIDE, _NOTE = ConsultationRole.ADVISORY, ConsultationRole.DECIDING, ConsultationRole.NOTING


@dataclass(frozen=True)
class Card:
    """Ein Muster, wie es auf der Seite "Neue Vorlage" steht."""

    name: str
    description: str
    paper_type: str
    sequence: tuple[tuple[str, str], ...]
    draft_resolution: str
    statement: str
    council_matter: str = CouncilMatter.NONE
    secrecy_ground: str = SecrecyGround.NONE
    subject: str = ""


CARDS = (
    Card(
        "Beschlussvorlage",
        "Die Verwaltung bittet ein Gremium um eine Entscheidung oder Empfehlung.",
        "resolution_proposal",
        (("HFA", _ADVISE), ("Rat", _DECIDE)),
        "<p>[Was soll gelten? Ein Satz, der ohne den Sachverhalt verständlich ist.]</p>"
        "<ol><li>[Erster Punkt]</li><li>[Zweiter Punkt]</li></ol>",
        "<h3>Anlass</h3><p>[Warum wird jetzt entschieden?]</p>"
        "<h3>Sachlage</h3><p>[Was ist bisher geschehen, welche Zahlen und Vorgaben gibt es?]</p>"
        "<h3>Bewertung und Alternativen</h3>"
        "<p>[Welche Möglichkeiten wurden geprüft, warum wird diese vorgeschlagen?]</p>"
        "<h3>Weiteres Vorgehen</h3><p>[Wer setzt den Beschluss bis wann um?]</p>",
    ),
    Card(
        "Mitteilungsvorlage",
        "Ein Gremium wird informiert; es gibt nichts zu entscheiden.",
        "information",
        (("HFA", _NOTE),),
        "",
        "<h3>Anlass</h3><p>[Wer hat wann um die Mitteilung gebeten?]</p>"
        "<h3>Stand</h3><p>[Was ist erreicht, was steht aus?]</p>"
        "<h3>Ausblick</h3><p>[Wann folgt der nächste Bericht?]</p>",
    ),
    Card(
        "Satzung",
        "Neue Satzung oder Änderung einer Satzung; darüber entscheidet allein der Rat.",
        "resolution_proposal",
        (("HFA", _ADVISE), ("Rat", _DECIDE)),
        "<p>Die als Anlage beigefügte Satzung wird beschlossen.</p>",
        "<h3>Anlass der Änderung</h3><p>[Welche Rechtsgrundlage gilt, was hat sich geändert?]</p>"
        "<h3>Inhalt</h3><table><thead><tr><th>Bisher</th><th>Neu</th></tr></thead>"
        "<tbody><tr><td>[§ bisher]</td><td>[§ neu]</td></tr></tbody></table>"
        "<h3>Inkrafttreten</h3><p>[Tag der Bekanntmachung und des Inkrafttretens]</p>",
        council_matter=CouncilMatter.STATUTE,
        subject="Satzung über [Gegenstand] der Schloss-Stadt Hückeswagen",
    ),
    Card(
        "Vergabe (nichtöffentlich)",
        "Auftrag an ein Unternehmen; Namen und Preise bleiben nichtöffentlich.",
        "resolution_proposal",
        (("APBK", _DECIDE),),
        "<p>Der Auftrag für [Leistung] wird an den wirtschaftlichsten Bieter zum Angebotspreis von "
        "[Betrag] € erteilt.</p>",
        "<h3>Verfahren</h3><p>[Art der Vergabe, Fristen, Zahl der Angebote]</p>"
        "<h3>Wertung</h3><table><thead><tr><th>Bieter</th><th>Angebot (brutto)</th><th>Rang</th></tr></thead>"
        "<tbody><tr><td>[Bieter]</td><td>[Betrag] €</td><td>1</td></tr></tbody></table>"
        "<h3>Deckung</h3><p>[Produkt, Haushaltsjahr, verfügbare Mittel]</p>",
        secrecy_ground=SecrecyGround.PROCUREMENT,
        subject="Vergabe: [Leistung]",
    ),
    Card(
        "Grundstück (nichtöffentlich)",
        "Kauf, Verkauf oder Belastung eines Grundstücks.",
        "resolution_proposal",
        (("HFA", _ADVISE), ("Rat", _DECIDE)),
        "<ol><li>Das Grundstück [Lage] wird zum Preis von [Betrag] € je Quadratmeter verkauft.</li>"
        "<li>Die Kosten des Vertrages trägt die erwerbende Seite.</li></ol>",
        "<h3>Lage und Größe</h3><p>[Lage und Größe]</p>"
        "<h3>Erwerbende Seite und Nutzung</h3><p>[Wer kauft wofür?]</p>"
        "<h3>Wertermittlung</h3><p>[Wie wurde der Wert ermittelt?]</p>",
        secrecy_ground=SecrecyGround.PROPERTY,
        subject="Grundstücksangelegenheit: [Lage]",
    ),
    Card(
        "Personal und Stellenplan",
        "Neue, geänderte oder wegfallende Stellen; öffentlich, der Rat entscheidet.",
        "resolution_proposal",
        (("HFA", _ADVISE), ("Rat", _DECIDE)),
        "<p>Im Stellenplan [Jahr] wird eine Stelle ([Umfang] VZÄ, Entgeltgruppe [Gruppe]) für [Aufgabe] "
        "ausgewiesen.</p>",
        "<h3>Aufgabe</h3><p>[Was wird getan, auf welcher Rechtsgrundlage?]</p>"
        "<h3>Bemessung</h3><p>[Fallzahlen, Zeitanteile]</p>"
        "<h3>Finanzierung</h3><p>[Förderung, Eigenanteil, Befristung, Vermerke (kw, ku)]</p>",
        council_matter=CouncilMatter.STAFFING_PLAN,
        subject="Stellenplan [Jahr]: [Aufgabe]",
    ),
    Card(
        "Bauleitplanung",
        "Schritt in einem Verfahren nach dem Baugesetzbuch.",
        "resolution_proposal",
        (("APBK", _ADVISE), ("Rat", _DECIDE)),
        "<ol><li>Der Bebauungsplan Nr. [Nummer] wird aufgestellt.</li>"
        "<li>Die Öffentlichkeit und die Träger öffentlicher Belange werden frühzeitig beteiligt.</li></ol>",
        "<h3>Plangebiet</h3><p>[Lage und Grenzen, Verweis auf den Plan in der Anlage]</p>"
        "<h3>Ziele</h3><p>[Ziele der Planung]</p>"
        "<h3>Verfahren</h3><p>[Schritte nach dem Baugesetzbuch mit Terminen]</p>",
        council_matter=CouncilMatter.OTHER,
        subject="Bebauungsplan Nr. [Nummer] „[Name]“",
    ),
    Card(
        "Antrag einer Fraktion",
        "Wortlaut der Fraktion eintragen; die Verwaltung kann nur Stellung nehmen.",
        "motion",
        (("HFA", _ADVISE), ("Rat", _DECIDE)),
        "<p>[Antrag der Fraktion im Wortlaut]</p>",
        "<p>[Begründung der Fraktion im Wortlaut]</p>",
    ),
    Card(
        "Anfrage einer Fraktion",
        "Fragen der Fraktion eintragen; die Verwaltung antwortet mit einer eigenen Vorlage.",
        "inquiry",
        (("HFA", _NOTE),),
        "<ol><li>[Erste Frage]</li><li>[Zweite Frage]</li></ol>",
        "<p>[Hintergrund der Anfrage im Wortlaut]</p>",
    ),
)
