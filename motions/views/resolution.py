"""Beschlusskontrolle für den Rat (N-09), and the list of resolutions for everybody (N-11)."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motions.forms.task import TaskFilter
from motions.models.task import TaskQuerySet
from motions.rules import permissions, task_permissions, tasks
from motions.rules.csv_tables import csv_table

from .access import Access, access
from .download import csv_download
from .person import staff_of

_PAGE = 25


@require_safe
@access(Access.LOGIN)
def resolution_control(request: HttpRequest) -> HttpResponse:
    """Beschlusskontrolle: how far the administration is, for the members of the organs."""
    form = TaskFilter(request.GET)
    page = Paginator(_control(request, form), _PAGE).get_page(request.GET.get("seite"))
    return render(request, "portal/resolution_control.html", {"form": form, "page": page})


@require_safe
@access(Access.LOGIN)
def resolution_control_file(request: HttpRequest) -> HttpResponse:
    """Die Beschlusskontrolle als Tabelle zum Herunterladen."""
    rows = tasks.control_rows(_control(request, TaskFilter(request.GET)))
    return csv_download("beschlusskontrolle.csv", csv_table(tasks.CONTROL_HEAD, rows))


def _control(request: HttpRequest, form: TaskFilter) -> TaskQuerySet:
    user = staff_of(request)
    if not task_permissions.may_read_control(user):
        raise PermissionDenied("Die Beschlusskontrolle lesen die Mitglieder der Gremien.")
    rows: TaskQuerySet = form.narrow(task_permissions.visible_tasks(user))
    return tasks.listed(rows, user).newest_first()


@require_safe
@access(Access.PUBLIC)
def public_resolutions(request: HttpRequest) -> HttpResponse:
    """Beschlüsse und ihre Umsetzung, where the town tells it."""
    if not tasks.shows_resolutions(on=permissions.today()):
        raise Http404
    rows = tasks.public_list(request.user)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("seite"))
    return render(request, "public/public_resolutions.html", {"page": page})
