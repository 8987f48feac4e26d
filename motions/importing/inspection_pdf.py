"""PDF prüfen: nothing that runs, nothing packed inside, and what a reader would not see at first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf

from motions.importing.inspection import (
    AUTHOR,
    FILE_TITLE,
    PDF,
    SCAN,
    UNTAGGED,
    Inspection,
    InspectionRefused,
)

MOST_PAGES = 3_000
MOST_VALUES = 2_000_000
COMMENTS = "Kommentare im PDF"
REDACTIONS = "nicht angewendete Schwärzungen"
LAYERS = "ausgeblendete Ebenen"
REVISIONS = "frühere Fassungen im PDF"
_RUNNING = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMediaExecute", "/GoToE"}
_MEDIA = {"/RichMedia", "/3D", "/Movie", "/Sound", "/Screen", "/FileAttachment"}
_RUNNING_KEYS = ("/JS", "/XFA")
_NOTES = {
    "/Text", "/FreeText", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Ink",
    "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Stamp",
}  # fmt: skip
_DEEPEST = 50
_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_XMP = {
    name: re.compile(
        rb"<dc:%s>(?:(?!</dc:).)*?<rdf:li[^>]*>\s*([^<\s][^<]*)</rdf:li>" % name.encode(), re.DOTALL
    )
    for name in ("creator", "title")
}
_FILE_NAME = re.compile(r"^Microsoft \w+ - |\.(?:docx?|xlsx?|pptx?|odt|ods|rtf|txt)$", re.IGNORECASE)


def examine(stream: BinaryIO) -> Inspection:
    """Facts about a PDF; no content stream is unpacked."""
    try:
        with pikepdf.open(stream) as document:
            if document.is_encrypted:
                raise pikepdf.PasswordError
            _refuse_active(document)
            pages = list(document.pages)
            if not pages:
                raise InspectionRefused("hat keine Seiten. Erstellen Sie das PDF neu.")
            if len(pages) > MOST_PAGES:
                raise InspectionRefused(f"hat mehr als {MOST_PAGES} Seiten. Teilen Sie sie auf.")
            hidden = [*_hidden(document, pages), *_revisions(document, stream), *_properties(document)]
            return Inspection(PDF, len(pages), tuple(hidden), _is_pdfa(document))
    except pikepdf.PasswordError:
        raise InspectionRefused("ist verschlüsselt. Speichern Sie das PDF ohne Kennwort.") from None
    except pikepdf.PdfError:
        raise InspectionRefused("ist beschädigt. Erstellen Sie das PDF neu.") from None


def _refuse_active(document: pikepdf.Pdf) -> None:
    for item in _dictionaries(document):
        if "/EF" in item:
            raise InspectionRefused("enthält eingebettete Dateien. Laden Sie diese als eigene Anlagen hoch.")
        runs = any(key in item for key in _RUNNING_KEYS) or _name(item, "/S") in _RUNNING
        if runs or _name(item, "/Subtype") in _MEDIA:
            raise InspectionRefused(
                "enthält Programme oder Medien. Drucken Sie das PDF in ein neues PDF und laden Sie dieses hoch."
            )


def _dictionaries(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of the file, also those written inside of others."""
    left = MOST_VALUES
    for top in document.objects:
        stack: list[Any] = [top]
        while stack:
            left -= 1
            if left < 0:
                raise InspectionRefused("ist zu aufwendig aufgebaut. Drucken Sie das PDF in ein neues PDF.")
            value = stack.pop()
            if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
                yield value
                stack += [child for _, child in value.items() if _is_inside(child)]
            elif isinstance(value, pikepdf.Array):
                stack += [child for child in value if _is_inside(child)]


def _is_pdfa(document: pikepdf.Pdf) -> bool:
    """What the file says of itself (ISO 19005); whether it keeps its word is not examined here."""
    try:
        return bool(document.open_metadata().pdfa_status)
    except (ValueError, TypeError, KeyError, AttributeError):
        return False


