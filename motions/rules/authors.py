"""Wer eine Vorlage verfasst (V-17): a motion names its Fraktion, an amendment the paper it amends."""

from motions.models import Organization, Paper, PaperType
from motions.models.choices import Author, Behaviour, OrganizationType

from .clearance import clearance
from .findings import Finding, Refused, block


def check_author(kind: PaperType, group: Organization | None, amended: Paper | None) -> None:
    """Raise Refused if the type and its author, or the amended paper, do not fit together."""
    found = findings(kind, group, amended)
    if found:
        raise Refused(found)


def findings(kind: PaperType, group: Organization | None, amended: Paper | None) -> list[Finding]:
    """What does not fit together."""
    return [*_group(kind, group), *_amended(kind, amended)]


def is_used(kind: PaperType) -> bool:
    """Papers rest on the type, whether or not the person who asks may know of them."""
    with clearance("system"):
        return Paper.objects.filter(paper_type=kind).exists()


def _group(kind: PaperType, group: Organization | None) -> list[Finding]:
    if kind.author == Author.GROUP and group is None:
        text = f"Wählen Sie die Fraktion, von der die Vorlage kommt ({kind})."
        return [block("V-17", text, "author_group", absolute=True)]
    if kind.author != Author.GROUP and group is not None:
        text = (
            f"{kind}: Diese Vorlagenart kommt nicht von einer Fraktion. Wählen Sie „Antrag“ oder „Anfrage“."
        )
        return [block("V-17", text, "author_group", absolute=True)]
    if group is not None and group.organization_type != OrganizationType.PARLIAMENTARY_GROUP:
        return [block("V-17", f"{group} ist keine Fraktion. Wählen Sie neu.", "author_group", absolute=True)]
    return []


def _amended(kind: PaperType, amended: Paper | None) -> list[Finding]:
    amends = kind.behaviour == Behaviour.AMENDS
    if amends and amended is None:
        text = (
            "Ein Änderungsantrag braucht die Vorlage, die er ändern soll. Öffnen Sie diese Vorlage und wählen Sie "
            "„Änderungsantrag eintragen“."
        )
        return [block("A-15", text, "paper_type", absolute=True)]
    if amended is not None and not amends:
        return [block("A-15", f"{kind}: Diese Vorlagenart ändert keine andere.", "paper_type", absolute=True)]
    return []
