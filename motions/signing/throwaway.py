"""Einrichtung zum Wegwerfen: the folder of keys for the demo and the tests, made at the first start."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .authority import TOWN, Authority, Issued, write_locked
from .identities import FILE, QUALIFIED, SECRETS_FILE, TIME_STAMPS


@dataclass(frozen=True)
class Holder:
    """Wer einen Schlüssel bekommt: short name, name on the certificate, account, and of which kind the key is."""

    name: str
    label: str
    email: str
    kind: str = QUALIFIED


def set_up(
    folder: Path, holders: Iterable[Holder], *, now: dt.datetime, authority: Authority | None = None
) -> None:
    """Write an authority, the Siegel, a time stamp key and one personal key each; all of it believed here only.

    The personal ones are marked as qualified unless their holder says otherwise, so that the demo shows the whole way.
    """
    authority = authority or Authority(now)
    folder.mkdir(parents=True, exist_ok=True)
    own = {"siegel": authority.issue(TOWN, is_seal=True)}
    own[TIME_STAMPS] = authority.issue("Demo-Zeitstempel", stamps_time=True)
    people = list(holders)
    own |= {row.name: authority.issue(row.label, is_qualified=row.kind == QUALIFIED) for row in people}
    write_locked(folder / "root.pem", authority.root.as_pem())
    write_locked(folder / "root.crl", authority.revocations(now=now))
    opened = [_store(folder, name, issued) for name, issued in own.items()]
    write_locked(folder / SECRETS_FILE, "\n".join(opened).encode())
    # Last: a folder without this file counts as not set up, and the next start begins anew.
    write_locked(folder / FILE, _public(people).encode())


def _store(folder: Path, name: str, issued: Issued) -> str:
    word = secrets.token_urlsafe(24)
    write_locked(folder / f"{name}.pem", issued.as_pem())
    write_locked(folder / f"{name}.p12", issued.as_pkcs12(word))
    return f"[{name}]\npkcs12 = {json.dumps(name + '.p12')}\npassphrase = {json.dumps(word)}\n"


def _public(people: list[Holder]) -> str:
    rows = [
        'is_demo = true\nlevel = "B-LTA"\nroots = ["root.pem"]\nqualified_roots = ["root.pem"]\n'
        'revocations = ["root.crl"]\n',
        f'[identity.siegel]\nlabel = {json.dumps(TOWN, ensure_ascii=False)}\nkind = "seal"\n'
        'certificate = "siegel.pem"\n',
    ]
    for row in people:
        label, email = json.dumps(row.label, ensure_ascii=False), json.dumps(row.email)
        rows.append(
            f"[identity.{row.name}]\nlabel = {label}\nkind = {json.dumps(row.kind)}\n"
            f'certificate = "{row.name}.pem"\nemail = {email}\n'
        )
    return "\n".join(rows)
