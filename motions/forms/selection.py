"""Auswahl in den Stammdaten: a choice that is no number of a row is a typing error, never a failure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import BadRequest
from django.http import HttpRequest

# The checker needs the methods of the admin; the running class only adds to them.
if TYPE_CHECKING:
    _Base = BaseModelAdmin[Any]
else:
    _Base = object


class NumberedSelect(AutocompleteSelect):
    """Auswahl mit Suche; what is no number of a row is shown as nothing chosen and never looked up."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        """The chosen rows."""
        return super().optgroups(name, [part for part in value if str(part).isdecimal()], attr)


class Selecting(_Base):
    """Listen und Formulare des Admins, in denen Zeilen gewählt werden."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Rows that are found by typing."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", NumberedSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """An action on something that is no row is not understood."""
        if not all(chosen.isdecimal() for chosen in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("no number of a row")
        return super().changelist_view(request, extra_context)  # type: ignore[misc]
