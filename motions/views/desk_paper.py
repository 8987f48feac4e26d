"""Eine Vorlage am Schreibtisch: fetched for who may see it, and its reading written down (DS-09)."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from motions.models import Paper
from motions.rules import reading

from .person import staff_of


def read_paper(request: HttpRequest, papers: QuerySet[Paper], pk: int, *, part: str) -> Paper:
    """The paper, or 404; whoever opens a page of something non-public is noted, whoever sends a form is not."""
    paper = get_object_or_404(papers, pk=pk)
    if request.method == "GET":
        reading.note_desk_reading(staff_of(request), paper, part)
    return paper
