"""Stellenplan als Dokument: the statutory tables as the content of a PDF (§ 8 KomHVO NRW, C-09, C-10)."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from motions.rules.content import Content, moment, town_on
from motions.rules.german_numbers import euro, number
from staffing.models import StaffingPlan

from . import permissions
from .export import NO_PLAN
from .public_changes import VersionChanges
from .sheet import Proposal, Sheet
from .statutory import Group, Overview, Row, Statutory
from .sums import NONE
from .versions import Version


def content_of(sheet: Sheet, year: int, explained: Sequence[VersionChanges] = ()) -> Content:
    """Everything the document says, for everybody; the same plan gives the same bytes."""
    held = [version for version in sheet.in_force if version.in_force_from is not None]
    day = stand(sheet, year)
    plan = sheet.plan
    return {
        "schema": "ratsinfo-plan/1",
        "town": town_on(day),
        "type": "Stellenplan",
        "subject": f"Haushaltsjahr {year}",
        "year": year,
        "is_public": True,
        "status": "released",
        "created_at": moment(timezone.make_aware(dt.datetime.combine(day, dt.time(12)))),
        "stand": day.isoformat(),
        "versions": [_version(version) for version in held],
        "totals": {"fte": number(sheet.totals.fte), "posts": sheet.totals.posts},
        "occupied_on": _occupied_on([version.plan for version in held]),
        **_tables(plan, explained),
    }


def draft_of(proposal: Proposal, explained: Sequence[VersionChanges] = (), *, on: dt.date) -> Content:
    """The same of a version that is not in force, marked as draft on each page; it is never issued."""
    plan = proposal.version.plan
    paper = plan.paper
    return {
        "schema": "ratsinfo-plan/1",
        "town": town_on(on),
        "type": "Stellenplan",
        "subject": f"Haushaltsjahr {plan.year}",
        "year": plan.year,
        "is_public": permissions.are_public([*proposal.base, plan]),
        "status": "draft",
        "created_at": moment(timezone.make_aware(dt.datetime.combine(on, dt.time(12)))),
        "stand": on.isoformat(),
        "proposed": {
            "title": plan.title,
            "stage": plan.get_stage_display(),
            "reference": paper.reference if paper else "",
            "base": [row.title for row in proposal.base],
        },
        "totals": {"fte": number(proposal.totals.fte), "posts": proposal.totals.posts},
        "occupied_on": _occupied_on([*proposal.base, plan]),
        **_tables(proposal.plan, explained),
    }


def _tables(plan: Statutory, explained: Sequence[VersionChanges]) -> Content:
    return {
        "parts": [
            _part("Teil A: Beamtinnen und Beamte", "Besoldungsgruppe", plan.part_a, plan.total_a),
            _part("Teil B: Tariflich Beschäftigte", "Entgeltgruppe", plan.part_b, plan.total_b),
        ],
        "overviews": [
            _overview("Stellenübersicht A 1: Beamtinnen und Beamte", plan.overview_a),
            _overview("Stellenübersicht A 2: Tariflich Beschäftigte", plan.overview_b),
        ],
        **_lists(plan),
        # Only where it is so: what was issued before stays the same document.
        **({"explanations": [_explained(row) for row in explained]} if explained else {}),
        **({"has_no_previous": True} if plan.total.previous is None else {}),
    }


def stand(sheet: Sheet, year: int) -> dt.date:
    """Since when exactly this holds: the day the last of its versions came into force."""
    starts = [version.in_force_from for version in sheet.in_force if version.in_force_from]
    return max(starts, default=dt.date(year, 1, 1))


def _version(version: Version) -> dict[str, str]:
    plan = version.plan
    return {
        "title": plan.title,
        "since": version.in_force_from.isoformat() if version.in_force_from else "",
        "reference": plan.paper.reference if plan.paper else "",
    }


def _occupied_on(plans: list[StaffingPlan]) -> str:
    days = [plan.occupied_on for plan in plans if plan.occupied_on]
    return days[0].isoformat() if days else ""


def _part(title: str, first: str, groups: tuple[Group, ...], total: Row) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    for group in groups:
        if group.name:
            rows.append({"kind": "group", "label": group.name})
        rows += [_row("row", row.grade, row) for row in group.rows]
        if group.name:
            rows.append(_row("sum", "Summe", group.total))
    rows.append(_row("sum", "Insgesamt", total))
    return {"title": title, "first": first, "rows": rows}


def _row(kind: str, label: str, row: Row) -> dict[str, Any]:
    previous = NO_PLAN if row.previous is None else number(row.previous)
    cells = [number(row.fte), previous, number(row.occupied)]
    return {"kind": kind, "label": label, "cells": cells, "notes": "; ".join(row.notes)}


def _overview(title: str, overview: Overview) -> dict[str, Any]:
    return {
        "title": title,
        "grades": list(overview.grades),
        "rows": [
            {
                "label": f"{area} {name}",
                "cells": [number(cell) if cell else "–" for cell in cells],
                "sum": number(sum(cells, NONE)),
            }
            for area, name, cells in overview.rows
        ],
        "totals": [number(cell) for cell in overview.column_totals],
        "total": number(overview.total),
        "has_rounding_note": overview.has_rounding_note,
    }


def _explained(found: VersionChanges) -> dict[str, Any]:
    """Erläuterungen: which posts a version changes, and why (§ 8 KomHVO NRW)."""
    return {
        "title": found.version.plan.title,
        "rows": [
            {
                "label": f"{change.entry.unit.code}: {change.entry.title}",
                "word": change.word,
                "grade": change.entry.grade.label,
                "cells": [number(change.fte_before), number(change.fte_after)],
                "reason": change.entry.reason,
            }
            for change in found.changes
        ],
        "more": found.more,
    }


def _lists(plan: Statutory) -> dict[str, Any]:
    return {
        "trainees": [
            [row.name, row.pay, str(row.planned), str(row.employed), row.remark] for row in plan.trainees
        ],
        "temporary": [[row.name, str(row.months), euro(row.budget)] for row in plan.temporary],
    }
