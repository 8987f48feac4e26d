"""Leseprotokoll einer Vorlage: who read what non-public when (DS-09)."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motions.rules import permissions, reading

from .access import Access, access
from .desk_paper import read_paper
from .person import staff_of

_PAGE = 50


@require_safe
@access(Access.WORK)
def paper_reading_log(request: HttpRequest, pk: int) -> HttpResponse:
    """Leseprotokoll; looking at it is a reading, too."""
    user = staff_of(request)
    papers = permissions.desk_papers(user)
    if not permissions.may_read_log(user) and papers.filter(pk=pk).exists():
        raise PermissionDenied("Das Leseprotokoll liest nur das Ratsbüro.")
    paper = read_paper(request, papers, pk, part="Leseprotokoll")
    page = Paginator(reading.log_of(paper), _PAGE).get_page(request.GET.get("seite"))
    context = {"paper": paper, "is_nonpublic": not paper.is_public, "page": page}
    return render(request, "motions/paper_reading_log.html", context)
