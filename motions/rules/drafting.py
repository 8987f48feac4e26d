"""Vorlagen schreiben: begin and save; nothing typed is ever lost."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from motions.models import (
    Organization,
    Paper,
    PaperTemplate,
    PaperType,
    Person,
    Unit,
    User,
)
from motions.models.choices import Author, Behaviour, PaperStatus, SecrecyGround
from motions.pdf.richtext import clean

from . import (
    authors,
    co_signing,
    draft_parts,
    offices,
    past_days,
    permissions,
    placement,
    roles,
    text_changes,
)
from .conflicts import overtaken
from .draft_parts import Draft, Invitation
from .findings import NotPermitted, OutdatedState, Refused, block
from .history import record

__all__ = [
    "Draft",
    "Invitation",
    "bump_version",
    "create_paper",
    "home_unit",
    "offered_templates",
    "save_draft",
]

TEXT_FIELDS = (
    "dated_on",
    "received_on",
    "file_reference",
    "signatory",
    "subject",
    "plain_words",
    "draft_resolution",
    "has_own_wording",
    "statement",
    "financial_impact",
    "climate_impact",
    "is_public",
    "secrecy_ground",
    "council_matter",
    "affects_positions",
    "administration_comment",
)


def create_paper(
    *,
    by: User,
    now: dt.datetime,
    lead_unit: Unit,
    template: PaperTemplate | None = None,
    paper_type: PaperType | None = None,
    author_group: Organization | None = None,
    author_person: Person | None = None,
    amends: Paper | None = None,
    label: str = "Entwurf angelegt",
    note: str = "",
) -> Paper:
    """Begin a Vorlage from a template card or a bare type.

    ``author_group`` is the Fraktion whose motion it is, ``author_person`` the Ratsmitglied who writes alone (E-08),
    ``amends`` the paper an Änderungsantrag is about. Raises NotPermitted, or Refused if they do not fit the type
    (V-17, A-15).
    """
    if not permissions.may_create_paper(by):
        raise NotPermitted(
            "Vorlagen schreibt nur die Verwaltung, und dort, wer in einem Fachbereich arbeitet."
        )
    kind = template.paper_type if template else paper_type
    if kind is None:
        raise ValueError("a paper needs a template or a type")
    authors.check_author(kind, author_group, amends, person=author_person, on=timezone.localdate(now))
    with transaction.atomic():
        paper = Paper.objects.create(
            paper_type=kind,
            lead_unit=lead_unit,
            drafter=by,
            author_group=author_group,
            author_person=author_person,
            amends=amends,
            dated_on=timezone.localdate(now),
            received_on=None if kind.author == Author.ADMINISTRATION else timezone.localdate(now),
            status_since=now,
            created_at=now,
            changed_at=now,
        )
        if template:
            _fill(paper, template)
        record(paper, "create", label, by=by, now=now, note=note, to_status=paper.status)
    return paper


def save_draft(paper: Paper, draft: Draft, *, version: int, by: User, now: dt.datetime) -> Paper:
    """Store an edited draft if nobody saved in between (compare and set on ``version``).

    What is stored already is no change: it needs no new version, and nobody has been overtaken by the own words.
    Raises OutdatedState with the row unchanged, NotPermitted, or Refused when the wording of members would be
    altered (V-17), the paper placed where it may not be (V-04), or an informed organ made to decide (V-12).
    """
    with transaction.atomic():
        locked = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        if not locked.is_editable:
            raise OutdatedState(overtaken(locked, by=by, now=now))
        if not permissions.may_edit_paper(by, locked):
            raise NotPermitted("Diese Vorlage dürfen Sie nicht bearbeiten.")
        changes = {name: value for name, value in draft.fields.items() if getattr(locked, name) != value}
        parts = draft_parts.differing(locked, draft)
        if not changes and not parts:
            return locked
        if locked.version != version:
            raise OutdatedState(overtaken(locked, by=by, now=now))
        _guard_wording(by, locked, changes, draft)
        _guard_receipt(changes, on=timezone.localdate(now))
        placement.guard(locked, changes, by=by, on=timezone.localdate(now))
        _guard_roles(changes.get("paper_type", locked.paper_type), draft)
        with text_changes.told(locked, [*_labels(changes), *parts], by=by, now=now):
            _store(locked, changes, draft, now)
            if locked.status == PaperStatus.CO_SIGNING:
                co_signing.invite_required(locked, on=timezone.localdate(now))
    return locked


def _labels(names: Iterable[str]) -> list[str]:
    return [str(Paper._meta.get_field(name).verbose_name) for name in names]  # type: ignore[union-attr]


def _fill(paper: Paper, template: PaperTemplate) -> None:
    paper.subject, paper.council_matter = template.subject, template.council_matter
    paper.draft_resolution, paper.statement = clean(template.draft_resolution), clean(template.statement)
    paper.secrecy_ground = template.secrecy_ground
    paper.is_public = template.secrecy_ground == SecrecyGround.NONE
    paper.save(
        update_fields=[
            "subject",
            "draft_resolution",
            "statement",
            "council_matter",
            "secrecy_ground",
            "is_public",
        ]
    )
    rows = template.consultations.values("organization_id", "role")
    draft_parts.replace_consultations(
        paper, [{**row, "planned_on": None, "is_public": paper.is_public} for row in rows]
    )


def _guard_roles(kind: PaperType, draft: Draft) -> None:
    found = roles.nothing_to_decide(kind, [row["role"] for row in draft.consultations or ()])
    if found:
        raise Refused(found)


def _guard_receipt(changes: Mapping[str, Any], *, on: dt.date) -> None:
    if found := past_days.to_come("E-07", {"received_on": changes.get("received_on")}, on=on):
        raise Refused(found)


def _guard_wording(by: User, paper: Paper, changes: Mapping[str, Any], draft: Draft) -> None:
    if permissions.may_edit_wording(by, paper):
        return
    if set(changes) - {"administration_comment", "received_on"} or draft.financial_rows is not None:
        text = f"Der Wortlaut kommt von: {paper.author_named}. Die Verwaltung kann nur eine Stellungnahme ergänzen."
        raise Refused([block("V-17", text, "draft_resolution", absolute=True)])


def _store(paper: Paper, changes: Mapping[str, Any], draft: Draft, now: dt.datetime) -> None:
    for name, value in changes.items():
        setattr(paper, name, value)
    paper.version += 1
    paper.changed_at = now
    paper.save(update_fields=[*changes, "version", "changed_at"])
    if draft.consultations is not None:
        draft_parts.replace_consultations(paper, draft.consultations)
    if draft.financial_rows is not None:
        draft_parts.replace_rows(paper, draft.financial_rows)
    if draft.invitations is not None:
        draft_parts.replace_invitations(paper, draft.invitations)


def bump_version(paper: Paper, *, now: dt.datetime) -> None:
    """A part outside the form changed (an annex): older tabs must notice."""
    Paper.objects.filter(pk=paper.pk).update(version=F("version") + 1, changed_at=now)


def offered_templates() -> QuerySet[PaperTemplate]:
    """The cards of the page "Neue Vorlage"; an Änderungsantrag begins at the paper it is to change."""
    rows = PaperTemplate.objects.filter(paper_type__is_active=True)
    return rows.exclude(paper_type__behaviour=Behaviour.AMENDS).select_related("paper_type")


def home_unit(user: User, *, on: dt.date) -> Unit:
    """The unit a person writes for: the one of the first own office; raises NotPermitted without any."""
    units = [row.unit_id for row in offices.holdings(user, on) if row.unit_id is not None]
    if not units:
        raise NotPermitted(
            "Vorlagen schreibt nur die Verwaltung, und dort, wer in einem Fachbereich arbeitet."
        )
    return Unit.objects.get(pk=units[0])
