"""Art und Verfasser beim Übernehmen: which kind of paper a file is, and of which Fraktion (V-17)."""

import re

from motions.importing.imported import ImportedPaper
from motions.models import Organization, PaperType
from motions.models.choices import Author, Behaviour, OrganizationType

from .findings import Refused, block
from .intake_matching import Notes, same

_AMENDMENT = (
    "Ein Änderungsantrag beginnt bei der Vorlage, die er ändert. Öffnen Sie die Vorlage, die geändert werden soll, "
    "und wählen Sie „Änderungsantrag eintragen“."
)
_UNNAMED_TYPES = ("", "vorlage")


def paper_type(imported: ImportedPaper, notes: Notes) -> PaperType:
    """The named type; a bare "Vorlage" is a Beschlussvorlage. Raises Refused for an Änderungsantrag (A-15)."""
    offered = list(PaperType.objects.filter(is_active=True).order_by("pk"))
    named = next((kind for kind in offered if same(kind.name) == same(imported.type_name)), None)
    if same(imported.type_name) == "änderungsantrag" or (named and named.behaviour == Behaviour.AMENDS):
        raise Refused([block("A-15", _AMENDMENT, "file", absolute=True)])
    if named is not None:
        return named
    usual = [kind for kind in offered if kind.behaviour == Behaviour.DECIDES]
    chosen = next((kind for kind in usual if same(kind.name) == "beschlussvorlage"), next(iter(usual), None))
    if chosen is None:
        raise Refused(
            [block("V-10", "Es gibt keine Vorlagenart für Beschlüsse. Ergänzen Sie die Stammdaten.", "file")]
        )
    if same(imported.type_name) not in _UNNAMED_TYPES:
        notes.add(f"Die Vorlagenart ist hier nicht bekannt. Angenommen ist „{chosen}“.", imported.type_name)
    return chosen


def author_group(imported: ImportedPaper, kind: PaperType, notes: Notes) -> Organization | None:
    """The Fraktion the file names in words or by its number; people look at it before saving (V-17)."""
    if kind.author != Author.GROUP:
        if imported.group:
            notes.add(f"„{kind}“ kommt nicht von einer Fraktion. Ordnen Sie diese Angabe zu.", imported.group)
        return None
    groups = Organization.objects.filter(
        organization_type=OrganizationType.PARLIAMENTARY_GROUP, is_active=True
    )
    by_number = {same(group.short_name): group for group in groups}.get(same(imported.reference_prefix))
    if not imported.group:
        return by_number
    named = [group for group in groups if _is_named(group, imported.group)]
    if len(named) == 1:
        notes.add(f"Als Fraktion ist „{named[0]}“ erkannt. Prüfen Sie diese Angabe.", imported.group)
        return named[0]
    notes.add("Diese Fraktion ist nicht eindeutig. Wählen Sie die Fraktion aus.", imported.group)
    return by_number


def _is_named(group: Organization, text: str) -> bool:
    """Whether the words hold the name or the short name as whole words, with or without "Fraktion"."""
    names = {re.sub(r"[\s-]*fraktion\s*", " ", same(name)).strip() for name in (group.name, group.short_name)}
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", same(text)) for name in names if name)
