"""Umsetzung von Beschlüssen auf dem Schreibtisch: the own tasks, reports, and the steps of the Ratsbüro (N-09)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from motions.forms.task import ChangedTaskForm, NewTaskForm, TaskFilter, TaskForm
from motions.models import ImplementationTask, User
from motions.rules import (
    meeting_permissions,
    objection_checks,
    permissions,
    task_permissions,
    task_workflow,
    tasks,
    transitions,
)
from motions.rules.findings import NotPermitted, OutdatedState, Refused

from .access import Access, access
from .person import staff_of
from .rule_page import carried_out, page

_PAGE = 25
_STEPS = {step.name: step for step in task_workflow.ALL_TASK_STEPS}
_PROGRESS = "progress"


@require_safe
@access(Access.WORK)
def task_list(request: HttpRequest) -> HttpResponse:
    """Umsetzung: what the own unit has to do, for the Ratsbüro everything."""
    user = staff_of(request)
    form = TaskFilter(request.GET)
    rows = tasks.listed(form.narrow(task_permissions.desk_tasks(user)), user).by_urgency()
    page = Paginator(rows, _PAGE).get_page(request.GET.get("seite"))
    context = {
        "form": form,
        "page": page,
        "rows": [(row, row.is_overdue(permissions.today())) for row in page.object_list],
        "manages": task_permissions.may_manage_tasks(user),
        "may_object": objection_checks.may_record_objection(user),
    }
    return render(request, "motions/task_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def task_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Eine Umsetzung: read, report, go on; the button says which step the words belong to."""
    user = staff_of(request)
    task = _task(user, pk)
    if request.method != "POST":
        return _page(request, user, task, TaskForm(initial={"version": task.version}))
    step = request.POST.get("step", "")
    if step not in {_PROGRESS, *_STEPS}:
        raise Http404
    form = TaskForm(request.POST, needs_note=step == _PROGRESS or _STEPS[step].needs_note)
    if not form.is_valid():
        return _page(request, user, task, form, status=422)
    try:
        _act(user, task, step, form)
    except Refused as refusal:
        form.refuse(refusal.findings)
        return _page(request, user, task, form, status=422)
    except OutdatedState as outdated:
        task = _task(user, pk)
        form = TaskForm(form.retry(task.version))
        form.add_error(None, str(outdated))
        return _page(request, user, task, form, status=409)
    messages.success(request, "Der Bericht ist gespeichert.")
    return redirect("task-detail", pk=pk)


def _act(user: User, task: ImplementationTask, step: str, form: TaskForm) -> None:
    now, sent = timezone.now(), form.cleaned_data
    try:
        if step == _PROGRESS:
            tasks.report_progress(task, text=sent["note"], version=sent["version"], by=user, now=now)
        else:
            transitions.perform(task, _STEPS[step], by=user, now=now, **sent)
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from None


def _task(user: User, pk: int) -> ImplementationTask:
    return get_object_or_404(tasks.listed(task_permissions.desk_tasks(user), user), pk=pk)


def _page(
    request: HttpRequest, user: User, task: ImplementationTask, form: TaskForm, status: int = 200
) -> HttpResponse:
    steps = task_workflow.open_to(user, task)
    context = {
        "task": task,
        "item": task.treatment.item,
        "is_nonpublic": not task.treatment.item.is_public,
        "form": form,
        "steps": steps,
        "frozen": objection_checks.freezing(task.treatment, on=permissions.today())
        if task.is_under_way
        else [],
        "may_change": task_permissions.may_manage_tasks(user),
        "may_object": objection_checks.may_record_objection(user),
        "may_report": task_workflow.REPORT in steps,
        "is_overdue": task.is_overdue(permissions.today()),
    }
    return render(request, "motions/task_detail.html", context, status=status)


@require_safe
@access(Access.OFFICE)
def resolutions_without_task(request: HttpRequest) -> HttpResponse:
    """Beschlüsse ohne Auftrag: what nobody carries out yet."""
    rows = tasks.without_task(staff_of(request))
    page = Paginator(rows, _PAGE).get_page(request.GET.get("seite"))
    return render(request, "motions/resolutions_without_task.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def task_new(request: HttpRequest, treatment_pk: int) -> HttpResponse:
    """Einen Beschluss einem Fachbereich geben (N-10: no mere recommendation)."""
    user = staff_of(request)
    rows = meeting_permissions.visible_treatments(user).select_related("item__meeting__organization")
    treatment = get_object_or_404(rows, pk=treatment_pk)
    form = NewTaskForm(_sent(request))
    if form.is_valid():
        try:
            tasks.create(treatment, by=user, now=timezone.now(), **form.cleaned_data)
            messages.success(request, "Der Fachbereich hat den Auftrag.")
            return redirect("task-list")
        except Refused as refusal:
            form.refuse(refusal.findings)
    item = treatment.item
    context = {"treatment": treatment, "item": item, "form": form, "is_nonpublic": not item.is_public}
    return render(request, "motions/task_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def task_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Frist oder Fachbereich eines Auftrags ändern."""
    user = staff_of(request)
    task = _task(user, pk)
    known = {"unit": task.unit_id, "due_on": task.due_on, "version": task.version}
    form = ChangedTaskForm(_sent(request), initial=known)

    def act() -> None:
        tasks.change(task, by=user, now=timezone.now(), **form.cleaned_data)

    if carried_out(form, act):
        messages.success(request, "Der Auftrag ist geändert.")
        return redirect("task-detail", pk=pk)
    item = task.treatment.item
    context = {"task": task, "item": item, "is_nonpublic": not item.is_public}
    return page(request, "motions/task_change.html", form, **context)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
