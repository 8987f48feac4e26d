"""Editor einer Vorlage: save, save in passing, and what happens when two people write."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from motions.forms.attachment import AttachmentForm
from motions.forms.conflict import differences
from motions.forms.editor import Editor
from motions.forms.gaps import gaps
from motions.forms.sections import Section, sections
from motions.models import Paper, User
from motions.rules import conflicts, drafting, history, meeting_dates, permissions, transitions, workflow
from motions.rules.findings import OutdatedState, Refused

from .access import Access, access
from .desk_paper import answer, read_paper
from .person import staff_of


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def paper_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Den Entwurf bearbeiten; "Prüfen und einreichen" saves first and goes on to the check page."""
    user, paper = _paper(request, pk)
    if request.method != "POST":
        at_work = conflicts.at_work(paper, by=user, now=timezone.now())
        return _page(request, user, Editor(paper, by=user), at_work=at_work)
    editor = Editor(paper, request.POST, by=user)
    if "propose" in request.POST and editor.proposal:
        editor = editor.with_proposal()
    is_complete = editor.is_valid()
    if not paper.is_editable:
        return _conflict(request, user, editor, conflicts.overtaken(paper, by=user, now=timezone.now()))
    if not is_complete:
        return _page(request, user, editor, status=422)
    try:
        drafting.save_draft(paper, editor.draft(), version=editor.version, by=user, now=timezone.now())
    except Refused as refusal:
        for finding in refusal.findings:
            editor.text.add_error(None, finding.text)
        return _page(request, user, editor, status=422)
    except OutdatedState as outdated:
        return _conflict(request, user, editor, str(outdated))
    messages.success(request, _saved())
    return redirect(_next(request, paper))


def _next(request: HttpRequest, paper: Paper) -> str:
    """Where the pressed button leads."""
    if "check" in request.POST:
        return reverse("paper-check", args=[paper.pk])
    place = "#beratungsfolge" if "propose" in request.POST else ""
    return f"{reverse('paper-edit', args=[paper.pk])}{place}"


@require_POST
@access(Access.WORK)
def paper_autosave(request: HttpRequest, pk: int) -> JsonResponse:
    """Zwischenspeichern beim Schreiben: every part that is valid by itself; says what is not stored yet and the new
    version, or that somebody was faster.
    """
    user, paper = _paper(request, pk)
    now = timezone.now()
    if not paper.is_editable:
        return JsonResponse({"message": conflicts.overtaken(paper, by=user, now=now)}, status=409)
    if "version" not in request.POST:
        return JsonResponse({"message": "Noch nicht gespeichert: Es kam kein Formular an."}, status=422)
    editor = Editor(paper, request.POST, by=user)
    editor.is_valid()
    try:
        saved = drafting.save_draft(paper, editor.draft(), version=editor.version, by=user, now=now)
    except OutdatedState as outdated:
        return JsonResponse({"message": str(outdated)}, status=409)
    except Refused as refusal:
        return JsonResponse({"message": str(refusal)}, status=422)
    missing = gaps(editor)
    told = [{"anchor": row.anchor, "state": row.state, "kind": row.kind} for row in _sections(user, saved)]
    answer = {"message": _saved(missing), "is_whole": not missing, "version": saved.version, "sections": told}
    return JsonResponse(answer)


def _saved(missing: Sequence[str] = ()) -> str:
    """The same words however it was saved."""
    saved = f"Gespeichert um {timezone.localtime():%H:%M} Uhr."
    return f"{saved} Noch nicht gespeichert: {', '.join(missing)}." if missing else saved


def _paper(request: HttpRequest, pk: int) -> tuple[User, Paper]:
    """The draft; what was typed into a paper that has gone on meanwhile is compared, not refused."""
    user = staff_of(request)
    rows = permissions.desk_papers(user).select_related("paper_type", "lead_unit", "author_group")
    paper = read_paper(request, rows, pk, part="Editor")
    may_go_on = permissions.may_submit_paper if request.method == "POST" else permissions.may_edit_paper
    if not may_go_on(user, paper):
        raise PermissionDenied(
            "Diese Vorlage ist nicht mehr im Entwurf oder gehört einem anderen Fachbereich."
        )
    return user, paper


def _page(
    request: HttpRequest, user: User, editor: Editor, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        "paper": editor.paper,
        "title": editor.paper.subject or "Neuer Entwurf",
        "is_nonpublic": not editor.paper.is_public,
        "editor": editor,
        "proposal_label": "Vorschlag übernehmen" if editor.proposal else "",
        "sections": _sections(user, editor.paper),
        "meeting_dates": meeting_dates.offered(on=permissions.today()),
        "today": permissions.today(),
        "returned": history.returned(editor.paper),
        "attachments": permissions.visible_attachments(user).filter(paper=editor.paper),
        "attachment_form": AttachmentForm(),
        "may_edit_attachments": permissions.may_edit_wording(user, editor.paper),
        **more,
    }
    return answer(request, "motions/paper_edit.html", context, part="Editor", status=status)


def _sections(user: User, paper: Paper) -> list[Section]:
    return sections(transitions.expected_findings(paper, workflow.SUBMIT, by=user, now=timezone.now()))


def _conflict(request: HttpRequest, user: User, editor: Editor, message: str) -> HttpResponse:
    """409: both texts on one page; saving again keeps the typed one, deliberately."""
    typed = request.POST.copy()
    stored = get_object_or_404(permissions.desk_papers(user), pk=editor.paper.pk)
    typed["version"] = str(stored.version)
    found = differences(stored, editor)
    again = Editor(stored, typed, by=user)
    again.is_valid()
    return _page(request, user, again, status=409, conflict=message, differences=found)
