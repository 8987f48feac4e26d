"""Zeilen des Umzugsformats aus den Tabellen: what is written by the export and compared by the import."""

from typing import Any, TypeVar

from motions.importing.town import kept_at
from motions.importing.town_fields import specs
from motions.importing.town_meeting_rows import (
    AttendeeRow,
    BallotRow,
    CandidateRow,
    ExclusionRow,
    GroupVoteRow,
    InvitationRow,
    ItemRow,
    MeetingRow,
    NamedVoteRow,
    NoticeRow,
    PresenceRow,
    RecusalRow,
    TreatmentRow,
)
from motions.importing.town_rows import (
    KINDS,
    AnnexRow,
    ConsultationRow,
    FinancialRow,
    ImpactTableRow,
    OrganizationRow,
    PaperRow,
    SeatingRow,
)
from motions.models import (
    AgendaItem,
    Ballot,
    ExclusionMotion,
    ImpactTable,
    Meeting,
    Organization,
    Paper,
    Treatment,
)
from motions.models.choices import MeetingStatus

from .external_ids import Names

Row = TypeVar("Row")


def plain(obj: Any, kind: type[Row], names: Names, **given: Any) -> Row:
    """A row whose fields are called like the columns; ``given`` holds those that are not."""
    values = {}
    for name, spec in specs(kind):
        if name in given:
            values[name] = given[name]
        elif name == "id":
            values[name] = names(KINDS[kind], obj.pk)
        elif spec.kind == "ref":
            values[name] = names(spec.of, getattr(obj, f"{name}_id"))
        elif spec.kind not in ("row", "rows"):
            values[name] = getattr(obj, name)
    return kind(**values)


def organization(obj: Organization, names: Names) -> OrganizationRow:
    """An organ with its seats."""
    seatings = sorted(obj.seatings.all(), key=lambda row: row.term.starts_on)
    return plain(obj, OrganizationRow, names, seatings=_all(seatings, SeatingRow, names))


def paper(obj: Paper, names: Names) -> PaperRow:
    """A released paper with all its parts; the day of its release is the one of its last text."""
    released = [row for row in obj.releases.all() if row.revised_at is None]
    annexes = tuple(
        plain(row, AnnexRow, names, file=kept_at(row.sha256, row.file_name))
        for row in sorted(obj.attachments.all(), key=lambda row: (row.position, row.pk))
    )
    return plain(
        obj,
        PaperRow,
        names,
        released_at=max(row.released_at for row in released),
        financial_rows=_all(
            sorted(obj.financial_rows.all(), key=lambda row: (row.position, row.year, row.pk)),
            FinancialRow,
            names,
        ),
        impact_tables=tuple(_impact_table(row, names) for row in obj.impact_tables.all()),
        consultations=_all(
            sorted(obj.consultations.all(), key=lambda row: row.position), ConsultationRow, names
        ),
        attachments=annexes,
    )


def _impact_table(obj: ImpactTable, names: Names) -> ImpactTableRow:
    """A table; the database keeps lists where the file has what can be compared."""
    cells = {"head": tuple(obj.head), "rows": tuple(map(tuple, obj.rows)), "numeric": tuple(obj.numeric)}
    return plain(obj, ImpactTableRow, names, **cells)


def meeting(obj: Meeting, names: Names, items: list[AgendaItem]) -> MeetingRow:
    """A meeting with its agenda, presence and results; ``items`` in the order of the agenda."""
    attendees = tuple(
        plain(row, AttendeeRow, names, intervals=_all(row.intervals.all(), PresenceRow, names))
        for row in sorted(obj.attendees.all(), key=lambda row: (row.position, row.name, row.pk))
    )
    return plain(
        obj,
        MeetingRow,
        names,
        # While its record is corrected it is in session again, whenever it has ended.
        closed_at=obj.closed_at if obj.status == MeetingStatus.CLOSED else None,
        invitations=_all(sorted(obj.invitations.all(), key=lambda row: row.revision), InvitationRow, names),
        notices=_all(sorted(obj.notices.all(), key=lambda row: row.revision), NoticeRow, names),
        attendees=attendees,
        items=tuple(item(row, names) for row in items),
    )


def item(obj: AgendaItem, names: Names) -> ItemRow:
    """An item of the agenda with what came of it."""
    found: Treatment | None = getattr(obj, "treatment", None)
    recusals = sorted(obj.recusals.all(), key=lambda row: (row.declared_at, row.pk))
    return plain(
        obj,
        ItemRow,
        names,
        recusals=_all(recusals, RecusalRow, names),
        treatment=treatment(found, names) if found else None,
    )


def treatment(obj: Treatment, names: Names) -> TreatmentRow:
    """A result with its ballots."""
    ballots = sorted(obj.ballots.all(), key=lambda row: row.position)
    return plain(obj, TreatmentRow, names, ballots=tuple(_ballot(row, names) for row in ballots))


def _ballot(obj: Ballot, names: Names) -> BallotRow:
    votes = _all(sorted(obj.named_votes.all(), key=lambda row: row.pk), NamedVoteRow, names)
    candidates = sorted(obj.candidates.all(), key=lambda row: row.position)
    groups = sorted(obj.group_votes.all(), key=lambda row: row.position)
    motion: ExclusionMotion | None = getattr(obj, "exclusion_motion", None)
    return plain(
        obj,
        BallotRow,
        names,
        named_votes=votes,
        group_votes=_all(groups, GroupVoteRow, names),
        candidates=_all(candidates, CandidateRow, names),
        exclusion=plain(motion, ExclusionRow, names) if motion else None,
    )


def _all(objects: Any, kind: type[Row], names: Names) -> tuple[Row, ...]:
    return tuple(plain(obj, kind, names) for obj in objects)
