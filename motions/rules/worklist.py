"""Arbeitslisten: which papers wait for whom and since when, from prefetched rows (features.md 2.1, rank 6)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from motions.models import CoSignature, Paper, Participation, User
from motions.models.choices import OPEN, CoSignatureDecision, Office, PaperStatus, ParticipationKind

from . import offices, permissions
from .content import text_hash

_MAYOR = "Bürgermeisterin oder Bürgermeister"
_SIGNABLE = (PaperStatus.CO_SIGNING, PaperStatus.SUBMITTED)


@dataclass(frozen=True)
class Waiting:
    """Bei wem eine Vorlage liegt, seit wann, und ob eine Frist verstrichen ist."""

    paper: Paper
    with_whom: str
    since: dt.datetime
    due_on: dt.date | None
    is_overdue: bool
    is_refused: bool


def listed(papers: QuerySet[Paper]) -> QuerySet[Paper]:
    """Rows for a list, with all it shows: the same number of queries for 1 and for 100 rows."""
    authors = ("drafter", "author_group", "author_person")
    return papers.select_related("paper_type", "lead_unit", *authors).prefetch_related(
        "participations__unit", "participations__signatures", "financial_rows", "impact_tables", "attachments"
    )


def releaser(*, on: dt.date) -> str:
    """Who releases on a day, as an office: asked once for a list (V-13)."""
    return Office.GENERAL_DEPUTY.label if offices.absence_of_mayor(on) else _MAYOR


def waiting(paper: Paper, *, on: dt.date, releaser: str = _MAYOR) -> Waiting:
    """Who has the paper now; ``releaser`` is who releases today."""
    due_on: dt.date | None = None
    if paper.status == PaperStatus.CO_SIGNING:
        pending = [row for row in paper.participations.all() if _is_pending(row, paper)]
        name = ", ".join(row.name for row in pending) or paper.drafter.get_full_name()
        due_on = min((row.due_on for row in pending if row.due_on), default=None)
    elif paper.status == PaperStatus.SUBMITTED:
        name = releaser
    elif paper.status in OPEN:
        name = paper.drafter.get_full_name()
    else:
        name = "–"
    is_overdue = due_on is not None and due_on < on
    return Waiting(paper, name, paper.status_since, due_on, is_overdue, _is_refused(paper))


def _is_refused(paper: Paper) -> bool:
    """On the way somebody said no, as the last word (M-05); asks only prefetched rows."""
    if paper.status not in _SIGNABLE:
        return False
    acts = [list(row.signatures.all()) for row in paper.participations.all()]
    return any(row and row[-1].decision == CoSignatureDecision.REFUSED for row in acts)


def _is_pending(row: Participation, paper: Paper) -> bool:
    """Nothing was said yet, or only of an older text (M-01, M-04); asks only prefetched rows."""
    acts = list(row.signatures.all())
    return not acts or acts[-1].text_hash != text_hash(paper)


def returned_to(user: User) -> QuerySet[Paper]:
    """Zurückgegeben: papers that need the drafter's hand again."""
    return listed(permissions.desk_papers(user).filter(drafter=user, status=PaperStatus.RETURNED))


def drafts_of(user: User) -> QuerySet[Paper]:
    """Eigene Entwürfe."""
    return listed(permissions.desk_papers(user).filter(drafter=user, status=PaperStatus.DRAFT))


def under_way_of(user: User) -> QuerySet[Paper]:
    """Eigene Vorlagen, die bei anderen liegen."""
    statuses = [PaperStatus.CO_SIGNING, PaperStatus.SUBMITTED]
    return listed(permissions.desk_papers(user).filter(drafter=user, status__in=statuses))


def to_sign_by(user: User, *, on: dt.date) -> QuerySet[Participation]:
    """Beteiligungen, die auf diese Person warten, in the order of their deadlines.

    Never signed, or signed for an older text (M-04).
    """
    held = offices.holdings(user, on)
    units = offices.unit_ids(user, on)
    signing = {holding.unit_id for holding in held if holding.office in permissions.CO_SIGNING_OFFICES}
    mine = (
        Q(office__in={holding.office for holding in held})
        | Q(unit__in=signing)
        | Q(unit__in=units, kind=ParticipationKind.ACKNOWLEDGEMENT)
    )
    signed = CoSignature.objects.filter(participation=OuterRef("pk"))
    asked = Participation.objects.filter(mine, paper__status__in=_SIGNABLE).filter(
        paper__in=permissions.desk_papers(user)
    )
    answered = asked.filter(Exists(signed)).select_related("paper")
    rows = answered.prefetch_related(
        "signatures", "paper__financial_rows", "paper__impact_tables", "paper__attachments"
    )
    outdated = [row.pk for row in rows if _is_pending(row, row.paper)]
    return (
        asked.filter(~Exists(signed) | Q(pk__in=outdated))
        .select_related("paper__paper_type", "paper__lead_unit", "paper__drafter", "unit")
        .order_by("due_on", "pk")
    )


def awaiting_release(user: User) -> QuerySet[Paper]:
    """Die Freigabeliste, oldest first."""
    rows = permissions.desk_papers(user).filter(status=PaperStatus.SUBMITTED)
    return listed(rows).prefetch_related("consultations__organization").order_by("status_since", "pk")
