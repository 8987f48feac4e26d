"""Zuordnung beim Übernehmen: words of a file to organs, units, types and roles of this town."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from motions.importing.imported import ImportedConsultation, ImportedPaper, Remark
from motions.models import Organization, Paper, PaperType, Unit
from motions.models.choices import (
    Behaviour,
    ConsultationRole,
    CouncilMatter,
    OrganizationType,
    ParticipationKind,
    SecrecyGround,
)

from .draft_parts import Invitation

Named = TypeVar("Named", Organization, Unit)

_VERB = r"(?:empfiehlt|empfehlen|beschließt|beschliesst|beschließen|beschliessen|nimmt|nehmen)"
# In this order: "Haushaltssatzung" is the budget, not any statute.
_MATTERS = (
    ("stellenplan", CouncilMatter.STAFFING_PLAN),
    ("haushalt", CouncilMatter.BUDGET),
    ("satzung", CouncilMatter.STATUTE),
)
_IS_COUNCIL = re.compile(
    r"(?:Stadtrat|Gemeinderat|Rat der (?:[\w-]+[ -])?(?:Stadt|Gemeinde)\b.*)", re.IGNORECASE
)
_ANEW = {
    ParticipationKind.ACKNOWLEDGEMENT: "nimmt hier neu zur Kenntnis",
    ParticipationKind.CO_SIGNATURE: "zeichnet hier neu mit",
}
_FIELDS = {field.name: field for field in Paper._meta.fields}


@dataclass
class Notes:
    """Hinweise, in the order in which they came up."""

    remarks: list[Remark]

    def add(self, text: str, source: str = "") -> None:
        """A sentence for people with the words of the file it speaks of."""
        self.remarks.append(Remark(None, text, source))

    def fitting(self, name: str, text: str) -> str:
        """The text as far as its field holds it; what is cut off is told in full."""
        field = _FIELDS[name]
        limit = field.max_length
        if limit is None or len(text) <= limit:
            return text
        label = str(field.verbose_name)
        self.add(f"„{label}“ ist länger als {limit} Zeichen und wurde gekürzt. Ordnen Sie den Rest zu.", text)
        return text[:limit]


@dataclass(frozen=True)
class Row:
    """Eine Zeile der Beratungsfolge, zugeordnet."""

    organization: Organization
    values: Mapping[str, Any]


def consultations(imported: ImportedPaper, kind: PaperType, notes: Notes) -> list[Row]:
    """The Beratungsfolge with organs of this town, roles and days."""
    known = _by_name(
        Organization.objects.exclude(organization_type=OrganizationType.PARLIAMENTARY_GROUP),
        lambda organ: (organ.name, organ.short_name, organ.slug),
    )
    found: list[tuple[ImportedConsultation, Organization]] = []
    for row in imported.consultations:
        organ = known.get(same(row.organization)) or known.get(same(_without_brackets(row.organization)))
        if organ is None and _IS_COUNCIL.fullmatch(_without_brackets(row.organization).strip()):
            organ = _only_council(known.values())
        if organ is None:
            notes.add(
                "Dieses Gremium gibt es hier nicht. Ergänzen Sie die Beratungsfolge von Hand.", _in_words(row)
            )
        else:
            found.append((row, organ))
    roles = _roles(found, kind, notes, is_complete=len(found) == len(imported.consultations))
    is_hidden = _is_hidden(imported)
    return [
        Row(organ, _values(row, organ, role, is_hidden=is_hidden, notes=notes))
        for (row, organ), role in zip(found, roles, strict=True)
    ]


def _only_council(organs: Iterable[Organization]) -> Organization | None:
    """The Rat, however a file calls it; nothing where there is more than one."""
    found = {organ for organ in organs if organ.organization_type == OrganizationType.COUNCIL}
    return found.pop() if len(found) == 1 else None


def publicity(imported: ImportedPaper, notes: Notes) -> dict[str, Any]:
    """Public, unless the file or one of its rows says otherwise; people choose the ground (P-02)."""
    if not _is_hidden(imported):
        return {"is_public": True, "secrecy_ground": SecrecyGround.NONE}
    notes.add(
        "Die Vorlage ist als nichtöffentlich übernommen, mit dem Grund „Sonstiges schutzwürdiges Interesse“. "
        "Wählen Sie den richtigen Grund (§ 48 Abs. 2 GO NRW)."
    )
    return {"is_public": False, "secrecy_ground": SecrecyGround.OTHER}


def council_matter(imported: ImportedPaper, notes: Notes) -> dict[str, Any]:
    """A guess at § 41 Abs. 1 GO NRW from the subject, always with a remark (B-01)."""
    subject = imported.subject.casefold()
    for word, matter in _MATTERS:
        if word in subject:
            notes.add(
                f"Nach dem Betreff entscheidet allein der Rat: „{matter.label}“. Prüfen Sie diese Angabe.",
                imported.subject,
            )
            return {"council_matter": matter, **_effect_on_positions(matter, notes)}
    return {}


def names_organs(text: str, sequence: Sequence[Row]) -> bool:
    """The resolution itself says who recommends and who decides, so nothing is put in front of it."""
    names = {"Rat", "Stadtrat", "Ausschuss"}
    for row in sequence:
        names |= {row.organization.name, row.organization.short_name}
    named = "|".join(re.escape(name) for name in sorted(names))
    return re.search(rf"\b(?:{named})\b[^.;:]{{0,80}}?\b{_VERB}\b", text, re.IGNORECASE) is not None


def invitations(imported: ImportedPaper, notes: Notes) -> list[Invitation]:
    """Participating units; who has signed or taken note on paper does so here anew."""
    known = _by_name(Unit.objects.filter(is_active=True), lambda unit: (unit.code, unit.name, str(unit)))
    found: dict[tuple[int, str], Invitation] = {}
    for row in imported.participations:
        unit = known.get(same(row.unit)) or known.get(same(f"FB {row.unit}"))
        kind = ParticipationKind(row.kind or ParticipationKind.ACKNOWLEDGEMENT)
        if unit is None:
            said = f" ({kind.label})" if row.kind else ""
            notes.add(
                "Diesen Fachbereich gibt es hier nicht. Er ist nicht beteiligt.",
                f"{row.unit}{said} {row.text}".strip(),
            )
            continue
        found[unit.pk, kind] = Invitation(unit, kind)
        if row.text.strip():
            notes.add(f"{unit.code} {_ANEW[kind]}; der Vermerk der Datei gilt nicht weiter.", row.text)
    return list(found.values())


def leftovers(imported: ImportedPaper, notes: Notes, *, release_label: str) -> None:
    """Parts a text file can only name."""
    for title in imported.attachments:
        notes.add("Diese Anlage ist in der Datei nur genannt. Laden Sie sie hoch.", title)
    if same(imported.signatory_label) not in ("", same(release_label)):
        notes.add("Die Freigabezeile setzt das Programm bei der Freigabe.", imported.signatory_label)


def _effect_on_positions(matter: CouncilMatter, notes: Notes) -> dict[str, Any]:
    if matter != CouncilMatter.STAFFING_PLAN:
        return {}
    notes.add(
        "„Wirkt sich auf Stellen aus“ ist gesetzt. Kämmerei, Personal und Gleichstellung werden beteiligt."
    )
    return {"affects_positions": True}


def _informed(row: ImportedConsultation, organ: Organization, notes: Notes) -> ConsultationRole:
    """The file's role, but never a decision (V-12)."""
    role = _named_role(row) or ConsultationRole.NOTING
    if role != ConsultationRole.DECIDING:
        return role
    notes.add(
        "In einer Mitteilung gibt es nichts zu entscheiden. Angenommen ist „Kenntnisnahme“.", organ.name
    )
    return ConsultationRole.NOTING