def _is_inside(value: object) -> bool:
    return isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect


def _hidden(document: pikepdf.Pdf, pages: list[Any]) -> Iterator[str]:
    kinds = {_name(note, "/Subtype") for page in pages for note in _array(page.obj.get("/Annots"))}
    if kinds & _NOTES:
        yield COMMENTS
    if "/Redact" in kinds:
        yield REDACTIONS
    layers = _dictionary(_dictionary(document.Root.get("/OCProperties")).get("/D"))
    if len(_array(layers.get("/OFF"))):
        yield LAYERS
    seen: set[tuple[int, int]] = set()
    shown = {kind for page in pages for kind in _shown(_resources(page.obj), seen, 0)}
    if "image" in shown and "font" not in shown:
        yield SCAN
    elif not _is_tagged(document):
        yield UNTAGGED


def _is_tagged(document: pikepdf.Pdf) -> bool:
    """The file says of itself that it is tagged, and a tree of tags that is not empty is there (PDF/UA-1, 7.1)."""
    tree = _dictionary(document.Root.get("/StructTreeRoot")).get("/K")
    says_so = _dictionary(document.Root.get("/MarkInfo")).get("/Marked") is True
    return says_so and bool(len(_array(tree)) or len(_dictionary(tree)))


def _revisions(document: pikepdf.Pdf, stream: BinaryIO) -> Iterator[str]:
    """A program that only appends leaves what it replaced or deleted in the file (security.md 1.6)."""
    stream.seek(0)
    ends = len(_END.findall(stream.read()))
    # A file arranged for the web has two ends from the start.
    if ends > (2 if document.is_linearized else 1):
        yield REVISIONS


def _properties(document: pikepdf.Pdf) -> Iterator[str]:
    """Who wrote the file, and the name of the file it was made from; twice, in the old way and as XMP."""
    metadata = document.Root.get("/Metadata")
    xmp = metadata.read_bytes() if isinstance(metadata, pikepdf.Stream) else b""
    found = {key: _XMP[key].search(xmp) for key in _XMP}
    if _text(document.docinfo, "/Author") or found["creator"]:
        yield AUTHOR
    titles = [_text(document.docinfo, "/Title")]
    titles += [match.group(1).decode(errors="replace") for match in [found["title"]] if match]
    if any(_FILE_NAME.search(title) for title in titles):
        yield FILE_TITLE


def _text(item: Any, key: str) -> str:
    value = item.get(key)
    return str(value).strip() if isinstance(value, pikepdf.String) else ""


def _shown(resources: Any, seen: set[tuple[int, int]], depth: int) -> set[str]:
    """Whether a page has fonts or images, in its own right or in the drawings it uses."""
    found = {"font"} if len(_dictionary(resources.get("/Font"))) else set()
    for _, drawing in _dictionary(resources.get("/XObject")).items():
        if not isinstance(drawing, pikepdf.Stream) or drawing.objgen in seen:
            continue
        seen.add(drawing.objgen)
        if _name(drawing, "/Subtype") == "/Image":
            found.add("image")
        elif depth < _DEEPEST:
            found |= _shown(_dictionary(drawing.get("/Resources")), seen, depth + 1)
    return found


def _resources(page: Any) -> Any:
    """Resources of a page or of the nearest branch above."""
    for _ in range(_DEEPEST):
        if "/Resources" in page:
            return _dictionary(page.get("/Resources"))
        page = _dictionary(page.get("/Parent"))
    return pikepdf.Dictionary()


def _name(item: Any, key: str) -> str:
    value = item.get(key) if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)) else None
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _dictionary(value: object) -> Any:
    return value if isinstance(value, pikepdf.Dictionary) else pikepdf.Dictionary()


def _array(value: object) -> Any:
    return value if isinstance(value, pikepdf.Array) else pikepdf.Array()
