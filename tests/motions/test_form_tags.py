"""Formularfelder: what the KERN pack writes, and the summary that leads to every error."""

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.forms import formset_factory
from lxml import html

from motions.forms.richtext import RichTextField
from motions.templatetags.kern import ErrorLink, error_links, kind


class Sample(forms.Form):
    """One field of each kind."""

    subject = forms.CharField(label="Betreff", max_length=250, widget=forms.Textarea, help_text="Kurz.")
    note = forms.CharField(label="Vermerk", required=False)
    kind = forms.ChoiceField(label="Art", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    public = forms.BooleanField(label="Öffentlich", required=False)
    text = RichTextField(label="Sachverhalt", required=False)


Rows = formset_factory(Sample, extra=0, max_num=1, validate_max=True)


def page(form: forms.Form) -> html.HtmlElement:
    """The form as crispy writes it."""
    return html.fromstring(render_crispy_form(form))


def test_each_widget_has_its_shape() -> None:
    """Labels, groups and single boxes are written differently."""
    shapes = {field.name: kind(field) for field in Sample()}
    assert shapes == {
        "subject": "textarea",
        "note": "input",
        "kind": "radios",
        "public": "checkbox",
        "text": "richtext",
    }


def test_nothing_is_cut_by_the_browser() -> None:
    """The limit is counted, not enforced: a pasted text stays whole."""
    field = page(Sample()).get_element_by_id("id_subject")
    assert (field.get("maxlength"), field.get("data-limit"), field.get("required")) == (None, "250", None)


def test_descriptions_exist() -> None:
    """aria-describedby never points to nothing."""
    written = page(Sample({}))
    named = " ".join(written.xpath("//@aria-describedby")).split()
    assert named
    assert [name for name in named if not written.xpath(f"//*[@id='{name}']")] == []


def test_only_optional_fields_say_so() -> None:
    """ "- Optional" instead of stars."""
    written = page(Sample())
    labels = [
        label.text_content()
        for label in written.xpath("//label | //legend")
        if "Optional" in label.text_content()
    ]
    assert labels == ["Vermerk - Optional", "Sachverhalt - Optional"]


def test_summary_leads_to_fields_and_first_radio() -> None:
    """Each error names its field and links to what can take the focus."""
    required = "Dieses Feld ist zwingend erforderlich."
    assert error_links(Sample({})) == [
        ErrorLink("id_subject", "Betreff", required),
        ErrorLink("id_kind_0", "Art", required),
    ]


def test_summary_names_the_row() -> None:
    """Errors of rows carry the number of the row; errors of all rows come first."""
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    for row in "01":
        data |= {f"form-{row}-subject": "x", f"form-{row}-kind": "a"}
    data["form-1-kind"] = "c"
    links = error_links([Sample({"subject": "x", "kind": "a"}), Rows(data)])
    assert [(link.target, link.label) for link in links] == [
        ("form-rows", ""),
        ("id_form-1-kind_0", "Zeile 2, Art"),
    ]


@pytest.mark.parametrize("source", [None, "", Sample()])
def test_no_errors_no_summary(source: object) -> None:
    """A page that was only opened shows none."""
    assert error_links(source) == []  # type: ignore[arg-type]
