"""Prüfung einer Seite: axe in light and dark, structure, reflow, text spacing, targets, focus (ux.md 4.2)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from playwright.sync_api import Page, ViewportSize

HERE = Path(__file__).resolve().parent
AXE = (HERE.parent.parent / "node_modules" / "axe-core" / "axe.min.js").read_text()
MEASURES = (HERE / "inspect.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL_PHONE: ViewportSize = {"width": 320, "height": 640}
_ALL: dict[str, Any] = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# The document is the same in another theme; what can differ are the colours.
_COLOURS: dict[str, Any] = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
_RUN = """options => axe.run(options).then(result => result.violations.map(
    found => `${found.id}: ${found.nodes.map(node => node.target.join(" ")).slice(0, 3).join(", ")}`))"""


def prepare(page: Page) -> None:
    """Bring the instruments onto the page; evaluated by the browser, so the policy stays as it is."""
    page.evaluate(MEASURES)


def axe(page: Page, options: dict[str, Any] = _ALL) -> list[str]:
    """What axe finds on the page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return cast("list[str]", page.evaluate(_RUN, options))


def essentials(page: Page) -> list[str]:
    """Structure and axe, for a page that looks like others seen before."""
    prepare(page)
    return [*_measured(page, "structure"), *axe(page), *_measured(page, "moved")]


def faults(page: Page) -> list[str]:
    """All that is wrong with the page; afterwards it is dark and as narrow as a small phone."""
    found = [*essentials(page), *_dark(page)]
    for phone in (PHONE, SMALL_PHONE):
        page.set_viewport_size(phone)
        found += too_wide(page)
    return [*found, *_measured(page, "smallTargets"), *_measured(page, "spaced")]


def too_wide(page: Page) -> list[str]:
    """The page must not scroll sideways."""
    return _measured(page, "tooWide")


def skip_link_faults(page: Page) -> list[str]:
    """The first stop leads to the text; call it on a page nobody has touched."""
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.className") != "skip-link":
        return [f"first stop: {page.evaluate('document.activeElement.outerHTML')[:80]}"]
    page.keyboard.press("Enter")
    return [] if page.evaluate("document.activeElement.id") == "main" else ["the skip link moves no focus"]


def walk(page: Page, steps: int) -> list[str]:
    """Tab through the page; every stop shows its focus and is not covered."""
    prepare(page)
    found: list[str] = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        stop = page.evaluate("inspect.focus()")
        if stop and stop["faults"]:  # what scrolls or slides into view has arrived a frame later
            page.evaluate("inspect.nextFrame()")
            stop = page.evaluate("inspect.focus()")
        if stop is None:
            break
        found += stop["faults"]
    return sorted(set(found))


def _dark(page: Page) -> list[str]:
    light = page.evaluate("inspect.standStill()")
    page.emulate_media(color_scheme="dark")
    found = [] if page.evaluate("inspect.standStill()") != light else ["dark: the page stays light"]
    found += [f"dark: {fault}" for fault in axe(page, _COLOURS)]
    return found


def _measured(page: Page, measure: str) -> list[str]:
    return cast("list[str]", page.evaluate(f"inspect.{measure}()"))
