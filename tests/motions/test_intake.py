"""Übernahme einer Textdatei: what becomes of an imported paper, and what is only told."""

from __future__ import annotations

import base64
import datetime as dt
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from motions.importing.imported import (
    ImportedAcknowledgement,
    ImportedAmount,
    ImportedConsultation,
    ImportedPaper,
    Remark,
)
from motions.importing.text import read_paper
from motions.models import Appointment, Paper, User
from motions.models.choices import Office
from motions.rules import intake, numbering
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, Refused

from .council import Council
from .test_public import logged_in

pytestmark = pytest.mark.django_db

INVENTED = """Vorlage

Datum: 03.05.2023
Vorlage FB II/4801/2023

TOP\tBetreff Anschaffung neuer Spielgeräte für den Park
Beschlussentwurf: Der Haupt- und Finanzausschuss empfiehlt / der Rat beschließt den Kauf <u>dreier</u> Geräte.

Beratungsfolge\tTermin\tBehandlung
Haupt- und Finanzausschuss\t15.08.2023\töffentlich
Rat\t26.09.2023\töffentlich

Sachverhalt:

Die alten Geräte sind morsch und wurden im Frühjahr gesperrt.

Finanzielle Auswirkungen:

Der Kauf kostet 9.000 € und ist im Haushalt gedeckt.

Auswirkungen auf Klima und Umwelt:

keine

Beteiligte Fachbereiche:

FB\tFB I\t\t
Kenntnis genommen\t\t\t

Bürgermeister o.V.i.A.

Konrad Kupferhammer
"""


def imported(**changes: object) -> ImportedPaper:
    values: dict[str, object] = {
        "type_name": "Vorlage",
        "reference": "FB II/4801/2023",
        "reference_prefix": "FB II",
        "reference_number": 4801,
        "reference_year": 2023,
        "reference_suffix": None,
        "dated_on": dt.date(2023, 5, 3),
        "subject": "Neue Spielgeräte",
        "file_reference": "",
        "draft_resolution": "<p>Die Geräte werden gekauft.</p>",
        "plain_words": "",
        "consultations": (row("HFA"), row("Rat")),
        "statement": "<p>Die alten sind morsch.</p>",
        "financial_impact": "<p>keine</p>",
        "climate_impact": "<p>keine</p>",
        "participations": (),
        "attachments": (),
        "signatory_label": "",
        "signatory": "",
        "is_public": None,
        "remarks": (),
    }
    return ImportedPaper(**{**values, **changes})  # type: ignore[arg-type]


def row(organ: str, *, public: bool | None = True, role: str = "") -> ImportedConsultation:
    return ImportedConsultation(organ, dt.date(2023, 8, 15), public, role)


def take(council: Council, paper: ImportedPaper, by: User | None = None) -> tuple[Paper, list[Remark]]:
    with clearance("system"):
        return intake.take_in(paper, by=by or council.clerk, lead_unit=council.social, now=timezone.now())


def sequence(paper: Paper) -> list[tuple[str, str, bool]]:
    with clearance("system"):
        rows = paper.consultations.select_related("organization")
        return [(entry.organization.short_name, entry.role, entry.is_public) for entry in rows]


def told(remarks: list[Remark], word: str) -> list[str]:
    return [remark.source for remark in remarks if word in remark.text]


def test_the_whole_text_becomes_a_draft(council: Council) -> None:
    paper, remarks = take(council, read_paper(INVENTED.encode()))
    assert paper.reference == "FB II/4801/2023"
    assert (paper.status, paper.former_reference) == ("draft", "")
    assert paper.subject == "Anschaffung neuer Spielgeräte für den Park"
    assert paper.dated_on == dt.date(2023, 5, 3)
    assert "<u>dreier</u>" in paper.draft_resolution
    assert paper.has_own_wording is True
    assert paper.signatory == "Konrad Kupferhammer"
    assert sequence(paper) == [("HFA", "advisory", True), ("Rat", "deciding", True)]
    with clearance("system"):
        assert [(p.name, p.kind) for p in paper.participations.all()] == [("FB I", "acknowledgement")]
        assert [event.label for event in paper.events.all()] == ["Aus Textdatei übernommen"]
    assert remarks == []


def test_v02_a_taken_number_is_kept_as_the_former_one(council: Council) -> None:
    take(council, imported())
    paper, remarks = take(council, imported())
    assert (paper.reference, paper.former_reference) == ("", "FB II/4801/2023")
    assert told(remarks, "schon vergeben") == ["FB II/4801/2023"]


