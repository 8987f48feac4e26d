"""Vorlagenarten und Muster: the town's own list, with the behaviour that is code (domain.md 1.2)."""

from django.db import models
from django.db.models import Q

from .choices import Author, Behaviour, ConsultationRole, CouncilMatter, SecrecyGround
from .organization import Organization


class PaperType(models.Model):
    """Vorlagenart: the list is the town's, the behaviour class is code (domain.md 1.2)."""

    code = models.SlugField("Schlüssel", unique=True)
    name = models.CharField("Bezeichnung", max_length=100)
    behaviour = models.CharField("Verhalten", max_length=10, choices=Behaviour)
    author = models.CharField(
        "Verfasst von",
        max_length=15,
        choices=Author,
        default=Author.ADMINISTRATION,
        db_default="administration",
    )
    is_active = models.BooleanField("wird angeboten", default=True)

    class Meta:
        verbose_name = "Vorlagenart"
        verbose_name_plural = "Vorlagenarten"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="paper_type_of_group_asks",
                condition=~Q(author=Author.GROUP) | Q(behaviour__in=[Behaviour.ASKS, Behaviour.AMENDS]),
                violation_error_message="Eine Fraktion beantragt, fragt an oder ändert; sie entscheidet nicht.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PaperTemplate(models.Model):
    """Muster für neue Vorlagen: a card on the page "Neue Vorlage"."""

    name = models.CharField("Bezeichnung", max_length=100, unique=True)
    description = models.CharField("Wofür", max_length=300)
    paper_type = models.ForeignKey(PaperType, on_delete=models.PROTECT, verbose_name="Vorlagenart")
    council_matter = models.CharField(
        "Zuständigkeit des Rates", max_length=20, choices=CouncilMatter, default=CouncilMatter.NONE
    )
    secrecy_ground = models.CharField(
        "Nichtöffentlich wegen", max_length=20, choices=SecrecyGround, blank=True, default=""
    )
    subject = models.CharField("Betreff", max_length=300, blank=True)
    draft_resolution = models.TextField(
        "Beschlussentwurf",
        blank=True,
        help_text="Was in [eckigen Klammern] steht, muss vor dem Einreichen ersetzt werden; das gilt für alle Texte.",
    )
    statement = models.TextField("Sachverhalt", blank=True)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)

    class Meta:
        verbose_name = "Muster"
        verbose_name_plural = "Muster"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class TemplateConsultation(models.Model):
    """Vorgeschlagene Beratung in einem Muster."""

    template = models.ForeignKey(PaperTemplate, on_delete=models.CASCADE, related_name="consultations")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, verbose_name="Gremium")
    role = models.CharField("Zuständigkeit", max_length=10, choices=ConsultationRole)
    position = models.PositiveSmallIntegerField("Reihenfolge")

    class Meta:
        verbose_name = "Vorgeschlagene Beratung"
        verbose_name_plural = "Vorgeschlagene Beratungsfolge"
        ordering = ["position"]
