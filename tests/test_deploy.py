"""What an administrator reads and copies says what the program does."""

import re

from tests.starting import REPOSITORY

_READ = re.compile(r"environ(?:\.get)?[(\[]\"([A-Z_0-9]+)\"|environment_\w+\(\"([A-Z_0-9]+)\"")
# Set by Django, Python and the printing itself, never by an administrator.
_OF_OTHERS = {"PYTHONPATH", "DJANGO_SETTINGS_MODULE", "FONTCONFIG_FILE"}


def variables() -> set[str]:
    """Names of environment variables the program reads."""
    found: set[str] = set()
    for package in ("hueckeswagen_ratsinfo", "motions", "staffing"):
        for file in (REPOSITORY / package).rglob("*.py"):
            found.update("".join(names) for names in _READ.findall(file.read_text()))
    return found - _OF_OTHERS


def test_each_variable_stands_in_the_readme_and_in_the_handbook() -> None:
    assert len(variables()) >= 20
    for document in ("README.md", "docs/handbook/betrieb.md"):
        text = (REPOSITORY / document).read_text()
        assert sorted(name for name in variables() if f"`{name}`" not in text) == []


def test_what_never_reaches_the_program_is_answered_in_german() -> None:
    """nginx refuses what is far too large, and answers while the program does not."""
    lines = re.findall(
        r"error_page ([\d ]+) (/fehler/\d+\.html);", (REPOSITORY / "deploy/nginx.conf").read_text()
    )
    assert lines == [("413", "/fehler/413.html"), ("502 503 504", "/fehler/502.html")]
    for _codes, address in lines:
        page = (REPOSITORY / "deploy" / address[1:]).read_text()
        assert re.findall(r'<html lang="(\w+)">|<a href="([^"]+)">', page) == [("de", ""), ("", "/")]
