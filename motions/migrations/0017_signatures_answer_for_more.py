"""Prüfsummen mitnehmen: a signature for the text of today stays one, although the check sum covers more by now (M-04).

Both formulas stand here as they were at this point, whatever becomes of rules/content.py and rules/waivers.py.
"""

import hashlib
import json
from decimal import Decimal
from typing import Any

import pgtrigger
from django.db import migrations

_TEXTS = ("subject", "plain_words", "draft_resolution", "statement", "financial_impact", "climate_impact")
_MORE = (
    "has_own_wording",
    "administration_comment",
    "is_public",
    "secrecy_ground",
    "council_matter",
    "affects_positions",
)
_ROW = ("year", "product", "cost_center", "account", "is_budgeted", "needs_supplementary_budget")
_FROZEN = ("motions.CoSignature:co_signature_frozen", "motions.Waiver:waiver_frozen")


def rehash(apps: Any, schema_editor: Any) -> None:
    """Where the stored sum is that of the present text by the old formula, store that by the new one."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ris.level', 'system', true)")
    with pgtrigger.ignore(*_FROZEN):
        for paper in apps.get_model("motions", "Paper").objects.all():
            old, new = _old_text(paper), _new_text(paper)
            paper.co_signatures.filter(text_hash=old).update(text_hash=new)
            paper.waivers.filter(text_hash=_old_matter(paper, old)).update(text_hash=_new_matter(paper, new))
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ris.level', '', true)")


def _old_text(paper: Any) -> str:
    signed = {name: getattr(paper, name) for name in _TEXTS} | {
        "financial": _amounts(paper),
        "attachments": [[row.title, row.sha256] for row in _annexes(paper)],
    }
    return _sum(signed, ensure_ascii=False)


def _new_text(paper: Any) -> str:
    signed = {name: getattr(paper, name) for name in (*_TEXTS, *_MORE)} | {
        "paper_type": paper.paper_type_id,
        "financial": _amounts(paper),
        "attachments": [[row.title, row.sha256, row.is_public] for row in _annexes(paper)],
    }
    return _sum(signed, ensure_ascii=False)


def _old_matter(paper: Any, text: str) -> str:
    return _sum(
        {
            "text": text,
            "type": paper.paper_type_id,
            "council_matter": paper.council_matter,
            "publicity": [paper.is_public, paper.secrecy_ground],
            "affects_positions": paper.affects_positions,
            "consultations": _sequence(paper),
        }
    )


def _new_matter(paper: Any, text: str) -> str:
    return _sum({"text": text, "consultations": _sequence(paper)})


def _sum(values: dict[str, Any], *, ensure_ascii: bool = True) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=ensure_ascii).encode()).hexdigest()


def _sequence(paper: Any) -> list[tuple[int, str, bool]]:
    return list(paper.consultations.order_by("position").values_list("organization", "role", "is_public"))


def _annexes(paper: Any) -> Any:
    return paper.attachments.order_by("position", "pk")


def _amounts(paper: Any) -> list[dict[str, Any]]:
    return [
        {name: getattr(row, name) for name in _ROW}
        | {
            "expense": _euro(row.expense),
            "income": _euro(row.income),
            "own_share": _euro(row.expense - row.income),
        }
        for row in paper.financial_rows.order_by("position", "year")
    ]


def _euro(amount: Decimal) -> str:
    return str(Decimal(amount).quantize(Decimal("0.01")))


class Migration(migrations.Migration):
    dependencies = [("motions", "0016_secrets_of_amendments")]

    operations = [migrations.RunPython(rehash, migrations.RunPython.noop)]
