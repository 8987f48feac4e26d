"""Vorlagen aus einer Förderung: the draft about its end, filled with what is known (K-09).

Three drafts: go on with the post (Fortführung), a kw-Vermerk, or information for the Haupt- und Finanzausschuss. The
drafter reads and changes everything before anybody else sees it.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from motions.models import Organization, Paper, User
from motions.models.choices import (
    Behaviour,
    CommitteeKind,
    ConsultationRole,
    CouncilMatter,
    OrganizationType,
    PaperStatus,
)
from motions.pdf.richtext import clean
from motions.rules import drafting, kinds, reckoned
from motions.rules.drafting import Draft
from motions.rules.findings import OutdatedState, Refused, block
from motions.rules.german_numbers import euro, number

from . import grants, phase_out_figures
from .grant_ledger import FundedPost, Ledger
from .grants import YearShare

_NONE = Decimal("0.00")


class PaperKind(StrEnum):
    """Welche Vorlage aus einer Förderung wird."""

    CONTINUATION = "fortfuehrung"
    PHASE_OUT = "kw-vermerk"
    INFORMATION = "mitteilung"


KINDS = tuple(kind.value for kind in PaperKind)
LABELS = {
    PaperKind.CONTINUATION: "Vorlage „Fortführung der Stelle“",
    PaperKind.PHASE_OUT: "Vorlage „kw-Vermerk“",
    PaperKind.INFORMATION: "Mitteilungsvorlage für den Haupt- und Finanzausschuss",
}
_SUBJECTS = {
    PaperKind.CONTINUATION: "Fortführung der geförderten Stelle",
    PaperKind.PHASE_OUT: "kw-Vermerk an der geförderten Stelle",
    PaperKind.INFORMATION: "Ende oder Kürzung einer Förderung: Auswirkungen auf Stellen",
}


@dataclass(frozen=True)
class _Year:
    """Alle Stellen einer Förderung in einem Jahr; euro."""

    year: int
    expense: Decimal
    income: Decimal

    @property
    def own(self) -> Decimal:
        return self.expense - self.income


def draft_paper(row: Ledger, kind: PaperKind, *, by: User, now: dt.datetime) -> Paper:
    """Begin the draft for the lead unit of the grant.

    Raises NotPermitted, Refused where no post is listed or no type of Vorlage fits, or OutdatedState on a second click.
    """
    posts = [post for post in row.posts if post.entry is not None]
    if not posts:
        text = "Zu dieser Förderung steht keine Stelle im Plan. Tragen Sie zuerst die geförderte Stelle ein."
        raise Refused([block("K-09", text, absolute=True)])
    subject = f"{_SUBJECTS[kind]}: {row.grant.title}"
    with transaction.atomic():
        _only_once(subject, by=by, now=now)
        behaviour = Behaviour.INFORMS if kind == PaperKind.INFORMATION else Behaviour.DECIDES
        paper_type = kinds.usual(behaviour, rule="K-09")
        paper = drafting.create_paper(by=by, now=now, lead_unit=row.grant.lead_unit, paper_type=paper_type)
        draft = Draft(
            fields=_fields(row, kind, subject, posts),
            consultations=_sequence(kind),
            financial_rows=_rows(posts),
        )
        paper = drafting.save_draft(paper, draft, version=paper.version, by=by, now=now)
        if kind != PaperKind.PHASE_OUT:
            return paper
        return reckoned.write(paper, [phase_out_figures.table(posts)], _rows(posts), by=by, now=now)


def _only_once(subject: str, *, by: User, now: dt.datetime) -> None:
    User.objects.select_for_update().get(pk=by.pk)
    same = Paper.objects.filter(
        drafter=by, status=PaperStatus.DRAFT, subject=subject, dated_on=timezone.localdate(now)
    )
    if same.exists():
        raise OutdatedState("Diesen Entwurf haben Sie heute schon angelegt. Er liegt bei Ihren Aufgaben.")


def _fields(row: Ledger, kind: PaperKind, subject: str, posts: list[FundedPost]) -> dict[str, Any]:
    is_decided = kind != PaperKind.INFORMATION
    return {
        "subject": subject,
        "draft_resolution": clean(_resolution(row, kind, posts)) if is_decided else "",
        "statement": clean(_statement(row, posts)),
        "financial_impact": clean(_impact(posts)),
        "council_matter": CouncilMatter.STAFFING_PLAN if is_decided else CouncilMatter.NONE,
        "affects_positions": True,
    }


def _resolution(row: Ledger, kind: PaperKind, posts: list[FundedPost]) -> SafeString:
    if kind == PaperKind.CONTINUATION:
        pattern = (
            "<p>Die {} wird nach dem Ende der Förderung „{}“ unbefristet fortgeführt. Die nicht gedeckten Kosten "
            "werden ab dem Haushaltsjahr [Jahr] im Haushalt bereitgestellt.</p>"
        )
    else:
        pattern = (
            "<p>Die {} erhält im Stellenplan den Vermerk „kw bei Wegfall der Förderung“ (Förderung „{}“). Sie wird "
            "nach dem Ende der Förderung nicht wieder besetzt.</p>"
        )
    return format_html_join("", pattern, ((_name(post), row.grant.title) for post in posts))


def _statement(row: Ledger, posts: list[FundedPost]) -> SafeString:
    grant = row.grant
    head = format_html(
        "<p>Die Stadt erhält Mittel aus dem Programm „{}“ ({}). Stand der Förderung: {}. Laufzeit: ab {}, {}.</p>",
        grant.program,
        grant.program.giver,
        row.stage,
        f"{grant.starts_on:%d.%m.%Y}",
        grants.end_of(grant),
    )
    items = format_html_join("", "<li>{}: {}, {}</li>", (_in_words(post) for post in posts))
    return format_html("{}<p>Betroffen sind diese Stellen:</p><ul>{}</ul>", head, items)


def _in_words(post: FundedPost) -> tuple[str, str, str]:
    limit = "im Stellenplan befristet oder kw" if post.is_limited else "im Stellenplan unbefristet"
    return _name(post), limit, f"ohne Förderung fehlen {euro(post.at_stake)} im Jahr"


def _impact(posts: list[FundedPost]) -> SafeString:
    lines = format_html_join(
        "", "<li>{}: Eigenanteil {}</li>", ((str(row.year), euro(row.own)) for row in _years(posts))
    )
    text = (
        "<p>Gerechnet ist mit der Planungsstufe, mit Sachkosten des Arbeitsplatzes und mit dem Fördersatz, wie er "
        "mitgeteilt ist; eine Erhöhung ist nicht unterstellt.</p><ul>{}</ul>{}"
    )
    unknown = ", ".join(map(str, _unknown(posts)))
    told = "<p>Nicht berechnet sind die Jahre {}: Für mindestens eine Stelle sind die Personalkosten noch offen.</p>"
    return format_html(text, lines, format_html(told, unknown) if unknown else "")


def _rows(posts: list[FundedPost]) -> list[dict[str, Any]]:
    entry = next(post.entry for post in posts if post.entry is not None)
    product = next((share.product.code for share in entry.shares.all()), "")
    return [
        {
            "year": row.year,
            "expense": row.expense,
            "income": row.income,
            "product": product,
            "cost_center": entry.cost_center.code,
            "account": "",
            "is_budgeted": False,
            "needs_supplementary_budget": False,
        }
        for row in _years(posts)
    ]


def _years(posts: list[FundedPost]) -> list[_Year]:
    """The years that can be reckoned for all posts, haushaltswirksam: a sum of some would pass for the whole."""
    return [_sum(year, shares) for year, shares in _foreseen(posts) if all(share.cost for share in shares)]


def _unknown(posts: list[FundedPost]) -> list[int]:
    return [year for year, shares in _foreseen(posts) if not all(share.cost for share in shares)]


def _foreseen(posts: list[FundedPost]) -> list[tuple[int, list[YearShare]]]:
    """The years up to which all posts are looked ahead; before its first year a post costs nothing."""
    all_of = [post.years for post in posts if post.years]
    if not all_of:
        return []
    first, last = min(years[0].year for years in all_of), min(years[-1].year for years in all_of)
    return [
        (year, [share for years in all_of for share in years if share.year == year])
        for year in range(first, last + 1)
    ]


def _sum(year: int, shares: list[YearShare]) -> _Year:
    reckoned = [(share, share.cost) for share in shares if share.cost is not None]
    expense = sum((cost.budget_effect for _, cost in reckoned), _NONE)
    return _Year(year, expense, sum((min(share.grant, cost.gross) for share, cost in reckoned), _NONE))


def _sequence(kind: PaperKind) -> list[dict[str, Any]]:
    committee = Organization.objects.filter(committee_kind=CommitteeKind.MAIN).first()
    council = Organization.objects.filter(organization_type=OrganizationType.COUNCIL).first()
    if kind == PaperKind.INFORMATION:
        steps = [(committee, ConsultationRole.NOTING)]
    else:
        steps = [(committee, ConsultationRole.ADVISORY), (council, ConsultationRole.DECIDING)]
    return [
        {"organization_id": organ.pk, "role": role, "planned_on": None, "is_public": True}
        for organ, role in steps
        if organ is not None
    ]


def _name(post: FundedPost) -> str:
    entry = post.entry
    if entry is None:
        return str(post.funded.position)
    return f"Stelle {post.funded.position.number}, {entry.title} ({entry.grade}, {number(entry.fte)} VZÄ)"
