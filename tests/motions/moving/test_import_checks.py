"""What stands in the way of a file is said in German with its place, and so is what was not understood."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Model

from motions import models
from motions.importing import town_meeting_rows, town_rows
from motions.importing.town import read_town
from motions.importing.town_fields import specs
from motions.importing.town_rows import TownFile
from motions.models import Attachment, User
from motions.rules.clearance import clearance
from motions.rules.town_import import TownRefused
from motions.rules.town_words import WORDS

from .sample import Json, all_rows, empty_installation, exported, sample, take_over, write

pytestmark = pytest.mark.django_db
HANDBOOK = Path(__file__).resolve().parents[3] / "docs" / "handbook" / "datenuebernahme.md"


@pytest.fixture
def mayor(db: None) -> User:
    return empty_installation()


@pytest.fixture
def data() -> Json:
    return sample()


def refusal(folder: Path, data: Json, by: User) -> list[str]:
    before = all_rows()
    with pytest.raises(TownRefused) as caught:
        take_over(write(folder, data), by)
    assert all_rows() == before
    return list(caught.value.errors)


def test_an_error_in_the_last_row_leaves_nothing_behind(mayor: User, data: Json, tmp_path: Path) -> None:
    data["meetings"].append(
        {
            "id": "z3",
            "organization": "o2",
            "status": "planned",
            "starts_at": "2027-05-04T18:00:00+02:00",
            "place": "Rathaus",
        }
    )
    assert refusal(tmp_path, data, mayor) == [
        "meetings[2]: Dieses Gremium hat zu dieser Zeit schon eine Sitzung."
    ]


def test_what_is_not_understood_is_told_with_its_place(mayor: User, data: Json, tmp_path: Path) -> None:
    data["meetings"][0]["items"][0]["treatment"]["outcome"] = "vertagd"
    data["papers"][0]["farbe"] = "blau"
    data["kassenbuch"] = []
    report = take_over(write(tmp_path, data), mayor)
    assert report.remarks == [
        "Die Liste „kassenbuch“ ist unbekannt und bleibt außen vor.",
        "papers[0]: Das Feld „farbe“ ist unbekannt und bleibt außen vor.",
        "meetings[0].items[0].treatment.outcome: „vertagd“ nicht verstanden. Die Angabe bleibt leer.",
    ]


def test_k03_a_table_that_nobody_could_print_is_refused(mayor: User, data: Json, tmp_path: Path) -> None:
    table = data["papers"][0]["impact_tables"][0]
    table["rows"], table["numeric"] = [["Bauhof"]], [2]
    assert refusal(tmp_path, data, mayor) == [
        "papers[0].impact_tables[0]: Jede Zeile der Tabelle braucht so viele Zellen, wie „head“ Spalten nennt.",
        "papers[0].impact_tables[0].numeric: Diese Spalte hat die Tabelle nicht. Gezählt wird ab 0.",
    ]


def test_a_table_that_is_no_table_is_refused(mayor: User, data: Json, tmp_path: Path) -> None:
    data["papers"][0]["impact_tables"][0]["rows"] = [["Bauhof", 1]]
    assert refusal(tmp_path, data, mayor) == [
        "papers[0].impact_tables[0].rows: „[['Bauhof', 1]]“ nicht verstanden. Berichtigen Sie die Angabe."
    ]


def test_an_unknown_reference_is_told(mayor: User, data: Json, tmp_path: Path) -> None:
    data["meetings"][0]["items"][0]["treatment"]["chaired_by"] = "p9"
    report = take_over(write(tmp_path, data), mayor)
    assert report.remarks == [
        "meetings[0].items[0].treatment.chaired_by: Die Kennung „p9“ ist nicht bekannt. Der Verweis bleibt leer."
    ]


def test_a_row_of_the_town_is_recognised_by_nature(mayor: User, data: Json, tmp_path: Path) -> None:
    data["units"].append({"id": "u9", "code": "BM", "name": "Ratsbüro"})
    report = take_over(write(tmp_path, data), mayor)
    assert report.remarks == ["units[1]: „BM – Ratsbüro“ gibt es schon. Die Kennung „u9“ gehört jetzt dazu."]


def test_a_row_that_left_under_another_id_is_recognised(mayor: User, data: Json, tmp_path: Path) -> None:
    """Whoever has given out the town before can take over a file of another system all the same."""
    exported(tmp_path / "sicherung")
    data["units"].append({"id": "u9", "code": "BM", "name": "Ratsbüro"})
    file = write(tmp_path, data)
    assert len(take_over(file, mayor).remarks) == 1
    again = take_over(file, mayor)
    assert (again.changed_nothing, again.remarks) == (True, [])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda data: data["meetings"][0]["items"][0]["treatment"]["ballots"][0].update(yes_count=5),
            "Die Stimmen ergeben nicht die Zahl der Stimmberechtigten (A-06).",
        ),
        (
            lambda data: data["meetings"][0]["items"][0]["treatment"]["ballots"][0].update(mode="secret"),
            "Stimmen einzelner Personen gibt es nur bei einer namentlichen Abstimmung (A-11, A-12).",
        ),
        (
            lambda data: data["meetings"][0]["items"][1].update(number="1"),
            "Diese TOP-Nummer gibt es in diesem Teil der Tagesordnung schon.",
        ),
        (
            lambda data: data["meetings"][0].update(closed_at=None),
            "Eröffnung (opened_at) und Schluss (closed_at) passen nicht zum Stand (status).",
        ),
        (
            lambda data: data["units"].append({"id": "u2", "code": "FB II", "name": "Soziales"}),
            "„FB II – Soziales“ kommt in der Datei schon unter einer anderen Kennung vor.",
        ),
        (
            lambda data: data["meetings"][1]["items"][0].update(number="1"),
            "TOP-Nummern entstehen erst mit der Einladung (E-12). Die Sitzung ist nur geplant.",
        ),
        (
            lambda data: data["meetings"][0]["items"][1].update(number="../1"),
            "Eine TOP-Nummer ist zum Beispiel „5“, „5a“ oder „5.1“. Berichtigen Sie sie.",
        ),
        (
            lambda data: data["meetings"][0]["items"][0].update(announced_at="2199-01-01T10:00:00+01:00"),
            "Einladung, Eröffnung und Schluss liegen nicht in der Zukunft.",
        ),
        (
            lambda data: (
                data["papers"][0].update(original="v2", successor_kind="answer")
                or data["papers"][1].update(original="v1", successor_kind="answer")
            ),
            "Diese Vorlagen verweisen im Kreis aufeinander.",
        ),
        (
            lambda data: data["papers"][1].update(reference_number=4100),
            "Die Nummer 4100 ist schon vergeben (V-01).",
        ),
        (
            lambda data: data["papers"][1].update(secrecy_ground=""),
            "Einen Grund hat eine Vorlage genau dann, wenn sie nichtöffentlich ist.",
        ),
        (
            lambda data: data["papers"][0].update(released_at="2015-03-04T10:00:00+01:00"),
            "Für diesen Tag ist kein Ortsrecht „release.label“ hinterlegt. Ergänzen Sie es zuerst.",
        ),
        (
            lambda data: data["memberships"][1].update(person="p1"),
            "In dieser Zeit ist die Person schon Mitglied dieses Gremiums. Beenden Sie zuerst die bisherige "
            "Mitgliedschaft.",
        ),
    ],
)
def test_what_breaks_a_rule_is_said_in_german(
    mayor: User, data: Json, tmp_path: Path, change: object, sentence: str
) -> None:
    change(data)  # type: ignore[operator]
    errors = refusal(tmp_path, data, mayor)
    assert sentence in [text.partition(": ")[2] for text in errors]


def test_annexes_are_examined_like_uploads(mayor: User, data: Json, tmp_path: Path) -> None:
    file = write(tmp_path, data)
    (tmp_path / "anlagen" / "plan.txt").write_bytes(b"MZ\x90\x00\x03" * 50)
    with pytest.raises(TownRefused) as caught:
        take_over(file, mayor)
    assert "hat ein nicht erlaubtes Format" in str(caught.value)
    with clearance("system"):
        assert not Attachment.objects.exists()


def fields_of(row: Any) -> set[str]:
    found = set()
    for name, spec in specs(row):
        found.add(name)
        if spec.below is not None:
            found |= fields_of(spec.below)
    return found


def test_the_handbook_names_every_field_and_every_word() -> None:
    named = set(re.findall(r"`([^`\n]+)`", HANDBOOK.read_text()))
    assert fields_of(TownFile) - named == set()
    assert {word for words in WORDS.values() for word in words if word} - named == set()


# What a row has here and not in the file, with the reason.
LEFT_OUT = {
    # kept by the program: keys, counters of editing, the moment of a state, the order (that of the list)
    *("id", "version", "status_since", "created_at", "changed_at", "position", "slug", "own_share"),
    # accounts
    *("drafter", "minute_taker", "sent_by", "recorded_by", "recorded_at", "declared_by"),
    *("uploaded_by", "uploaded_at"),
    # the row above, which the file says by its nesting
    *("paper", "organization", "meeting", "item", "treatment", "ballot", "attendee"),
    # found out anew by examining the file
    *("public_id", "media_type", "size", "pages", "hidden", "is_pdfa"),
    # which draft a text was begun from
    "copied_from",
}


@pytest.mark.parametrize(
    ("row", "model"),
    [
        (town_rows.UnitRow, models.Unit),
        (town_rows.TermRow, models.LegislativeTerm),
        (town_rows.SeatingRow, models.Seating),
        (town_rows.OrganizationRow, models.Organization),
        (town_rows.PersonRow, models.Person),
        (town_rows.MembershipRow, models.Membership),
        (town_rows.SubstituteRow, models.SubstituteMembership),
        (town_rows.PaperTypeRow, models.PaperType),
        (town_rows.FinancialRow, models.FinancialRow),
        (town_rows.ImpactTableRow, models.ImpactTable),
        (town_rows.ConsultationRow, models.Consultation),
        (town_rows.AnnexRow, models.Attachment),
        (town_rows.PaperRow, models.Paper),
        (town_meeting_rows.NamedVoteRow, models.NamedVote),
        (town_meeting_rows.GroupVoteRow, models.GroupVote),
        (town_meeting_rows.CandidateRow, models.Candidate),
        (town_meeting_rows.BallotRow, models.Ballot),
        (town_meeting_rows.TreatmentRow, models.Treatment),
        (town_meeting_rows.RecusalRow, models.Recusal),
        (town_meeting_rows.ItemRow, models.AgendaItem),
        (town_meeting_rows.PresenceRow, models.AttendanceInterval),
        (town_meeting_rows.AttendeeRow, models.Attendee),
        (town_meeting_rows.InvitationRow, models.Invitation),
        (town_meeting_rows.NoticeRow, models.PublicNotice),
        (town_meeting_rows.MeetingRow, models.Meeting),
    ],
)
def test_every_column_is_in_the_file_or_left_out_by_name(row: Any, model: type[Model]) -> None:
    """Whoever adds a column decides here whether it moves along."""
    columns = {found.name for found in model._meta.concrete_fields}
    assert columns - {name for name, _ in specs(row)} - LEFT_OUT == set()


def test_the_example_of_the_handbook_can_be_taken_over(mayor: User, tmp_path: Path) -> None:
    example = HANDBOOK.read_text().partition("```json\n")[2].partition("```")[0]
    file = write(tmp_path, json.loads(example))
    read = read_town(file, words=WORDS)
    assert (read.errors, read.remarks) == ([], [])
    report = take_over(file, mayor)
    assert (report.created["paper"], report.created["ballot"], report.remarks) == (1, 1, [])
