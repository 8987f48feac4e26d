"""Bausteine mit Inhalt: components of templates/ui/ that wrap what a page writes between two tags."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Sinnbild, as ui/icon.html tells; a tag, because an agenda has hundreds and each template within one costs."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false" viewBox="0 0 24 24"><use href="{}#{}"></use></svg>',
        f" {css}" if css else "",
        static("img/icons.svg"),
        name,
    )


@register.simple_block_tag
def panel(content: SafeString, title: str, **options: Any) -> SafeString:
    """Abschnitt mit Überschrift; options: id, level (2), number, change_url, change_label, note."""
    return _component("panel", content, title=title, **options)


@register.simple_block_tag
def alert(content: SafeString, title: str, kind: str = "info", **options: Any) -> SafeString:
    """Hinweis; kind info, success, warning or danger; options: id, role ("alert" for what just happened)."""
    return _component("alert", content, title=title, kind=kind, body=content, **options)


@register.simple_block_tag
def table(content: SafeString, caption: str, **options: Any) -> SafeString:
    """Tabelle; content is thead, tbody and tfoot; options: hide_caption, small."""
    return _component("table", content, caption=caption, **options)


@register.simple_block_tag
def action_bar(content: SafeString, label: str = "Aktionen") -> SafeString:
    """Leiste am unteren Rand mit den Handlungen der Seite."""
    return _component("action_bar", content, label=label)


@register.simple_block_tag
def more(content: SafeString, summary: str, **options: Any) -> SafeString:
    """Aufklappbarer Bereich; options: open."""
    return _component("more", content, summary=summary, **options)


def _component(name: str, content: SafeString, **parameters: Any) -> SafeString:
    return render_to_string(f"ui/{name}.html", {"content": content, **parameters})
