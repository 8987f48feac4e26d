"""Die angemeldete Person, known to be one of our accounts."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from motions.models import User
from motions.rules import permissions


def staff_of(request: HttpRequest) -> User:
    """The account behind a request that the access class has let in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def writer_of(request: HttpRequest) -> User:
    """The same for a page on which a Vorlage begins."""
    user = staff_of(request)
    if not permissions.may_create_paper(user):
        raise PermissionDenied(
            "Vorlagen schreibt nur die Verwaltung, und dort, wer in einem Fachbereich arbeitet."
        )
    return user
