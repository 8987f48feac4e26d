"""Archivzeitstempel, die bald enden (SI-04): known without the library that stamps, for the desk and the invariants."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.fields.json import KT

from motions.models import Signature

# They are renewed a year before, every Saturday: whoever is told of this has a service that does not work.
SOON = dt.timedelta(days=90)


def ending(*, now: dt.datetime) -> QuerySet[Signature]:
    """The newest version of each document whose last archive time stamp ends soon."""
    later = Signature.objects.filter(source_sha256=OuterRef("sha256"))
    rows = Signature.objects.annotate(until=KT("verdict__archived_until"))
    return rows.filter(~Exists(later), until__gt="", until__lt=(now + SOON).isoformat())
