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
    MAYOR = "mayor", "Bürgermeisterin oder Bürgermeister"
    GENERAL_DEPUTY = "general_deputy", "Allgemeine Vertretung"
    MEETING_OFFICE = "meeting_office", "Ratsbüro"


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
