"""Neufassung, Ergänzung, Antwort (V-03): what follows a released paper under its number."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from motions.models import Paper, User
from motions.models.choices import Behaviour, ConsultationRole, PaperStatus, SuccessorKind

from . import attachments, contributions, draft_parts, drafting, families, kinds, permissions
from .findings import NotPermitted
from .history import record


def create_successor(paper: Paper, kind: str, *, by: User, now: dt.datetime) -> Paper:
    """Neufassung, Ergänzung or Antwort: the number of the original with a suffix, the same Beratungsfolge (V-03).

    A Neufassung or Ergänzung begins with the text that is valid now, an Antwort to a motion with an empty one. A
    Neufassung or Antwort somebody has begun is continued, never doubled; nor does a second click begin an Ergänzung
    twice.
    """
    with transaction.atomic():
        paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        if kind not in permissions.follow_ups(by, paper):
            raise NotPermitted(
                "Eine Neufassung oder Ergänzung schreibt der federführende Fachbereich nach der Freigabe, "
                "die Neufassung eines Antrags trägt das Ratsbüro ein."
            )
        if (begun := _begun(paper, kind, by)) is not None:
            return begun
        successor = _answer(paper) if kind == SuccessorKind.ANSWER else _continuation(paper)
        successor.original, successor.drafter, successor.successor_kind = paper, by, kind
        successor.lead_unit, successor.dated_on = paper.lead_unit, timezone.localdate(now)
        successor.status_since = successor.created_at = successor.changed_at = now
        successor.save()
        _hand_on_parts(paper, successor)
        label = f"{successor.get_successor_kind_display()} zu {paper.reference} angelegt"
        for effect in contributions.on_succession:
            effect(_valid_text(paper), successor, by, now)
        record(successor, "create", label, by=by, now=now, to_status=successor.status)
    return successor


def _begun(paper: Paper, kind: str, by: User) -> Paper | None:
    """What is continued instead of being begun twice."""
    if kind == SuccessorKind.REPLACEMENT:
        return families.open_replacement(paper)
    if kind == SuccessorKind.ANSWER:
        return families.open_answer(paper)
    return families.untouched_supplement(paper, by)


def _continuation(paper: Paper) -> Paper:
    """Kind, author and words of the text that is valid now."""
    text = _valid_text(paper)
    copied = {name: getattr(text, name) for name in drafting.TEXT_FIELDS if name != "dated_on"}
    return Paper(
        paper_type=paper.paper_type,
        author_group=paper.author_group,
        author_person=paper.author_person,
        amends_id=paper.amends_id,
        **copied,
    )


def _answer(paper: Paper) -> Paper:
    """What the administration says to the authors of a motion, in words of its own (V-17)."""
    return Paper(
        paper_type=kinds.usual(Behaviour.INFORMS, rule="V-17"),
        subject=f"Antwort zu {paper.reference}: {paper.subject}"[:500],
        is_public=paper.is_public,
        secrecy_ground=paper.secrecy_ground,
    )


def _hand_on_parts(paper: Paper, successor: Paper) -> None:
    if successor.successor_kind == SuccessorKind.ANSWER:
        draft_parts.copy_consultations(paper, successor, role=ConsultationRole.NOTING)
    else:
        draft_parts.copy(_valid_text(paper), successor)
    if successor.successor_kind == SuccessorKind.REPLACEMENT:
        attachments.hand_on(_valid_text(paper), successor)


def _valid_text(paper: Paper) -> Paper:
    return families.texts(paper).filter(status=PaperStatus.RELEASED).first() or paper