def test_v02_a_number_that_the_person_cannot_see_is_taken_all_the_same(council: Council) -> None:
    take(council, imported())
    with clearance("user", council.stranger.pk):
        understood = intake.understand(imported(), by=council.stranger, now=timezone.now())
    assert understood.number is None


def test_v05_a_clerk_never_leads_the_series_on_by_an_import(council: Council) -> None:
    take(council, imported())
    ahead = imported(reference="FB II/98999/2023", reference_number=98_999)
    paper, remarks = take(council, ahead)
    assert (paper.reference, paper.former_reference) == ("", "FB II/98999/2023")
    assert told(remarks, "Nur das Ratsbüro") == ["FB II/98999/2023"]
    assert numbering.last_drawn() == 4801
    below = imported(reference="FB II/4753/2023", reference_number=4753)
    assert take(council, below)[0].reference == "FB II/4753/2023"
    with clearance("system"):
        Appointment.objects.filter(user=council.stranger).update(office=Office.MEETING_OFFICE)
    assert take(council, ahead, by=council.stranger)[0].reference == "FB II/98999/2023"


@pytest.mark.parametrize(
    "changes",
    [
        {"reference_number": 2_000_000_000},
        {"reference_number": 0},
        {"reference_year": 9999},
        {"reference_suffix": 40_000},
        {"reference_prefix": ""},
        {"reference_prefix": "F" * 21},
        {"reference_number": None},
    ],
)
def test_v05_an_implausible_number_never_moves_the_counter(
    council: Council, changes: dict[str, object]
) -> None:
    paper, remarks = take(council, imported(**changes))
    assert (paper.reference, paper.former_reference) == ("", "FB II/4801/2023")
    assert told(remarks, "neue") == ["FB II/4801/2023"]


def test_an_unknown_organ_is_told_in_its_own_words(council: Council) -> None:
    paper, remarks = take(council, imported(consultations=(row("Kulturbeirat"), row("der Rat"))))
    assert sequence(paper) == [("Rat", "deciding", True)]
    assert told(remarks, "Gremium gibt es hier nicht") == ["Kulturbeirat, 15.08.2023, öffentlich"]


def test_remarks_and_page_name_the_role_in_german(council: Council) -> None:
    _, remarks = take(council, imported(consultations=(row("Kulturbeirat", role="advisory"), row("Rat"))))
    assert told(remarks, "Gremium gibt es hier nicht") == [
        "Kulturbeirat, 15.08.2023, öffentlich, Vorberatung"
    ]
    text = INVENTED.replace("Behandlung\n", "Behandlung\tZuständigkeit\n")
    text = text.replace("15.08.2023\töffentlich", "15.08.2023\töffentlich\tVorberatung")
    text = text.replace("Rat\t26", "Kulturbeirat\t01.09.2023\töffentlich\tAnhörung\nRat\t26")
    page = looked_at(council, text)
    assert [role for role in ("advisory", "noting", "hearing", "deciding") if role in page] == []
    assert "Kulturbeirat, 01.09.2023, öffentlich, Anhörung" in page
    assert '<td data-label="Zuständigkeit">Vorberatung</td>' in page


def test_a_unit_is_invited_to_what_the_file_says(council: Council) -> None:
    text = INVENTED.replace(
        "FB\tFB I\t\t\nKenntnis genommen\t\t\t",
        "FB I (Mitzeichnung)\nFB II – Kenntnisnahme\nBauhof (Mitzeichnung)",
    )
    paper, remarks = take(council, read_paper(text.encode()))
    with clearance("system"):
        assert {(p.name, p.kind) for p in paper.participations.all()} == {
            ("FB I", "co_signature"),
            ("FB II", "acknowledgement"),
        }
    assert told(remarks, "Fachbereich gibt es hier nicht") == ["Bauhof (Mitzeichnung)"]
    page = looked_at(council, text)
    assert "<dt>Mitzeichnung</dt><dd>FB I" in page
    assert "<dt>Kenntnisnahme</dt><dd>FB II" in page


def test_what_a_unit_has_done_on_paper_it_does_here_anew(council: Council) -> None:
    rows = (
        ImportedAcknowledgement("FB I", "Mü 02.08.", "co_signature"),
        ImportedAcknowledgement("FB II", "Sch", ""),
    )
    _, remarks = take(council, imported(participations=rows))
    assert told(remarks, "FB I zeichnet hier neu mit") == ["Mü 02.08."]
    assert told(remarks, "FB II nimmt hier neu zur Kenntnis") == ["Sch"]


