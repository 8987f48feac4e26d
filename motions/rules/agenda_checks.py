"""Ein Punkt der Tagesordnung, wie er eingetragen wird, and what speaks against it (E-11, E-12, P-02, P-04, P-06)."""

from dataclasses import dataclass

from motions.models import AgendaItem, Consultation, Meeting
from motions.models.choices import CouncilMatter, ItemKind

from .findings import Finding, Refused, block

# § 80 Abs. 4 GO NRW (P-04).
ALWAYS_PUBLIC = (CouncilMatter.BUDGET, CouncilMatter.STAFFING_PLAN)


@dataclass(frozen=True)
class Entry:
    """Ein Punkt, wie er eingetragen wird; public unless said otherwise (P-01)."""

    title: str
    kind: str = ItemKind.OTHER
    is_public: bool = True
    secrecy_ground: str = ""
    public_title: str = ""
    parent: AgendaItem | None = None
    consultation: Consultation | None = None
    is_tabled: bool = False
    accepted_note: str = ""


def check_entry(entry: Entry) -> list[Finding]:
    """P-02, P-04, P-06 for one item: public unless there is a ground, the budget always, a secret never."""
    paper = entry.consultation.paper if entry.consultation else None
    found = []
    if not entry.is_public and not entry.secrecy_ground:
        text = "Wählen Sie den Grund der Nichtöffentlichkeit."
        found.append(block("P-02", text, "secrecy_ground", absolute=True))
    if paper is None:
        return found
    if not entry.is_public and paper.council_matter in ALWAYS_PUBLIC:
        text = "Haushalt und Stellenplan werden öffentlich beraten (§ 80 Abs. 4 GO NRW). Stellen Sie auf „öffentlich“."
        found.append(block("P-04", text, "is_public", absolute=True))
    if entry.is_public and not paper.is_public:
        text = "Die Vorlage ist nichtöffentlich. Der Punkt gehört in den nichtöffentlichen Teil."
        found.append(block("P-06", text, "is_public", absolute=True))
    return found


def refuse_if_necessary(meeting: Meeting, entry: Entry) -> None:
    """What stands against an entry on this agenda; raises Refused."""
    found = check_entry(entry)
    if entry.is_tabled and meeting.is_announced:
        found.append(not_announced())
    parent = entry.parent
    if parent is not None and (
        parent.meeting_id != meeting.pk or parent.parent_id or parent.is_public != entry.is_public
    ):
        text = "Ein Unterpunkt gehört in denselben Teil wie sein Punkt, und es gibt nur eine Ebene."
        found.append(block("E-12", text, "parent", absolute=True))
    if found:
        raise Refused(found)


def not_announced() -> Finding:
    """E-11: what is handed out belongs to something people were invited to."""
    text = (
        "Eine Tischvorlage gehört zu einem Punkt, zu dem eingeladen wurde. Versenden Sie zuerst einen Nachtrag; "
        "in der Sitzung beschließt das Gremium über die Erweiterung."
    )
    return block("E-11", text, "is_tabled", absolute=True)
