"""Anlagen der Demo-Vorlagen: small one-page tagged PDFs, made while loading without fonts of their own."""

from functools import cache
from io import BytesIO

import pikepdf

_LINE = 16
_TOP = 760


def case_management_tasks() -> bytes:
    """Annex of 4753."""
    return _page(
        "Aufgabenbeschreibung Case-Management",
        "Die Stelle begleitet neu zugewanderte Menschen,",
        "bis sie die Angebote der Regeldienste selbst nutzen.",
        "",
        "1. Erstgespräch und Klärung des Bedarfs",
        "2. Hilfeplan mit Zielen und Terminen",
        "3. Abstimmung mit Behörden, Schulen und Trägern",
        "4. Auswertung und Abschluss",
    )


def fee_statute() -> bytes:
    """Annex of 4764/1."""
    return _page(
        "Satzung über die Elternbeiträge (Entwurf)",
        "§ 1 Für die Teilnahme an der offenen Ganztagsschule werden Beiträge erhoben.",
        "§ 2 Die Höhe richtet sich nach dem Jahreseinkommen der Familie.",
        "§ 3 Das zweite Kind zahlt den halben Beitrag, jedes weitere ist frei.",
        "§ 4 Diese Satzung tritt am 1. August 2024 in Kraft.",
    )


@cache
def signed_page() -> bytes:
    """What stands for the scan of signed minutes."""
    return _page("Scan der unterschriebenen Niederschrift", "Die Demo hat keine echten Unterschriften.")


def offer_of_buyer() -> bytes:
    """Non-public annex of 4769."""
    return _page(
        "Kaufangebot",
        "Die Wieselwerk Feinmechanik GmbH bietet für die Fläche von 5.200 m²",
        "im Gewerbegebiet West 60 € je Quadratmeter.",
        "Das Angebot gilt bis zum 31. März 2024.",
    )


def _page(title: str, *lines: str) -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.obj.Contents = pdf.make_stream(b"\n".join(_drawn(title, lines)))
    page.obj.StructParents = 0
    _tag(pdf, page.obj, 1 + sum(map(bool, lines)))
    pdf.docinfo["/Title"] = title
    pdf.Root.Lang = "de"
    out = BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _tag(pdf: pikepdf.Pdf, page: pikepdf.Object, rows: int) -> None:
    """A heading and paragraphs, each for the marked row with its number (X-03)."""
    root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    document = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document, P=root)
    )
    parts = [
        pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.StructElem,
                S=pikepdf.Name.P if number else pikepdf.Name.H1,
                P=document,
                Pg=page,
                K=number,
            )
        )
        for number in range(rows)
    ]
    document.K = pikepdf.Array(parts)
    root.K = document
    root.ParentTree = pikepdf.Dictionary(Nums=[0, pikepdf.Array(parts)])
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)


def _drawn(title: str, lines: tuple[str, ...]) -> list[bytes]:
    """Content stream operators: the title and below it line by line, each marked for its tag."""
    rows = [(18, _TOP, title)]
    rows += [(11, _TOP - place * _LINE, line) for place, line in enumerate(lines, start=2) if line]
    return [
        b"/%s <</MCID %d>> BDC BT /F1 %d Tf 70 %d Td <%s> Tj ET EMC"
        % (b"P" if number else b"H1", number, size, height, text.encode("cp1252").hex().encode())
        for number, (size, height, text) in enumerate(rows)
    ]