@pytest.mark.parametrize(
    "name", ["HFA", "hfa", "Haupt- und  Finanzausschuss", "Haupt- und Finanzausschuss (HFA)"]
)
def test_organs_are_found_by_name_and_short_name(council: Council, name: str) -> None:
    assert sequence(take(council, imported(consultations=(row(name), row("Rat"))))[0])[0][0] == "HFA"


@pytest.mark.parametrize(
    ("rows", "roles"),
    [
        ((row("HFA"), row("Rat")), ["advisory", "deciding"]),
        ((row("Rat"), row("HFA"), row("Rat")), ["advisory", "advisory", "deciding"]),
        ((row("HFA"),), ["deciding"]),
        ((row("HFA", role="deciding"), row("Rat")), ["deciding", "advisory"]),
        ((row("HFA", role="hearing"), row("Rat", role="noting")), ["hearing", "noting"]),
    ],
)
def test_the_last_council_decides_unless_the_file_says_otherwise(
    council: Council, rows: tuple[ImportedConsultation, ...], roles: list[str]
) -> None:
    assert [role for _, role, _ in sequence(take(council, imported(consultations=rows))[0])] == roles


def test_v12_a_mitteilung_is_only_noted(council: Council) -> None:
    paper, _ = take(council, imported(type_name="Mitteilungsvorlage"))
    assert paper.paper_type == council.notice
    assert [role for _, role, _ in sequence(paper)] == ["noting", "noting"]


def test_p02_a_hidden_row_makes_the_paper_non_public_and_asks_for_the_ground(council: Council) -> None:
    paper, remarks = take(
        council, imported(consultations=(row("HFA", public=False), row("Rat", public=None)))
    )
    assert (paper.is_public, paper.secrecy_ground) == (False, "other")
    assert [public for _, _, public in sequence(paper)] == [False, False]
    assert len(told(remarks, "richtigen Grund")) == 1


@pytest.mark.parametrize(
    ("subject", "matter", "positions"),
    [
        ("Ergänzung des Stellenplans", "staffing_plan", True),
        ("Haushaltssatzung 2024", "budget", False),
        ("Änderung der Friedhofssatzung", "statute", False),
        ("Neue Spielgeräte", "none", False),
    ],
)
def test_b01_the_matter_of_the_council_is_guessed_and_told(
    council: Council, subject: str, matter: str, positions: bool
) -> None:
    paper, remarks = take(council, imported(subject=subject))
    assert (paper.council_matter, paper.affects_positions) == (matter, positions)
    assert told(remarks, "allein der Rat") == ([] if matter == "none" else [subject])


def test_what_has_no_place_is_told_in_full(council: Council) -> None:
    long = "Wort " * 200
    paper, remarks = take(
        council,
        imported(
            subject=long.strip(),
            type_name="Drucksache",
            dated_on=None,
            attachments=("Lageplan",),
            participations=(
                ImportedAcknowledgement("FB I", "Mü 02.08."),
                ImportedAcknowledgement("Bauhof", ""),
            ),
            signatory_label="Der Landrat",
        ),
    )
    assert paper.paper_type == council.decision
    assert len(paper.subject) <= 500
    sources = {remark.source for remark in remarks}
    assert {long.strip(), "Drucksache", "Lageplan", "Mü 02.08.", "Bauhof", "Der Landrat"} <= sources
    with clearance("system"):
        note = paper.events.get().note
    assert "Lageplan" in note


def test_only_the_administration_takes_papers_in(council: Council) -> None:
    with pytest.raises(NotPermitted):
        take(council, imported(), by=council.councillor)
    with clearance("system"):
        assert Paper.objects.count() == 0


def test_a_text_that_cannot_be_printed_is_refused(council: Council) -> None:
    with pytest.raises(Refused, match="nicht gedruckt"):
        take(council, imported(subject="Park \U00012031"))


# --- in the browser ----------------------------------------------------------------------------------------


def looked_at(council: Council, text: str) -> str:
    """The page that shows what was understood."""
    file = SimpleUploadedFile("vorlage.txt", text.encode())
    return logged_in(council.clerk).post("/arbeit/importieren/", {"file": file}).content.decode()


