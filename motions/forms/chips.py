"""Aktive Filter: what narrows a list, each as a link that takes it away again."""

from django import forms
from django.http import QueryDict


class FilterChips(forms.Form):
    """Ein Filter, der sagt, was er ausgewählt hat."""

    def chips(self, query: QueryDict) -> list[dict[str, str]]:
        """Active filters as removable links: label and address without the filter."""
        return [
            {"label": f"{self.fields[name].label}: {self._shown(name, value)}", "url": _without(name, query)}
            for name, value in self.cleaned_data.items()
            if value
        ]

    def _shown(self, name: str, value: object) -> object:
        field = self.fields[name]
        if type(field) is not forms.ChoiceField:
            return value
        return next((label for choice, label in field.choices if choice == value), value)  # type: ignore[union-attr, misc]


def _without(name: str, query: QueryDict) -> str:
    rest = query.copy()
    rest.pop(name, None)
    rest.pop("seite", None)
    return f"?{rest.urlencode()}"
