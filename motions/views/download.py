"""Dateien, die eine Seite auf Wunsch macht."""

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_download(name: str, text: str) -> HttpResponse:
    """A table to be kept, never shown by the browser; ``name`` is one of ours, without anything typed."""
    return download(name, text.encode(), "text/csv; charset=utf-8")


def download(name: str, data: bytes, content_type: str) -> HttpResponse:
    """Any other file of this kind."""
    return HttpResponse(
        data,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
