"""Eine Vorlage am Schreibtisch: fetched for who may see it, and its reading written down (DS-09)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from motions.models import Paper
from motions.rules import reading

from .person import staff_of


def read_paper(request: HttpRequest, papers: QuerySet[Paper], pk: int, *, part: str) -> Paper:
    """The paper, or 404; whoever opens a page of something non-public is noted, whoever sends a form is not yet."""
    paper = get_object_or_404(papers, pk=pk)
    if request.method == "GET":
        reading.note_desk_reading(staff_of(request), paper, part)
    return paper


def answer(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, part: str, status: int = 200
) -> HttpResponse:
    """The page about ``context["paper"]``; whoever gets it as the answer to a form reads it, too."""
    if request.method == "POST":
        reading.note_desk_reading(staff_of(request), context["paper"], part)
    return render(request, template, context, status=status)
