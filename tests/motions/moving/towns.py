"""Erfundene Städte für Hypothesis: small, valid, and different in everything the file can say."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from motions.rules.town_words import WORDS

from .sample import Json

Draw = Any
_BERLIN = ZoneInfo("Europe/Berlin")
_GROUNDS = sorted(set(WORDS["SecrecyGround"]) - {""})
_PLAIN_OUTCOMES = sorted(
    set(WORDS["Outcome"]) - {"referred", "deferred", "adopted_amended", "recommended_amended"}
)


def words(most: int = 20) -> st.SearchStrategy[str]:
    """One line with umlauts, markup and formulas, as people and machines write them."""
    return st.text("abzÄöüß09 =+-&<>\"'/", min_size=1, max_size=most).map(str.strip).filter(bool)


def rich() -> st.SearchStrategy[str]:
    return st.sampled_from(["", "<p>Text</p>", "<ul><li>eins</li><li>zwei &amp; drei</li></ul>"])


def days() -> st.SearchStrategy[dt.date]:
    return st.dates(dt.date(2021, 1, 1), dt.date(2024, 12, 31))


def moments(first: dt.datetime, last: dt.datetime) -> st.SearchStrategy[dt.datetime]:
    return st.datetimes(first, last).map(lambda at: at.replace(microsecond=0, tzinfo=_BERLIN, fold=0))


def one(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(WORDS[name]))


@st.composite
def towns(draw: Draw) -> Json:
    """Everything below hangs together; what is drawn are numbers, words, states and results."""
    organs = [_organ(draw, number) for number in range(draw(st.integers(1, 3)))]
    people = [
        {
            "id": f"p{number}",
            "first_name": draw(words()),
            "last_name": draw(words()),
            "wants_post": draw(st.booleans()),
        }
        for number in range(draw(st.integers(1, 3)))
    ]
    papers = [_paper(draw, number, organs) for number in range(draw(st.integers(0, 2)))]
    return {
        "schema": "ratsinfo-town/1",
        "units": [{"id": "u", "code": "FB II", "name": draw(words()), "is_active": draw(st.booleans())}],
        "legislative_terms": [{"id": "t", "name": draw(words()), "starts_on": "2020-11-01"}],
        "organizations": organs,
        "persons": people,
        "memberships": [_membership(draw, person, organs) for person in people],
        "interests": [
            {
                "id": f"e{person['id']}",
                "person": person["id"],
                "kind": draw(one("InterestKind")),
                "body": draw(words()),
                "starts_on": draw(days()).isoformat(),
                "ends_on": draw(st.sampled_from([None, "2025-10-31"])),
                "recorded_at": "2021-02-03T04:05:06+01:00",
            }
            for person in people
        ],
        "paper_types": [{"id": "b", "code": "beschluss", "name": draw(words()), "behaviour": "decides"}],
        "papers": papers,
        "meetings": [
            _meeting(draw, number, organs, people, papers) for number in range(draw(st.integers(0, 2)))
        ],
    }


def _organ(draw: Draw, number: int) -> Json:
    return {
        "id": f"o{number}",
        "name": f"{number} {draw(words())}",
        "short_name": f"O{number}",
        "slug": f"o{number}",
        "organization_type": "council" if number == 0 else "committee",
        "committee_kind": "voluntary",
        "article": draw(one("Article")),
        "seatings": [{"term": "t", "statutory_member_count": draw(st.integers(1, 60))}],
    }


def _membership(draw: Draw, person: Json, organs: list[Json]) -> Json:
    role = draw(st.sampled_from(["chair", "member", "expert_citizen", "advisory_resident"]))
    return {
        "id": f"m{person['id']}",
        "person": person["id"],
        "organization": draw(st.sampled_from(organs))["id"],
        "role": role,
        "has_vote": role != "advisory_resident" and draw(st.booleans()),
        "starts_on": draw(days()).isoformat(),
        "ends_on": draw(st.sampled_from([None, "2025-10-31"])),
    }


def _paper(draw: Draw, number: int, organs: list[Json]) -> Json:
    is_public = draw(st.booleans())
    released = draw(moments(dt.datetime(2021, 1, 1), dt.datetime(2024, 12, 31)))
    return {
        "id": f"v{number}",
        "paper_type": "b",
        "status": draw(st.sampled_from(["released", "withdrawn"])),
        "reference_prefix": "FB II",
        "reference_number": 100 + number * 7,
        "reference_year": 2021,
        "reference_suffix": draw(st.sampled_from([None, 2])),
        "dated_on": draw(days()).isoformat(),
        "received_on": draw(st.none() | days().map(str)),
        "released_at": released.isoformat(),
        "lead_unit": "u",
        "subject": draw(words(60)),
        "plain_words": draw(words()),
        "statement": draw(rich()),
        "draft_resolution": draw(rich()),
        "is_public": is_public,
        "secrecy_ground": "" if is_public else draw(st.sampled_from(_GROUNDS)),
        "council_matter": draw(one("CouncilMatter")),
        "original": "v0" if number else "",
        "successor_kind": draw(one("SuccessorKind")) if number else "",
        "financial_rows": [
            {"year": 2022, "expense": str(draw(st.decimals(0, 10**6, places=2))), "income": "0.00"}
        ],
        "impact_tables": [_impact_table(draw) for _ in range(draw(st.integers(0, 2)))],
        "consultations": [
            {
                "id": f"c{number}.{place}",
                "organization": draw(st.sampled_from(organs))["id"],
                "planned_on": draw(st.none() | days().map(str)),
                "is_public": draw(st.booleans()),
                "role": draw(one("ConsultationRole")),
            }
            for place in range(draw(st.integers(1, 3)))
        ],
        "attachments": [{"title": draw(words()), "file": "anlagen/plan.txt"}] if number == 0 else [],
    }


def _impact_table(draw: Draw) -> Json:
    width = draw(st.integers(1, 3))
    line = st.lists(st.just("") | words(), min_size=width, max_size=width)
    return {
        "caption": draw(words()),
        "head": draw(line),
        "rows": draw(st.lists(line, max_size=3)),
        "numeric": draw(st.lists(st.integers(0, width - 1), unique=True)),
        "note": draw(st.just("") | words()),
    }


def _meeting(draw: Draw, number: int, organs: list[Json], people: list[Json], papers: list[Json]) -> Json:
    status = draw(st.sampled_from(["planned", "invited", "in_session", "closed", "closed", "cancelled"]))
    starts = dt.datetime(2023, 1, 10 + number, 18, tzinfo=_BERLIN)
    sent = starts - dt.timedelta(days=14)
    was_sent = status not in ("planned", "cancelled") or (status == "cancelled" and draw(st.booleans()))
    has_results = status in ("in_session", "closed")
    items = [
        _item(draw, f"i{number}.{place}", place, sent if was_sent else None)
        for place in range(draw(st.integers(0, 3)))
    ]
    stations = [row["id"] for paper in papers for row in paper["consultations"]]
    for item, station in zip(items, stations, strict=False):
        item["consultation"] = station
    if has_results:
        for item in items:
            item["treatment"] = _treatment(draw, starts, people)
            if item["is_public"]:
                item["treatment"]["ballots"][0]["exclusion"] = draw(st.none() | _exclusions(starts))
    return {
        "id": f"z{number}",
        "organization": draw(st.sampled_from(organs))["id"],
        "status": status,
        "slug": f"sitzung-{number}",
        "starts_at": starts.isoformat(),
        "place": draw(words()),
        "is_hybrid": draw(st.booleans()),
        "opened_at": starts.isoformat() if has_results else None,
        "closed_at": (starts + dt.timedelta(hours=2)).isoformat() if status == "closed" else None,
        "invitations": [{"revision": 1, "sent_at": sent.isoformat()}] if was_sent else [],
        "notices": [{"revision": 1, "form": draw(words()), "published_on": "2023-01-02"}] if was_sent else [],
        "attendees": [_attendee(draw, number, person, starts) for person in people] if has_results else [],
        "items": sorted(items, key=lambda item: not item["is_public"]),
    }


def _item(draw: Draw, name: str, place: int, sent: dt.datetime | None) -> Json:
    is_public = draw(st.booleans())
    return {
        "id": name,
        "kind": draw(one("ItemKind")),
        "number": str(place + 1) if sent else "",
        "title": draw(words(60)),
        "is_public": is_public,
        "public_title": "" if is_public else draw(words()),
        "secrecy_ground": "" if is_public else draw(st.sampled_from(_GROUNDS)),
        "announced_at": sent.isoformat() if sent else None,
        "is_tabled": draw(st.booleans()),
        "accepted_note": draw(words()),
    }


def _treatment(draw: Draw, starts: dt.datetime, people: list[Json]) -> Json:
    by_name = draw(st.booleans())
    yes, no = draw(st.integers(0, 20)), draw(st.integers(0, 20))
    return {
        "outcome": draw(st.sampled_from(_PLAIN_OUTCOMES)),
        "voted_text": draw(one("VotedText")),
        "final_text": draw(rich()),
        "chaired_by": people[0]["id"],
        "started_at": draw(st.sampled_from([None, starts.isoformat()])),
        "ballots": [
            {
                "kind": draw(one("BallotKind")),
                "mode": "by_name" if by_name else draw(st.sampled_from(["open", "secret"])),
                "majority": draw(one("Majority")),
                "statutory_member_count": 33,
                "voters": yes + no,
                "yes_count": yes,
                "no_count": no,
                "abstention_count": 0,
                "without_mayor": draw(st.booleans()),
                "taken_at": starts.isoformat(),
                "named_votes": [{"person": person["id"], "choice": draw(one("Choice"))} for person in people]
                if by_name
                else [],
                "candidates": [{"name": draw(words()), "votes": yes}],
            }
        ],
    }


def _exclusions(starts: dt.datetime) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(
        {
            "moved_by": words(),
            "ground": st.sampled_from(_GROUNDS),
            "debate": words(60),
            "recorded_at": st.just(starts.isoformat()),
        }
    )


def _attendee(draw: Draw, number: int, person: Json, starts: dt.datetime) -> Json:
    return {
        "id": f"a{number}.{person['id']}",
        "person": person["id"],
        "name": draw(words()),
        "seat": "member",
        "has_vote": draw(st.booleans()),
        "is_excused": draw(st.booleans()),
        "intervals": [
            {
                "arrived_at": starts.isoformat(),
                "left_at": (starts + dt.timedelta(minutes=draw(st.integers(1, 90)))).isoformat(),
            }
        ],
    }
