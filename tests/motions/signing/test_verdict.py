"""SI-02, SI-04: our signatures hold before two judges, and no tampering is ever shown as valid."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from asn1crypto.crl import CertificateList
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from motions.pdf import sign
from motions.signing import identities, keys, throwaway, verdict
from motions.signing.authority import Authority, Issued
from tests.motions.pdf.judges import faults, verdicts

from .keys_of_tests import CHAIR, NOW, appearance, authority, folder, plain, setup, sign_as, signed

LEVELS = ["B-B", "B-T", "B-LTA"]
# The fast judge counts each earlier signature of a file with several revisions as a fault (pdf.md 4).
LATER = NOW + dt.timedelta(days=10)
SEVERAL_REVISIONS = ("SIGNATURE-BYTERANGE-001", "WIDGET-FORM-TAG-001")


def judged(
    data: bytes, *, now: dt.datetime | None = None, known: identities.Setup | None = None
) -> verdict.Verdict:
    return verdict.verdict(data, known or setup(), now=now or dt.datetime.now(dt.UTC))


def changed_authority(**fields: Any) -> Authority:
    """The authority of the run at another time or with another list."""
    other = Authority.__new__(Authority)
    other.__dict__.update(authority().__dict__ | fields)
    return other


@pytest.mark.parametrize("level", LEVELS)
def test_si04_each_level_is_valid_and_begins_with_what_was_shown(level: str) -> None:
    data = signed(level)
    found = judged(data)
    assert (found.is_valid, found.problem, len(found.signers)) == (True, "", 1)
    assert found.signers[0].is_time_stamped is (level != "B-B")
    assert data.startswith(plain())


def test_n02_two_people_sign_one_after_the_other() -> None:
    found = judged(signed("B-T", ("vorsitz", "schrift")))
    assert found.is_valid
    assert [(row.name, row.is_qualified) for row in found.signers] == [
        ("Karima Lindenduft", True),
        ("Ben Ahornweg", True),
    ]


def test_si02_a_seal_is_no_qualified_signature_and_a_mark_alone_makes_none() -> None:
    assert [row.is_qualified for row in judged(signed()).signers] == [False]
    known = dataclasses.replace(setup(), qualified_roots=())
    assert [row.is_qualified for row in judged(signed("B-T", ("vorsitz",)), known=known).signers] == [False]


@pytest.mark.parametrize("level", LEVELS)
def test_d03_a_signed_document_stays_accessible_and_archivable(level: str) -> None:
    data = signed(level)
    assert verdicts(data) == {"3a": True, "ua1": True}
    assert [row for row in faults(data) if not any(known in row for known in SEVERAL_REVISIONS)] == []


def test_d03_two_signatures_keep_the_formats() -> None:
    assert verdicts(signed("B-LTA", ("vorsitz", "schrift"))) == {"3a": True, "ua1": True}


@pytest.mark.parametrize("by", [("siegel",), ("vorsitz", "schrift")], ids=["seal", "two people"])
def test_si04_poppler_agrees(by: tuple[str, ...], tmp_path: Path) -> None:
    store = f"sql:{tmp_path}"
    root = folder() / "root.pem"
    subprocess.run(["certutil", "-N", "-d", store, "--empty-password"], check=True)
    subprocess.run(["certutil", "-A", "-n", "root", "-t", "CT,C,C", "-d", store, "-i", root], check=True)
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed("B-T", by))
    said = subprocess.run(
        ["pdfsig", "-nssdir", store, file], capture_output=True, text=True, check=False
    ).stdout
    assert said.count("Signature is Valid.") == said.count("Certificate is Trusted.") == len(by)
    assert said.count("Total document signed") == 1


# --- tampering ----------------------------------------------------------------------------------------------


def incremental(change: str) -> bytes:
    """The signed file with another revision behind it, as an editor would write it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(signed()), strict=False)
    page = writer.root["/Pages"]["/Kids"][0]
    if change == "content":
        from pyhanko.pdf_utils.generic import StreamObject, pdf_name

        overlay = writer.add_object(StreamObject(stream_data=b"1 0 0 rg 50 50 400 400 re f"))
        page[pdf_name("/Contents")] = overlay
        writer.update_container(page)
    else:
        from pyhanko.pdf_utils.generic import TextStringObject, pdf_name

        writer.root[pdf_name("/Lang")] = TextStringObject("en")
        writer.update_root()
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def byte_range(data: bytes, ranges: str) -> bytes:
    """The same file with another /ByteRange of the same length."""
    start = data.index(b"/ByteRange")
    end = data.index(b"]", start) + 1
    text = f"/ByteRange {ranges}".encode()
    assert len(text) <= end - start
    return data[:start] + text.ljust(end - start) + data[end:]


