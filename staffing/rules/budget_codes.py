"""Nummern der Haushaltsgliederung: the local form of cost centres and products, without a meaning of its digits (2.6).

In a form "#" stands for a digit and "A" for a letter, everything else for itself: "######", "#.##.##.##".
"""

import datetime as dt
import re

from motions.rules import bylaws
from staffing.models import CostCenter, Product

KEYS = {CostCenter: "budget.cost_center_form", Product: "budget.product_form"}
_PARTS = {"#": "[0-9]", "A": "[A-Za-z]"}


def objection(table: type[CostCenter] | type[Product], code: str, *, on: dt.date) -> str:
    """Why a new number is refused, as a sentence that says what to type; "" where the local law asks for no form."""
    known = bylaws.known(KEYS[table], on=on)
    if not known or _fits(known[0], code):
        return ""
    return f"„{code}“ hat nicht die Form „{known[0]}“ (# Ziffer, A Buchstabe). Prüfen Sie die Nummer."


def _fits(form: str, code: str) -> bool:
    return re.fullmatch("".join(_PARTS.get(sign, re.escape(sign)) for sign in form), code) is not None
