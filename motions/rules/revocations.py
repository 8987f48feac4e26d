"""Widerruf und Ablauf nach der Unterschrift (SI-04): what a certificate that ended later means for what it signed.

A signature whose time stamp lies before that stays what it was; without such a proof it is worth nothing any more, for
nobody can tell whether it was made before. A stamp proves nothing once its own certificate was revoked or its proof ran
out, unless another one vouched for it before; an archived file is stamped anew before that (time_stamps.py).
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


@dataclass(frozen=True)
class _Stamp:
    """Ein Zeitstempel: what it vouches for at a moment, until when, and by which certificates."""

    at: dt.datetime
    until: dt.datetime
    by: Iterable[Sequence[str]]

    @classmethod
    def of(cls, at: str, until: str, by: Iterable[Sequence[str]]) -> _Stamp:
        return cls(dt.datetime.fromisoformat(at), dt.datetime.fromisoformat(until), by)


def of(signatures: Sequence[Signature], *, now: dt.datetime) -> list[Ended]:
    """The certificates of a signed version that ended since, as far as the lists of the town know."""
    if not signatures:
        return []
    revoked = signing.setup().revoked
    verdict = signatures[-1].verdict
    found = []
    for place, told in enumerate(verdict["signers"]):
        if not _is_watched(told):
            continue
        proven = _proven_at(_stamps(told, place, verdict), revoked, now)
        at = _first(told["path"], revoked)
        until = dt.datetime.fromisoformat(told["valid_until"])
        if at is not None:
            found.append(Ended(told["name"], at, True, proven))
        elif until < now:
            found.append(Ended(told["name"], until, False, proven))
    return found


def _stamps(told: dict[str, Any], place: int, verdict: dict[str, Any]) -> list[_Stamp]:
    """The time stamps that vouch for one signature, the oldest first: its own, then those of the archive behind it."""
    if not told["is_time_stamped"]:
        return []
    own = _Stamp.of(told["signed_at"], told["stamped_until"], told["stamped_by"])
    if "archive" not in verdict:  # of an earlier version of this program, see are_watched
        until = verdict["archived_until"]
        return [own, _Stamp.of(told["signed_at"], until, ())] if until else [own]
    behind = [row for row in verdict["archive"] if row["covers"] > place]
    return [own, *(_Stamp.of(row["at"], row["until"], row["by"]) for row in behind)]


def _proven_at(
    stamps: Sequence[_Stamp], revoked: Mapping[tuple[str, str], dt.datetime], now: dt.datetime
) -> dt.datetime | None:
    """The moment of the oldest stamp that counts: each must not have ended when the next one vouched for it."""
    proven = None
    for stamp in reversed(stamps):
        at = _first(stamp.by, revoked)
        is_revoked = at is not None and (proven is None or proven >= at)
        if not is_revoked and (proven or now) <= stamp.until:
            proven = stamp.at
    return proven


def _first(
    path: Iterable[Sequence[str]], revoked: Mapping[tuple[str, str], dt.datetime]
) -> dt.datetime | None:
    """The earliest end of any certificate on the way to the root."""
    moments = [revoked[issuer, serial] for issuer, serial in path if (issuer, serial) in revoked]
    return min(moments, default=None)


def are_watched(signatures: Sequence[Signature]) -> bool:
    """Whether a certificate that ends later is noticed: verdicts of earlier versions of this program do not name it."""
    if not signatures:
        return True
    verdict = signatures[-1].verdict
    knows_stamps = "archive" in verdict or not verdict["archived_until"]
    return knows_stamps and all(map(_is_watched, verdict["signers"]))


def _is_watched(told: dict[str, Any]) -> bool:
    return "path" in told
