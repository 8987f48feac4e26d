"""Abweichungen zwischen zwei Fassungen (B-04): words in blocks, never markup."""

from motions.rules.differences import compare, differ


def shown(before: str, after: str) -> list[list[tuple[str, str]]]:
    return [[(piece.sort.value, piece.text) for piece in block.pieces] for block in compare(before, after)]


def test_b04_only_what_differs_is_marked() -> None:
    before = "<p>Der Rat stellt vier Bänke auf.</p><p>Kosten: keine.</p>"
    after = "<p>Der Rat stellt sechs Bänke auf.</p><p>Kosten: keine.</p>"
    assert shown(before, after) == [
        [
            ("same", "Der Rat stellt"),
            ("removed", "vier"),
            ("added", "sechs"),
            ("same", "Bänke auf."),
        ],
        [("same", "Kosten: keine.")],
    ]


def test_a_new_paragraph_does_not_shift_the_others() -> None:
    assert shown("<p>eins</p><p>drei</p>", "<p>eins</p><p>zwei</p><p>drei</p>") == [
        [("same", "eins")],
        [("added", "zwei")],
        [("same", "drei")],
    ]


def test_lists_and_tables_are_compared_cell_by_cell() -> None:
    before = "<ul><li><p>Bank</p></li><li><p>Baum</p></li></ul><table><tr><td>1</td><td>2</td></tr></table>"
    after = before.replace("Baum", "Brunnen").replace(">2<", ">3<")
    blocks = compare(before, after)
    changed = [block for block in blocks if any(piece.sort != "same" for piece in block.pieces)]
    assert [[piece.text for piece in block.pieces] for block in changed] == [
        ["Baum"],
        ["Brunnen"],
        ["2"],
        ["3"],
    ]


def test_formatting_alone_is_no_difference() -> None:
    assert not differ("<p>Der <strong>Rat</strong> beschließt</p>", "<p>Der Rat\n beschließt</p>")
    assert differ("<p>eins</p>", "")
    assert compare("", "") == []


def test_words_are_never_taken_for_markup() -> None:
    assert shown("", "<p>1 &lt; 2 &amp; <br>3</p>") == [[("added", "1 < 2 & 3")]]
