"""Anlagen der Demo-Vorlagen: small PDFs, made while loading."""

from functools import cache

from weasyprint import HTML

_PAGE = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{title}</title>
<style>@page {{ size: A4; margin: 25mm }}
body {{ font: 11pt/1.5 "Noto Sans", sans-serif; hyphens: auto }}</style>
</head><body><h1>{title}</h1>{body}</body></html>"""


def case_management_tasks() -> bytes:
    """Annex of 4753."""
    return _pdf(
        "Aufgabenbeschreibung Case-Management",
        "<p>Die Stelle begleitet neu zugewanderte Menschen, bis sie die Angebote der Regeldienste "
        "selbst nutzen.</p>"
        "<ol><li>Erstgespräch und Klärung des Bedarfs</li><li>Hilfeplan mit Zielen und Terminen</li>"
        "<li>Abstimmung mit Behörden, Schulen und Trägern</li><li>Auswertung und Abschluss</li></ol>",
    )


def fee_statute() -> bytes:
    """Annex of 4764/1."""
    return _pdf(
        "Satzung über die Elternbeiträge (Entwurf)",
        "<h2>§ 1 Beitragspflicht</h2><p>Für die Teilnahme an der offenen Ganztagsschule werden "
        "monatliche Beiträge "
        "erhoben.</p><h2>§ 2 Höhe</h2><p>Die Höhe richtet sich nach dem Jahreseinkommen der Familie.</p>"
        "<h2>§ 3 Geschwister</h2><p>Das zweite Kind zahlt den halben Beitrag, jedes weitere ist frei.</p>"
        "<h2>§ 4 Inkrafttreten</h2><p>Diese Satzung tritt am 1. August 2024 in Kraft.</p>",
    )


def offer_of_buyer() -> bytes:
    """Non-public annex of 4769."""
    return _pdf(
        "Kaufangebot",
        "<p>Die Wieselwerk Feinmechanik GmbH bietet für die Fläche von 5.200 m² im Gewerbegebiet West "
        "60 € je "
        "Quadratmeter. Das Angebot gilt bis zum 31. März 2024.</p>",
    )


@cache
def _pdf(title: str, body: str) -> bytes:
    return bytes(HTML(string=_PAGE.format(title=title, body=body)).write_pdf())
