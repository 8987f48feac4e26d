"""Formularfelder im KERN-Design: which kind a widget is, and the attributes its element needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms, template
from django.forms import BaseForm, BaseFormSet, BoundField
from django.template import Context
from django.utils.safestring import SafeString
from django_prose_editor.widgets import ProseEditorWidget
from js_asset import Media  # type: ignore[import-untyped]

register = template.Library()

_INPUT = "kern-form-input__input"
_CLASSES = {
    "checkbox": "kern-form-check__checkbox",
    "select": "kern-form-input__select",
}
_COUNTED_FROM = 100


class ErrorLink(NamedTuple):
    """Ein Fehler in der Zusammenfassung: where it is, what the field is called, what to do."""

    target: str
    label: str
    text: str


@register.filter
def kind(field: BoundField) -> str:
    """The shape of a field, for example checkbox, radios, richtext, select or input."""
    widget = field.field.widget
    shapes: tuple[tuple[str, type[forms.Widget]], ...] = (
        ("checkboxes", forms.CheckboxSelectMultiple),
        ("radios", forms.RadioSelect),
        ("checkbox", forms.CheckboxInput),
        ("richtext", ProseEditorWidget),
        ("textarea", forms.Textarea),
        ("select", forms.Select),
        ("file", forms.FileInput),
        ("group", forms.MultiWidget),
    )
    if field.is_hidden:
        return "hidden"
    return next((name for name, shape in shapes if isinstance(widget, shape)), "input")


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The bare element of a field.

    Limits are counted, never enforced by the browser: maxlength would cut a pasted text without a
    word, and the browser's own messages would come before our summary.
    """
    shape = kind(field)
    field.form.use_required_attribute = False
    attrs: dict[str, Any] = {"placeholder": False}
    base = _CLASSES.get(shape, _INPUT)
    error = f"{base}--error" if field.errors else ""
    attrs["class"] = " ".join(filter(None, [base, error, field.field.widget.attrs.get("class")]))
    if limit := getattr(field.field, "max_length", None):
        attrs["maxlength"] = False
        if limit >= _COUNTED_FROM and shape == "textarea":
            attrs["data-limit"] = str(limit)
    if shape == "group":
        attrs.pop("class")
    return field.as_widget(attrs=attrs)


@register.simple_tag
def choices(field: BoundField) -> list[Any]:
    """The single radio buttons or checkboxes of a group, each able to draw itself with KERN's classes."""
    base = "kern-form-check__radio" if kind(field) == "radios" else "kern-form-check__checkbox"
    error = f" {base}--error" if field.errors else ""
    field.form.use_required_attribute = False
    options = list(field.subwidgets)
    for option in options:
        option.data["attrs"]["class"] = base + error
    return options


@register.simple_tag(takes_context=True)
def form_media(context: Context, *sources: BaseForm | BaseFormSet[Any]) -> SafeString:
    """Styles and scripts of forms, for the block "media"; the import map carries the nonce."""
    media = sum((source.media for source in sources), Media())
    request = context.get("request")
    # The lazy nonce is false until it is read, so it is read here.
    nonce = str(getattr(request, "csp_nonce", ""))
    markup: SafeString = Media.from_media(media, nonce=nonce).render()
    return markup


@register.filter
def target(field: BoundField) -> str:
    """The id of the element that takes the focus of an error link."""
    first_of_group = kind(field) in ("radios", "checkboxes", "group")
    return f"{field.auto_id}_0" if first_of_group else str(field.auto_id)


@register.simple_tag
def error_links(source: BaseForm | BaseFormSet[Any] | Iterable[Any] | None) -> list[ErrorLink]:
    """All errors of a form, of a formset or of a list of both, in the order of the page.

    One of many forms with the same fields says its ``place``.
    """
    if source is None or source == "":
        return []
    if isinstance(source, BaseForm):
        return _of_form(source, getattr(source, "place", ""))
    if isinstance(source, BaseFormSet):
        return _of_formset(source)
    return [link for part in source for link in error_links(part)]


def _of_form(form: BaseForm, place: str = "") -> list[ErrorLink]:
    if not form.is_bound:
        return []
    links = [ErrorLink("", "", str(text)) for text in form.non_field_errors()]
    for field in form:
        where = "" if field.is_hidden else target(field)
        links += [ErrorLink(where, f"{place}{field.label}", str(text)) for text in field.errors]
    return links


def _of_formset(formset: BaseFormSet[Any]) -> list[ErrorLink]:
    if not formset.is_bound:
        return []
    links = [ErrorLink(f"{formset.prefix}-rows", "", str(text)) for text in formset.non_form_errors()]
    row_label = getattr(formset, "row_label", "Zeile")
    for number, form in enumerate(getattr(formset, "kept", formset.forms), start=1):
        links += _of_form(form, f"{row_label} {number}, ")
    return links
