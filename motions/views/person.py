"""Die angemeldete Person, known to be one of our accounts."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from motions.models import User


def staff_of(request: HttpRequest) -> User:
    """The account behind a request that the access class has let in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