def test_upload_look_save(council: Council) -> None:
    client = logged_in(council.clerk)
    data = INVENTED.replace("\n", "\r\n").encode("cp1252")
    seen = client.post("/arbeit/importieren/", {"file": SimpleUploadedFile("vorlage.txt", data)})
    assert seen.status_code == 200
    assert "Anschaffung neuer Spielgeräte" in seen.content.decode()
    assert base64.b64decode(seen.context["form"]["content"].value()) == data
    with clearance("system"):
        assert Paper.objects.count() == 0
    saved = client.post(
        "/arbeit/importieren/",
        {"content": seen.context["form"]["content"].value(), "lead_unit": council.social.pk},
    )
    with clearance("system"):
        paper = Paper.objects.get()
    assert saved.headers["Location"] == f"/arbeit/vorlagen/{paper.pk}/bearbeiten/"
    assert paper.reference == "FB II/4801/2023"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "leer"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "Word"),
        (b"a\x00b", "Nullzeichen"),
        (b"x" * (2 * 1024 * 1024 + 1), "2 MB"),
    ],
)
def test_a_wrong_file_comes_back_with_a_sentence(council: Council, data: bytes, sentence: str) -> None:
    client = logged_in(council.clerk)
    response = client.post("/arbeit/importieren/", {"file": SimpleUploadedFile("vorlage.txt", data)})
    assert response.status_code == 422
    assert sentence in str(response.context["form"].errors["file"])


@pytest.mark.parametrize(
    "typed",
    [
        {"content": "kein base64!"},
        {"content": ""},
        {"content": base64.b64encode(b"%PDF").decode(), "lead_unit": "1"},
        {"content": base64.b64encode(INVENTED.encode()).decode(), "lead_unit": "999999"},
        {"content": base64.b64encode(INVENTED.encode()).decode()},
        {},
    ],
)
def test_a_tampered_second_step_is_refused(council: Council, typed: dict[str, str]) -> None:
    response = logged_in(council.clerk).post("/arbeit/importieren/", typed)
    assert response.status_code == 422
    with clearance("system"):
        assert Paper.objects.count() == 0


def test_the_draft_goes_to_own_units_only(council: Council) -> None:
    typed = {"content": base64.b64encode(INVENTED.encode()).decode(), "lead_unit": str(council.finance.pk)}
    assert logged_in(council.clerk).post("/arbeit/importieren/", typed).status_code == 422


def test_members_do_not_import(council: Council) -> None:
    assert logged_in(council.councillor).get("/arbeit/importieren/").status_code == 403


@pytest.mark.parametrize("name", ["Stadtrat", "Rat der Stadt", "Rat der Schloss-Stadt Hückeswagen"])
def test_the_council_is_known_by_what_files_call_it(council: Council, name: str) -> None:
    paper, remarks = take(council, imported(consultations=(row("HFA"), row(name))))
    assert [role for _, role, _ in sequence(paper)] == ["advisory", "deciding"]
    assert told(remarks, "Gremium gibt es hier nicht") == []


def test_no_committee_decides_because_the_last_organ_is_unknown(council: Council) -> None:
    paper, remarks = take(council, imported(consultations=(row("HFA"), row("Verbandsversammlung"))))
    assert sequence(paper) == [("HFA", "advisory", True)]
    assert len([text for text in map(str, remarks) if "welches Gremium entscheidet" in text]) == 1


def test_amounts_of_the_file_become_rows_of_the_draft(council: Council) -> None:
    amounts = (
        ImportedAmount(2024, Decimal(57_000), Decimal(56_000), "1.05.01", "110300"),
        ImportedAmount(2025, Decimal("60000.50"), Decimal(0), is_budgeted=True),
    )
    paper, _ = take(council, imported(amounts=amounts))
    with clearance("system"):
        rows = list(
            paper.financial_rows.values_list(
                "year", "expense", "income", "product", "cost_center", "is_budgeted"
            )
        )
    assert rows == [
        (2024, Decimal(57_000), Decimal(56_000), "1.05.01", "110300", False),
        (2025, Decimal("60000.50"), Decimal(0), "", "", True),
    ]


def test_the_amounts_are_shown_before_saving(council: Council) -> None:
    text = "Vorlage\n\nFinanzielle Auswirkungen:\nJahr\tAufwand\n2024\t57.000 €\n2025\t1 €\n"
    file = SimpleUploadedFile("vorlage.txt", text.encode())
    page = logged_in(council.clerk).post("/arbeit/importieren/", {"file": file}).content.decode()
    assert re.search(r'scope="row">2024</th>\s*<td[^>]*>57.000,00\xa0€</td>', page)
    assert "Diese Tabelle steht bei den Beträgen je Haushaltsjahr." in page
