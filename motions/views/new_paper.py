"""Neue Vorlage: by a template card, without one, in the words of a Fraktion, or as an Änderungsantrag."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from motions.forms.new_paper import GroupForm, NewPaperForm, PetitionForm
from motions.models import PaperTemplate
from motions.models.choices import Author
from motions.rules import amendments, double_clicks, drafting, offices, permissions
from motions.rules.findings import NotPermitted, Refused

from .access import Access, access
from .desk_paper import answer, read_paper
from .person import staff_of, writer_of


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def paper_new(request: HttpRequest) -> HttpResponse:
    """Neue Vorlage: a card per template; the draft opens in the editor at once."""
    user = writer_of(request)
    is_template = "template" in request.POST
    sent = request.POST if request.method == "POST" and not is_template else None
    form = NewPaperForm(sent, units=offices.unit_ids(user, permissions.today()))
    template = drafting.offered_templates().filter(pk=_number(request.POST.get("template"))).first()
    if template is not None:
        if template.paper_type.author == Author.GROUP:
            return redirect("petition-new", template_pk=template.pk)
        return _begin(request, template=template)
    if form.is_valid():
        names = ("paper_type", "lead_unit", "author_group", "author_person")
        try:
            return _begin(request, **{name: form.cleaned_data[name] for name in names})
        except Refused as refusal:
            form.refuse(refusal.findings)
    problems = ["Dieses Muster gibt es nicht mehr. Wählen Sie ein anderes."] if is_template else []
    context = {"form": form, "templates": drafting.offered_templates(), "problems": problems}
    return render(request, "motions/paper_new.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def petition_new(request: HttpRequest, template_pk: int) -> HttpResponse:
    """Antrag oder Anfrage einer Fraktion eintragen: first whose it is, then its words."""
    template = get_object_or_404(_of_groups(), pk=template_pk)
    units = permissions.units_for_petitions(writer_of(request))
    form = PetitionForm(request.POST if request.method == "POST" else None, units=units)
    if form.is_valid():
        return _begin(request, template=template, **form.cleaned_data)
    context = {"form": form, "title": template.name, "lead": template.description}
    return render(request, "motions/petition_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def amendment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Änderungsantrag zu einer freigegebenen Vorlage eintragen (A-15)."""
    user = staff_of(request)
    rows = permissions.desk_papers(user).select_related("lead_unit")
    paper = read_paper(request, rows, pk, part="Änderungsantrag")
    if not permissions.may_record_amendment(user, paper):
        raise PermissionDenied("Zu dieser Vorlage tragen Sie keinen Änderungsantrag ein.")
    form = GroupForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        group, person = form.cleaned_data["author_group"], form.cleaned_data["author_person"]
        try:
            amendment = amendments.begin_amendment(paper, group, person=person, by=user, now=timezone.now())
            return redirect("paper-edit", pk=amendment.pk)
        except Refused as refusal:
            form.refuse(refusal.findings)
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from None
    context = {
        "form": form,
        "title": "Änderungsantrag eintragen",
        "lead": f"Zu {paper.reference}: {paper.subject}",
        "paper": paper,
        "is_nonpublic": not paper.is_public,
    }
    status = 422 if form.is_bound else 200
    return answer(request, "motions/petition_new.html", context, part="Änderungsantrag", status=status)


def _begin(request: HttpRequest, *, template: PaperTemplate | None = None, **chosen: Any) -> HttpResponse:
    user = staff_of(request)
    lead_unit = chosen.pop("lead_unit", None) or drafting.home_unit(user, on=permissions.today())
    paper, is_new = double_clicks.begin_paper(
        by=user, now=timezone.now(), lead_unit=lead_unit, template=template, **chosen
    )
    if not is_new:
        messages.info(request, "Diesen Entwurf haben Sie heute schon begonnen; er ist noch leer.")
    return redirect("paper-edit", pk=paper.pk)


def _of_groups() -> Any:
    return drafting.offered_templates().filter(paper_type__author=Author.GROUP)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
