"""Inhalt einer Vorlage: the one description from which page, PDF, attached JSON and check sum are made."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from motions.models import Consultation, CoSignature, FinancialRow, ImpactTable, Paper, Release
from motions.models.choices import CoSignatureDecision, Edition, Office, ParticipationKind

from . import bylaws, families, wording

Content = dict[str, Any]
# What an app that builds on this one adds to the content so far, to be frozen with it; filled in its ``ready()``.
contributed: list[Callable[[Paper, Content], Content]] = []
_SIGNED_FIELDS = (
    "subject",
    "plain_words",
    "draft_resolution",
    "has_own_wording",
    "statement",
    "financial_impact",
    "climate_impact",
    "administration_comment",
    "is_public",
    "secrecy_ground",
    "council_matter",
    "affects_positions",
)


def content_of(paper: Paper, *, edition: str, release: Release | None = None) -> Content:
    """Everything a paper says, for one audience; amounts as text in euro, days as ISO dates.

    The public edition leaves non-public annexes out, so that not even their number can be seen (P-06).
    """
    consultations = list(paper.consultations.select_related("organization"))
    content = {
        "schema": "ratsinfo-paper/1",
        **_head(paper),
        "status": "released" if release else "draft",
        "status_label": "freigegeben" if release else "Entwurf",
        "top": "",
        "subject": paper.subject,
        "plain_words": paper.plain_words,
        "replaces": _named(families.original_of(paper), edition),
        "amends": _named(families.amended_by(paper), edition),
        "kind_label": paper.get_successor_kind_display() if paper.successor_kind else "",
        "wordings": _wordings(paper, consultations),
        "draft_resolution": paper.draft_resolution,
        "administration_comment": paper.administration_comment,
        "consultations": _stations(consultations),
        "statement": paper.statement,
        "financial": {"text": paper.financial_impact, **_financial(list(paper.financial_rows.all()))},
        "impact_tables": _impact_tables(paper),
        "climate": paper.climate_impact,
        "participations": _acknowledgements(paper),
        "attachments": _attachments(paper, edition),
        "release": _release(release),
        "release_label": "" if release else bylaws.text("release.label", on=timezone.localdate()),
        "signatory": paper.signatory,
        "revision": release.revision if release else paper.releases.count() + 1,
        "created_at": moment(release.written_at if release else paper.changed_at),
        "public_url": _public_url(paper, edition),
    }
    for contribute in contributed:
        content |= contribute(paper, content)
    return content


def text_hash(paper: Paper) -> str:
    """SHA-256 of what a co-signer answers for: texts, amounts, annexes, publicity and competence (M-04).

    The Beratungsfolge is left out: an organ or a date more changes nothing in what the signature vouches for. So are
    the date, the Aktenzeichen and who works on the matter: a colleague who goes on with it asks nobody anew.
    """
    signed = {name: getattr(paper, name) for name in _SIGNED_FIELDS} | {
        "paper_type": paper.paper_type_id,
        "financial": _financial(list(paper.financial_rows.all()))["rows"],
        "impact_tables": _impact_tables(paper),
        "attachments": [[row.title, row.sha256, row.is_public] for row in paper.attachments.all()],
    }
    return hashlib.sha256(json.dumps(signed, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _head(paper: Paper) -> dict[str, Any]:
    """Who writes, about which kind of matter, under which number."""
    return {
        "town": town_on(paper.dated_on),
        "type": paper.paper_type.name,
        "is_public": paper.is_public,
        "reference": paper.reference,
        "former_reference": paper.former_reference,
        "dated_on": paper.dated_on.isoformat(),
        "file_reference": paper.file_reference,
        "lead_unit": {"code": paper.lead_unit.code, "name": paper.lead_unit.name},
        "drafter": paper.author_named or paper.drafter.function,
        "resolution_label": _resolution_label(paper),
        "contact": {"phone": paper.lead_unit.phone, "email": paper.lead_unit.email},
    }


def _resolution_label(paper: Paper) -> str:
    if paper.author_person_id is not None:
        return "Wortlaut des Ratsmitglieds"
    return "Wortlaut der Fraktion" if paper.author_group_id is not None else "Beschlussentwurf"


def _wordings(paper: Paper, consultations: list[Consultation]) -> list[dict[str, str]]:
    """One core text, a sentence before it for each organ; the words of members stand alone (V-17)."""
    if paper.has_own_wording or paper.is_of_members:
        return []
    has_text = bool(paper.draft_resolution)
    return [
        {
            "organization": row.organization.name,
            "text": wording.introduction(row, consultations, has_text=has_text),
        }
        for row in consultations
    ]


def _stations(consultations: list[Consultation]) -> list[dict[str, Any]]:
    return [
        {
            "position": row.position,
            "organization": row.organization.name,
            "date": row.planned_on.isoformat() if row.planned_on else "",
            "is_public": row.is_public,
            "role": row.role,
            "role_label": row.get_role_display(),
        }
        for row in consultations
    ]


def town_on(on: dt.date) -> dict[str, str]:
    """The letterhead of the day; empty for a day before the local law, which no paper can be released with (V-11).

    A town without any local law today is another matter: then BylawMissing is raised.
    """
    keys = ("name", "office", "address", "phone", "email")
    if not bylaws.covers_papers(on=on) and bylaws.covers_papers(on=timezone.localdate()):
        return dict.fromkeys(keys, "")
    known = bylaws.values(*(f"town.{key}" for key in keys), on=on)
    return {key: str(value) for key, value in zip(keys, known, strict=True)}


def _financial(rows: list[FinancialRow]) -> dict[str, Any]:
    """Rows and their sums, computed from the exact amounts (euro)."""
    printed = [
        {
            "year": row.year,
            "expense": _euro(row.expense),
            "income": _euro(row.income),
            "own_share": _euro(row.expense - row.income),
            "product": row.product,
            "cost_center": row.cost_center,
            "account": row.account,
            "is_budgeted": row.is_budgeted,
            "needs_supplementary_budget": row.needs_supplementary_budget,
        }
        for row in rows
    ]
    if not rows:
        return {"rows": [], "totals": None}
    expense, income = sum(row.expense for row in rows), sum(row.income for row in rows)
    totals = {"expense": _euro(expense), "income": _euro(income), "own_share": _euro(expense - income)}
    return {"rows": printed, "totals": totals}


def _impact_tables(paper: Paper) -> list[dict[str, Any]]:
    """Tables that are reckoned elsewhere, each cell with whether it holds a figure."""
    return [
        {
            "caption": table.caption,
            "head": [_cell(table, column, text) for column, text in enumerate(table.head)],
            "rows": [[_cell(table, column, text) for column, text in enumerate(row)] for row in table.rows],
            "note": table.note,
        }
        for table in paper.impact_tables.all()
    ]


def _cell(table: ImpactTable, column: int, text: str) -> dict[str, Any]:
    return {"text": text, "label": table.head[column], "is_number": column in table.numeric}


def moment(at: dt.datetime) -> str:
    """A moment of the town as ISO text."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def _euro(amount: Decimal | int) -> str:
    return str(Decimal(amount).quantize(Decimal("0.01")))


