"""Komponentenseite: every building block in every state, for those who work on the house."""

import datetime as dt

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from motions.forms.components import SampleForm, SampleRowFormSet
from motions.forms.sections import located
from motions.models.choices import PaperStatus
from motions.rules.findings import block, info, warn

from .access import Access, access

_ROWS = [
    {"year": 2024, "expense": "58.000,00", "income": "57.000,00"},
    {"year": 2025, "expense": "100", "income": ""},
]


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.TECHNICAL)
def component_page(request: HttpRequest) -> HttpResponse:
    """Alle Bausteine; a POST shows the sample form with its errors."""
    form = SampleForm(request.POST or None, request.FILES or None)
    pages = Paginator(range(95), 10)
    now = timezone.now()
    happened = [("Freigegeben", "", ""), ("Zurückgegeben", "i. V.", "Bitte den Betrag prüfen.\nZeile zwei.")]
    events = [
        {"label": label, "on_behalf": behalf, "note": note, "actor": "Erika Muster", "happened_at": now - age}
        for age, (label, behalf, note) in enumerate_days(happened)
    ]
    context = {
        "form": form,
        "rows": SampleRowFormSet(prefix="zeilen", initial=_ROWS),
        "empty_rows": SampleRowFormSet(prefix="leer"),
        "statuses": PaperStatus.choices,
        "events": events,
        "must": located(
            [block("V-10", "Schreiben Sie, was das Gremium beschließen soll.", "draft_resolution")]
        ),
        "should": located([warn("B-02", "Der Rat liegt vor dem Ausschuss.", "consultations")]),
        "told": located([info("M-01", "Noch nicht zur Kenntnis genommen: FB I.")]),
        "page": pages.page(4),
        "chips": [{"label": "Stand: Entwurf", "url": "?"}, {"label": "Fachbereich: FB II", "url": "?"}],
        "tabs": [{"label": "Verwaltung", "url": "#", "current": True}, {"label": "Gremien", "url": "#"}],
    }
    return render(request, "ui/components_page.html", context, status=422 if form.errors else 200)


def enumerate_days(rows: list[tuple[str, str, str]]) -> list[tuple[dt.timedelta, tuple[str, str, str]]]:
    """Each row with its age in days."""
    return [(dt.timedelta(days=day), row) for day, row in enumerate(rows)]
