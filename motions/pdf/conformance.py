"""Formate einer Anlage: whether a foreign PDF lets the whole stay PDF/A-3a and PDF/UA-1 (pdf.md 6.3, D-07).

A file is believed what it says of itself, as far as nothing seen here speaks against it: nothing must be taken off
its pages but links, its colours must be those of the whole, and it must bring the structure it speaks of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml.etree import XMLSyntaxError
from pikepdf import Array, Dictionary, Name, Pdf

ARCHIVE, ACCESSIBLE = "PDF/A-3a", "PDF/UA-1"

UNTAGGED = "ohne Strukturangaben, für Vorleseprogramme nur eingeschränkt lesbar"
_INTERACTIVE = "mit Formularfeldern, Kommentaren oder Medien"
_LAYERED = "mit Ebenen, die sich ein- und ausblenden lassen"
_OTHER_COLOURS = "mit Druckfarben statt der Farben eines Bildschirms"
_UNCLAIMED = "nicht als {} gespeichert"
_UA_PART = "{http://www.aiim.org/pdfua/ns/id/}part"
# What a level promises beside the structure is the same in both parts; of B and U the structure is promised by UA.
_WITH_STRUCTURE, _WITHOUT = frozenset({"2A", "3A"}), frozenset({"2B", "2U", "3B", "3U"})
_RGB = 3


@dataclass(frozen=True)
class Conformance:
    """Was eine Anlage einhält: the formats the whole keeps with it, and in words what speaks against the others."""

    formats: frozenset[str]
    shortfall: str = ""


def of(document: Pdf) -> Conformance:
    """What a foreign file allows; nothing of it is changed."""
    root: Any = document.Root
    if not _is_tagged(root):
        return Conformance(frozenset(), UNTAGGED)
    if not _is_still(document):
        return Conformance(frozenset(), _INTERACTIVE)
    if "/OCProperties" in root:
        return Conformance(frozenset(), _LAYERED)
    claimed = _claims(document) if "/Lang" in root and not document.is_encrypted else set()
    has_our_colours = all(_is_rgb(intent) for intent in root.get("/OutputIntents", Array()))
    kept = frozenset(claimed if has_our_colours else claimed - {ARCHIVE})
    missing = [name for name in (ARCHIVE, ACCESSIBLE) if name not in kept]
    if ARCHIVE in claimed and ARCHIVE in missing:
        return Conformance(kept, _OTHER_COLOURS)
    return Conformance(kept, _UNCLAIMED.format(" und ".join(missing)) if missing else "")


def _is_tagged(root: Any) -> bool:
    tree = root.get("/StructTreeRoot")
    has_tree = isinstance(tree, Dictionary) and "/K" in tree and "/ParentTree" in tree
    return has_tree and root.get("/MarkInfo", Dictionary()).get("/Marked") is True


def _is_still(document: Pdf) -> bool:
    """Nothing on its pages but links and places where nobody has signed."""
    notes = [note for page in document.pages for note in page.obj.get("/Annots", Array())]
    return all(note.get("/Subtype") == Name.Link or is_unsigned_place(note) for note in notes)


def is_unsigned_place(annotation: Any) -> bool:
    """An empty field for a signature, as the documents of this system have them."""
    return annotation.get("/FT") == Name.Sig and "/V" not in annotation


def _claims(document: Pdf) -> set[str]:
    """The formats the metadata name, as far as they count in PDF/A-3a."""
    try:
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as described:
            level, is_accessible = described.pdfa_status, described.get(_UA_PART) == "1"
    except (XMLSyntaxError, ValueError, KeyError):
        return set()
    is_archive = level in _WITH_STRUCTURE or (is_accessible and level in _WITHOUT)
    return {name for name, holds in ((ARCHIVE, is_archive), (ACCESSIBLE, is_accessible)) if holds}


def _is_rgb(intent: Any) -> bool:
    profile = intent.get("/DestOutputProfile")
    return profile is not None and int(profile.get("/N", 0)) == _RGB
