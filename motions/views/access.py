"""Zugangsklassen: every view says who may come in at all; a view that says nothing lets nobody in."""

from collections.abc import Callable
from enum import StrEnum

from django.http import HttpRequest, HttpResponseBase

from motions.rules.meeting_permissions import may_plan_meetings
from motions.rules.permissions import may_work

View = Callable[..., HttpResponseBase]


class Access(StrEnum):
    """Zugangsklasse einer Seite; what may be seen there is decided by the sets of rules/permissions.py."""

    PUBLIC = "public"
    LOGIN = "login"
    WORK = "work"
    OFFICE = "office"
    TECHNICAL = "technical"


def access(level: Access) -> Callable[[View], View]:
    """Declare the access class of one of our views."""

    def declare(view: View) -> View:
        view.access = level  # type: ignore[attr-defined]
        return view

    return declare


# Views of libraries cannot carry our mark; each of their modules is named here, or its pages stay shut.
FOREIGN = {
    "allauth.account.views": Access.PUBLIC,
    "allauth.mfa.base.views": Access.PUBLIC,
    "allauth.mfa.totp.views": Access.LOGIN,
    "allauth.mfa.recovery_codes.views": Access.LOGIN,
    "allauth.mfa.webauthn.views": Access.PUBLIC,
    "django.contrib.admin.sites": Access.TECHNICAL,
    "motions.admin": Access.TECHNICAL,
    "django.views.generic.base": Access.TECHNICAL,
    "django.contrib.contenttypes.views": Access.TECHNICAL,
}


def access_of(view: View) -> Access | None:
    """The declared class of a resolved view, ours or a library's; None keeps everybody out."""
    declared = getattr(view, "access", None)
    if declared is not None:
        return Access(declared)
    owner = getattr(view, "view_class", None) or getattr(view, "model_admin", None) or view
    module = (
        owner.__module__ if isinstance(owner, type) or hasattr(owner, "__name__") else type(owner).__module__
    )
    return FOREIGN.get(module)


def is_admitted(request: HttpRequest, level: Access) -> bool:
    """The visitor may enter pages of this class."""
    if level is Access.PUBLIC:
        return True
    if level is Access.TECHNICAL:
        return request.user.is_active and request.user.is_staff
    if level is Access.WORK:
        return may_work(request.user)
    if level is Access.OFFICE:
        return may_plan_meetings(request.user)
    return request.user.is_authenticated
