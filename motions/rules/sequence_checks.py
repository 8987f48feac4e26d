"""Beratungsfolge prüfen: publicity, who decides, in which order (B-, P-rules, V-12); nothing here changes a row."""

from collections import Counter
from itertools import pairwise

from motions.models import Consultation, Paper
from motions.models.choices import ConsultationRole, CouncilMatter, OrganizationType

from . import families, roles
from .findings import Finding, block, warn


def of_sequence(paper: Paper, sequence: list[Consultation]) -> list[Finding]:
    """What is asked of the Beratungsfolge: what there is to decide, before whom, in which order (V-12, B, P)."""
    return [
        *roles.nothing_to_decide(paper.paper_type, [row.role for row in sequence]),
        *publicity(paper, sequence),
        *consultation_order(paper, sequence),
    ]


def publicity(paper: Paper, sequence: list[Consultation]) -> list[Finding]:
    """P-02, P-04, P-06, B-06: public unless there is a ground; the budget is always public (§ 48, § 80 GO NRW)."""
    found: list[Finding] = []
    if not paper.is_public and not paper.secrecy_ground:
        found.append(
            block("P-02", "Nennen Sie den Grund der Nichtöffentlichkeit.", "secrecy_ground", absolute=True)
        )
    hidden = not paper.is_public or any(not row.is_public for row in sequence)
    if hidden and paper.council_matter in (CouncilMatter.BUDGET, CouncilMatter.STAFFING_PLAN):
        text = "Haushalt und Stellenplan werden öffentlich beraten (§ 80 Abs. 4 GO NRW). Stellen Sie auf „öffentlich“."
        found.append(block("P-04", text, "is_public", absolute=True))
    if not paper.is_public and any(row.is_public for row in sequence):
        text = (
            "Ein Gremium soll die nichtöffentliche Vorlage öffentlich beraten. Ändern Sie die Beratungsfolge."
        )
        found.append(block("P-06", text, "consultations", absolute=True))
    if paper.is_public and sequence and not any(row.is_public for row in sequence):
        text = (
            "Alle Gremien sollen die öffentliche Vorlage nichtöffentlich beraten. "
            "Ändern Sie die Beratungsfolge oder machen Sie die Vorlage nichtöffentlich."
        )
        found.append(block("P-06", text, "consultations", absolute=True))
    found += _publicity_of_family(paper)
    if len({row.is_public for row in sequence}) == 2:
        found.append(warn("B-06", _two_editions(paper), "consultations"))
    return found


def _two_editions(paper: Paper) -> str:
    """B-06: mixed publicity needs two editions, which are made as soon as there is something to leave out."""
    text = "Ein Gremium berät öffentlich, ein anderes nichtöffentlich."
    if not paper.is_public or paper.attachments.filter(is_public=False).exists():
        return f"{text} Die öffentliche Ausfertigung nennt keine nichtöffentliche Anlage; prüfen Sie den übrigen Text."
    return (
        f"{text} Dafür braucht es zwei Ausfertigungen: Was nur nichtöffentlich beraten werden soll, gehört in eine "
        "nichtöffentliche Anlage."
    )


def _publicity_of_family(paper: Paper) -> list[Finding]:
    """P-06: no public paper leads to a non-public one, neither by its number nor by "ersetzt durch"."""
    amended = families.amended_by(paper)
    if amended is not None and not amended.is_public and paper.is_public:
        text = (
            "Die Vorlage, die geändert werden soll, ist nichtöffentlich. Stellen Sie auf „nichtöffentlich“."
        )
        return [block("P-06", text, "is_public", absolute=True)]
    if not paper.is_public and families.has_public_amendments(paper):
        text = (
            "Zu dieser Vorlage gibt es einen öffentlichen Änderungsantrag. Stellen Sie auf „öffentlich“ oder lassen "
            "Sie zuerst den Änderungsantrag zurückziehen."
        )
        return [block("P-06", text, "is_public", absolute=True)]
    original = families.original_of(paper)
    if original is None or original.is_public == paper.is_public:
        return []
    if not original.is_public:
        text = (
            "Die ursprüngliche Vorlage ist nichtöffentlich. Stellen Sie diese auf „nichtöffentlich“ "
            "oder legen Sie eine neue Vorlage mit eigener Nummer an."
        )
        return [block("P-06", text, "is_public", absolute=True)]
    if not families.is_replacement(paper):
        return []
    text = (
        "Eine nichtöffentliche Neufassung kann keine öffentliche Vorlage ersetzen. Stellen Sie auf „öffentlich“, "
        "schreiben Sie eine nichtöffentliche Ergänzung oder legen Sie eine neue Vorlage an."
    )
    return [block("P-06", text, "is_public", absolute=True)]


def consultation_order(paper: Paper, sequence: list[Consultation]) -> list[Finding]:
    """B-01, B-02, B-08: who decides, in which order."""
    found: list[Finding] = []
    if paper.council_matter != CouncilMatter.NONE and sequence:
        last = sequence[-1]
        is_council = last.organization.organization_type == OrganizationType.COUNCIL
        if not is_council or last.role != ConsultationRole.DECIDING:
            matter = paper.get_council_matter_display()
            text = (
                f"{matter}: Darüber entscheidet allein der Rat (§ 41 Abs. 1 GO NRW). "
                "Setzen Sie ihn als letzte Beratung mit „Entscheidung“."
            )
            found.append(block("B-01", text, "consultations"))
    found += _dates(paper, sequence)
    found += _sense(sequence)
    deciders = [row for row in sequence if row.role == ConsultationRole.DECIDING]
    if len(deciders) > 1:
        named = ", ".join(str(row.organization) for row in deciders)
        text = f"Mehr als ein Gremium entscheidet ({named}). Das geht nur, wenn jedes einen eigenen Teil hat."
        found.append(warn("B-08", text, "consultations"))
    return found


def _dates(paper: Paper, sequence: list[Consultation]) -> list[Finding]:
    dated = [(row.planned_on, row) for row in sequence if row.planned_on]
    # A Neufassung inherits meetings that have been held.
    early = [row for day, row in dated if day < paper.dated_on and paper.original_id is None]
    found = [
        f"{row.organization} ({row.planned_on:%d.%m.%Y}) tagt vor dem Datum der Vorlage ({paper.dated_on:%d.%m.%Y}). "
        "Ändern Sie eines von beiden."
        for row in early
    ]
    found += [
        f"{after.organization} ({later:%d.%m.%Y}) liegt vor {row.organization} ({earlier:%d.%m.%Y}). "
        "Ändern Sie die Reihenfolge oder das Datum."
        for (earlier, row), (later, after) in pairwise(dated)
        if earlier > later
    ]
    return [warn("B-02", text, "consultations") for text in found]


def _sense(sequence: list[Consultation]) -> list[Finding]:
    """B-02: nobody prepares what is decided already, and nobody has the same task twice."""
    deciding = [place for place, row in enumerate(sequence) if row.role == ConsultationRole.DECIDING]
    late = [
        row
        for row in sequence[max(deciding, default=len(sequence)) :]
        if row.role == ConsultationRole.ADVISORY
    ]
    if late:
        text = (
            f"{late[0].organization} soll erst nach der Entscheidung vorberaten. Ändern Sie die Reihenfolge."
        )
        return [warn("B-02", text, "consultations")]
    tasks = Counter((row.organization, row.role) for row in sequence)
    twice = [organ for (organ, _), times in tasks.items() if times > 1]
    return [
        warn(
            "B-02", f"{organ} hat mehrmals dieselbe Zuständigkeit. Entfernen Sie eine Zeile.", "consultations"
        )
        for organ in twice
    ]
