"""Signieren nach PAdES: bytes and an open key in, the same bytes with a signature behind them out (pdf.md 5).

The file stays PDF/A-3a and PDF/UA-1: its signature fields were laid in when it was printed (fields.py).
"""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass

from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, Signer
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import add_validation_info
from pyhanko.stamp.static import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

DIGEST = "sha256"
# The proofs of a time stamp go in before it: the last thing in the file covers everything.
_PROOFS_FIRST = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
_UNPROVEN = (
    "Die Signatur kam nicht zustande: Das Zertifikat des Schlüssels oder des Zeitstempeldienstes führt zu keiner "
    "Stelle, der die Stadt vertraut. Prüfen Sie die Stellen in signing.toml."
)


class SigningFailed(Exception):
    """Die Signatur kam nicht zustande; the message says why, and it is tried again."""


@dataclass(frozen=True)
class Act:
    """Was signiert wird: the field, what the file shall say about it, how it looks (a small PDF of its size)."""

    field: str
    name: str
    reason: str
    appearance: bytes


def _keeps_metadata(writer: BasePdfFileWriter) -> None:
    """The library would rewrite the XMP and lose the schema PDF/A demands (pdf.md 5.3)."""


BasePdfFileWriter._update_meta = _keeps_metadata  # type: ignore[method-assign]


def sign(
    data: bytes,
    act: Act,
    signer: Signer,
    *,
    time_stamper: TimeStamper | None = None,
    archived_with: ValidationContext | None = None,
) -> bytes:
    """The signed file: B-B, with a time stamp B-T, with the proofs of a validation context B-LTA.

    What comes back begins with exactly the bytes that came in. Raises SigningFailed.
    """
    metadata = PdfSignatureMetadata(
        field_name=act.field,
        md_algorithm=DIGEST,
        name=act.name,
        reason=act.reason,
        subfilter=SigSeedSubFilter.PADES,
        certify=not _is_signed(data),
        docmdp_permissions=MDPPerm.FILL_FORMS,
        embed_validation_info=archived_with is not None,
        use_pades_lta=archived_with is not None,
        validation_context=archived_with,
        dss_settings=DSSContentSettings(
            include_vri=False,
            next_ts_settings=_PROOFS_FIRST,
        ),
    )
    with tempfile.NamedTemporaryFile(suffix=".pdf") as page:
        page.write(act.appearance)
        page.flush()
        worker = PdfSigner(metadata, signer, timestamper=time_stamper, stamp_style=_style(page.name))
        target = io.BytesIO()
        try:
            writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
            worker.sign_pdf(writer, existing_fields_only=True, output=target)
        except (SigningError, OSError, ValueError) as error:
            raise SigningFailed(
                "Die Signatur kam nicht zustande: Der Schlüssel oder der Zeitstempeldienst antwortet nicht."
            ) from error
        except (PathError, ValidationError) as error:
            raise SigningFailed(_UNPROVEN) from error
    return target.getvalue()


def stamp_again(data: bytes, time_stamper: TimeStamper, context: ValidationContext) -> bytes:
    """One more document time stamp, which makes it a B-LTA file or keeps it one; raises SigningFailed."""
    target = io.BytesIO()
    try:
        PdfTimeStamper(time_stamper).timestamp_pdf(
            IncrementalPdfFileWriter(io.BytesIO(_with_proofs(data, context)), strict=False),
            DIGEST,
            context,
            dss_settings=_PROOFS_FIRST,
            output=target,
        )
    except (SigningError, OSError, ValueError) as error:
        raise SigningFailed("Der Zeitstempeldienst antwortet nicht.") from error
    except (PathError, ValidationError) as error:
        raise SigningFailed(_UNPROVEN) from error
    return target.getvalue()


def _with_proofs(data: bytes, context: ValidationContext) -> bytes:
    """The certificates and lists of every signature in the file, before the first time stamp that covers them."""
    found = PdfFileReader(io.BytesIO(data), strict=False)
    if found.embedded_timestamp_signatures:
        return data
    for place in range(len(found.embedded_regular_signatures)):
        row = PdfFileReader(io.BytesIO(data), strict=False).embedded_regular_signatures[place]
        target = io.BytesIO()
        add_validation_info(row, context, add_vri_entry=False, output=target)
        data = target.getvalue()
    return data


def _style(page: str) -> StaticStampStyle:
    """The appearance fills the field from edge to edge."""
    whole = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins.uniform(0))
    return StaticStampStyle(
        background=ImportedPdfPage(page), background_layout=whole, background_opacity=1, border_width=0
    )


def _is_signed(data: bytes) -> bool:
    return bool(PdfFileReader(io.BytesIO(data), strict=False).embedded_signatures)
