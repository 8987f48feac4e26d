"""Zu große Datei: said at the field before anything is sent; everything typed stays (F-02)."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from .town import draft, editor
from .visitor import Visitor

MEGABYTE = 1024 * 1024


def sparse(folder: Path, name: str, size: int) -> Path:
    """A file of that size which takes no room."""
    path = folder / name
    with path.open("wb") as file:
        file.truncate(size)
    return path


def test_f02_a_file_over_the_limit_is_never_sent(clerk: Visitor, tmp_path: Path) -> None:
    page = clerk.page
    clerk.open(editor(draft()))
    field = page.get_by_label("Datei", exact=True)
    most = int(field.get_attribute("data-most-bytes") or 0)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/anlagen/" in request.url else None)
    page.get_by_label("Titel der Anlage").fill("Lageplan")
    field.set_input_files(sparse(tmp_path, "plan.pdf", most + MEGABYTE // 2))
    shown = page.get_by_role("alert").filter(has_text="Die Datei „plan.pdf“ hat")
    expect(shown).to_have_text(
        f"Fehler: Die Datei „plan.pdf“ hat {most // MEGABYTE},5 MB, möglich sind {most // MEGABYTE} MB. "
        "Wählen Sie eine kleinere Datei oder teilen Sie sie auf."
    )
    expect(field).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Anlage hochladen").click()
    expect(field).to_be_focused()
    assert sent == []
    expect(page.get_by_label("Titel der Anlage")).to_have_value("Lageplan")
    field.set_input_files(sparse(tmp_path, "kleiner.pdf", MEGABYTE))
    expect(shown).to_have_count(0)
    expect(field).not_to_have_attribute("aria-invalid", "true")
