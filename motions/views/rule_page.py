"""Seiten mit einem Formular und einer Regel dahinter: carried out, refused (422) or too late (409)."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motions.forms.rule_form import RuleForm
from motions.rules.findings import OutdatedState, Refused


def carried_out(form: RuleForm, act: Callable[[], object]) -> bool:
    """The rule behind a valid form was kept; else the form says why not."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refusal:
        form.refuse(refusal.findings)
    except OutdatedState as outdated:
        form.add_error(None, str(outdated))
        form.is_outdated = True
    else:
        return True
    return False


def told(request: HttpRequest, act: Callable[[], object]) -> HTTPStatus:
    """The rule behind a page without fields; why it was not kept stands above the page (409, 422)."""
    try:
        act()
    except OutdatedState as outdated:
        messages.warning(request, str(outdated))
        return HTTPStatus.CONFLICT
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.OK


def page(request: HttpRequest, template: str, form: RuleForm, **context: Any) -> HttpResponse:
    """The form again, with everything typed."""
    status = 200 if not form.is_bound else 409 if form.is_outdated else 422
    return render(request, template, {"form": form, **context}, status=status)
