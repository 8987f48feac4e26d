"""Anmeldung: every account has exactly one address, set by the administration alone; its sessions end together."""

import datetime as dt

from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q

from motions.models import User


@transaction.atomic
def mirror_address(user: User) -> None:
    """The library's copy follows the account: one primary address, nobody else's, as certain as the account itself."""
    email = user.email.lower()
    known = EmailAddress.objects.filter(Q(user=user) | Q(email__iexact=email))
    known.exclude(user=user, email=email).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"primary": True, "verified": True}
    )


def end_all_sessions(user: User, *, now: dt.datetime) -> None:
    """On every device; a session does not name its person in a column, so all that still hold are read."""
    living = Session.objects.filter(expire_date__gt=now)
    own = [row.pk for row in living.iterator() if row.get_decoded().get(SESSION_KEY) == str(user.pk)]
    living.filter(pk__in=own).delete()