def _acknowledgements(paper: Paper) -> list[dict[str, str]]:
    """Who took note of this text, with day and short sign (M-06).

    The column stays empty without an act (D-05), and after one for an earlier text.
    """
    of_this_text = paper.co_signatures.filter(
        decision=CoSignatureDecision.ACKNOWLEDGED, text_hash=text_hash(paper)
    )
    acts: dict[int, CoSignature] = {}
    for act in of_this_text.select_related("signed_by"):
        acts[act.participation_id] = act
    rows = paper.participations.filter(kind=ParticipationKind.ACKNOWLEDGEMENT).select_related("unit")
    return [
        {
            "name": row.name,
            "acknowledged_on": timezone.localdate(acts[row.pk].signed_at).isoformat()
            if row.pk in acts
            else "",
            "short_sign": acts[row.pk].signed_by.short_sign if row.pk in acts else "",
        }
        for row in rows
    ]


def _attachments(paper: Paper, edition: str) -> list[dict[str, Any]]:
    """Annexes counted from 1 in every edition: a gap would tell of one left out."""
    rows = paper.attachments.all()
    shown = rows.filter(is_public=True) if edition == Edition.PUBLIC else rows
    return [
        {
            "position": position,
            "title": row.title,
            "pages": row.pages,
            "is_public": row.is_public,
            "sha256": row.sha256,
        }
        for position, row in enumerate(shown, start=1)
    ]


def _named(other: Paper | None, edition: str) -> str:
    """The number of another paper; a public edition never names a non-public one (P-06)."""
    if other is None or (edition == Edition.PUBLIC and not other.is_public):
        return ""
    return other.reference


def _release(release: Release | None) -> dict[str, Any] | None:
    if release is None:
        return None
    day = timezone.localdate(release.released_at)
    return {
        "label": bylaws.text("release.label", on=day),
        "in_representation": release.in_representation,
        "name": release.released_by.get_full_name(),
        "released_on": day.isoformat(),
        "office": Office(release.office).label,
        "revised_on": timezone.localdate(release.revised_at).isoformat() if release.revised_at else "",
    }


def _public_url(paper: Paper, edition: str) -> str:
    if edition != Edition.PUBLIC or not paper.slug or not settings.PUBLIC_ADDRESS:
        return ""
    return f"{settings.PUBLIC_ADDRESS}/vorlagen/{paper.slug}/"
