"""Verwandte Vorlagen (V-03): an original with its Neufassungen and Ergänzungen; at most one text is valid."""

from collections.abc import Iterable

from django.db.models import F, Q

from motions.models import Paper, User
from motions.models.choices import OPEN, PaperStatus, SuccessorKind
from motions.models.paper import PaperQuerySet

from .clearance import clearance


def original_of(paper: Paper) -> Paper | None:
    """The paper this one continues, even if the person who asks may not read it: callers show its number at most."""
    if paper.original_id is None:
        return None
    with clearance("system"):
        return Paper.objects.get(pk=paper.original_id)


def amended_by(paper: Paper) -> Paper | None:
    """The paper an Änderungsantrag is to change, even if the person who asks may not read it."""
    if paper.amends_id is None:
        return None
    with clearance("system"):
        return Paper.objects.get(pk=paper.amends_id)


def has_public_amendments(paper: Paper) -> bool:
    """An Änderungsantrag that citizens read, or may read soon, speaks of this paper."""
    if paper.pk is None:
        return False
    with clearance("system"):
        rows = paper.amendments.filter(is_public=True).exclude(status=PaperStatus.WITHDRAWN)
        return rows.exclude(reference_number=None).exists()


def root(paper: Paper) -> int:
    """What names the matter: one for the original and its Neufassungen, another for each Ergänzung or Antwort."""
    is_text = paper.original_id is not None and paper.successor_kind == SuccessorKind.REPLACEMENT
    return paper.original_id if is_text and paper.original_id is not None else paper.pk


def texts_of(papers: Iterable[Paper]) -> PaperQuerySet:
    """All texts of these matters."""
    roots = {root(paper) for paper in papers}
    return Paper.objects.filter(
        Q(pk__in=roots) | Q(original__in=roots, successor_kind=SuccessorKind.REPLACEMENT)
    )


def earlier_texts(paper: Paper) -> PaperQuerySet:
    """What was valid before this text: for an original or an Ergänzung nothing."""
    if not is_replacement(paper):
        return Paper.objects.none()
    older = Q(pk=paper.original_id) | Q(reference_suffix__lt=paper.reference_suffix or 0)
    return texts(paper).filter(older).exclude(pk=paper.pk)


def texts(paper: Paper) -> PaperQuerySet:
    """The original and its Neufassungen, the newest first."""
    root = paper.original_id or paper.pk
    replacements = Q(original=root, successor_kind=SuccessorKind.REPLACEMENT)
    return newest_text_first(Paper.objects.filter(Q(pk=root) | replacements))


def newest_text_first(papers: PaperQuerySet) -> PaperQuerySet:
    """The texts of one matter by their numbers, the original last."""
    return papers.order_by(F("reference_suffix").desc(nulls_last=True))


def valid_texts(paper: Paper) -> PaperQuerySet:
    """What a Neufassung replaces at its release: every other released text of the family."""
    return texts(paper).filter(status=PaperStatus.RELEASED).exclude(pk=paper.pk)


def replaced_text(paper: Paper) -> Paper | None:
    """The text that is valid again when this Neufassung is taken back."""
    if not is_replacement(paper):
        return None
    return texts(paper).filter(status=PaperStatus.SUPERSEDED).exclude(pk=paper.pk).first()


def open_replacement(original: Paper) -> Paper | None:
    """The Neufassung somebody is writing; there is one at most."""
    rows = original.successors.filter(successor_kind=SuccessorKind.REPLACEMENT, status__in=OPEN)
    return rows.first()


def open_answer(original: Paper) -> Paper | None:
    """The Antwort somebody of the administration is writing; there is one at a time."""
    return original.successors.filter(successor_kind=SuccessorKind.ANSWER, status__in=OPEN).first()


def untouched_supplement(original: Paper, drafter: User) -> Paper | None:
    """The Ergänzung this person has begun and not yet written in: a second click opens it again."""
    rows = original.successors.filter(successor_kind=SuccessorKind.SUPPLEMENT, status=PaperStatus.DRAFT)
    return rows.filter(drafter=drafter, version=1).first()


def dependants(paper: Paper) -> PaperQuerySet:
    """Papers that rest on this one and would lose their ground: its successors, or a newer Neufassung."""
    if paper.original_id is None:
        return Paper.objects.filter(original=paper.pk).exclude(status=PaperStatus.WITHDRAWN)
    if not is_replacement(paper):
        return Paper.objects.none()
    return texts(paper).filter(status__in=OPEN).exclude(pk=paper.pk)


def is_replacement(paper: Paper) -> bool:
    """The paper is a Neufassung."""
    return paper.original_id is not None and paper.successor_kind == SuccessorKind.REPLACEMENT
