"""Hinweise zur Übernahme: in the order that matters, and equal ones as one with every place (S-07)."""

from staffing.importing.imported import Place, Remark, Weight
from staffing.rules.plan_intake_remarks import gathered, in_order


def warning(
    text: str, sheet: str = "A", row: int | None = None, column: str = "", source: str = ""
) -> Remark:
    return Remark(Place(sheet, row, column), Weight.WARNING, text, source)


def test_what_concerns_the_whole_file_comes_first_within_its_weight() -> None:
    whole, cell = warning("ganz", sheet=""), warning("Zelle", row=3, column="E")
    error = Remark(Place("A", 9, "B"), Weight.ERROR, "Fehler")
    assert in_order([cell, whole, error]) == (error, whole, cell)


def test_equal_remarks_of_a_sheet_are_one_that_names_every_cell_and_every_text() -> None:
    rows = [warning("gerundet", row=row, column="E", source="0,333") for row in (3, 4, 5, 8)]
    rows += [warning("gerundet", row=10, column="E", source="0,334"), warning("gerundet", "B", 4, "E")]
    rows += [warning("doppelt", row=3), warning("doppelt", row=7), warning("Blatt"), warning("Blatt")]
    assert [(row.place, row.source) for row in gathered(rows)] == [
        ("Blatt „A“, 5 Zellen: E3 bis E5, E8, E10", "„0,333“, „0,334“"),
        ("Blatt „B“, Zelle E4", ""),
        ("Blatt „A“, 2 Zeilen: 3, 7", ""),
        ("Blatt „A“", ""),
        ("Blatt „A“", ""),
    ]


def test_of_many_places_the_first_are_named_and_the_others_kept_at_hand() -> None:
    [found] = gathered([warning("gerundet", row=row, column="E") for row in range(3, 21, 2)])
    assert found.place == "Blatt „A“, 9 Zellen: E3, E5, E7, E9, E11, E13, E15, E17 …"
    assert found.every_place == "E3, E5, E7, E9, E11, E13, E15, E17, E19"
    [few] = gathered([warning("gerundet", row=row, column="E") for row in range(3, 900)])
    assert (few.place, few.every_place) == ("Blatt „A“, 897 Zellen: E3 bis E899", "")
