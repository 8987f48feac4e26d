"""Zuordnung eines Entwurfs: unit and kind stay open until the number is drawn, for the drafter alone (V-04)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from motions.models import Appointment, Paper, PaperType, Unit, User
from motions.models.choices import Office
from motions.rules import drafting, permissions, placement, successors
from motions.rules.clearance import clearance
from motions.rules.drafting import Draft
from motions.rules.findings import Refused
from tests.conftest import Login
from tests.factories import make_co_signing, make_paper, make_released
from tests.people import SINCE, Town

from .hostile.posting import draft_of, fresh, summary


@pytest.fixture
def paper(town: Town) -> Paper:
    """A draft of the clerk, who also writes for FB III."""
    Appointment.objects.create(
        user=town.clerk, office=Office.CLERK, unit=town.units["FB III"], starts_on=SINCE
    )
    return make_paper(by=town.clerk, lead_unit=town.units["FB II"])


def place(paper: Paper, by: User, **fields: Any) -> Paper:
    with clearance("user", by.pk):
        row = Paper.objects.get(pk=paper.pk)
        return drafting.save_draft(row, Draft(fields), version=row.version, by=by, now=timezone.now())


def refused(paper: Paper, by: User, **fields: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        place(paper, by, **fields)
    return [(found.rule, found.field) for found in refusal.value.findings]


def edit(client: Client, paper: Paper, **changes: str) -> Any:
    return client.post(f"/arbeit/vorlagen/{paper.pk}/bearbeiten/", draft_of(paper, **changes))


def names(rows: Any) -> list[str]:
    with clearance("system"):
        return sorted(str(row) for row in rows)


def test_v04_the_drafter_moves_a_draft_to_another_own_unit_and_kind(
    login: Login, town: Town, paper: Paper
) -> None:
    client, kind = login(town.clerk), town.types["information"]
    sent = {"lead_unit": str(town.units["FB III"].pk), "paper_type": str(kind.pk)}
    assert edit(client, paper, **sent).status_code == 302
    after = fresh(paper)
    assert (after.lead_unit_id, after.paper_type_id) == (town.units["FB III"].pk, kind.pk)
    assert after.version == paper.version + 1


def test_v04_who_sees_the_draft_follows_its_unit(town: Town, paper: Paper) -> None:
    place(paper, town.clerk, lead_unit=town.units["FB III"])
    with clearance("system"):
        seen = {
            name: permissions.desk_papers(getattr(town, name)).filter(pk=paper.pk).exists()
            for name in ("clerk", "colleague", "outsider", "office")
        }
    assert seen == {"clerk": True, "colleague": False, "outsider": True, "office": True}


def test_v04_nobody_writes_for_a_unit_not_the_own(login: Login, town: Town, paper: Paper) -> None:
    foreign = town.units["FB I"]
    assert refused(paper, town.clerk, lead_unit=foreign) == [("V-04", "lead_unit")]
    answer = edit(login(town.clerk), paper, lead_unit=str(foreign.pk))
    assert (answer.status_code, summary(answer)) == (
        422,
        ["Federführender Fachbereich: Für diesen Fachbereich schreiben Sie nicht. Wählen Sie einen eigenen."],
    )
    assert fresh(paper).lead_unit == town.units["FB II"]


def test_v04_only_the_drafter_takes_a_draft_to_another_unit(login: Login, town: Town, paper: Paper) -> None:
    """A colleague would take it away from all others, even the Ratsbüro leaves it where it is."""
    Appointment.objects.create(
        user=town.colleague, office=Office.CLERK, unit=town.units["FB III"], starts_on=SINCE
    )
    for person in (town.colleague, town.office):
        assert refused(paper, person, lead_unit=town.units["FB III"]) == [("V-04", "lead_unit")]
        assert refused(paper, person, paper_type=town.types["report"]) == [("V-04", "paper_type")]
    page = login(town.colleague).get(f"/arbeit/vorlagen/{paper.pk}/bearbeiten/").content.decode()
    assert "Beides ändert, wer die Vorlage verfasst hat." in page
    assert 'name="lead_unit"' not in page


def test_v04_with_the_number_both_are_fixed_and_shown_as_words(login: Login, town: Town) -> None:
    Appointment.objects.create(
        user=town.clerk, office=Office.CLERK, unit=town.units["FB III"], starts_on=SINCE
    )
    paper = make_co_signing(by=town.clerk, lead_unit=town.units["FB II"])
    assert refused(paper, town.clerk, lead_unit=town.units["FB III"]) == [("V-04", "lead_unit")]
    assert refused(paper, town.clerk, paper_type=town.types["report"]) == [("V-04", "paper_type")]
    client = login(town.clerk)
    page = client.get(f"/arbeit/vorlagen/{paper.pk}/bearbeiten/").content.decode()
    assert "<dt>Vorlagenart</dt><dd>Beschlussvorlage</dd>" in page
    assert "<dt>Federführender Fachbereich</dt><dd>FB II – Soziales</dd>" in page
    assert "Beides steht seit der Vergabe der Nummer fest." in page
    sent = {"lead_unit": str(town.units["FB III"].pk), "paper_type": str(town.types["report"].pk)}
    assert edit(client, paper, **sent).status_code == 302
    after = fresh(paper)
    assert (after.lead_unit_id, after.paper_type_id) == (paper.lead_unit_id, paper.paper_type_id)


def test_v03_a_replacement_stays_where_its_original_is(town: Town) -> None:
    Appointment.objects.create(
        user=town.clerk, office=Office.CLERK, unit=town.units["FB III"], starts_on=SINCE
    )
    original = make_released(by=town.clerk, lead_unit=town.units["FB II"])
    with clearance("system"):
        row = successors.create_successor(original, "replacement", by=town.clerk, now=timezone.now())
    assert refused(row, town.clerk, lead_unit=town.units["FB III"]) == [("V-04", "lead_unit")]
    assert refused(row, town.clerk, paper_type=town.types["report"]) == [("V-04", "paper_type")]


def test_v17_the_text_of_a_group_keeps_its_behaviour(town: Town) -> None:
    motion = make_paper(by=town.clerk, paper_type="motion", author_group=town.organs["GF"])
    for code in ("resolution_proposal", "information", "amendment"):
        assert refused(motion, town.clerk, paper_type=town.types[code]) == [("V-04", "paper_type")]
    assert place(motion, town.clerk, paper_type=town.types["inquiry"]).paper_type == town.types["inquiry"]
    assert names(placement.paper_types(motion, by=town.clerk)) == names(
        PaperType.objects.filter(behaviour="asks", author="group")
    )


def test_v17_what_the_administration_writes_never_becomes_the_word_of_a_group(town: Town) -> None:
    paper = make_paper(by=town.clerk)
    for code in ("motion", "inquiry", "amendment"):
        assert refused(paper, town.clerk, paper_type=town.types[code]) == [("V-04", "paper_type")]
    assert place(paper, town.clerk, paper_type=town.types["petition"]).paper_type == town.types["petition"]


def test_what_is_offered_no_more_is_kept_but_not_chosen_anew(town: Town, paper: Paper) -> None:
    PaperType.objects.filter(code__in=["resolution_proposal", "report"]).update(is_active=False)
    Unit.objects.filter(code__in=["FB II", "FB III"]).update(is_active=False)
    kinds = names(placement.paper_types(paper, by=town.clerk))
    assert ("Beschlussvorlage" in kinds, "Berichtsvorlage" in kinds) == (True, False)
    on = timezone.localdate()
    assert names(placement.lead_units(paper, by=town.clerk, on=on)) == ["FB II – Soziales"]


def test_the_comparison_shows_another_unit_and_kind(login: Login, town: Town, paper: Paper) -> None:
    changes = {"lead_unit": str(town.units["FB III"].pk), "paper_type": str(town.types["report"].pk)}
    page = edit(login(town.clerk), paper, version="1", **changes)
    assert page.status_code == 409
    found = {row.label: (row.stored, row.typed) for row in page.context["differences"]}
    assert found["Federführender Fachbereich"] == ("FB II – Soziales", "FB III – Bauen")
    assert found["Vorlagenart"] == ("Beschlussvorlage", "Berichtsvorlage")
