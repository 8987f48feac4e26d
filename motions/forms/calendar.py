"""Filter des Sitzungskalenders: declared values only; anything else is ignored."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.http import QueryDict

from motions.models import Organization

_MONTH = re.compile(r"(\d{4})-(\d{2})")
VIEWS = (("liste", "Kommende"), ("vergangen", "Vergangene"), ("monat", "Monat"))


class MeetingFilter(forms.Form):
    """Ansicht, Gremium und Monat."""

    ansicht = forms.ChoiceField(required=False, choices=VIEWS)
    gremium = forms.ChoiceField(required=False)
    monat = forms.CharField(required=False, max_length=7)

    def __init__(self, data: QueryDict, *, organs: list[Organization], on: dt.date) -> None:
        super().__init__(data)
        self._organs, self._on, self._query = organs, on, data
        self.fields["gremium"].choices = [(organ.slug, organ.name) for organ in organs]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def view(self) -> str:
        """Which of VIEWS."""
        return self.cleaned_data.get("ansicht") or VIEWS[0][0]

    @property
    def organ(self) -> str:
        """The slug of the organ, or "" for all."""
        return self.cleaned_data.get("gremium") or ""

    @property
    def month(self) -> dt.date:
        """The first day of the month asked for, else of the present one."""
        found = _MONTH.fullmatch(self.cleaned_data.get("monat") or "")
        if found and 1990 <= int(found[1]) <= 2100 and 1 <= int(found[2]) <= 12:
            return dt.date(int(found[1]), int(found[2]), 1)
        return self._on.replace(day=1)

    def tabs(self) -> list[dict[str, Any]]:
        """The views as links that keep the organ."""
        return [
            {"label": label, "url": self._address(ansicht=name), "current": name == self.view}
            for name, label in VIEWS
        ]

    def chips(self) -> list[dict[str, Any]]:
        """All organs and each of them as links that keep the view."""
        names = [
            ("", "Alle Gremien"),
            *((organ.slug, organ.short_name or organ.name) for organ in self._organs),
        ]
        return [
            {"label": name, "url": self._address(gremium=slug), "current": slug == self.organ}
            for slug, name in names
        ]

    def months_around(self) -> tuple[str, str]:
        """The addresses of the month before and after."""
        before = (self.month - dt.timedelta(days=1)).replace(day=1)
        after = (self.month + dt.timedelta(days=31)).replace(day=1)
        return self._address(monat=f"{before:%Y-%m}"), self._address(monat=f"{after:%Y-%m}")

    def _address(self, **changes: str) -> str:
        query = QueryDict(mutable=True)
        chosen = {"ansicht": self.view, "gremium": self.organ}
        chosen["monat"] = f"{self.month:%Y-%m}" if self.view == "monat" else ""
        for name, value in (chosen | changes).items():
            if value and not (name == "ansicht" and value == VIEWS[0][0]):
                query[name] = value
        return f"?{query.urlencode()}"
