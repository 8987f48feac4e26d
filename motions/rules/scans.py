"""Scans prüfen: what is kept as a signed paper must be a readable PDF or picture (N-01)."""

from typing import BinaryIO

from motions.importing.inspection import JPEG, PDF, PNG, Inspection, InspectionRefused, inspect

from .findings import Refused, block

_KINDS = (PDF, JPEG, PNG)


def inspect_scan(stream: BinaryIO) -> Inspection:
    """What kind of file a scan is and how many pages it has; raises Refused with what to do for anything else."""
    try:
        facts = inspect(stream, "scan.pdf")
    except InspectionRefused as refusal:
        raise Refused([block("N-01", str(refusal), "file", absolute=True)]) from None
    if facts.media_type not in _KINDS:
        raise Refused([block("N-01", "Wählen Sie den Scan als PDF, JPG oder PNG.", "file", absolute=True)])
    return facts
