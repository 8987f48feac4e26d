"""Der Texteditor: what a screen reader hears, the way out of the text, and what becomes of a text from Word."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Visit
from .town import CLERK, draft, editor
from .visitor import Visitor

AREA = "Sachverhalt"
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0}</style></head>
<body><!--[if gte mso 9]><xml><o:Pages>1</o:Pages></xml><![endif]-->
<h1 style="mso-style:x"><span style="color:red">Anlass</span></h1>
<p class="MsoNormal" style="margin:0cm">Das <span style="font-weight:bold">Dach</span> ist undicht<a
href="#_ftn1" name="_ftnref1"><span>[1]</span></a>.<o:p></o:p></p>
<p class="MsoListParagraphCxSpFirst" style="text-indent:-18pt;mso-list:l0 level1 lfo1"><span
style="mso-list:Ignore">·<span style="font:7pt">&nbsp;&nbsp;</span></span>Ziegel</p>
<p class="MsoListParagraphCxSpMiddle" style="mso-list:l0 level2 lfo1"><span
style="mso-list:Ignore">o<span>&nbsp;</span></span>rote</p>
<p class="MsoListParagraphCxSpLast" style="mso-list:l0 level1 lfo1"><span
style="mso-list:Ignore">·<span>&nbsp;</span></span>Latten</p>
<p><a href="javascript:alert(1)">böse</a> <a href="https://example.org/">gut</a>
<img src="file:///C:/bild.png" onerror="alert(1)"></p>
<table style="width:400pt"><tr><td style="border:1px">Jahr</td><td>Betrag</td></tr>
<tr><td>2024</td><td>5</td></tr></table></body></html>"""
CLEAN = (
    "<h3>Anlass</h3><p>Das <strong>Dach</strong> ist undicht.</p>"
    "<ul><li><p>Ziegel</p><ul><li><p>rote</p></li></ul></li><li><p>Latten</p></li></ul>"
    '<p>böse <a href="https://example.org/">gut</a></p>'
    "<table><tbody><tr><th><p>Jahr</p></th><th><p>Betrag</p></th></tr>"
    "<tr><td><p>2024</p></td><td><p>5</p></td></tr></tbody></table>"
)
PASTE = """(area, html) => {
  const clipboardData = new DataTransfer()
  clipboardData.setData("text/html", html)
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
}"""


@pytest.fixture
def clerk(visit: Visit) -> Visitor:
    """Somebody at the editor of a draft without a Sachverhalt."""
    visitor = visit(CLERK)
    visitor.open(editor(draft(statement="")))
    return visitor


@pytest.fixture
def page(clerk: Visitor) -> Page:
    """What she sees."""
    return clerk.page


def area(page: Page) -> Locator:
    return page.get_by_role("textbox", name=AREA, exact=True)


def toolbar(page: Page) -> Locator:
    return page.get_by_role("toolbar", name=f"Formatierung: {AREA}")


def html(page: Page) -> str:
    """What the form would send."""
    return page.locator("textarea[name='statement']").input_value()


def test_the_area_has_a_name_and_the_toolbar_is_one_stop(page: Page, clerk: Visitor) -> None:
    text = area(page)
    expect(text).to_have_attribute("aria-multiline", "true")
    expect(text).to_have_attribute("lang", "de")
    expect(text).to_have_attribute("spellcheck", "true")
    expect(toolbar(page).locator("button[tabindex='0']")).to_have_count(1)
    text.focus()
    clerk.press("Shift+Tab")
    assert clerk.focused() == "Fett (Strg+B)"
    clerk.press("ArrowRight")
    assert clerk.focused() == "Kursiv (Strg+I)"
    clerk.press("End")
    assert clerk.focused() == "Wiederholen (Strg+Umschalt+Z)"
    clerk.press("Home", "Tab")
    expect(text).to_be_focused()


def test_a_pressed_button_says_so(page: Page, clerk: Visitor) -> None:
    area(page).focus()
    clerk.press("Control+b")
    clerk.page.keyboard.type("wichtig")
    expect(toolbar(page).get_by_role("button", name="Fett")).to_have_attribute("aria-pressed", "true")
    assert html(page) == "<p><strong>wichtig</strong></p>"


@pytest.mark.parametrize("key", ["Escape", "Alt+F10"])
def test_the_text_is_no_trap(key: str, page: Page, clerk: Visitor) -> None:
    area(page).focus()
    toolbar(page).get_by_role("button", name="Tabelle einfügen").click()
    clerk.press("Tab")
    expect(area(page)).to_be_focused()
    clerk.press(key)
    assert toolbar(page).evaluate("bar => bar.contains(document.activeElement)")
    clerk.press("Escape")
    expect(area(page)).to_be_focused()


def test_the_dialog_of_links_gives_the_focus_back(page: Page, clerk: Visitor) -> None:
    area(page).focus()
    clerk.press("Control+k")
    dialog = page.get_by_role("dialog", name="Verweis einfügen")
    assert clerk.focused() == "Adresse der Seite oder E-Mail-Adresse"
    clerk.page.keyboard.type("javascript:alert(1)")
    clerk.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("Geben Sie eine Adresse ein")
    clerk.press("Escape")
    expect(dialog).to_have_count(0)
    expect(area(page)).to_be_focused()
    clerk.press("Control+k")
    clerk.page.keyboard.type("www.hueckeswagen.de")
    clerk.press("Enter")
    expect(area(page)).to_be_focused()
    assert html(page) == '<p><a href="https://www.hueckeswagen.de">https://www.hueckeswagen.de</a></p>'


def test_a_text_from_word_becomes_clean(page: Page) -> None:
    area(page).evaluate(PASTE, WORD)
    expect(page.get_by_text("Nicht übernommen: ein Bild und eine Fußnote.")).to_be_visible()
    assert html(page).replace(' rel="noopener"', "").replace(' colspan="1" rowspan="1"', "") == CLEAN
