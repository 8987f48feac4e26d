"""Anlagen der Demo-Vorlagen: small one-page PDFs, made while loading without fonts of their own."""

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
    pdf.docinfo["/Title"] = title
    pdf.Root.Lang = "de"
    out = BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _drawn(title: str, lines: tuple[str, ...]) -> list[bytes]:
    """Content stream operators: the title and below it line by line."""
    rows = [b"BT /F1 18 Tf 70 %d Td <%s> Tj ET" % (_TOP, _hex(title))]
    for number, line in enumerate(lines, start=2):
        rows.append(b"BT /F1 11 Tf 70 %d Td <%s> Tj ET" % (_TOP - number * _LINE, _hex(line)))
    return rows


def _hex(text: str) -> bytes:
    return text.encode("cp1252").hex().encode()
