"""Unterschriftsfelder: laid in when a document is printed, so that signing later changes no page (pdf.md 5).

A template places an empty element with the id ``signature-1`` …; its size is that of the field.
"""

from __future__ import annotations

from typing import Any

import pydyf

_POINTS = 0.75  # of a CSS pixel
WIDTH, HEIGHT = 198.4, 36.8  # points: 70 mm by 13 mm, as .field in sheet.css
FIELD = "signature-"


def lay_in(document: Any, pdf: Any, root: Any) -> None:
    """One tagged, named, empty field at each anchor; a document without anchors stays as it is."""
    places = [
        (name, number, place)
        for number, page in enumerate(document.pages)
        for name, place in sorted(page.anchors.items())
        if name.startswith(FIELD)
    ]
    if not places:
        return
    pages = [
        item for item in pdf.objects if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/Page"
    ]
    fields = pydyf.Array()
    parents = _object(pdf, root["ParentTree"])["Nums"]
    top = _top_of(pdf, root)
    for order, (name, number, place) in enumerate(places, start=1):
        page, key = pages[number], max(parents[::2], default=-1) + 1
        box = _box(page, place)
        widget = _widget(pdf, name, order, page, box, key)
        fields.append(widget.reference)
        page.setdefault("Annots", pydyf.Array()).append(widget.reference)
        form = pydyf.Dictionary(
            {
                "Type": "/StructElem",
                "S": "/Form",
                "P": top.reference,
                "Pg": page.reference,
                # The bare reference, no array: else a second signature makes the first one look broken.
                "K": pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": page.reference}),
            }
        )
        pdf.add_object(form)
        top["K"].append(form.reference)
        parents.extend([key, form.reference])
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": fields, "SigFlags": 1})


def _widget(pdf: Any, name: str, order: int, page: Any, box: list[float], key: int) -> Any:
    look = pydyf.Stream(
        [b""],
        {"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array([0, 0, WIDTH, HEIGHT])},
    )
    pdf.add_object(look)
    widget = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(name),
            "TU": pydyf.String(f"Feld für die elektronische Unterschrift {order}"),
            "Rect": pydyf.Array(box),
            "P": page.reference,
            "F": 132,
            "StructParent": key,
            "AP": pydyf.Dictionary({"N": look.reference}),
        }
    )
    pdf.add_object(widget)
    return widget


def _box(page: Any, place: Any) -> list[float]:
    """From the corner of the element, counted from the top, to that of the field, counted from the bottom."""
    left, top = (round(float(side) * _POINTS, 2) for side in place[:2])
    high = float(page["MediaBox"][3])
    return [left, round(high - top - HEIGHT, 2), round(left + WIDTH, 2), round(high - top, 2)]


def _top_of(pdf: Any, root: Any) -> Any:
    """The one element below the root: the document."""
    return _object(pdf, root["K"][0])


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
