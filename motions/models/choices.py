"""Werte, die ein Feld annehmen kann: the closed lists of the field and the named sets of states."""

from django.db import models


class PaperStatus(models.TextChoices):
    """Stand einer Vorlage (domain.md 1.4)."""

    DRAFT = "draft", "Entwurf"
    CO_SIGNING = "co_signing", "In Mitzeichnung"
    SUBMITTED = "submitted", "Zur Freigabe"
    RETURNED = "returned", "Zurückgegeben"
    RELEASED = "released", "Freigegeben"
    SUPERSEDED = "superseded", "Ersetzt"
    WITHDRAWN = "withdrawn", "Zurückgezogen"


EDITABLE = frozenset({PaperStatus.DRAFT, PaperStatus.CO_SIGNING, PaperStatus.RETURNED})
OPEN = EDITABLE | {PaperStatus.SUBMITTED}
ISSUED = frozenset({PaperStatus.RELEASED, PaperStatus.SUPERSEDED})


class Behaviour(models.TextChoices):
    """Was eine Vorlagenart von einem Gremium will (domain.md 1.2); the list of types is the town's own."""

    DECIDES = "decides", "entscheidet"
    INFORMS = "informs", "informiert"
    ASKS = "asks", "beantragt oder fragt an"
    AMENDS = "amends", "ändert"


class Author(models.TextChoices):
    """Wer eine Vorlage dieser Art verfasst (domain.md 1.2): its wording belongs to nobody else (V-17)."""

    ADMINISTRATION = "administration", "Verwaltung"
    GROUP = "group", "Fraktion"
    INHABITANTS = "inhabitants", "Einwohnerinnen und Einwohner"


class SuccessorKind(models.TextChoices):
    """Verhältnis zur ursprünglichen Vorlage (V-03)."""

    SUPPLEMENT = "supplement", "Ergänzung"
    ANSWER = "answer", "Antwort"
    REPLACEMENT = "replacement", "Neufassung"


class CouncilMatter(models.TextChoices):
    """Ausschließliche Zuständigkeit des Rates, § 41 Abs. 1 GO NRW (B-01)."""

    NONE = "none", "Nein, keine ausschließliche Zuständigkeit des Rates"
    STATUTE = "statute", "Satzung"
    BUDGET = "budget", "Haushaltssatzung mit Anlagen"
    STAFFING_PLAN = "staffing_plan", "Stellenplan"
    OTHER = "other", "Andere Angelegenheit nach § 41 Abs. 1 GO NRW"


class SecrecyGround(models.TextChoices):
    """Grund für die Nichtöffentlichkeit, § 48 Abs. 2 GO NRW (P-02)."""

    NONE = "", "–"
    PERSONNEL = "personnel", "Personalangelegenheit"
    PROPERTY = "property", "Grundstücksangelegenheit"
    PROCUREMENT = "procurement", "Vergabe"
    TAXES = "taxes", "Abgabensache Einzelner"
    LITIGATION = "litigation", "Rechtsstreit"
    OTHER = "other", "Sonstiges schutzwürdiges Interesse"


class ConsultationRole(models.TextChoices):
    """Zuständigkeit eines Gremiums in der Beratungsfolge (domain.md 1.6)."""

    ADVISORY = "advisory", "Vorberatung"
    DECIDING = "deciding", "Entscheidung"
    NOTING = "noting", "Kenntnisnahme"
    HEARING = "hearing", "Anhörung"


class OrganizationType(models.TextChoices):
    """Art des Gremiums (domain.md 1.1)."""

    COUNCIL = "council", "Rat"
    COMMITTEE = "committee", "Ausschuss"
    PARLIAMENTARY_GROUP = "parliamentary_group", "Fraktion"


class CommitteeKind(models.TextChoices):
    """Pflicht- und freiwillige Ausschüsse, §§ 57–59 GO NRW; mandatory ones take no sachkundige Bürger (Q-06)."""

    NONE = "", "–"
    MAIN = "main", "Haupt- und Finanzausschuss"
    AUDIT = "audit", "Rechnungsprüfungsausschuss"
    STATUTORY = "statutory", "Weiterer gesetzlicher Ausschuss"
    VOLUNTARY = "voluntary", "Freiwilliger Ausschuss"


class Article(models.TextChoices):
    """Grammatisches Geschlecht eines Gremiums, for generated sentences."""

    MASCULINE = "der", "der"
    FEMININE = "die", "die"
    NEUTER = "das", "das"


class MembershipRole(models.TextChoices):
    """Funktion in einem Gremium (domain.md 1.1)."""

    CHAIR = "chair", "Vorsitz"
    DEPUTY_CHAIR = "deputy_chair", "Stellvertretender Vorsitz"
    MEMBER = "member", "Mitglied"
    EXPERT_CITIZEN = "expert_citizen", "Sachkundige Bürgerin oder sachkundiger Bürger"
    ADVISORY_RESIDENT = "advisory_resident", "Sachkundige Einwohnerin oder sachkundiger Einwohner"
    DEPUTY_MAYOR = (
        "deputy_mayor",
        "Ehrenamtliche Stellvertretung (Bürgermeisteramt)",
    )


