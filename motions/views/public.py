"""Öffentliche Seiten der Vorlagen: the list, and one paper as it was released."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from motions.forms.public import PublicPaperFilter
from motions.forms.text_versions import VersionsForm
from motions.models import IssuedDocument, Paper
from motions.models.choices import Edition
from motions.rules import families, item_search, permissions, progress, reading, text_versions

from .access import Access, access
from .search_engines import found_for_years

PER_PAGE = 25


@require_safe
@access(Access.PUBLIC)
def public_papers(request: HttpRequest) -> HttpResponse:
    """Vorlagen suchen und filtern; citizens find public ones, members and staff what they may read."""
    papers = reading.readable_papers(request.user)
    form = PublicPaperFilter(request.GET, years=reading.years(papers))
    page = Paginator(reading.listed(form.narrow(papers)), PER_PAGE).get_page(request.GET.get("seite"))
    items = item_search.items_saying(request.user, form.words) if page.number == 1 else []
    context = {"form": form, "page": page, "chips": form.chips(request.GET), "items": items}
    return render(request, "public/public_papers.html", context)


@require_safe
@access(Access.PUBLIC)
def public_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """Eine Vorlage, aus dem eingefrorenen Inhalt der neuesten Freigabe."""
    rows = reading.readable_papers(request.user).select_related("original", "amends", "paper_type")
    paper = get_object_or_404(rows, slug=slug)
    versions = reading.versions(request.user, paper)
    if not versions:
        raise Http404
    newest = versions[0]
    reading.note_reading(request.user, paper, "Vorlage", is_secret=is_secret(newest))
    original, replaced = _readable(request, paper.original), reading.replacements(request.user, paper)
    replaces = original if families.is_replacement(paper) else None
    context = {
        "paper": paper,
        "newest": newest,
        "content": newest.content,
        "versions": versions,
        "stations": progress.stations(request.user, paper),
        "is_internal_edition": newest.edition == Edition.INTERNAL,
        "annexes": reading.annexes(request.user, paper),
        "original": original,
        "amended": _readable(request, paper.amends),
        "amendments": reading.amendments(request.user, paper),
        "replacements": replaced,
        "supplements": reading.supplements(request.user, paper),
        "has_several_texts": len({row.release_id for row in versions}) > 1 or bool(replaced or replaces),
        "may_read_inside": permissions.may_read_inside(request.user, paper),
    }
    response = render(request, "public/public_paper.html", context)
    return found_for_years(response, timezone.localdate(newest.release.written_at))


@require_safe
@access(Access.PUBLIC)
def paper_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Zwei Fassungen vergleichen: of the original and its Neufassungen, as far as the person may read them."""
    paper = get_object_or_404(reading.readable_papers(request.user), slug=slug)
    texts = text_versions.issued_texts(request.user, paper)
    if not texts:
        raise Http404
    form = VersionsForm(request.GET, texts=texts)
    before, after = form.chosen()
    for document in {before.pk: before, after.pk: after}.values():
        reading.note_reading(request.user, document.paper, "Vergleich", is_secret=is_secret(document))
    context = {
        "paper": paper,
        "subject": texts[0].content["subject"],
        "form": form,
        "has_several": len(texts) > 1,
        "is_secret": is_secret(before) or is_secret(after),
        "parts": text_versions.differing_parts(before.content, after.content),
    }
    response = render(request, "public/paper_versions.html", context)
    return found_for_years(response, timezone.localdate(after.release.written_at))


def is_secret(document: IssuedDocument) -> bool:
    """Reading it is written down."""
    return document.edition == Edition.INTERNAL


def _readable(request: HttpRequest, paper: Paper | None) -> Paper | None:
    """The predecessor, if this person may open it, too."""
    if paper is None:
        return None
    return reading.readable_papers(request.user).filter(pk=paper.pk).first()
