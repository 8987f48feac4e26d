"""Die Betragstabelle im PDF: whatever a field may hold stays on the page (D-10)."""

import re
import subprocess
from typing import Any

from motions.pdf.render import render

from .contents import SHORT, made

RIGHT_EDGE = 595.3 - 40


def test_d10_the_longest_account_and_cost_centre_stay_on_the_page() -> None:
    row: dict[str, Any] = {
        "year": 2026,
        "expense": "1234567.89",
        "income": "1234567.89",
        "own_share": "0.00",
        "product": "1" * 30,
        "cost_center": "2" * 30,
        "account": "3" * 30,
        "is_budgeted": False,
        "needs_supplementary_budget": True,
    }
    totals = {"expense": "1234567.89", "income": "1234567.89", "own_share": "0.00"}
    content = made(SHORT, financial={"text": "", "rows": [row], "totals": totals})
    command = ["pdftotext", "-bbox", "-", "-"]
    told = subprocess.run(command, input=render(content), capture_output=True, check=True).stdout.decode()
    ends = [float(found) for found in re.findall(r'xMax="([0-9.]+)"', told)]
    assert max(ends) <= RIGHT_EDGE