class Office(models.TextChoices):
    """Amt oder Aufgabe einer Person in der Verwaltung, held for a dated time."""

    CLERK = "clerk", "Sachbearbeitung"
    UNIT_HEAD = "unit_head", "Fachbereichsleitung"
    TREASURER = "treasurer", "Kämmerei"
    PERSONNEL = "personnel", "Personal und Organisation"
    EQUALITY = "equality", "Gleichstellungsbeauftragte"
    STAFF_COUNCIL = "staff_council", "Personalrat"
    DATA_PROTECTION = "data_protection", "Datenschutzbeauftragte"
    MAYOR = "mayor", "Bürgermeisterin oder Bürgermeister"
    GENERAL_DEPUTY = "general_deputy", "Allgemeine Vertretung"
    MEETING_OFFICE = "meeting_office", "Ratsbüro"


# Independent of the unit they sit in (§ 5 Abs. 2 GO NRW, Art. 38 DSGVO, LPVG NRW): asked, and never part of it.
ONLY_ASKED = frozenset({Office.EQUALITY, Office.STAFF_COUNCIL, Office.DATA_PROTECTION})


class ParticipationKind(models.TextChoices):
    """Mitzeichnung und Kenntnisnahme sind zwei verschiedene Handlungen (domain.md 1.5)."""

    CO_SIGNATURE = "co_signature", "Mitzeichnung"
    ACKNOWLEDGEMENT = "acknowledgement", "Kenntnisnahme"


class CoSignatureDecision(models.TextChoices):
    """Ausgang einer Mitzeichnung oder Kenntnisnahme (M-04 bis M-06)."""

    SIGNED = "signed", "Mitgezeichnet"
    RESERVED = "reserved", "Mit Vermerk mitgezeichnet"
    REFUSED = "refused", "Mitzeichnung abgelehnt"
    ACKNOWLEDGED = "acknowledged", "Kenntnis genommen"


class Edition(models.TextChoices):
    """Ausfertigung einer Vorlage: a public one never names non-public annexes (P-06)."""

    PUBLIC = "public", "Öffentliche Ausfertigung"
    INTERNAL = "internal", "Nichtöffentliche Ausfertigung"


class MeetingStatus(models.TextChoices):
    """Stand einer Sitzung (domain.md 1.7, OParl meetingState)."""

    PLANNED = "planned", "Terminiert"
    INVITED = "invited", "Eingeladen"
    IN_SESSION = "in_session", "Sitzung läuft"
    CLOSED = "closed", "Durchgeführt"
    CANCELLED = "cancelled", "Abgesagt"


ANNOUNCED = frozenset({MeetingStatus.INVITED, MeetingStatus.IN_SESSION, MeetingStatus.CLOSED})


class NoticeMode(models.TextChoices):
    """Zählweise der Ladungsfrist, as the Geschäftsordnung sets it (E-01)."""

    FULL_DAYS = "full_days", "volle Tage zwischen Versand und Sitzung"
    CALENDAR_DAYS = "calendar_days", "Kalendertage, der Tag des Versands zählt mit"
    WORKING_DAYS = "working_days", "volle Werktage (Montag bis Freitag ohne Feiertage)"


class ItemKind(models.TextChoices):
    """Art eines Tagesordnungspunktes: what it stands for, and so whether it can be voted on."""

    OPENING = "opening", "Eröffnung und Feststellungen"
    OBJECTIONS = "objections", "Einwendungen gegen die Niederschrift"
    QUESTION_TIME = "question_time", "Fragestunde"
    PAPER = "paper", "Vorlage"
    REPORT = "report", "Bericht ohne Vorlage"
    INQUIRIES = "inquiries", "Anfragen und Mitteilungen"
    OTHER = "other", "Sonstiges"


class MeetingDocumentKind(models.TextChoices):
    """Was aus einer Sitzung ausgefertigt wird; each is frozen when it is issued (SI-04)."""

    AGENDA = "agenda", "Einladung mit Tagesordnung"
    NOTICE = "notice", "Bekanntmachung"
    PACKAGE = "package", "Sitzungsmappe"
    MINUTES = "minutes", "Niederschrift"
    EXTRACT = "extract", "Beschlussauszug"
    MANIFEST = "manifest", "Verzeichnis der Dokumente"


class Channel(models.TextChoices):
    """Weg der Einladung zu einem Mitglied (E-03)."""

    PORTAL = "portal", "Ratsinformationssystem"
    POST = "post", "Post"


class SeatKind(models.TextChoices):
    """In welcher Eigenschaft jemand an einer Sitzung teilnimmt."""

    MEMBER = "member", "Mitglied"
    SUBSTITUTE = "substitute", "Stellvertretung"
    ADVISORY = "advisory", "Beratend"
    LISTENER = "listener", "Zuhörendes Ratsmitglied"
    ADMINISTRATION = "administration", "Verwaltung"
    GUEST = "guest", "Gast"


