"""Zeilen eines Archivpakets: fetched at once and complete, so that nothing is asked while it is written (SI-05)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils import timezone

from motions.models import (
    AgendaItem,
    Consultation,
    LegislativeTerm,
    Meeting,
    MeetingDocument,
    Membership,
    Organization,
    Paper,
    PublicDocument,
    Treatment,
    Unit,
)
from motions.models.choices import OrganizationType
from motions.oparl.town import Town
from motions.oparl.values import Stamp

from . import archive_scope
from .archive_pieces import Piece
from .archive_scope import Scope
from .content import town_on

Key = tuple[str, int]


@dataclass(frozen=True)
class Rows:
    """Was ein Paket erzählt, fetched once."""

    town: Town
    stand: Stamp
    meetings: list[Meeting]
    ends: dict[int, dt.datetime]
    items: list[AgendaItem]
    treatments: dict[int, Treatment]
    papers: list[Paper]
    consultations: list[Consultation]
    organizations: list[Organization]
    units: list[Unit]
    memberships: list[Membership]
    terms: list[LegislativeTerm]
    pieces: list[Piece] = field(default_factory=list)


def rows_of(scope: Scope, pieces: list[Piece]) -> Rows:
    """Fetch everything the objects say; the number of queries does not depend on how much it is."""
    meetings = list(archive_scope.meetings_of(scope))
    papers = list(archive_scope.papers_of(scope).select_related("paper_type"))
    stations = Consultation.objects.filter(paper__in=[row.pk for row in papers]).order_by("paper", "position")
    consultations = list(stations)
    treatments = list(archive_scope.treatments_of(scope).select_related("chaired_by"))
    organs = {row.organization_id for row in meetings} | {row.organization_id for row in consultations}
    organs |= {row.author_group_id for row in papers if row.author_group_id}
    items = list(archive_scope.items_of(scope))
    ends = _ends(scope, meetings, items, treatments)
    memberships = _memberships(organs, {row.author_person_id for row in papers}, scope)
    organs |= {row.organization_id for row in memberships}
    return Rows(
        town=_town(scope),
        stand=_stand(scope, ends, pieces),
        meetings=meetings,
        ends=ends,
        items=items,
        treatments={row.item_id: row for row in treatments},
        papers=papers,
        consultations=consultations,
        organizations=list(Organization.objects.filter(pk__in=organs).order_by("name")),
        units=list(Unit.objects.filter(pk__in={row.lead_unit_id for row in papers}).order_by("code")),
        memberships=memberships,
        terms=list(LegislativeTerm.objects.filter(_overlaps(scope)).order_by("starts_on", "name")),
        pieces=pieces,
    )


def _overlaps(scope: Scope) -> Q:
    return Q(starts_on__lte=scope.last) & (Q(ends_on__isnull=True) | Q(ends_on__gte=scope.first))


def _memberships(organs: set[int], authors: set[int | None], scope: Scope) -> list[Membership]:
    """Seats of these organs, the Fraktionen of those who hold them, and whoever wrote a motion alone.

    A motion keeps its author when the seat ended before it was treated.
    """
    then = _overlaps(scope)
    people = Membership.objects.filter(then, organization__in=organs).values("person")
    groups = Q(organization__organization_type=OrganizationType.PARLIAMENTARY_GROUP, person__in=people)
    shown = then & (Q(organization__in=organs) | groups) | Q(person__in=authors - {None})
    rows = Membership.objects.filter(shown).select_related("person")
    return list(rows.order_by("person__last_name", "person__first_name", "person_id", "starts_on", "pk"))


def _town(scope: Scope) -> Town:
    head = town_on(min(scope.last, timezone.localdate()))
    return Town(head["name"] or "Stadt", head["office"], head["email"])


def _ends(
    scope: Scope, meetings: list[Meeting], items: list[AgendaItem], treatments: list[Treatment]
) -> dict[int, dt.datetime]:
    """When each meeting ended, or was called off.

    For everybody with its last public item: the real end tells how long the other part was, and when its record was
    corrected, perhaps for a secret word (P-06).
    """
    found = {row.pk: row.opened_at or row.status_since for row in meetings}
    if not scope.is_public:
        return found | {row.pk: row.closed_at for row in meetings if row.closed_at}
    meeting_of = {row.pk: row.meeting_id for row in items}
    for row in treatments:
        meeting = meeting_of[row.item_id]
        found[meeting] = max(found[meeting], row.ended_at or found[meeting])
    return found


def _stand(scope: Scope, ends: dict[int, dt.datetime], pieces: list[Piece]) -> Stamp:
    """For what bears no date of its own: the newest moment of anything the package holds."""
    known = [piece.changed_at for piece in pieces if piece.changed_at]
    known += ends.values()
    begin = timezone.make_aware(dt.datetime.combine(scope.first, dt.time()))
    newest = max(known, default=begin)
    return Stamp(newest, newest)


def owner_of(piece: Piece) -> Key | None:
    """The meeting, item or paper a file belongs to; the Stellenplan belongs to none of them."""
    source: Any = piece.source
    if piece.scan is not None:
        return ("meeting", piece.scan.minutes.meeting_id)
    if isinstance(source, MeetingDocument):
        return ("item", source.item_id) if source.item_id else ("meeting", source.meeting_id)
    return None if source is None or isinstance(source, PublicDocument) else ("paper", source.paper_id)


def stamps_of(rows: Rows) -> dict[Key, Stamp]:
    """When each meeting, item and paper was first to be read and last changed, as far as its readers can tell."""
    moments: dict[Key, list[dt.datetime]] = defaultdict(list)
    for piece in rows.pieces:
        owner = owner_of(piece)
        if owner is not None and piece.issued_at and piece.changed_at:
            moments[owner] += [piece.issued_at, piece.changed_at]
    ends = rows.ends
    for item in rows.items:
        moments["item", item.pk] += [item.announced_at or ends[item.meeting_id]]
        if item.pk in rows.treatments:
            moments["item", item.pk].append(ends[item.meeting_id])
        moments["meeting", item.meeting_id] += moments["item", item.pk]
    for meeting in rows.meetings:
        moments["meeting", meeting.pk].append(ends[meeting.pk])
    for paper in rows.papers:
        moments["paper", paper.pk].append(paper.status_since)
    return {key: Stamp(min(found), max(found)) for key, found in moments.items()}
