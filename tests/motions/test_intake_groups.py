"""Antrag und Anfrage aus einer Textdatei: whose words they are is asked before they are saved (V-17)."""

from __future__ import annotations

import base64
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError

from motions.importing.text import read_paper
from motions.models import Organization, Paper, PaperType
from motions.rules import permissions
from motions.rules.clearance import clearance
from motions.rules.findings import Refused

from .council import Council
from .test_import_command import run
from .test_intake import INVENTED, imported, take, told
from .test_public import logged_in

pytestmark = pytest.mark.django_db

MOTION = INVENTED.replace("Vorlage\n\nDatum", "Antrag der Fraktion Grünes Forum\n\nDatum", 1)
NUMBERED = INVENTED.replace("Vorlage\n\nDatum", "Antrag\n\nDatum", 1).replace("FB II/4801", "GF/4801")
UNNAMED = INVENTED.replace("Vorlage\n\nDatum", "Antrag\n\nDatum", 1)
AMENDMENT = INVENTED.replace("Vorlage\n\nDatum", "Änderungsantrag\n\nDatum", 1)


@pytest.fixture
def green(council: Council) -> Organization:
    for code, name, behaviour in (
        ("motion", "Antrag", "asks"),
        ("inquiry", "Anfrage", "asks"),
        ("amendment", "Änderungsantrag", "amends"),
    ):
        PaperType.objects.create(code=code, name=name, behaviour=behaviour, author="group")
    return [_group(name, short) for name, short in (("Schlossliste", "SL"), ("Grünes Forum", "GF"))][1]


def _group(name: str, short: str) -> Organization:
    return Organization.objects.create(
        name=name, short_name=short, slug=short.lower(), organization_type="parliamentary_group"
    )


def upload(council: Council, text: str) -> Any:
    file = SimpleUploadedFile("antrag.txt", text.encode())
    return logged_in(council.clerk).post("/arbeit/importieren/", {"file": file})


def save(council: Council, text: str, **typed: Any) -> Any:
    content = {"content": base64.b64encode(text.encode()).decode(), "lead_unit": council.social.pk}
    return logged_in(council.clerk).post("/arbeit/importieren/", {**content, **typed})


@pytest.mark.parametrize("kind", ["Antrag", "Anfrage"])
@pytest.mark.parametrize(
    "head",
    [
        "{} der Fraktion Grünes Forum",
        "{} der Grünes Forum-Fraktion",
        "{} der Fraktion GF vom 02.05.2023",
        "{}\nFraktion: Grünes Forum",
        "{}\nAntragsteller: Fraktion GF",
        "{} GF/4771/2023",
    ],
)
def test_v17_the_kind_is_kept_and_the_named_group_is_proposed(
    council: Council, green: Organization, kind: str, head: str
) -> None:
    seen = upload(council, f"{head.format(kind)}\nDatum: 03.05.2023\nBetreff: Brunnen\n\nBeschluss:\nJa.\n")
    understood = seen.context["understood"]
    assert (understood.paper_type.name, understood.author_group) == (kind, green)
    form = seen.context["form"]
    assert (form["author_group"].value(), form["author_person"].value()) == (green.pk, None)
    assert f'<option value="{green.pk}" selected>' in seen.content.decode()


def test_v17_a_group_that_is_not_named_is_asked_for(council: Council, green: Organization) -> None:
    seen = upload(council, UNNAMED)
    assert seen.context["form"]["author_group"].value() is None
    refused = save(council, UNNAMED, author_group="")
    assert refused.status_code == 422
    assert "Wählen Sie die Fraktion" in refused.context["form"].errors["author_group"][0]
    assert 'name="author_group"' in refused.content.decode()
    with clearance("system"):
        assert Paper.objects.count() == 0


def test_v17_the_draft_is_the_one_of_the_chosen_group(council: Council, green: Organization) -> None:
    saved = save(council, NUMBERED, author_group=green.pk)
    with clearance("system"):
        paper = Paper.objects.get()
    assert saved.headers["Location"] == f"/arbeit/vorlagen/{paper.pk}/bearbeiten/"
    assert (paper.paper_type.name, paper.author_group, paper.reference) == ("Antrag", green, "GF/4801/2023")
    assert "<u>dreier</u>" in paper.draft_resolution
    assert not permissions.may_edit_wording(council.clerk, paper)


