"""Widerruf nach der Unterschrift (SI-04): what a certificate revoked later means for what was signed with it.

A signature whose time stamp lies before the revocation stays what it was; without such a proof it is worth nothing
any more, for nobody can tell whether it was made before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from motions.models import Signature
from motions.signing import revocation

from . import signing


@dataclass(frozen=True)
class Revoked:
    """Ein widerrufenes Zertifikat in der Datei; ``proven_at`` is the moment a time stamp vouches for."""

    name: str
    revoked_at: dt.datetime
    proven_at: dt.datetime | None

    @property
    def is_still_valid(self) -> bool:
        """It was signed before, and that is proven."""
        return self.proven_at is not None and self.proven_at < self.revoked_at


def of(signatures: Sequence[Signature]) -> list[Revoked]:
    """The certificates of a signed version that were revoked, as far as the lists of the town know."""
    if not signatures:
        return []
    setup = signing.setup()
    found = []
    for told in signatures[-1].verdict["signers"]:
        if not is_known_by(told):
            continue
        at = revocation.revoked_at(setup, issuer=told["issuer_id"], serial=told["serial"])
        if at is not None:
            proven = dt.datetime.fromisoformat(told["signed_at"]) if told["is_time_stamped"] else None
            found.append(Revoked(told["name"], at, proven))
    return found


def are_watched(signatures: Sequence[Signature]) -> bool:
    """Whether each certificate can be looked up in the lists: verdicts of earlier versions of this program lack it."""
    return all(is_known_by(told) for told in signatures[-1].verdict["signers"]) if signatures else True


def is_known_by(told: dict[str, Any]) -> bool:
    """The verdict of a signature names the certificate as the lists do."""
    return bool(told.get("issuer_id") and told.get("serial"))
