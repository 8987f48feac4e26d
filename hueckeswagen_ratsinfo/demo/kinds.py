"""Vorlagenarten der Demo-Stadt (domain.md 1.2), and the rows of its cards."""

from motions.models import Organization, PaperTemplate, PaperType, TemplateConsultation
from motions.models.choices import Author, Behaviour
from motions.pdf.richtext import clean

from .paper_cards import CARDS

TYPES = (
    ("resolution_proposal", "Beschlussvorlage", Behaviour.DECIDES, Author.ADMINISTRATION),
    ("urgent_decision", "Dringlichkeitsentscheidung", Behaviour.DECIDES, Author.ADMINISTRATION),
    ("information", "Mitteilungsvorlage", Behaviour.INFORMS, Author.ADMINISTRATION),
    ("report", "Berichtsvorlage", Behaviour.INFORMS, Author.ADMINISTRATION),
    ("implementation_report", "Beschlusskontrolle", Behaviour.INFORMS, Author.ADMINISTRATION),
    ("motion", "Antrag", Behaviour.ASKS, Author.GROUP),
    ("inquiry", "Anfrage", Behaviour.ASKS, Author.GROUP),
    ("petition", "Anregung oder Beschwerde", Behaviour.ASKS, Author.INHABITANTS),
    ("citizens_initiative", "Einwohnerantrag oder Bürgerbegehren", Behaviour.ASKS, Author.INHABITANTS),
    ("amendment", "Änderungsantrag", Behaviour.AMENDS, Author.GROUP),
)


def load_types() -> dict[str, PaperType]:
    """Types by their code."""
    rows = [
        PaperType(code=code, name=name, behaviour=behaviour, author=author)
        for code, name, behaviour, author in TYPES
    ]
    return {kind.code: kind for kind in PaperType.objects.bulk_create(rows)}


def load_templates(types: dict[str, PaperType], organs: dict[str, Organization]) -> None:
    """The cards of the page "Neue Vorlage" with their proposed Beratungsfolge."""
    for position, card in enumerate(CARDS, start=1):
        template = PaperTemplate.objects.create(
            name=card.name,
            description=card.description,
            paper_type=types[card.paper_type],
            council_matter=card.council_matter,
            secrecy_ground=card.secrecy_ground,
            subject=card.subject,
            draft_resolution=clean(card.draft_resolution),
            statement=clean(card.statement),
            position=position,
        )
        TemplateConsultation.objects.bulk_create(
            TemplateConsultation(template=template, organization=organs[organ], role=role, position=place)
            for place, (organ, role) in enumerate(card.sequence, start=1)
        )
