"""Auswahlen des Stellenplans (domain.md 2, 3)."""

from django.db import models


class StaffCategory(models.TextChoices):
    """Beschäftigungsart: decides in which part of the plan a post stands (domain.md 2.2)."""

    CIVIL_SERVANT = "civil_servant", "Beamtinnen und Beamte"
    EMPLOYEE = "employee", "Tariflich Beschäftigte"


class Tariff(models.TextChoices):
    """Tarif- oder Besoldungswerk, aus dem eine Tabelle kommt (domain.md 2.9)."""

    CIVIL_SERVICE = "civil_service", "Besoldung NRW"
    GENERAL = "general", "TVöD VKA, allgemeine Tabelle"
    SOCIAL = "social", "TVöD VKA, Sozial- und Erziehungsdienst"


class PlanKind(models.TextChoices):
    """Stellenplan eines Haushaltsjahres, or a change of it during the year."""

    BUDGET = "budget", "Stellenplan"
    AMENDMENT = "amendment", "Änderung des Stellenplans"


class PlanStage(models.TextChoices):
    """Fassung im Lauf der Beratung; a resolution with changes takes effect in the version of the Rat only."""

    ADMINISTRATION = "administration", "Fassung der Verwaltung"
    COMMITTEE = "committee", "Fassung des Ausschusses"
    COUNCIL = "council", "Fassung des Rates"


class NoteKind(models.TextChoices):
    """Vermerk an einer Stelle (domain.md 2.4)."""

    PHASE_OUT = "phase_out", "kw (künftig wegfallend)"
    CONVERSION = "conversion", "ku (künftig umzuwandeln)"
    RELEASE_BLOCK = "release_block", "Sperrvermerk"
    TIME_LIMIT = "time_limit", "Befristung"
    REFINANCED = "refinanced", "Refinanzierung"
    ALLOWANCE = "allowance", "Amtszulage"
    OTHER = "other", "Erläuterung"


class NoteTrigger(models.TextChoices):
    """Wann ein Vermerk wirkt."""

    NONE = "", "–"
    DATE = "date", "an einem Tag"
    VACANCY = "vacancy", "bei Freiwerden"
    END_OF_GRANT = "end_of_grant", "bei Wegfall der Förderung"


class HearingBody(models.TextChoices):
    """Wer zum Stellenplan gehört wird (domain.md 2.7)."""

    STAFF_COUNCIL = "staff_council", "Personalrat"
    EQUALITY = "equality", "Gleichstellungsbeauftragte"
    DISABILITY = "disability", "Schwerbehindertenvertretung"


class KimModule(models.IntegerChoices):
    """Baustein des Kommunalen Integrationsmanagements (domain.md 3.1)."""

    STRATEGY = 1, "Baustein 1: strategische Steuerung"
    CASE_MANAGEMENT = 2, "Baustein 2: Case-Management"
    AUTHORITIES = 3, "Baustein 3: Ausländer- und Einbürgerungsbehörden"


class GrantModel(models.TextChoices):
    """Wie gezahlt wird (domain.md 3.3)."""

    LUMP_SUM = "lump_sum", "fachbezogene Pauschale"
    CAPPED_COST = "capped_cost", "tatsächliche Kosten bis zum Höchstbetrag"


class GrantStage(models.TextChoices):
    """Wie sicher eine Förderung ist, in the order of its life (K-01)."""

    ANNOUNCED = "announced", "in Aussicht gestellt"
    APPLIED = "applied", "beantragt"
    GRANTED = "granted", "bewilligt"
    CHANGED = "changed", "Änderungsbescheid"
    FINAL = "final", "Schlussbescheid"
    ENDED = "ended", "beendet oder widerrufen"


class Absence(models.TextChoices):
    """Status einer Besetzung: who is absent keeps the post, and it counts as not occupied (domain.md 2.3, C-03)."""

    NONE = "", "aktiv"
    PARENTAL_LEAVE = "parental_leave", "Elternzeit"
    LEAVE = "leave", "Beurlaubung"
    PARTIAL_RETIREMENT = "partial_retirement", "Altersteilzeit, Freistellung"
    SECONDMENT = "secondment", "Abordnung"
    # What is left when the reason is forgotten with the name; nobody chooses it.
    AWAY = "away", "abwesend"


# Whoever is away like this costs the town nothing meanwhile.
UNPAID = (Absence.PARENTAL_LEAVE, Absence.LEAVE)


class ReportKind(models.TextChoices):
    """Was dem Fördergeber vorzulegen ist (K-07)."""

    USAGE = "usage", "Verwendungsnachweis"
    CONTENT = "content", "Sachbericht"


class ObligationKind(models.TextChoices):
    """Auflagen eines Bescheids (domain.md 3.4)."""

    PURPOSE = "purpose", "Zweckbindung"
    QUALIFICATION = "qualification", "Qualifikation des Personals"
    NO_BETTER_PAY = "no_better_pay", "Besserstellungsverbot"
    PUBLICITY = "publicity", "Hinweis auf die Förderung"
    OTHER = "other", "Weitere Auflage"


class ClawbackKind(models.TextChoices):
    """Wie sicher eine Rückzahlung ist (K-04)."""

    CHECK = "check", "zu prüfen"
    REPAYMENT = "repayment", "zurückzuzahlen"
