"""Übernahme eines Stellenplans: the export comes back with its golden sums, bad files leave nothing behind (S-07)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from motions.models import User
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from staffing.importing.imported import ReadPlan, Weight
from staffing.importing.plan_rows import read_plan
from staffing.models import EntryNote, EntryShare, PayGrade, PlanEntry, Position, StaffingPlan
from staffing.rules import drafting, plan_board, plan_intake, post_list, sums, versions
from staffing.rules.changes import CHANGED, DROPPED, NEW
from staffing.rules.listing import listing_of
from staffing.rules.plan_intake import Understanding
from staffing.rules.plan_intake_known import grades_of, load
from tests.staffing.importing.sheets import post, workbook
from tests.staffing.world import Plans

NOW = timezone.make_aware(dt.datetime(2026, 5, 4, 9))


def exported(plans: Plans) -> bytes:
    """All 81 posts, as the personnel office downloads them."""
    with clearance("system"):
        return post_list.workbook(versions.entries([plans.budget, plans.amendment]), title="Stellenplan 2023")


def understood(plans: Plans, *rows: Any, year: int = 2023, **values: Any) -> Understanding:
    with clearance("system"):
        return plan_intake.understand(read_plan(workbook(*rows, **values)), year, by=plans.town.personnel)


def taken_in(
    plans: Plans, read: ReadPlan, year: int = 2027, *, by: User | None = None, is_confirmed: bool = True
) -> StaffingPlan:
    who = by or plans.town.personnel
    with clearance("system"):
        return plan_intake.take_in(read, year, "Übernommen", is_confirmed=is_confirmed, by=who, now=NOW)


def stored() -> list[int]:
    """How much there is of everything an import writes."""
    with clearance("system"):
        return [model.objects.count() for model in (StaffingPlan, PlanEntry, EntryShare, EntryNote, Position)]


def told(found: Understanding, weight: Weight) -> list[tuple[str, str]]:
    return [(str(row.place), row.text) for row in found.of(weight)]


def test_the_export_comes_back_whole_with_its_golden_sums(plans: Plans) -> None:
    plan = taken_in(plans, read_plan(exported(plans)))
    with clearance("system"):
        entries = versions.entries([plan])
        before = versions.entries([plans.budget, plans.amendment])
        assert sums.totals(entries) == sums.Totals(17, 64, Decimal("16.00"), Decimal("51.85"))
        assert (sums.totals(entries).fte, sums.occupied_of(entries)) == (Decimal("67.85"), Decimal("62.85"))
        assert [(row.position.number, listing_of(row)) for row in entries] == [
            (row.position.number, listing_of(row)) for row in before
        ]
        assert (plan.kind, plan.year, plan.is_frozen, plan.title) == ("budget", 2027, False, "Übernommen")
        assert drafting.freeze(plan, by=plans.town.personnel, now=NOW).is_frozen


def test_what_would_change_is_told_against_the_plan_before_it(plans: Plans) -> None:
    with clearance("system"):
        found = plan_intake.understand(read_plan(exported(plans)), 2024, by=plans.town.personnel)
    assert [(row.number, row.word) for row in found.changes] == [(33, NEW)]
    assert (found.count.before, found.count.after) == (Decimal("66.85"), Decimal("67.85"))
    assert found.errors == found.warnings == ()
    found = understood(plans, post(9, Gruppe="A 10", Produkt="1.11.02.01"), post(500), year=2024)
    assert found.compared_with == "Verglichen mit „Stellenplan 2023“, gültig am 31.12.2023."
    words = {row.number: row.word for row in found.changes}
    assert (words[9], words[500], words[8], len(words)) == (CHANGED, NEW, DROPPED, 81)
    [nine] = [row for row in found.changes if row.number == 9]
    assert [row.label for row in nine.differences] == ["Bezeichnung"]


@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_s08_the_report_counts_what_the_page_of_the_version_counts(plans: Plans, year: int) -> None:
    rows = (post(8), post(9, Gruppe="A 10"), post(500), post(None))
    found, plan = understood(plans, *rows, year=year), taken_in(plans, read_plan(workbook(*rows)), year)
    with clearance("system"):
        assert found.count == plan_board.count(plan_board.board(plan, by=plans.town.personnel))


def test_s08_what_the_file_does_not_say_comes_from_the_plan_of_its_year_and_the_report_says_so(
    plans: Plans,
) -> None:
    with clearance("system"):
        former, now = (
            {row.position.number: row for row in versions.entries([plan])}
            for plan in (plans.former, plans.budget)
        )
    [lost, *_] = sorted(now.keys() - former.keys())
    head = ("Stellennummer", "Bezeichnung", "Gruppe", "VZÄ")
    found = understood(plans, [25, "Digitalisierung, OZG", "E 10", 1], head=head, year=2023)
    assert found.compared_with == (
        "Verglichen mit „Stellenplan 2022“, gültig am 31.12.2022. Was die Datei nicht nennt, kommt aus"
        " „Stellenplan 2023“, gültig am 31.12.2023."
    )
    missing = [row.text for row in found.warnings if "nicht in der Datei" in row.text]
    assert missing == [
        f"Stellen aus „Stellenplan 2022“, die nicht in der Datei stehen: {len(former.keys() - {25})}. Sie entfallen.",
        f"Stellen aus „Stellenplan 2023“, die nicht in der Datei stehen: {len(now.keys() - former.keys() - {25})}."
        " Sie entfallen.",
    ]
    assert str(lost) in found.warnings[-1].source
    [(_, listing)] = found.rows
    assert listing.cost_center == now[25].cost_center


def test_s08_without_a_plan_before_it_every_post_is_new_and_the_report_says_so(plans: Plans) -> None:
    found = understood(plans, post(8), year=2022)
    assert (found.compared_with.split(" Was")[0], found.count.new, found.count.before) == (
        "Vor 2022 gilt kein Stellenplan: Alle Stellen sind neu.", 1, Decimal("0.00"),
    )  # fmt: skip


def test_c08_grades_are_matched_with_the_pay_scales_and_doubts_are_asked(plans: Plans) -> None:
    with clearance("system"):
        known = load([])
    found = {
        words: [grade.code for grade in grades_of(known, words, "")]
        for words in (
            "EG 9b",
            "e9B",
            "S12",
            "Entgeltgruppe 9b",
            "E 9",
            "A 13",
            "A 13 LG 2.1",
            "12",
            "9b",
            "E 99",
            "x",
        )
    }
    assert found == {
        "EG 9b": ["E 9b"],
        "e9B": ["E 9b"],
        "S12": ["S 12"],
        "Entgeltgruppe 9b": ["E 9b"],
        "E 9": ["E 9c", "E 9b", "E 9a"],
        "A 13": ["A 13 LG 2.2", "A 13 LG 2.1"],
        "A 13 LG 2.1": ["A 13 LG 2.1"],
        "12": ["A 12", "E 12", "S 12"],
        "9b": ["E 9b"],
        "E 99": [],
        "x": [],
    }
    career = "Laufbahngruppe 2, 1. Einstiegsamt"
    assert grades_of(known, "A 13", career) == [PayGrade.objects.get(code="A 13 LG 2.1")]


def test_c08_a_step_alone_is_asked_about_where_a_grade_has_no_step(plans: Plans) -> None:
    twelve = PayGrade.objects.get(code="E 12")
    twelve.pk, twelve.code, twelve.rank = None, "AT", 9_999
    twelve.save()
    with clearance("system"):
        known = load([])
    found = {words: [grade.code for grade in grades_of(known, words, "")] for words in ("12", "at")}
    assert found == {"12": ["A 12", "E 12", "S 12"], "at": ["AT"]}


@pytest.mark.parametrize(
    ("values", "place", "sentence"),
    [
        (
            {"Gruppe": "E 9"},
            "D3",
            "Die Gruppe ist nicht eindeutig. Gemeint sein kann E 9c, E 9b, E 9a. Schreiben Sie eine davon in die"
            " Datei.",
        ),
        ({"Anteil": "101 %"}, "F3", "Die Produktanteile ergeben 101\u00a0%. Verteilen Sie genau 100 %."),
        ({"Anteil": "99 %"}, "F3", "Die Produktanteile ergeben 99\u00a0%. Verteilen Sie genau 100 %."),
        ({"VZÄ": "5,5"}, "E3", "Geben Sie den Umfang in VZÄ ein, größer als 0, zum Beispiel 0,50."),
        ({"VZÄ": -1}, "E3", "Geben Sie den Umfang in VZÄ ein, größer als 0, zum Beispiel 0,50."),
        (
            {"Fachbereich": "FB 1"},
            "B3",
            "Den Fachbereich gibt es nicht. Am ähnlichsten: {near}. Berichtigen Sie die Datei, oder lassen Sie die"
            " Stammdaten ergänzen.",
        ),
        (
            {"Kostenstelle": "11020"},
            "H3",
            "Die Kostenstelle gibt es nicht. Am ähnlichsten: {near}. Berichtigen Sie die Datei, oder lassen Sie die"
            " Stammdaten ergänzen.",
        ),
        ({"Bezeichnung": ""}, "C3", "Geben Sie die Bezeichnung der Stelle ein."),
        (
            {"Gruppe": "E 15Ü"},
            "D3",
            "E 15Ü gibt es nur für Übergeleitete, nicht für neue Stellen. Wählen Sie eine andere Gruppe.",
        ),
    ],
)
def test_c01_c07_c08_c10_what_no_post_may_be_is_an_error_at_its_cell(
    plans: Plans, values: dict[str, str], place: str, sentence: str
) -> None:
    [(where, text)] = told(understood(plans, post(500, **values)), Weight.ERROR)
    assert where == f"Blatt „Stellen“, Zelle {place}"
    start, _, end = sentence.partition("{near}")
    assert (text.startswith(start), text.endswith(end)) == (True, True)


def test_unknown_products_name_the_nearest(plans: Plans) -> None:
    [(_, text)] = told(understood(plans, post(500, Produkt="1.31.11.1")), Weight.ERROR)
    assert text.startswith("Das Produkt gibt es nicht. Am ähnlichsten: 1.31.11.01")


def test_the_same_post_twice_is_an_error_and_the_same_words_without_a_number_a_warning(plans: Plans) -> None:
    found = understood(plans, post(500), post(500), post(None), post(None))
    assert told(found, Weight.ERROR) == [
        (
            "Blatt „Stellen“, Zelle A4",
            "Die Stelle 500 steht schon hier: Blatt „Stellen“, Zeile 3. Löschen Sie eine davon.",
        )
    ]
    again = (
        "Dieselben Angaben ohne Stellennummer stehen schon hier: Blatt „Stellen“, Zeile 5."
        " Es entsteht eine weitere Stelle. Löschen Sie eine, wenn es dieselbe Stelle ist."
    )
    assert ("Blatt „Stellen“, Zelle C6", again) in told(found, Weight.WARNING)


def test_what_the_file_does_not_say_goes_on_from_the_plan_in_force(plans: Plans) -> None:
    head = ("Stellennummer", "Bezeichnung", "Gruppe", "VZÄ")
    found = understood(plans, [25, "Digitalisierung, OZG", "E 10", 1], [500, "Neu", "E 10", 1], head=head)
    [(number, listing)] = found.rows
    assert (number, listing.unit.code, listing.cost_center.code) == (25, "FB I", "110400")
    assert [note.kind for note in listing.notes] == ["phase_out"]
    assert [place for place, _ in told(found, Weight.ERROR)] == ["Blatt „Stellen“, Zeile 4"] * 3
    assert (
        "Datei",
        "Stellen ohne Angabe „Kostenstelle“: 1. Übernommen wurde, was in „Stellenplan 2023“ steht.",
    ) in told(found, Weight.WARNING)


@pytest.mark.parametrize(
    "values", [{"Gruppe": "E 9"}, {"Anteil": "101 %"}, {"VZÄ": "=1/2"}, {"Produkt": "x"}]
)
def test_s07_one_bad_row_among_good_ones_leaves_nothing_behind(plans: Plans, values: dict[str, str]) -> None:
    before = stored()
    rows = [*(post(number) for number in range(500, 520)), post(520, **values)]
    with pytest.raises(Refused, match="enthält 1 Fehler"):
        taken_in(plans, read_plan(workbook(*rows)))
    assert stored() == before


def test_s07_warnings_need_consent(plans: Plans) -> None:
    before, read = stored(), read_plan(workbook(post(500)))
    with pytest.raises(Refused) as refusal:
        taken_in(plans, read, is_confirmed=False)
    assert ([finding.field for finding in refusal.value.findings], stored()) == (["is_confirmed"], before)
    taken_in(plans, read)
    assert stored()[:2] == [before[0] + 1, before[1] + 1]


def test_the_same_file_twice_makes_no_second_version(plans: Plans) -> None:
    rows = [post(500), post(None, Bezeichnung="Neu"), post(None)]
    first = taken_in(plans, read_plan(workbook(*rows)))
    after = stored()
    again = read_plan(workbook(*rows, ["Insgesamt"]))
    with pytest.raises(OutdatedState, match=f"stehen schon in der Fassung „{first.title}“"):
        taken_in(plans, again)
    assert stored() == after


def test_posts_go_on_by_their_number_and_new_ones_get_one(plans: Plans) -> None:
    before = stored()[-1]
    plan = taken_in(plans, read_plan(workbook(post(8), post(500), post(None))))
    with clearance("system"):
        assert [row.position.number for row in versions.entries([plan])] == [8, 500, 501]
        assert versions.entries([plan])[0].position == Position.objects.get(number=8)
    assert stored()[-1] == before + 2


def test_an_empty_draft_of_the_year_is_filled(plans: Plans) -> None:
    with clearance("system"):
        empty = drafting.create("budget", 2027, "Leer", by=plans.town.personnel, now=NOW)
    assert taken_in(plans, read_plan(workbook(post(500)))) == empty


def test_only_the_personnel_office_takes_in_a_plan(plans: Plans) -> None:
    before, read = stored(), read_plan(workbook(post(500)))
    for somebody in (plans.town.treasurer, plans.town.clerk, plans.town.administrator):
        with pytest.raises(NotPermitted):
            taken_in(plans, read, by=somebody)
    assert stored() == before


def test_one_post_and_a_hundred_cost_the_same_queries(plans: Plans) -> None:
    counts = []
    for number in (1, 100):
        read = read_plan(workbook(*(post(500 + place) for place in range(number))))
        for act in (plan_intake.understand, None):
            with clearance("system"), CaptureQueriesContext(connection) as queries:
                if act:
                    act(read, 2027, by=plans.town.personnel)
                else:
                    taken_in(plans, read, 2030 + number % 2)
            counts.append(len(queries))
    assert (counts[0], counts[1]) == (counts[2], counts[3])
