"""Noch da? Acts that citizens notice at once need a login or its repetition within the last five minutes."""

import time

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest


def insist_on_presence(request: HttpRequest) -> None:
    """Raise what leads to the password page; afterwards the library carries out the form that was sent, note and all.

    The people of the demo have neither a password nor a second factor, so there is nothing they could repeat.
    """
    if settings.DEMO and not get_adapter().get_reauthentication_methods(request.user):
        return
    records = get_authentication_records(request, request.user)
    if not records or time.time() - records[-1]["at"] > app_settings.REAUTHENTICATION_TIMEOUT:
        raise ReauthenticationRequired
