"""Unterschrift verweigern (SI-03): who has to sign minutes says why not; they are closed with this note."""

from __future__ import annotations

import datetime as dt

from motions.models import Minutes, MinutesSignature, User

from . import minutes_signing
from .clearance import clearance
from .findings import NotPermitted, OutdatedState, Refused, block
from .history import record


def refuse(user: User, meeting_pk: int, *, reason: str, now: dt.datetime) -> MinutesSignature:
    """Note that this person does not sign, for every part; nobody has to wait for it any more.

    Raises NotPermitted for somebody who has nothing to sign, Refused without a reason or with a part signed already,
    OutdatedState while the signature is being set.
    """
    with clearance("system"):  # signers see their minutes here only
        row = Minutes.objects.select_for_update(of=("self",)).filter(meeting=meeting_pk).first()
        found = minutes_signing.due_of(user, meeting_pk)
        if row is None or found is None:
            raise NotPermitted("Sie haben diese Niederschrift nicht (mehr) zu unterschreiben.")
        if found.is_running:
            raise OutdatedState(
                "Ihre Unterschrift wird gerade gesetzt. Nehmen Sie zuerst den Auftrag zurück."
            )
        if any(sheet.is_signed for sheet in found.sheets):
            text = (
                "Einen Teil haben Sie schon unterschrieben. Sprechen Sie mit dem Ratsbüro, wie es weitergeht."
            )
            raise Refused([block("SI-03", text, absolute=True)])
        if not reason.strip():
            raise Refused(
                [block("SI-03", "Nennen Sie den Grund. Er wird vermerkt.", "reason", absolute=True)]
            )
        noted = MinutesSignature.objects.create(
            minutes=row,
            role=found.signer.role,
            name=found.signer.name,
            covers=found.signer.covers[:200],
            refusal=reason.strip(),
            recorded_by=user,
            recorded_at=now,
        )
        words = f"Unterschrift verweigert: {noted.name}"
        record(row, "sign_minutes", words, by=user, now=now, note=noted.refusal)
    return noted
