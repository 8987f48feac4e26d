"""Angaben einer Stelle in Worten; nothing is decided here."""

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html

from motions.models import Paper
from staffing.models import PlanEntry
from staffing.rules import council_checks, permissions, versions
from staffing.rules.note_words import note_in_words, shares_in_words

register = template.Library()


@register.filter
def note_words(entry: PlanEntry) -> str:
    """The notes of a post: "kw 31.12.2026; Sperrvermerk HFA"; "–" for none."""
    return "; ".join(sorted(note_in_words(note) for note in entry.notes.all())) or "–"


@register.filter
def share_words(entry: PlanEntry) -> str:
    """The products of a post with their shares."""
    return shares_in_words(entry)


@register.simple_tag
def changed(before: str, after: str) -> str:
    """Vorher und nachher in einer Zelle; ``before`` is "" if nothing changed. A table has hundreds of them."""
    if not before:
        return conditional_escape(after)
    return format_html(
        '<del class="was"><span class="visually-hidden">vorher </span>{}</del> <span aria-hidden="true">→</span> '
        '<ins class="now"><span class="visually-hidden">jetzt </span>{}</ins>',
        before,
        after,
    )


@register.inclusion_tag("staffing/_paper_panel.html", takes_context=True)
def staffing_panel(context: Context, paper: Paper) -> dict[str, object]:
    """What a Vorlage does to the Stellenplan: its versions, as far as the person knows them, and what has drifted."""
    user = context["request"].user
    rows = permissions.visible_plans(user).filter(paper=paper).select_related("paper").order_by("number")
    versions_of = versions.with_decisions(rows)
    return {
        "versions": versions_of,
        "drift": council_checks.drift_known_to(user, paper, [row.plan for row in versions_of]),
        "knows_drafts": bool(versions_of) and permissions.sees_drafts(user),
    }
