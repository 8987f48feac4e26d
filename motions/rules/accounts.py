"""Anmeldeadresse: every account has exactly one, and the administration alone sets it."""

from allauth.account.models import EmailAddress
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
