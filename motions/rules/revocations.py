"""Widerruf und Ablauf nach der Unterschrift (SI-04): what a certificate that ended later means for what it signed.

A signature whose time stamp lies before that stays what it was; without such a proof it is worth nothing any more, for
nobody can tell whether it was made before. A stamp proves nothing once its own certificate was revoked or its proof ran
out; an archived file is stamped anew before that (time_stamps.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motions.models import Signature

from . import signing


@dataclass(frozen=True)
class Ended:
    """Ein widerrufenes oder abgelaufenes Zertifikat der Datei; ``proven_at``: the moment a time stamp vouches for."""

    name: str
    at: dt.datetime
    is_revoked: bool
    proven_at: dt.datetime | None

    @property
    def is_still_valid(self) -> bool:
        """It was signed before, and that is proven."""
        return self.proven_at is not None and self.proven_at < self.at


def of(signatures: Sequence[Signature], *, now: dt.datetime) -> list[Ended]:
    """The certificates of a signed version that ended since, as far as the lists of the town know."""
    if not signatures:
        return []
    revoked = signing.setup().revoked
    verdict = signatures[-1].verdict
    found = []
    for told in filter(_is_watched, verdict["signers"]):
        proven = _proven_at(told, verdict["archived_until"], revoked, now)
        at = _first(told["path"], revoked)
        until = dt.datetime.fromisoformat(told["valid_until"])
        if at is not None:
            found.append(Ended(told["name"], at, True, proven))
        elif until < now:
            found.append(Ended(told["name"], until, False, proven))
    return found


def _proven_at(
    told: dict[str, Any],
    archived_until: str,
    revoked: Mapping[tuple[str, str], dt.datetime],
    now: dt.datetime,
) -> dt.datetime | None:
    if not told["is_time_stamped"] or _first(told["stamped_by"], revoked) is not None:
        return None
    last = max(dt.datetime.fromisoformat(row) for row in (told["stamped_until"], archived_until) if row)
    return dt.datetime.fromisoformat(told["signed_at"]) if now <= last else None


def _first(
    path: Iterable[Sequence[str]], revoked: Mapping[tuple[str, str], dt.datetime]
) -> dt.datetime | None:
    """The earliest end of any certificate on the way to the root."""
    moments = [revoked[issuer, serial] for issuer, serial in path if (issuer, serial) in revoked]
    return min(moments, default=None)


def are_watched(signatures: Sequence[Signature]) -> bool:
    """Whether a certificate that ends later is noticed: verdicts of earlier versions of this program do not name it."""
    return all(map(_is_watched, signatures[-1].verdict["signers"])) if signatures else True


def _is_watched(told: dict[str, Any]) -> bool:
    return "path" in told
