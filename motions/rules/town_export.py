"""Eine ganze Stadt ausgeben: the rows of the file from the tables, sorted by what they say, so the same again.

For the move everything that was issued, at the shell of the operator; for everybody what citizens may read, built
from the public sets and at no clearance, so that the database is the second net (P-06).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, Q, QuerySet

from motions.importing.town_meeting_rows import ItemRow, MeetingRow, TreatmentRow
from motions.importing.town_rows import (
    InterestRow,
    MembershipRow,
    PaperRow,
    PaperTypeRow,
    PersonRow,
    SubstituteRow,
    TermRow,
    TownFile,
    UnitRow,
)
from motions.models import (
    AgendaItem,
    Interest,
    LegislativeTerm,
    Meeting,
    Membership,
    Organization,
    Paper,
    PaperType,
    Person,
    SubstituteMembership,
    Treatment,
    Unit,
)

from . import meeting_permissions, permissions, town_describe
from .clearance import clearance
from .external_ids import Names, Register, concealed
from .town_words import ISSUED_STATUS

_PARTS = ("financial_rows", "impact_tables", "consultations", "releases")


@dataclass(frozen=True)
class Part:
    """Ein Teil der Stadt: these meetings and papers, and no others."""

    meetings: QuerySet[Meeting]
    papers: QuerySet[Paper]


def whole_town(part: Part | None = None) -> TownFile:
    """Everything that was issued; a row that bears no id yet gets one for good, so that it is known again."""
    with clearance("system"):
        names = Register().given
        papers = Paper.objects.filter(_in(part.papers if part else None), status__in=ISSUED_STATUS).distinct()
        rows = [
            town_describe.paper(paper, names)
            for paper in papers.filter(releases__isnull=False).prefetch_related(*_PARTS, "attachments")
        ]
        known = Meeting.objects.filter(_in(part.meetings if part else None))
        agendas = _agendas(AgendaItem.objects.filter(_in(known, "meeting")), Treatment.objects.all())
        meetings = [
            town_describe.meeting(meeting, names, agendas.get(meeting.pk, []))
            for meeting in known.prefetch_related("invitations", "notices", "attendees__intervals")
        ]
        return _without_drafts(_town(names, rows, meetings))


def public_town(part: Part | None = None) -> TownFile:
    """What every citizen may read; the ids tell nothing of what is left out, and nothing is written."""
    anybody = AnonymousUser()
    annexes = Prefetch("attachments", queryset=permissions.visible_attachments(anybody))
    papers = permissions.public_papers().filter(_in(part.papers if part else None))
    papers = papers.prefetch_related(*_PARTS, annexes)
    rows = [
        replace(town_describe.paper(paper, concealed), affects_positions=False, council_matter="none")
        for paper in papers
    ]
    known = meeting_permissions.visible_meetings(anybody).filter(_in(part.meetings if part else None))
    agendas = _agendas(
        meeting_permissions.visible_items(anybody).filter(_in(known, "meeting"), is_public=True),
        meeting_permissions.visible_treatments(anybody),
    )
    meetings = [
        _for_everybody(town_describe.meeting(meeting, concealed, agendas.get(meeting.pk, [])))
        for meeting in known.prefetch_related("invitations", "notices", "attendees__intervals")
    ]
    return _without_strangers(_without_drafts(_town(concealed, rows, meetings)))


def annexes_of(town: TownFile) -> dict[str, str]:
    """The check sum of every annex by its place in the folder."""
    return {row.file: row.sha256 for paper in town.papers for row in paper.attachments}


def _in(rows: QuerySet[Any] | None, field: str = "pk") -> Q:
    """Condition: one of these rows; without any, every row."""
    return Q() if rows is None else Q(**{f"{field}__in": rows.order_by().values("pk")})


def _agendas(items: QuerySet[AgendaItem], treatments: QuerySet[Treatment]) -> dict[int, list[AgendaItem]]:
    """The items of each meeting in their order, with the results among these."""
    results = treatments.prefetch_related(
        "ballots__named_votes", "ballots__group_votes", "ballots__candidates", "ballots__exclusion_motion"
    )
    found: dict[int, list[AgendaItem]] = {}
    ordered = items.in_order()  # type: ignore[attr-defined]
    for item in ordered.prefetch_related("recusals", Prefetch("treatment", queryset=results)):
        found.setdefault(item.meeting_id, []).append(item)
    return found


def _town(names: Names, papers: list[PaperRow], meetings: list[MeetingRow]) -> TownFile:
    plain = town_describe.plain
    organs = Organization.objects.prefetch_related("seatings__term")
    return TownFile(
        units=_sorted([plain(row, UnitRow, names) for row in Unit.objects.all()], lambda row: (row.code,)),
        legislative_terms=_sorted(
            [plain(row, TermRow, names) for row in LegislativeTerm.objects.all()],
            lambda row: (row.starts_on, row.name),
        ),
        organizations=_sorted(
            [town_describe.organization(row, names) for row in organs], lambda row: (row.name,)
        ),
        persons=_sorted(
            [plain(row, PersonRow, names) for row in Person.objects.all()],
            lambda row: (row.last_name, row.first_name, row.id),
        ),
        memberships=_sorted(
            [plain(row, MembershipRow, names) for row in Membership.objects.all()],
            lambda row: (row.organization, row.person, row.starts_on, row.id),
        ),
        substitutes=_sorted(
            [plain(row, SubstituteRow, names) for row in SubstituteMembership.objects.all()],
            lambda row: (row.organization, row.parliamentary_group, row.position, row.starts_on, row.id),
        ),
        interests=_sorted(
            [plain(row, InterestRow, names) for row in Interest.objects.all()],
            lambda row: (row.person, row.starts_on, row.body, row.id),
        ),
        paper_types=_sorted(
            [plain(row, PaperTypeRow, names) for row in PaperType.objects.all()], lambda row: (row.code,)
        ),
        papers=_sorted(papers, lambda row: (row.reference_number, row.reference_suffix or 0)),
        meetings=_sorted(meetings, lambda row: (row.starts_at, row.organization, row.id)),
    )


def _sorted(rows: list[Any], key: Callable[[Any], tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(sorted(rows, key=key))


def _without_drafts(town: TownFile) -> TownFile:
    """No reference leads out of the file: what is not in it is not named either."""
    papers = {row.id for row in town.papers}
    stations = {row.id for paper in town.papers for row in paper.consultations}
    return replace(
        town,
        papers=tuple(_alone(row, papers) for row in town.papers),
        meetings=tuple(
            replace(meeting, items=tuple(_known(item, stations) for item in meeting.items))
            for meeting in town.meetings
        ),
    )


def _alone(row: PaperRow, papers: set[str]) -> PaperRow:
    changes: dict[str, Any] = {}
    if row.original not in papers:
        changes |= {"original": "", "successor_kind": ""}
    if row.amends not in papers:
        changes["amends"] = ""
    return replace(row, **changes)


def _known(item: ItemRow, stations: set[str]) -> ItemRow:
    if item.consultation not in stations:
        item = replace(item, consultation="")
    if item.treatment and item.treatment.added_consultation not in stations:
        item = replace(item, treatment=replace(item.treatment, added_consultation=""))
    return item


def _without_strangers(town: TownFile) -> TownFile:
    """Only people the file speaks of (a seat, the chair, a vote by name), without their mail and their interests."""
    results = [item.treatment for meeting in town.meetings for item in meeting.items if item.treatment]
    named = {row.person for row in town.memberships} | {row.person for row in town.substitutes}
    named |= {row.chaired_by for row in results}
    named |= {vote.person for row in results for ballot in row.ballots for vote in ballot.named_votes}
    persons = (replace(row, wants_post=False) for row in town.persons if row.id in named)
    return replace(town, persons=tuple(persons), interests=())


def _for_everybody(row: MeetingRow) -> MeetingRow:
    """Without what belongs to members and the Ratsbüro, and without times that would show a gap.

    For everybody a meeting ends with its last public item: the real end tells how long the other part was, and when
    its record was corrected.
    """
    ends = [item.treatment.ended_at for item in row.items if item.treatment and item.treatment.ended_at]
    return replace(
        row,
        closed_at=max([*ends, row.opened_at]) if row.closed_at and row.opened_at else None,
        editorial_deadline_on=None,
        invitations=(),
        attendees=(),
        items=tuple(
            replace(
                item,
                accepted_note="",
                recusals=(),
                treatment=_result(item.treatment) if item.treatment else None,
            )
            for item in row.items
        ),
    )


def _result(row: TreatmentRow) -> TreatmentRow:
    ballots = tuple(replace(ballot, exclusion=None) for ballot in row.ballots)
    return replace(row, position=None, started_at=None, ended_at=None, ballots=ballots)
