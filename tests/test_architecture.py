"""The house keeps its shape: imports run one way, statuses change in one place (architecture.md 1)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = {
    "motions.models": 0,
    "motions.pdf": 0,
    "motions.signing": 0,
    "motions.importing": 0,
    "motions.oparl": 0,
    "motions.rules": 1,
    "motions.forms": 2,
    "motions.views": 2,
    "motions.templatetags": 2,
    "motions.jobs": 2,
    "motions.management": 2,
    "motions.urls": 3,
    "motions.admin": 3,
    "motions.apps": 3,
    "staffing.models": 4,
    "staffing.importing": 4,
    "staffing.rules": 5,
    "staffing.forms": 6,
    "staffing.views": 6,
    "staffing.templatetags": 6,
    "staffing.jobs": 6,
    "staffing.management": 6,
    "staffing.urls": 7,
    "staffing.admin": 7,
    "staffing.apps": 7,
    "hueckeswagen_ratsinfo": 9,
}
# Two rooms of one level that may know each other, in this direction only.
SIDEWAYS = {
    (f"{app}.{source}", f"{app}.{target}")
    for app in ("motions", "staffing")
    for source, target in (("views", "forms"), ("forms", "templatetags"))
} | {("motions.oparl", "motions.models")}


def python_files(*folders: str) -> list[Path]:
    return [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]


def module_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(file: Path) -> Iterator[tuple[int, str]]:
    package = module_of(file) if file.name == "__init__.py" else module_of(file).rpartition(".")[0]
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parent = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parent, base]).strip(".")
            yield node.lineno, base
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def room_of(module: str) -> str | None:
    fitting = [room for room in LAYERS if module == room or module.startswith(room + ".")]
    return max(fitting, key=len, default=None)


def upward(source: str, target: str) -> bool:
    here, there = room_of(source), room_of(target)
    if here is None or there is None or here == there or (here, there) in SIDEWAYS:
        return False
    return LAYERS[there] >= LAYERS[here]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("motions.models.paper", "motions.rules.workflow", True),
        ("motions.pdf.render", "motions.models.paper", True),
        ("motions.rules.workflow", "motions.views.paper", True),
        ("motions.forms.paper", "motions.views.paper", True),
        ("motions.views.paper", "hueckeswagen_ratsinfo.settings", True),
        ("motions.views.paper", "motions.forms.paper", False),
        ("motions.rules.workflow", "motions.models.paper", False),
        ("motions.rules.content", "staffing.models.plan", True),
        ("staffing.rules.council", "motions.rules.drafting", False),
        ("staffing.models.plan", "staffing.rules.versions", True),
    ],
)
def test_the_test_itself_knows_up_from_down(source: str, target: str, expected: bool) -> None:
    assert upward(source, target) is expected


def test_imports_run_one_way() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}:{line} imports {target}"
        for file in python_files("motions", "staffing", "hueckeswagen_ratsinfo")
        if "migrations" not in file.parts
        for line, target in imports_of(file)
        if upward(module_of(file), target)
    ]
    assert wrong == []


def test_modules_form_no_cycle() -> None:
    modules = {module_of(file): file for file in python_files("motions", "staffing", "hueckeswagen_ratsinfo")}
    graph = {
        name: {target for _, target in imports_of(file) if target in modules and target != name}
        for name, file in modules.items()
        if file.name != "__init__.py"
    }
    assert [name for name in graph if _reaches(graph, name, name)] == []


def _reaches(graph: dict[str, set[str]], start: str, goal: str) -> bool:
    seen: set[str] = set()
    todo = list(graph.get(start, ()))
    while todo:
        name = todo.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            todo += graph.get(name, ())
    return False


def test_views_fetch_through_permissions_only() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in python_files("motions/views", "staffing/views")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")
    ]
    assert wrong == []


def test_a_status_is_assigned_in_the_machine_only() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in python_files("motions", "staffing", "hueckeswagen_ratsinfo")
        if file.relative_to(ROOT) != Path("motions/rules/transitions.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Assign | ast.Call) and _assigns_status(node)
    ]
    assert wrong == []


def _assigns_status(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Attribute) and target.attr == "status" for target in node.targets)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        writes = node.func.attr in ("create", "update", "get_or_create", "update_or_create", "bulk_create")
        return writes and any(keyword.arg == "status" for keyword in node.keywords)
    return False


def test_a_day_is_always_that_of_the_town() -> None:
    """A moment knows no day without a place: ``timezone.localdate(now)``, never ``now.date()``."""
    wrong = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in python_files("motions", "staffing", "hueckeswagen_ratsinfo")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute)
        and node.attr == "date"
        and ast.unparse(node.value).rpartition(".")[2] in ("now", "now()", "utcnow()")
    ]
    assert wrong == []


def test_the_clearance_setting_is_written_in_one_place() -> None:
    writers = [
        str(file.relative_to(ROOT))
        for file in python_files("motions", "staffing", "hueckeswagen_ratsinfo")
        if "set_config(" in file.read_text()
    ]
    assert writers == [
        "motions/migrations/0002_row_level_security.py",
        "motions/migrations/0004_newest_edition_and_present_staff.py",
        "motions/migrations/0012_petitions_of_groups.py",
        "motions/migrations/0016_secrets_of_amendments.py",
        "motions/migrations/0017_signatures_answer_for_more.py",
        "motions/migrations/0019_visibility_of_meetings.py",
        "motions/migrations/0038_minutes_of_recused.py",
        "motions/migrations/0063_seats_on_the_day.py",
        "motions/migrations/0073_motions_of_single_members.py",
        "motions/migrations/0092_rights_end_with_the_seat.py",
        "motions/rules/clearance.py",
        "staffing/migrations/0012_carrier_proofs.py",
    ]


def test_no_page_carries_inline_code() -> None:
    marks = ("<script>", " style=", " onclick=", " onload=", " hx-on", "javascript:")
    wrong = [
        f"{file.relative_to(ROOT)}: {mark}"
        for file in sorted((ROOT / "templates").rglob("*.html"))
        if "pdf" not in file.relative_to(ROOT).parts
        for mark in marks
        if mark in file.read_text()
    ]
    assert wrong == []