def test_e07_a_motion_taken_over_came_in_on_its_own_day_and_somebody_is_to_check_it(
    council: Council, green: Organization
) -> None:
    seen = upload(council, NUMBERED)
    told = [remark.text for remark in seen.context["understood"].remarks]
    assert "Als Tag des Eingangs ist das Datum des Antrags eingetragen. Prüfen Sie ihn." in told
    save(council, NUMBERED, author_group=green.pk)
    with clearance("system"):
        paper = Paper.objects.get()
    assert paper.received_on == paper.dated_on == dt.date(2023, 5, 3)
    assert save(council, NUMBERED, author_group=green.pk).status_code == 409


def test_v17_a_motion_with_something_to_add_does_not_take_its_number(
    council: Council, green: Organization
) -> None:
    save(council, NUMBERED + "\nAnlagen:\n1. Lageplan\n", author_group=green.pk)
    with clearance("system"):
        paper = Paper.objects.get()
    assert (paper.reference, paper.former_reference) == ("", "GF/4801/2023")
    assert permissions.may_edit_wording(council.clerk, paper)


def test_v17_a_paper_of_the_administration_asks_for_no_group(council: Council, green: Organization) -> None:
    assert 'name="author_group"' not in upload(council, INVENTED).content.decode()
    assert save(council, INVENTED, author_group=green.pk).status_code == 422
    assert save(council, INVENTED, author_group="999999").status_code == 422
    with clearance("system"):
        assert Paper.objects.count() == 0


def test_v17_a_group_named_elsewhere_is_told(council: Council, green: Organization) -> None:
    _, remarks = take(council, imported(group="Fraktion Grünes Forum"))
    assert told(remarks, "kommt nicht von einer Fraktion") == ["Fraktion Grünes Forum"]


def test_v17_two_groups_are_not_guessed(council: Council, green: Organization) -> None:
    seen = upload(council, UNNAMED.replace("Antrag\n", "Antrag der Fraktionen GF und SL\n", 1))
    assert seen.context["understood"].author_group is None
    assert "Diese Fraktion ist nicht eindeutig" in seen.content.decode()


@pytest.mark.parametrize(
    "head", ["Änderungsantrag", "Änderungsantrag der Fraktion GF zur Vorlage FB II/4753/2023"]
)
def test_a15_an_amendment_begins_at_the_paper_it_changes(
    council: Council, green: Organization, head: str
) -> None:
    text = AMENDMENT.replace("Änderungsantrag", head, 1)
    for response in (upload(council, text), save(council, text, author_group=green.pk)):
        assert response.status_code == 422
        error = str(response.context["form"].errors["file"])
        assert (
            "Öffnen Sie die Vorlage, die geändert werden soll, und wählen Sie „Änderungsantrag eintragen“."
            in error
        )
    with pytest.raises(Refused):
        take(council, read_paper(text.encode()))


def test_v17_the_command_takes_the_group(council: Council, green: Organization, tmp_path: Path) -> None:
    file = tmp_path / "antrag.txt"
    file.write_text(UNNAMED)
    with pytest.raises(
        CommandError, match=r"nennt keine Fraktion\. Nennen Sie mit --group eine von diesen: GF, SL"
    ):
        run(str(file))
    with pytest.raises(CommandError, match="Die Fraktion „XY“ gibt es nicht"):
        run(str(file), "--group", "XY")
    run(str(file), "--group", "GF")
    with clearance("system"):
        assert Paper.objects.get().author_group == green
    file.write_text(INVENTED)
    with pytest.raises(CommandError, match="kommt weder von einer Fraktion"):
        run(str(file), "--group", "GF")


def test_v17_the_command_uses_the_group_the_file_names(
    council: Council, green: Organization, tmp_path: Path
) -> None:
    file = tmp_path / "antrag.txt"
    file.write_text(MOTION)
    run(str(file))
    with clearance("system"):
        assert Paper.objects.get().author_group == green