def _roles(
    rows: Sequence[tuple[ImportedConsultation, Organization]],
    kind: PaperType,
    notes: Notes,
    *,
    is_complete: bool,
) -> list[ConsultationRole]:
    """The file's role, or: the last Rat decides and the others prepare; a Mitteilung is only noted."""
    if kind.behaviour == Behaviour.INFORMS:
        return [_informed(row, organ, notes) for row, organ in rows]
    named = [_named_role(row) for row, _ in rows]
    deciding = _decider(rows, named)
    is_guess = deciding is not None and rows[deciding][1].organization_type != OrganizationType.COUNCIL
    if is_guess and not is_complete:
        notes.add("Ein Gremium fehlt in der Beratungsfolge. Tragen Sie ein, welches Gremium entscheidet.")
        deciding = None
    if deciding is not None and rows[deciding][1].organization_type != OrganizationType.COUNCIL:
        notes.add(
            "Die Datei nennt keine Entscheidung. Angenommen ist, dass das letzte Gremium entscheidet.",
            rows[deciding][1].name,
        )
    usual = [
        ConsultationRole.DECIDING if position == deciding else ConsultationRole.ADVISORY
        for position in range(len(rows))
    ]
    return [role or default for role, default in zip(named, usual, strict=True)]


def _decider(
    rows: Sequence[tuple[ImportedConsultation, Organization]], named: Sequence[ConsultationRole | None]
) -> int | None:
    """The row that decides if the file does not say it itself."""
    if ConsultationRole.DECIDING in named:
        return None
    open_rows = [position for position, role in enumerate(named) if role is None]
    councils = [
        position for position in open_rows if rows[position][1].organization_type == OrganizationType.COUNCIL
    ]
    return next(reversed(councils or open_rows), None)


def _named_role(row: ImportedConsultation) -> ConsultationRole | None:
    for role in ConsultationRole:
        if same(row.role) in (role.value, same(role.label)):
            return role
    return None


def _values(
    row: ImportedConsultation, organ: Organization, role: ConsultationRole, *, is_hidden: bool, notes: Notes
) -> dict[str, Any]:
    day = row.date
    if day is not None and not 1990 <= day.year <= 2100:
        notes.add("Dieser Termin ist nicht plausibel und wurde nicht übernommen.", _in_words(row))
        day = None
    if row.is_public is None:
        notes.add(
            f"Die Behandlung fehlt. Angenommen ist „{'nichtöffentlich' if is_hidden else 'öffentlich'}“.",
            _in_words(row),
        )
    is_public = (not is_hidden) if row.is_public is None else row.is_public
    return {"organization_id": organ.pk, "planned_on": day, "is_public": is_public, "role": role}


def _is_hidden(imported: ImportedPaper) -> bool:
    return imported.is_public is False or any(row.is_public is False for row in imported.consultations)


def _in_words(row: ImportedConsultation) -> str:
    publicity = {True: "öffentlich", False: "nichtöffentlich", None: ""}[row.is_public]
    day = f"{row.date:%d.%m.%Y}" if row.date else ""
    role = _named_role(row)
    return ", ".join(filter(None, [row.organization, day, publicity, str(role.label) if role else row.role]))


def same(text: str) -> str:
    """Comparable spelling: case, spaces, dashes and a leading article do not count."""
    words = re.sub(r"[\s\-–—]+", " ", text).strip(" .:").casefold()
    return re.sub(r"^(?:der|die|das|dem|den) ", "", words)


def _without_brackets(text: str) -> str:
    return re.sub(r"\s*\([^()]*\)", "", text)


def _by_name(rows: Iterable[Named], names: Callable[[Named], Iterable[str]]) -> dict[str, Named]:
    return {same(name): row for row in rows for name in names(row)}
