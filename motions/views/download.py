"""Dateien, die eine Seite auf Wunsch macht."""

from django.http import HttpResponse


def csv_download(name: str, text: str) -> HttpResponse:
    """A table to be kept, never shown by the browser; ``name`` is one of ours, without anything typed."""
    return HttpResponse(
        text.encode(),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
