"""Eine Umzugsdatei für Tests: a small town with everything that can be moved, written beside its annex."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from hueckeswagen_ratsinfo.demo.bylaws import load_bylaws
from motions.importing.town import read_town
from motions.models import Appointment, Unit, User
from motions.models.choices import Office
from motions.rules import town_import
from motions.rules.clearance import clearance
from motions.rules.town_words import WORDS
from tests.people import SINCE, make_user

Json = dict[str, Any]


def sample() -> Json:
    """Rat, a committee, two people, a public and a non-public paper, a meeting that is over and one to come."""
    return {
        "schema": "ratsinfo-town/1",
        "units": [{"id": "u1", "code": "FB II", "name": "Soziales", "email": "fb2@example.org"}],
        "legislative_terms": [
            {"id": "t1", "name": "2020–2025", "starts_on": "2020-11-01", "ends_on": "2025-10-31"}
        ],
        "organizations": [
            {
                "id": "o1",
                "name": "Rat",
                "short_name": "Rat",
                "organization_type": "council",
                "seatings": [{"term": "t1", "statutory_member_count": 33}],
            },
            {
                "id": "o2",
                "name": "Bauausschuss",
                "short_name": "BauA",
                "slug": "bau",
                "organization_type": "committee",
                "committee_kind": "voluntary",
            },
            {
                "id": "o3",
                "name": "Grünes Forum",
                "short_name": "GF",
                "organization_type": "parliamentary_group",
                "article": "das",
            },
        ],
        "persons": [
            {"id": "p1", "first_name": "Ada", "last_name": "Ahornblatt"},
            {"id": "p2", "first_name": "Quentin", "last_name": "Rotkehlchen", "title": "Dr."},
        ],
        "memberships": [
            {"id": "m1", "person": "p1", "organization": "o1", "role": "chair", "starts_on": "2020-11-01"},
            {"id": "m2", "person": "p2", "organization": "o1", "starts_on": "2020-11-01"},
        ],
        "substitutes": [
            {
                "id": "s1",
                "organization": "o2",
                "person": "p2",
                "parliamentary_group": "o3",
                "position": 1,
                "starts_on": "2020-11-01",
            }
        ],
        "paper_types": [
            {"id": "b", "code": "resolution_proposal", "name": "Beschlussvorlage", "behaviour": "decides"}
        ],
        "papers": [paper(), secret_paper()],
        "meetings": [closed_meeting(), planned_meeting()],
    }


def paper() -> Json:
    return {
        "id": "v1",
        "paper_type": "b",
        "reference_prefix": "FB II",
        "reference_number": 4100,
        "reference_year": 2022,
        "dated_on": "2022-03-01",
        "released_at": "2022-03-04T10:00:00+01:00",
        "lead_unit": "u1",
        "subject": "Neue Bänke am Schlossplatz",
        "draft_resolution": "<p>Vier Bänke werden aufgestellt.</p>",
        "financial_rows": [{"year": 2022, "expense": "1200.50", "income": "0.00", "product": "1.31"}],
        "impact_tables": [impact_table()],
        "consultations": [
            {"id": "c1", "organization": "o2", "planned_on": "2022-03-20", "role": "advisory"},
            {"id": "c2", "organization": "o1", "role": "deciding"},
        ],
        "attachments": [
            {"title": "Lageplan", "file": "anlagen/plan.txt"},
            {"title": "Angebote", "file": "anlagen/angebote.txt", "is_public": False},
        ],
    }


def impact_table() -> Json:
    return {
        "caption": "Änderung des Stellenplans",
        "head": ["Stelle", "VZÄ"],
        "rows": [["Bauhof", "1,00"], ["Summe", "1,00"]],
        "numeric": [1],
        "note": "Der Zuschuss endet 2024.",
    }


def secret_paper() -> Json:
    return {
        "id": "v2",
        "paper_type": "b",
        "reference_prefix": "FB II",
        "reference_number": 4101,
        "reference_year": 2022,
        "dated_on": "2022-03-01",
        "released_at": "2022-03-04T10:00:00+01:00",
        "lead_unit": "u1",
        "subject": "Ankauf des Grundstücks Kieselweg",
        "is_public": False,
        "secrecy_ground": "property",
        "consultations": [{"id": "c3", "organization": "o1", "role": "deciding", "is_public": False}],
    }


def closed_meeting() -> Json:
    return {
        "id": "z1",
        "organization": "o1",
        "status": "closed",
        "starts_at": "2022-04-05T18:00:00+02:00",
        "place": "Heimatmuseum",
        "opened_at": "2022-04-05T18:02:00+02:00",
        "closed_at": "2022-04-05T20:10:00+02:00",
        "invitations": [{"revision": 1, "sent_at": "2022-03-22T09:00:00+01:00"}],
        "notices": [{"revision": 1, "form": "Aushang", "published_on": "2022-03-23"}],
        "attendees": [
            {
                "id": "a1",
                "person": "p1",
                "name": "Ada Ahornblatt",
                "seat": "member",
                "has_vote": True,
                "intervals": [{"arrived_at": "2022-04-05T18:02:00+02:00"}],
            },
            {
                "id": "a2",
                "person": "p2",
                "name": "Dr. Quentin Rotkehlchen",
                "seat": "member",
                "has_vote": True,
            },
        ],
        "items": [
            bench_item(),
            {"id": "i2", "number": "2", "title": "Berichte", "kind": "report"},
            land_item(),
        ],
    }


def bench_item() -> Json:
    return {
        "id": "i1",
        "number": "1",
        "kind": "paper",
        "title": "Neue Bänke am Schlossplatz",
        "consultation": "c2",
        "announced_at": "2022-03-22T09:00:00+01:00",
        "treatment": {
            "chaired_by": "p1",
            "outcome": "adopted",
            "voted_text": "draft",
            "final_text": "<p>Vier Bänke werden aufgestellt.</p>",
            "ballots": [
                {
                    "mode": "by_name",
                    "statutory_member_count": 33,
                    "voters": 2,
                    "yes_count": 1,
                    "no_count": 1,
                    "abstention_count": 0,
                    "taken_at": "2022-04-05T18:30:00+02:00",
                    "named_votes": [
                        {"person": "p1", "choice": "yes"},
                        {"person": "p2", "choice": "no"},
                    ],
                }
            ],
        },
    }


def land_item() -> Json:
    return {
        "id": "i3",
        "number": "1",
        "kind": "paper",
        "title": "Ankauf des Grundstücks Kieselweg",
        "is_public": False,
        "public_title": "Grundstücksangelegenheit",
        "secrecy_ground": "property",
        "consultation": "c3",
        "recusals": [
            {"person": "p2", "ground": "advantage_self", "declared_at": "2022-04-05T19:00:00+02:00"}
        ],
        "treatment": {"outcome": "adopted", "final_text": "<p>Der Kieselweg wird gekauft.</p>"},
    }


def planned_meeting() -> Json:
    return {
        "id": "z2",
        "organization": "o2",
        "status": "planned",
        "starts_at": "2027-05-04T18:00:00+02:00",
        "place": "Rathaus",
        "items": [{"id": "i4", "title": "Eröffnung", "kind": "opening"}],
    }


def write(folder: Path, data: Json) -> Path:
    """The file with its annexes beside it."""
    annexes = folder / "anlagen"
    annexes.mkdir(parents=True, exist_ok=True)
    (annexes / "plan.txt").write_text("Lageplan der Bänke\n")
    (annexes / "angebote.txt").write_text("Drei Angebote\n")
    file = folder / "town.json"
    file.write_text(json.dumps(data))
    return file


def empty_installation() -> User:
    """Local law and the account of the mayor: what stands before a town moves in."""
    load_bylaws(since=SINCE)
    user = make_user("Clara Schlossgarten", function="Bürgermeisterin")
    unit = Unit.objects.create(code="BM", name="Ratsbüro")
    Appointment.objects.create(user=user, office=Office.MAYOR, unit=unit, starts_on=SINCE)
    return user


def take_over(file: Path, by: User, *, dry_run: bool = False) -> town_import.Report:
    """What the command does between its lines."""
    return town_import.take_over(read_town(file, words=WORDS), by=by, now=timezone.now(), dry_run=dry_run)


def exported(folder: Path, *options: str) -> Json:
    """What the command writes, read again."""
    call_command("export_town", str(folder), *options, stdout=StringIO())
    found: Json = json.loads((folder / "town.json").read_text())
    return found


def all_rows() -> int:
    """How many rows the tables of the town hold."""
    with clearance("system"):
        return sum(
            model._default_manager.count()
            for model in apps.get_app_config("motions").get_models()
            if not model.__name__.endswith("Event") or model.__name__ == "Event"
        )