class RecusalGround(models.TextChoices):
    """Rechtsgrund der Befangenheit, § 31 GO NRW; never the private reason (R-02)."""

    ADVANTAGE_SELF = "advantage_self", "§ 31 Abs. 1 Satz 1 Nr. 1 GO NRW (selbst)"
    ADVANTAGE_RELATIVE = "advantage_relative", "§ 31 Abs. 1 Satz 1 Nr. 2 GO NRW (Angehörige)"
    ADVANTAGE_REPRESENTED = "advantage_represented", "§ 31 Abs. 1 Satz 1 Nr. 3 GO NRW (vertretene Person)"
    EMPLOYMENT = "employment", "§ 31 Abs. 2 Nr. 1 GO NRW (Beschäftigung)"
    BOARD = "board", "§ 31 Abs. 2 Nr. 2 GO NRW (Mitglied eines Organs)"
    EXPERT_OPINION = "expert_opinion", "§ 31 Abs. 2 Nr. 3 GO NRW (Gutachten)"


class BallotMode(models.TextChoices):
    """Abstimmungsart (§ 50 Abs. 1 GO NRW)."""

    OPEN = "open", "offen"
    BY_NAME = "by_name", "namentlich"
    SECRET = "secret", "geheim"


class BallotKind(models.TextChoices):
    """Worüber abgestimmt wird: the main text is voted last (A-15, A-16)."""

    PROCEDURE = "procedure", "Antrag zur Geschäftsordnung"
    AMENDMENT = "amendment", "Änderungsantrag"
    PART = "part", "Teil des Beschlusses"
    MAIN = "main", "Beschluss"
    ELECTION = "election", "Wahl"


class Majority(models.TextChoices):
    """Erforderliche Mehrheit (A-01, A-08, A-09)."""

    SIMPLE = "simple", "Mehrheit der abgegebenen Stimmen"
    STATUTORY = "statutory", "Mehrheit der gesetzlichen Mitgliederzahl"
    TWO_THIRDS = "two_thirds", "Zwei Drittel der gesetzlichen Mitgliederzahl"


class Choice(models.TextChoices):
    """Stimme einer Person in namentlicher Abstimmung (A-11)."""

    YES = "yes", "Ja"
    NO = "no", "Nein"
    ABSTENTION = "abstention", "Enthaltung"


class Outcome(models.TextChoices):
    """Ergebnis einer Beratung (domain.md 1.12)."""

    ADOPTED = "adopted", "beschlossen"
    ADOPTED_AMENDED = "adopted_amended", "geändert beschlossen"
    RECOMMENDED = "recommended", "empfohlen"
    RECOMMENDED_AMENDED = "recommended_amended", "geändert empfohlen"
    NOT_RECOMMENDED = "not_recommended", "nicht empfohlen"
    NO_RECOMMENDATION = "no_recommendation", "ohne Empfehlung"
    REJECTED = "rejected", "abgelehnt"
    NOTED = "noted", "zur Kenntnis genommen"
    DEFERRED = "deferred", "vertagt"
    REFERRED = "referred", "verwiesen"
    WITHDRAWN = "withdrawn", "zurückgezogen"
    REMOVED_FROM_AGENDA = "removed_from_agenda", "abgesetzt"
    CONTINUED = "continued", "nichtöffentlich weiter beraten"
    SETTLED = "settled", "erledigt"
    APPROVED = "approved", "genehmigt"
    ANNULLED = "annulled", "aufgehoben"
    ELECTED = "elected", "gewählt"


class VotedText(models.TextChoices):
    """Über welchen Wortlaut abgestimmt wurde; chosen explicitly where there is more than one (B-04)."""

    DRAFT = "draft", "Beschlussentwurf der Vorlage"
    RECOMMENDATION = "recommendation", "Empfehlung des vorberatenden Gremiums"
    OWN = "own", "Geänderter Wortlaut aus der Sitzung"


class MinutesStatus(models.TextChoices):
    """Stand einer Niederschrift (§ 52 GO NRW, domain.md 1.15)."""

    DRAFT = "draft", "In Bearbeitung"
    READY = "ready", "Bereit zur Unterschrift"
    SIGNED = "signed", "Unterschrieben"


class SignerRole(models.TextChoices):
    """Wer eine Niederschrift unterschreibt: each chair for the items chaired, and the Schriftführung (N-02)."""

    CHAIR = "chair", "Vorsitz"
    MINUTE_TAKER = "minute_taker", "Schriftführung"


class SignatureWay(models.TextChoices):
    """Wie unterschrieben wurde: on paper with a scan, or electronically (N-01)."""

    PAPER = "paper", "auf Papier"
    ELECTRONIC = "electronic", "elektronisch"


class SignatureKind(models.TextChoices):
    """Art einer elektronischen Unterschrift (Art. 3 eIDAS-VO): of the town, or of a person."""

    SEAL = "seal", "Siegel der Stadt"
    ADVANCED = "advanced", "Fortgeschrittene elektronische Unterschrift"
    QUALIFIED = "qualified", "Qualifizierte elektronische Unterschrift"
    TIME_STAMP = "time_stamp", "Zeitstempel für das Archiv"
