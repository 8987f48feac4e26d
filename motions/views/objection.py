"""Widerspruch, Beanstandung und Einspruch im Ratsbüro (§§ 54, 57 GO NRW)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from motions.forms.objection import ObjectionForm, ObjectionResultForm
from motions.models import ResolutionObjection, User
from motions.rules import meeting_permissions, objection_checks, objections
from motions.rules.findings import Finding

from .access import Access, access
from .person import staff_of
from .rule_page import carried_out, page


def _objector(request: HttpRequest) -> User:
    """The Bürgermeister objects in person, the Ratsbüro files what came in writing (§ 54 Abs. 1 GO NRW)."""
    user = staff_of(request)
    if not objection_checks.may_record_objection(user):
        raise PermissionDenied("Widerspruch, Beanstandung und Einspruch trägt das Ratsbüro ein.")
    return user


@require_safe
@access(Access.WORK)
def objection_list(request: HttpRequest) -> HttpResponse:
    """Offene Einsprüche: until when the organ must speak again, and in which meeting it does (W-02)."""
    _objector(request)
    return render(request, "motions/objection_list.html", {"rows": objections.watched(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def objection_new(request: HttpRequest, treatment_pk: int) -> HttpResponse:
    """Gegen einen Beschluss eintragen, was schriftlich eingelegt wurde; the mayor writes it here."""
    user = _objector(request)
    rows = meeting_permissions.visible_treatments(user).select_related("item__meeting__organization")
    treatment = get_object_or_404(rows, pk=treatment_pk)
    objection = ResolutionObjection(treatment=treatment)
    form = ObjectionForm(request.POST if request.method == "POST" else None, instance=objection)
    told: list[Finding] = []

    def act() -> None:
        told.extend(objections.raise_objection(form.instance, by=user, now=timezone.now()))

    if carried_out(form, act):
        messages.success(request, "Eingetragen. Der Beschluss darf vorerst nicht umgesetzt werden.")
        for finding in told:
            messages.info(request, finding.text)
        return redirect("objection-list")
    item = treatment.item
    context = {"treatment": treatment, "item": item, "is_nonpublic": not item.is_public}
    return page(request, "motions/objection_new.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def objection_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Ein Einspruch und sein Ausgang."""
    user = _objector(request)
    rows = objection_checks.visible_objections(user).select_related("treatment__item__meeting__organization")
    objection = get_object_or_404(rows, pk=pk)
    seen = {"insisted_on": objection.insisted_on}
    form = ObjectionResultForm(request.POST if request.method == "POST" else None, initial=seen)

    def act() -> None:
        objection.result = objections.resolve(
            objection, by=user, now=timezone.now(), **form.cleaned_data
        ).result

    if carried_out(form, act):
        is_over = bool(objection.result)
        told = "Der Ausgang ist eingetragen." if is_over else "Eingetragen. Der Beschluss ruht weiter."
        messages.success(request, told)
        return redirect("objection-list")
    if form.is_outdated:
        form.ask_again(objection.insisted_on)
    item = objection.treatment.item
    context = {
        "objection": objection,
        "item": item,
        "is_nonpublic": not item.is_public,
        "awaits_authority": objections.awaits_authority(objection),
    }
    return page(request, "motions/objection_detail.html", form, **context)
