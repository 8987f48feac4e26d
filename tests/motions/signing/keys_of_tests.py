"""Schlüssel der Tests: one throw-away folder for a run, two people, the Siegel, a document with two fields."""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
import tempfile
from pathlib import Path

from motions.pdf import sign
from motions.pdf.render import render
from motions.signing import identities, keys, throwaway, verdict
from motions.signing.authority import Authority, Issued
from motions.signing.throwaway import Holder

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
CHAIR = Holder("vorsitz", "Karima Lindenduft", "karima@example.org")
TAKER = Holder("schrift", "Ben Ahornweg", "ben@example.org")


@functools.cache
def authority() -> Authority:
    """One for the run: keys take time."""
    return Authority(NOW)


@functools.cache
def keys_for(*holders: Holder) -> Path:
    """A folder with the Siegel and a key for each; whoever changes something there takes a copy."""
    made = Path(tempfile.mkdtemp(prefix="ratsinfo-signing-"))
    throwaway.set_up(made, holders, now=NOW, authority=authority())
    return made


def folder() -> Path:
    """Where the keys of the run are; the variable of the worker names their secrets."""
    return keys_for(CHAIR, TAKER)


def setup() -> identities.Setup:
    """What is set up there."""
    os.environ[identities.SECRETS] = str(folder() / identities.SECRETS_FILE)
    return identities.load(folder())


def use_stamps_of(made: Path, issued: Issued) -> None:
    """Have the time stamps of a folder come from another key."""
    (made / "time_stamps.p12").write_bytes(issued.as_pkcs12("x"))
    known = (made / identities.SECRETS_FILE).read_text()
    before = known.split("[time_stamps]")[1].split("passphrase = ")[1].splitlines()[0]
    (made / identities.SECRETS_FILE).write_text(known.replace(before, json.dumps("x")))


def minutes_content() -> dict[str, object]:
    """A Niederschrift of nothing with two lines for signatures."""
    people = [("Karima Lindenduft", "Vorsitz"), ("Ben Ahornweg", "Schriftführung")]
    return {
        "schema": "ratsinfo-minutes/1",
        "town": {"name": "Schloss-Stadt Hückeswagen", "office": "", "address": "", "phone": "", "email": ""},
        "type": "Niederschrift",
        "part": "öffentlicher Teil",
        "status": "released",
        "is_public": True,
        "organ": {"name": "Haupt- und Finanzausschuss"},
        "subject": "Haupt- und Finanzausschuss, 24.09.2026",
        "date": "2026-09-24",
        "opened_at": "2026-09-24T18:00:00+02:00",
        "closed_at": "2026-09-24T19:00:00+02:00",
        "place": "Rathaus",
        "chairs": [],
        "attendance": {"present": [], "absent": [], "others": []},
        "items": [],
        "signers": [{"name": name, "role": role, "covers": ""} for name, role in people],
        "revision": 1,
        "created_at": "2026-09-25T10:00:00+02:00",
    }


@functools.cache
def plain() -> bytes:
    """The printed document before anybody signs."""
    return render(minutes_content())


@functools.cache
def appearance() -> bytes:
    """How a signature looks."""
    return render(
        {
            "schema": "ratsinfo-signature/1",
            "town": {"name": "Schloss-Stadt Hückeswagen"},
            "type": "Qualifiziert elektronisch unterschrieben",
            "subject": "Karima Lindenduft",
            "is_public": True,
            "is_demo": True,
            "status": "",
            "created_at": "2026-09-25T10:00:00+02:00",
        }
    )


@functools.cache
def signed(level: str = "B-T", by: tuple[str, ...] = ("siegel",)) -> bytes:
    """The document signed by these identities, one after the other."""
    data, known = plain(), setup()
    for number, name in enumerate(by, start=1):
        data = sign_as(data, name, field=f"signature-{number}", level=level, known=known)
    return data


def sign_as(
    data: bytes, name: str, *, field: str, level: str, known: identities.Setup | None = None
) -> bytes:
    """One more signature."""
    known = known or setup()
    identity = known.named(name)
    assert identity is not None
    with keys.opened(identity, known) as key:
        return sign.sign(
            data,
            sign.Act(field, identity.label, "Unterschrift", appearance()),
            key,
            time_stamper=None if level == "B-B" else keys.time_stamper(known),
            archived_with=verdict.context(known, now=dt.datetime.now(dt.UTC)) if level == "B-LTA" else None,
        )
