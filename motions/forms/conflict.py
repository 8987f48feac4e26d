"""Zwei Fassungen nebeneinander: what is stored and what was typed, for every part in which they differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from motions.models import Paper, Participation
from motions.models.choices import ConsultationRole, ParticipationKind
from motions.pdf.richtext import plain
from motions.rules.drafting import Invitation

from .editor import Editor


@dataclass(frozen=True)
class Difference:
    """Ein Teil mit zwei Fassungen, as plain text."""

    label: str
    stored: str
    typed: str


def differences(stored: Paper, editor: Editor) -> list[Difference]:
    """Fields and rows whose typed text is not the stored one."""
    pairs = [*_texts(stored, editor), *_rows(stored, editor)]
    return [pair for pair in pairs if pair.stored != pair.typed]


def _texts(stored: Paper, editor: Editor) -> Iterable[Difference]:
    for form in (editor.placement, editor.text):
        for name, typed in form.changes().items():
            value = getattr(stored, name)
            if value != typed:
                yield Difference(str(form.fields[name].label), _readable(value), _readable(typed))


def _rows(stored: Paper, editor: Editor) -> Iterable[Difference]:
    """The rows as lines; those that are not valid yet stand in the form below with their errors."""
    if editor.consultations.is_valid():
        before = (
            {"organization": row.organization, "planned_on": row.planned_on, "role": row.role}
            | {"is_public": row.is_public}
            for row in stored.consultations.select_related("organization")
        )
        typed = editor.consultations.rows()
        yield Difference("Beratungsfolge", _lines(_consultation, before), _lines(_consultation, typed))
    if editor.financial_rows.is_valid():
        amounts = editor.financial_rows.rows()
        yield Difference(
            "Beträge je Haushaltsjahr",
            _lines(_amount, stored.financial_rows.values()),
            _lines(_amount, amounts),
        )
    if editor.participants.is_valid():
        asked = stored.participations.filter(required_by="").select_related("unit")
        wanted = editor.participants.invitations()
        yield Difference("Beteiligte Fachbereiche", _invited(asked), _invited(wanted))


def _lines(line: Any, rows: Iterable[Mapping[str, Any]]) -> str:
    return "\n".join(line(row) for row in rows)


def _consultation(row: Mapping[str, Any]) -> str:
    day = f"{row['planned_on']:%d.%m.%Y}" if row["planned_on"] else "ohne Termin"
    publicity = "öffentlich" if row["is_public"] else "nichtöffentlich"
    return f"{row['organization']}, {day}, {ConsultationRole(row['role']).label}, {publicity}"


def _amount(row: Mapping[str, Any]) -> str:
    signs = [row[name] for name in ("product", "cost_center", "account") if row[name]]
    words = ["im Haushalt gedeckt"] * row["is_budgeted"] + ["Nachtrag nötig"] * row[
        "needs_supplementary_budget"
    ]
    amounts = [f"{row['year']}: Aufwand {row['expense']} €", f"Ertrag, Förderung {row['income']} €"]
    return ", ".join([*amounts, *signs, *words])


def _invited(rows: Iterable[Participation | Invitation]) -> str:
    return "\n".join(sorted(_participant(row) for row in rows))


def _participant(row: Participation | Invitation) -> str:
    words = ["verpflichtend"] * row.is_mandatory
    words += [f"Frist {row.due_on:%d.%m.%Y}"] if row.due_on else []
    return ", ".join([f"{ParticipationKind(row.kind).label}: {row.asked}", *words])


def _readable(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    return plain(str(value)) if isinstance(value, str) else str(value)
