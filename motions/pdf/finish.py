"""Nachbereitung: what WeasyPrint leaves open for PDF/UA-1, mended before the file is written (pdf.md 3).

The file is PDF/A-3a by the library; here it becomes PDF/UA-1 as well, headers and footers become pagination
artifacts, table heads say whether they head a column or a row, and each attachment is associated once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

from .fields import lay_in

_UA_ID = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""

_NO_TEXT = {"/Document", "/Sect", "/Table", "/THead", "/TBody", "/TR", "/L", "/LI"}


def finish(document: Any, pdf: Any, *, keeps_hyphens: bool = False) -> None:
    """Called by WeasyPrint with the laid out document and the objects of the file to be."""
    _identify(pdf)
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    _mark_pagination(pdf, root)
    _fold_lines(pdf, root)
    _wrap_list_items(pdf, root)
    _name_heads(pdf, root)
    _associate_once(pdf)
    lay_in(document, pdf, root)
    if not keeps_hyphens:
        _soften_hyphens(pdf)


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _identify(pdf: Any) -> None:
    """PDF/UA-1 in the metadata, with the schema PDF/A demands for it."""
    metadata = _object(pdf, pdf.catalog["Metadata"])
    metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", _UA_ID + b"</rdf:RDF>", 1)]
    metadata.compress = False


def _elements(pdf: Any, element: Any) -> Iterator[Any]:
    """The structure elements that can be reached from the root."""
    yield element
    for kid in element.get("K", []):
        if isinstance(kid, bytes):
            child = _object(pdf, kid)
            if isinstance(child, pydyf.Dictionary) and "S" in child:
                yield from _elements(pdf, child)


def _mark_pagination(pdf: Any, root: Any) -> None:
    """Running headers, footers and page numbers are no content to be read aloud (ISO 14289-1, 7.8)."""
    reached = {
        (element["Pg"], kid)
        for element in _elements(pdf, root)
        for kid in element.get("K", [])
        if isinstance(kid, int)
    }
    parents = _object(pdf, root["ParentTree"])["Nums"]
    entries = dict(zip(parents[::2], parents[1::2], strict=True))
    for number, page in enumerate(pdf.objects):
        if not (isinstance(page, pydyf.Dictionary) and page.get("Type") == "/Page"):
            continue
        items = _object(pdf, page["Contents"]).stream
        owners = entries.get(page.get("StructParents"))
        for index, item in enumerate(items):
            mcid = item.get("MCID") if isinstance(item, dict) else None
            if mcid is None or (b"%d 0 R" % number, mcid) in reached:
                continue
            items[index - 1] = "/Artifact"
            items[index] = pydyf.Dictionary({"Type": "/Pagination"})
            if owners is not None and mcid < len(owners):
                owners[mcid] = "null"


def _fold_lines(pdf: Any, root: Any) -> None:
    """The library writes one element for every line of text; a paragraph is one thing."""
    parents = _object(pdf, root["ParentTree"])["Nums"]
    owners = dict(zip(parents[::2], parents[1::2], strict=True))
    references = {id(item): b"%d 0 R" % number for number, item in enumerate(pdf.objects)}
    for element in list(_elements(pdf, root)):
        if element.get("S") in _NO_TEXT or "Pg" not in element:
            continue
        kids = pydyf.Array()
        for kid in element["K"]:
            line: Any = _object(pdf, kid) if isinstance(kid, bytes) else None
            if not _is_line(line, element["Pg"]):
                kids.append(kid)
                continue
            held = owners[_object(pdf, line["Pg"])["StructParents"]]
            for mcid in line["K"]:
                held[mcid] = references[id(element)]
            kids.extend(line["K"])
            # Not marked as free: the library would then count the objects behind it wrongly, and strict readers fail.
            line.clear()
        element["K"] = kids


def _is_line(element: Any, page: bytes) -> bool:
    return bool(
        isinstance(element, pydyf.Dictionary)
        and element.get("S") == "/Span"
        and set(element) == {"Type", "S", "K", "Pg", "P"}
        and element["Pg"] == page
        and all(isinstance(kid, int) for kid in element["K"])
    )


def _soften_hyphens(pdf: Any) -> None:
    """A hyphen at the end of a line is not part of the word: readers and searches skip a soft one."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and b"begincmap" in item.stream:
            item.stream = [
                line.replace(b"<2010>", b"<00ad>") if line.endswith(b"> <2010>") else line
                for line in item.stream
            ]


def _name_heads(pdf: Any, root: Any) -> None:
    """Table heads get their scope, and their names a directory."""
    names: list[tuple[bytes, Any, bytes]] = []
    references = {id(item): b"%d 0 R" % number for number, item in enumerate(pdf.objects)}
    for element in _elements(pdf, root):
        if element.get("S") == "/THead":
            for cell in _elements(pdf, element):
                if cell.get("S") == "/TH":
                    cell.setdefault("A", pydyf.Dictionary({"O": "/Table"}))["Scope"] = "/Column"
    for element in _elements(pdf, root):
        if element.get("S") != "/TH":
            continue
        attributes = element.setdefault("A", pydyf.Dictionary({"O": "/Table"}))
        attributes.setdefault("Scope", "/Row")
        if "ID" in element:
            names.append((element["ID"].data, element["ID"], references[id(element)]))
    if names:
        names.sort(key=lambda name: name[0])
        flat = [part for _, key, reference in names for part in (key, reference)]
        limits = pydyf.Array([names[0][1], names[-1][1]])
        tree = pydyf.Dictionary({"Names": pydyf.Array(flat), "Limits": limits})
        root["IDTree"] = pydyf.Dictionary({"Kids": pydyf.Array([_add(pdf, tree)])})


def _wrap_list_items(pdf: Any, root: Any) -> None:
    """A paragraph in a list item belongs into its body (ISO 14289-1, 7.2): the editor writes <li><p>."""
    references = {id(item): b"%d 0 R" % number for number, item in enumerate(pdf.objects)}
    for item in list(_elements(pdf, root)):
        if item.get("S") != "/LI":
            continue
        kids = [(kid, _object(pdf, kid)) for kid in item["K"] if isinstance(kid, bytes)]
        loose = [(kid, element) for kid, element in kids if element.get("S") not in ("/Lbl", "/LBody")]
        if not loose:
            continue
        body = pydyf.Dictionary(
            {"Type": "/StructElem", "S": "/LBody", "P": references[id(item)], "Pg": item["Pg"]}
        )
        body["K"] = pydyf.Array([kid for kid, _ in loose])
        own = _add(pdf, body)
        for _, element in loose:
            element["P"] = own
        labels = [kid for kid, element in kids if element.get("S") == "/Lbl"]
        bodies = [kid for kid, element in kids if element.get("S") == "/LBody"]
        item["K"] = pydyf.Array([*labels, *bodies, own])


def _add(pdf: Any, item: Any) -> bytes:
    pdf.add_object(item)
    return bytes(item.reference)


def _associate_once(pdf: Any) -> None:
    """The library lists each attachment twice."""
    files = pdf.catalog.get("AF")
    if files is not None:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(files))
