"""A part of the town names everything it speaks of, and nothing besides."""

import datetime as dt

from motions.importing.town_meeting_rows import AttendeeRow, ItemRow, MeetingRow, TreatmentRow
from motions.importing.town_rows import (
    ConsultationRow,
    InterestRow,
    MembershipRow,
    OrganizationRow,
    PaperRow,
    PaperTypeRow,
    PersonRow,
    SeatingRow,
    SubstituteRow,
    TermRow,
    TownFile,
    UnitRow,
)
from motions.rules.town_parts import standing_alone

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2024, 12, 31)


def seat(name: str, person: str, organ: str, start: int = 2020, end: int | None = None) -> MembershipRow:
    ends_on = dt.date(end, 6, 30) if end else None
    return MembershipRow(name, person, organ, starts_on=dt.date(start, 11, 1), ends_on=ends_on)


def organ(name: str, kind: str = "committee", terms: tuple[str, ...] = ()) -> OrganizationRow:
    return OrganizationRow(
        name, name, name, organization_type=kind, seatings=tuple(SeatingRow(term, 9) for term in terms)
    )


def town() -> TownFile:
    """A committee that met, one a paper goes to, one nobody speaks of, two Fraktionen; people in each."""
    treatment = TreatmentRow(
        outcome="deferred", chaired_by="chair", deferred_to="later", referred_to="referred"
    )
    return TownFile(
        units=(UnitRow("u1"), UnitRow("u2")),
        legislative_terms=(
            TermRow("old", "old", dt.date(2014, 6, 1), dt.date(2020, 10, 31)),
            TermRow("now", "now", dt.date(2020, 11, 1), None),
        ),
        organizations=(
            organ("met", terms=("old", "now")),
            organ("station"),
            organ("referred"),
            organ("other"),
            organ("group", "parliamentary_group"),
            organ("other group", "parliamentary_group"),
        ),
        persons=tuple(
            PersonRow(name) for name in ("chair", "member", "former", "stranger", "substitute", "guest")
        ),
        memberships=(
            seat("1", "member", "met"),
            seat("2", "former", "met", 2020, 2023),
            seat("3", "stranger", "other"),
            seat("4", "member", "group"),
            seat("5", "stranger", "other group"),
            seat("6", "member", "other"),
        ),
        substitutes=(
            SubstituteRow("7", "met", "substitute", "group", 1, dt.date(2020, 11, 1)),
            SubstituteRow("8", "other", "stranger", "other group", 1, dt.date(2020, 11, 1)),
        ),
        interests=(InterestRow("9", "member"),),
        paper_types=(PaperTypeRow("used"), PaperTypeRow("unused")),
        papers=(
            PaperRow(
                "p", "used", lead_unit="u1", consultations=(ConsultationRow("c", "station", role="deciding"),)
            ),
        ),
        meetings=(
            MeetingRow(
                "m",
                "met",
                items=(ItemRow("i", treatment=treatment),),
                attendees=(AttendeeRow("a", "guest", "Gast"),),
            ),
        ),
    )


def ids(rows: tuple[object, ...]) -> list[str]:
    return [row.id for row in rows]  # type: ignore[attr-defined]


def test_it_holds_what_it_speaks_of_in_its_days() -> None:
    found = standing_alone(town(), first=FIRST, last=LAST)
    assert {name: ids(rows) for name, rows in vars(found).items()} == {
        "units": ["u1"],
        "legislative_terms": ["now"],
        "organizations": ["met", "station", "referred", "group"],
        "persons": ["chair", "member", "substitute", "guest"],
        "memberships": ["1", "4"],
        "substitutes": ["7"],
        "interests": [],
        "paper_types": ["used"],
        "papers": ["p"],
        "meetings": ["m"],
    }
    assert found.organizations[0].seatings == (SeatingRow("now", 9),)


def test_no_word_leads_out_of_it() -> None:
    (meeting,) = standing_alone(town(), first=FIRST, last=LAST).meetings
    treatment = meeting.items[0].treatment
    assert treatment is not None
    assert (treatment.deferred_to, treatment.referred_to, treatment.outcome) == ("", "referred", "deferred")


def test_in_earlier_days_others_had_the_seats() -> None:
    found = standing_alone(town(), first=dt.date(2022, 1, 1), last=dt.date(2022, 1, 1))
    assert ids(found.memberships) == ["1", "2", "4"]
