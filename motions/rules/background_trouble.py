"""Was im Hintergrund stockt: orders that wait for a person, and documents that got no PDF (SI-04).

The page "Aufträge im Hintergrund" tells what hinders each; here it is only counted, as far as the person may read it.
"""

import datetime as dt

from django.db.models import Q
from django.db.models.functions import Coalesce

from motions.models import User

from . import meeting_permissions, permissions, public_documents, signing_page

_SEVERAL_TRIES = 2


def stuck_orders(user: User) -> int:
    """Signing orders that nobody but a person sets going, or that failed again and again."""
    stuck = Q(is_held=True) | Q(tries__gte=_SEVERAL_TRIES) & ~Q(failure="")
    return signing_page.waiting_orders(user).filter(stuck).count()


def documents_without_file(user: User, *, on: dt.date) -> int:
    """Documents whose PDF failed, or is missing since the day before or longer."""
    failed = ~Q(failure="")
    written_at = Coalesce("release__revised_at", "release__released_at")
    issued = permissions.visible_documents(user).annotate(written_at=written_at)
    issued = issued.filter(failed | Q(written_at__date__lt=on))
    late = failed | Q(issued_at__date__lt=on)
    of_meetings = meeting_permissions.visible_meeting_documents(user).filter(late)
    further = public_documents.visible().filter(late)
    return sum(rows.filter(sha256="").count() for rows in (issued, of_meetings, further))
