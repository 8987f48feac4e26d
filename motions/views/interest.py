"""Angaben nach der Ehrenordnung: my own, or those of a member in the Ratsbüro (§ 43 Abs. 3 GO NRW, R-08)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motions.forms.register import InterestForm
from motions.models import Interest, Person
from motions.rules import interests, permissions, personal_access, register_permissions
from motions.rules.csv_tables import csv_table
from motions.rules.findings import OutdatedState, Refused

from .access import Access, access
from .download import csv_download
from .person import staff_of
from .rule_page import carried_out, page


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.LOGIN)
def own_interests(request: HttpRequest) -> HttpResponse:
    """Meine Angaben."""
    person = staff_of(request).person
    if person is None:
        raise PermissionDenied("Angaben nach der Ehrenordnung machen Mitglieder von Rat und Ausschüssen.")
    return _interests(request, person, is_own=True)


@require_safe
@access(Access.OFFICE)
def members_with_interests(request: HttpRequest) -> HttpResponse:
    """Wer heute ein Mandat hat, and how many declarations hold."""
    return render(
        request, "motions/interest_members.html", {"rows": interests.members(on=permissions.today())}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def member_interests(request: HttpRequest, person_pk: int) -> HttpResponse:
    """Die Angaben eines Mitglieds, as the Ratsbüro keeps them."""
    person = get_object_or_404(register_permissions.members(), pk=person_pk)
    return _interests(request, person, is_own=False)


@require_safe
@access(Access.OFFICE)
def member_data(request: HttpRequest, person_pk: int) -> HttpResponse:
    """Auskunft nach Art. 15 DSGVO: what is kept about a member, as a table to hand out."""
    person = get_object_or_404(register_permissions.members(), pk=person_pk)
    rows = personal_access.of_person(person, by=staff_of(request))
    return csv_download(f"auskunft-{person.pk}.csv", csv_table(personal_access.HEAD, rows))


@require_POST
@access(Access.LOGIN)
def interest_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Eine Angabe gilt nicht mehr."""
    user = staff_of(request)
    rows = register_permissions.visible_interests(user).select_related("person")
    interest = get_object_or_404(rows, pk=pk)
    try:
        interests.end(interest, ends_on=permissions.today(), by=user)
        messages.success(request, "Die Angabe ist beendet. Sie bleibt in der Liste stehen.")
    except OutdatedState as outdated:
        messages.info(request, str(outdated))
    except Refused as refusal:
        messages.error(request, str(refusal))
    if interest.person_id == user.person_id:
        return redirect("own-interests")
    return redirect("member-interests", person_pk=interest.person_id)


def _interests(request: HttpRequest, person: Person, *, is_own: bool) -> HttpResponse:
    user = staff_of(request)
    instance = Interest(person=person)
    form = InterestForm(request.POST if request.method == "POST" else None, instance=instance)

    def act() -> None:
        interests.declare(form.instance, by=user, now=timezone.now())

    if carried_out(form, act):
        messages.success(request, "Die Angabe ist eingetragen.")
        return redirect(request.path)
    context = {
        "person": person,
        "is_own": is_own,
        "rows": interests.of_person(person),
        "today": permissions.today(),
    }
    return page(request, "portal/interests.html", form, **context)
