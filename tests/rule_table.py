"""``python -m tests.rule_table``: each rule id with the modules and the tests that name it, as a table in Markdown.

A rule is named by its id ("E-01") or in the name of a test (``test_e01_…``). A range ("E-01 to E-08") says where to
look, not that each of its rules is there: ids that only ranges hold are listed apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LETTERS = "ABEGHMNOPQRSUVWX"
# Data protection and signatures have ids of two letters.
_NAMED = re.compile(rf"\b(?:DS|SI|[{LETTERS}])-\d\d\b")
_RANGE = re.compile(rf"\b([{LETTERS}])-(\d\d) (?:to|bis) \1-(\d\d)\b")
_IN_A_NAME = re.compile(rf"(?<=_)(ds|si|[{LETTERS.lower()}])_?(\d\d)(?=_|\b)")
_MODULES, _TESTS = "motions", "tests"


def named_in(text: str) -> set[str]:
    """The ids a text names one by one."""
    named = set(_NAMED.findall(_RANGE.sub("", text)))
    return named | {f"{letter.upper()}-{number}" for letter, number in _IN_A_NAME.findall(text)}


def ranged_in(text: str) -> set[str]:
    """The ids that lie in a range a text names."""
    return {
        f"{letter}-{number:02}"
        for letter, first, last in _RANGE.findall(text)
        for number in range(int(first), int(last) + 1)
    }


def index(folder: str, find: Callable[[str], set[str]] = named_in) -> dict[str, list[str]]:
    """For each id the files below a folder that name it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / folder).rglob("*.py")):
        if path != Path(__file__).resolve():
            for rule in find(path.read_text()):
                found[rule].append(path.relative_to(ROOT / folder).as_posix().removesuffix(".py"))
    return found


def table(modules: dict[str, list[str]], tests: dict[str, list[str]]) -> Iterable[str]:
    """One line for each id the code or a test names."""
    yield "| Regel | Module | Tests |"
    yield "| --- | --- | --- |"
    for rule in sorted({*modules, *tests}):
        yield f"| {rule} | {', '.join(modules.get(rule, ['–']))} | {', '.join(tests.get(rule, ['–']))} |"


def main() -> None:
    """The table, then what is named by one side only."""
    modules, tests = index(_MODULES), index(_TESTS)
    print("\n".join(table(modules, tests)))
    ranged = {*index(_MODULES, ranged_in), *index(_TESTS, ranged_in)}
    for title, rules in (
        ("Ohne Test", {*modules} - {*tests}),
        ("Ohne Modul", {*tests} - {*modules}),
        ("Nur in einem Bereich genannt", ranged - {*modules} - {*tests}),
    ):
        print(f"\n{title}: {', '.join(sorted(rules)) or 'keine'}")


if __name__ == "__main__":
    main()