def rewritten() -> bytes:
    with pikepdf.open(io.BytesIO(signed())) as document:
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


def without_the_last_byte_range() -> bytes:
    data = signed()
    start = data.index(b"/ByteRange")
    return data[:start] + b"/ByteRenge" + data[start + 10 :]


def twice() -> bytes:
    """The signed file with a second copy of its signature range hung on."""
    data = signed()
    return data + data[len(plain()) :]


TAMPERED: dict[str, Callable[[], bytes]] = {
    "garbage behind": lambda: signed() + b"\n%% more\n",
    "zeros behind": lambda: signed() + b"\0" * 64,
    "cut": lambda: signed()[:-5],
    "content replaced": lambda: incremental("content"),
    "language replaced": lambda: incremental("lang"),
    "rewritten": rewritten,
    "byte range gone": without_the_last_byte_range,
    "byte range empty": lambda: byte_range(signed(), "[0 0 0 0]"),
    "byte range short": lambda: byte_range(signed(), "[0 100 200 300]"),
    "byte range late": lambda: byte_range(signed(), "[9 100 200 300]"),
    "everything twice": twice,
    "signature of another file": lambda: plain().replace(b"%PDF-1.7", b"%PDF-1.6") + signed()[len(plain()) :],
    "unsigned": plain,
    "no pdf": lambda: b"hello",
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("name", TAMPERED)
def test_si04_tampering_is_never_valid(name: str) -> None:
    found = judged(TAMPERED[name]())
    assert found.is_valid is False
    assert found.problem.endswith(".")


def test_si04_a_flipped_bit_anywhere_under_the_signature_is_found() -> None:
    data, dice = signed(), random.Random(5)
    hole = (
        data.index(b"/Contents <", len(plain())),
        data.index(b">", data.index(b"/Contents <", len(plain()))),
    )
    for _ in range(60):
        place = dice.randrange(len(data))
        if hole[0] <= place <= hole[1]:
            continue
        changed = bytearray(data)
        changed[place] ^= 1 << dice.randrange(8)
        assert judged(bytes(changed)).is_valid is False, place


def test_si04_a_certificate_of_somebody_else_is_not_believed(tmp_path: Path) -> None:
    throwaway.set_up(tmp_path, [CHAIR], now=NOW, authority=Authority(NOW, name="Fremde Stelle"))
    found = judged(signed(), known=identities.load(tmp_path))
    assert (
        found.problem == "Das Zertifikat der Unterschrift stammt von keiner Stelle, der die Stadt vertraut."
    )


def test_si04_an_expired_certificate_without_a_time_stamp_is_not_valid() -> None:
    found = judged(signed("B-B"), now=NOW + dt.timedelta(days=4000))
    assert found.problem == "Das Zertifikat der Unterschrift ist abgelaufen oder galt noch nicht."


def test_si04_an_archived_signature_outlives_its_certificate() -> None:
    issued = authority().issue("Kurzlebig", until=NOW + dt.timedelta(days=30))
    key = SimpleSigner.load_pkcs12_data(issued.as_pkcs12("x"), other_certs=[], passphrase=b"x")
    assert key is not None
    known = setup()
    data = sign.sign(
        plain(),
        sign.Act("signature-1", "Kurzlebig", "Unterschrift", appearance()),
        key,
        time_stamper=keys.time_stamper(known),
        archived_with=verdict.context(known, now=dt.datetime.now(dt.UTC)),
    )
    later = NOW + dt.timedelta(days=400)
    assert judged(data, now=later).is_valid
    assert judged(data, now=NOW + dt.timedelta(days=4000)).is_valid is False


def test_si04_a_revoked_certificate_is_not_valid() -> None:
    issued = authority().issue("Widerrufen")
    key = SimpleSigner.load_pkcs12_data(issued.as_pkcs12("x"), other_certs=[], passphrase=b"x")
    assert key is not None
    data = sign.sign(plain(), sign.Act("signature-1", "Widerrufen", "Unterschrift", appearance()), key)
    assert judged(data).is_valid
    listed = CertificateList.load(changed_authority(revoked=[issued.certificate]).revocations(now=NOW))
    found = judged(data, known=dataclasses.replace(setup(), revocations=(listed,)))
    assert found.problem == "Das Zertifikat der Unterschrift wurde widerrufen."


def after_the_archive_stamp_of_the_chair(issued: Issued) -> bytes:
    """The chair signs with an archive time stamp today, ten days later somebody else with a plain one."""
    key = SimpleSigner.load_pkcs12_data(issued.as_pkcs12("x"), other_certs=[], passphrase=b"x")
    stamper = keys.time_stamper(setup())
    assert isinstance(stamper, DummyTimeStamper)
    assert key is not None
    stamper.fixed_dt = LATER
    act = sign.Act("signature-2", "Ben Ahornweg", "Unterschrift", appearance())
    return sign.sign(signed("B-LTA", ("vorsitz",)), act, key, time_stamper=stamper)


def test_si02_a_certificate_revoked_before_its_signature_is_not_saved_by_a_stamp_before_it() -> None:
    issued = authority().issue("Ben Ahornweg", is_qualified=True)
    data = after_the_archive_stamp_of_the_chair(issued)
    assert judged(data, now=LATER).is_valid
    listed = CertificateList.load(
        changed_authority(revoked=[issued.certificate]).revocations(now=NOW + dt.timedelta(days=1))
    )
    known = setup()
    known = dataclasses.replace(known, revocations=(*known.revocations, listed))
    found = judged(data, now=LATER, known=known)
    assert [row.problem for row in found.signers] == [
        "",
        "Das Zertifikat der Unterschrift wurde widerrufen.",
    ]
    assert (found.is_valid, found.signers[1].is_qualified) == (False, False)


def test_n02_a_certificate_newer_than_the_stamp_of_the_first_signer_signs_as_well() -> None:
    issued = changed_authority(at=NOW + dt.timedelta(days=3)).issue("Ben Ahornweg", is_qualified=True)
    found = judged(after_the_archive_stamp_of_the_chair(issued), now=LATER)
    assert (found.is_valid, [row.is_qualified for row in found.signers]) == (True, [True, True])


def test_si04_a_list_that_is_out_of_date_is_named() -> None:
    then = NOW - dt.timedelta(days=3651)
    stale = CertificateList.load(authority().revocations(now=then))
    found = judged(signed("B-B"), known=dataclasses.replace(setup(), revocations=(stale,)))
    assert found.problem.startswith("Ob das Zertifikat der Unterschrift noch gilt, steht nicht fest")


@pytest.mark.parametrize(
    ("digest", "problem"),
    [
        (
            "sha1",
            "Die Unterschrift benutzt ein Verfahren, das nicht mehr als sicher gilt. Sie zählt nicht.",
        ),
        ("sha256", ""),
    ],
)
def test_si04_a_weak_hash_is_not_valid(digest: str, problem: str) -> None:
    issued = authority().issue("Schwach")
    store = SimpleCertificateStore()
    loaded = SimpleSigner.load_pkcs12_data(issued.as_pkcs12("x"), other_certs=[], passphrase=b"x")
    assert loaded is not None
    key = SimpleSigner(loaded.signing_cert, loaded.signing_key, store)
    writer = IncrementalPdfFileWriter(io.BytesIO(plain()), strict=False)
    target = io.BytesIO()
    PdfSigner(PdfSignatureMetadata("signature-1", md_algorithm=digest), key).sign_pdf(
        writer, existing_fields_only=True, output=target
    )
    assert judged(target.getvalue()).problem == problem


def test_si04_a_copy_of_the_pages_has_no_signature_left() -> None:
    target = io.BytesIO()
    copy_into_new_writer(PdfFileReader(io.BytesIO(signed()), strict=False)).write(target)
    assert judged(target.getvalue()).is_valid is False


def open_fields(data: bytes) -> list[str]:
    reader = PdfFileReader(io.BytesIO(data), strict=False)
    return [name for name, value, _ in enumerate_sig_fields(reader) if value is None]


def test_the_fields_are_open_until_somebody_signs() -> None:
    assert open_fields(plain()) == ["signature-1", "signature-2"]
    assert open_fields(signed()) == ["signature-2"]


def test_a_field_is_signed_once() -> None:
    with pytest.raises(sign.SigningFailed):
        sign_as(signed(), "vorsitz", field="signature-1", level="B-B")
